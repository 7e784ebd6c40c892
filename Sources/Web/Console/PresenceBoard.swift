import Kernel
import Synchronization

/// Who else looks at a case. Kept in memory and forgotten after half a minute: it helps people
/// not to work on the same thing, and is no record of anything.
final class PresenceBoard: Sendable {
    private struct Seen {
        let who: String
        var until: Moment
    }

    private static let lease: Int64 = 30
    private static let mostCases = 2000
    private static let mostPeople = 20

    private let seen = Mutex<[String: [Seen]]>([:])

    func saw(_ who: String, at number: String, _ now: Moment) {
        let until = now.adding(seconds: Self.lease)
        seen.withLock { seen in
            if seen.count >= Self.mostCases {
                seen = seen.filter { $0.value.contains { $0.until > now } }
                if seen.count >= Self.mostCases { return }
            }
            var people = (seen[number] ?? []).filter { $0.until > now && $0.who != who }
            if people.count < Self.mostPeople { people.append(Seen(who: who, until: until)) }
            seen[number] = people
        }
    }

    func others(than who: String, at number: String, _ now: Moment) -> [String] {
        seen.withLock { seen in
            (seen[number] ?? []).filter { $0.until > now && $0.who != who }.map(\.who).sorted()
        }
    }
}
