package import Insurance
package import Kernel
package import Storage
import Synchronization

/// A small office for one test: a database of its own, a door, a clock that stands until it is
/// moved, and people hired as needed.
package final class SmallOffice: Sendable {
    package let database: any OpenedDatabase
    package let dispatcher: Dispatcher
    package let vault: Vault
    private let time: TimeSource
    private let hired = Mutex<Int>(0)

    package init(_ backend: Backend, at start: Moment) async throws {
        let source = Mutex(Seeded(7))
        let random: @Sendable (Int) -> [UInt8] = { count in
            source.withLock { seeded in
                (0..<count).map { _ in UInt8(truncatingIfNeeded: seeded.next()) }
            }
        }
        let time = TimeSource(start)
        database = try await backend.open()
        vault = Vault(keys: try VaultKeys.generate(random: random))
        self.time = time
        dispatcher = Dispatcher(
            database: database, vault: vault, log: "test", interests: Interest(),
            now: { time.now }, random: random)
    }

    package var now: Moment {
        get { time.now }
        set { time.now = newValue }
    }

    /// Hires somebody with these posts.
    package func hire(_ number: String, _ posts: PostWords.Post...) async throws -> Principal {
        let place = hired.withLock { count in
            count += 1
            return UInt64(count)
        }
        let id = ID<StaffMember>(at: Moment(milliseconds: 1), random: (place, place))
        let person = ID<Person>(at: Moment(milliseconds: 1), random: (place, place))
        let codes = posts.map(\.rawValue).joined(separator: " ")
        let posts = Set(posts.map { Post($0) })
        try await database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO staff (id, version, state, number, person, posts, branch, is_active)
                VALUES (\(id), 1, '{}', \(number), \(person), \(codes), NULL, 1)
                """)
        }
        return Principal(.staff(id), posts: posts, staffVersion: 1)
    }

    /// Performs a command and returns its receipt.
    @discardableResult
    package func perform(_ command: any Command, by principal: Principal) async throws -> Receipt {
        try await dispatcher.perform(command, by: principal)
    }

    /// The refusal a command meets, or `nil` when it is done.
    package func refusal(of command: any Command, by principal: Principal) async throws -> String? {
        do {
            _ = try await dispatcher.perform(command, by: principal)
            return nil
        } catch let refusal as Refusal {
            return refusal.id
        }
    }

    /// One number from a query.
    package func count(_ sql: SQL) async throws -> Int64 {
        try await database.read { reader in try reader.row(sql)?.integer("n") ?? 0 }
    }
}

private final class TimeSource: Sendable {
    private let moment: Mutex<Moment>

    init(_ start: Moment) { moment = Mutex(start) }

    var now: Moment {
        get { moment.withLock { $0 } }
        set { moment.withLock { $0 = newValue } }
    }
}
