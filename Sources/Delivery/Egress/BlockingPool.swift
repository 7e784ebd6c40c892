import Foundation
import Synchronization

/// Threads of our own for calls that block (libcurl, name resolution), so that they never hold
/// up the cooperative pool.
///
/// At most `threads` run at once and at most `waiting` jobs queue. A thread lives while there is
/// work, so an idle pool costs nothing and needs no shutdown.
final class BlockingPool: Sendable {
    private typealias Job = @Sendable () -> Void

    private struct State {
        var running = 0
        var queue: [Job] = []
    }

    private let name: String
    private let threads: Int
    private let waiting: Int
    private let state = Mutex(State())

    init(name: String, threads: Int, waiting: Int) {
        precondition(threads > 0 && waiting >= 0, "a pool has threads")
        self.name = name
        self.threads = threads
        self.waiting = waiting
    }

    /// Runs `work` on a thread of the pool; `nil` at once when the queue is full.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
        await withCheckedContinuation { continuation in
            let accepted = submit { continuation.resume(returning: work()) }
            if !accepted { continuation.resume(returning: nil) }
        }
    }

    private func submit(_ job: @escaping Job) -> Bool {
        enum Decision { case start, queued, full }
        let decision = state.withLock { state -> Decision in
            if state.running < threads {
                state.running += 1
                return .start
            }
            guard state.queue.count < waiting else { return .full }
            state.queue.append(job)
            return .queued
        }
        if decision == .start { start(job) }
        return decision != .full
    }

    private func start(_ first: @escaping Job) {
        let thread = Thread { [self] in
            var job: Job? = first
            while let current = job {
                current()
                job = next()
            }
        }
        thread.name = name
        thread.stackSize = 1 << 20
        thread.start()
    }

    private func next() -> Job? {
        state.withLock { state in
            guard !state.queue.isEmpty else {
                state.running -= 1
                return nil
            }
            return state.queue.removeFirst()
        }
    }
}
