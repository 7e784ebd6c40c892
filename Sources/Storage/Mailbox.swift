import Foundation

/// What a mailbox says to a job.
enum Offer { case accepted, full, closed }

/// Jobs that wait for the threads serving them, in the order they came; bounded.
///
/// Database calls block, so they run on threads of their own and never on Swift's cooperative
/// pool, whose few threads must not block.
final class Mailbox<Job: Sendable>: @unchecked Sendable {
    // Everything below is touched only while `condition` is locked.
    private let condition = NSCondition()
    private let limit: Int
    private var jobs: [Job] = []
    private var wanted = 1
    private var isClosed = false

    init(limit: Int) {
        self.limit = limit
    }

    var count: Int {
        condition.withLock { jobs.count }
    }

    func offer(_ job: Job) -> Offer {
        condition.withLock {
            if isClosed { return .closed }
            if jobs.count >= limit { return .full }
            jobs.append(job)
            if jobs.count >= wanted { condition.signal() }
            return .accepted
        }
    }

    /// Waits for jobs and takes up to `most` of them; empty only when closed and served out.
    ///
    /// - Parameter expected: how many jobs are likely to come at once. The first job waits up to
    ///   `patience` seconds for that many, so that they share a commit.
    func take(atMost most: Int, expecting expected: Int = 1, patience: Double = 0) -> [Job] {
        condition.lock()
        defer { condition.unlock() }
        if expected > 1 { gather(min(expected, most), until: Date(timeIntervalSinceNow: patience)) }
        while jobs.isEmpty && !isClosed { condition.wait() }
        let taken = Array(jobs.prefix(most))
        jobs.removeFirst(taken.count)
        return taken
    }

    private func gather(_ expected: Int, until limit: Date) {
        wanted = expected
        while jobs.count < expected && !isClosed {
            if !condition.wait(until: limit) { break }
        }
        wanted = 1
    }

    /// Takes no more jobs; those that wait are still served.
    func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
        }
    }
}
