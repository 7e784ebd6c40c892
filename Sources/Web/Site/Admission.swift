import Synchronization

/// How many requests are worked on at once.
final class Admission: Sendable {
    private let limit: Int
    private let inside = Mutex(0)

    init(limit: Int) { self.limit = limit }

    func enter() -> Bool {
        inside.withLock { count in
            if count >= limit { return false }
            count += 1
            return true
        }
    }

    func leave() { inside.withLock { $0 -= 1 } }
}
