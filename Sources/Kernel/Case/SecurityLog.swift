import Synchronization

/// Counts refusals by day, command and refusal id: bounded, written after the rollback, outside
/// case rows. Losing the last second of it in a crash loses no case.
package final class SecurityLog: Sendable {
    private struct Place: Hashable {
        let day: Day
        let command: String
        let refusal: String
    }

    private let database: any Database
    private let counts = Mutex<[Place: Int64]>([:])
    private static let capacity = 10_000

    package init(database: any Database) { self.database = database }

    /// Counts one refusal; for what is refused before a command is there, as uploads are.
    package func count(_ command: String, _ refusal: String, at moment: Moment) {
        let day = Day(number: Int(moment.milliseconds / 86_400_000))
        let place = Place(day: day, command: command, refusal: refusal)
        counts.withLock { counts in
            if counts[place] != nil || counts.count < Self.capacity {
                counts[place, default: 0] += 1
            }
        }
    }

    /// Writes what was counted since the last time. Called every second and at shutdown.
    package func flush() async throws {
        let taken = counts.withLock { counts in
            defer { counts = [:] }
            return counts
        }
        if taken.isEmpty { return }
        try await database.write { transaction in
            for (place, count) in taken {
                try transaction.execute(
                    """
                    INSERT INTO refusal_count (day, command, refusal, count)
                    VALUES (\(place.day), \(place.command), \(place.refusal), \(count))
                    ON CONFLICT (day, command, refusal)
                    DO UPDATE SET count = refusal_count.count + \(count)
                    """)
            }
        }
    }
}
