import Foundation

/// Runs slow work on a few threads of its own, so that a flood of sign-ins costs neither memory
/// without limit (each scrypt takes 32 MiB) nor the threads that serve everybody else.
package final class HashingPool: Sendable {
    private let state: State

    /// `width` threads, at most one per core; `capacity` calls may wait beyond those running.
    package init(
        width: Int = 2, capacity: Int = 32,
        cores: Int = ProcessInfo.processInfo.activeProcessorCount
    ) {
        state = State(capacity: max(capacity, 0), width: min(max(width, 1), max(cores, 1)))
        for _ in 0..<state.width {
            let thread = Thread { [state] in state.work() }
            thread.name = "covenant.hashing"
            thread.start()
        }
    }

    deinit {
        state.stop()
    }

    /// Runs `work` on a thread of the pool and returns what it does.
    ///
    /// Throws a ``Refusal`` of kind `busy` at once when too many wait already, and
    /// `CancellationError` when the task is cancelled before its turn.
    package func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        let number = state.nextNumber()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                state.add(
                    Job(number: number) { failure in
                        if let failure {
                            continuation.resume(throwing: failure)
                        } else {
                            continuation.resume(with: Swift.Result { try work() })
                        }
                    })
                // Cancelled before the call stood in the queue, where `onCancel` found nothing.
                if Task.isCancelled { state.cancel(number) }
            }
        } onCancel: {
            state.cancel(number)
        }
    }

    /// How many calls run at once.
    package var width: Int { state.width }

    /// How many calls wait or run.
    package var load: Int { state.load }

    /// What is thrown when too many wait.
    package static let busy = Refusal(
        .busy, "identity.busy",
        Words("登录请求过多，请稍候再试。", "Too many are signing in just now. Try again in a moment."))
}

/// One call: runs its work, or reports why it did not.
private struct Job: Sendable {
    let number: UInt64
    let finish: @Sendable ((any Error)?) -> Void
}

/// The queue. Unchecked, because every access to its variables holds `condition`.
private final class State: @unchecked Sendable {
    let width: Int
    private let capacity: Int
    private let condition = NSCondition()
    private var waiting: [Job] = []
    private var running = 0
    private var number: UInt64 = 0
    private var isStopped = false

    init(capacity: Int, width: Int) {
        self.capacity = capacity
        self.width = width
    }

    var load: Int { locked { waiting.count + running } }

    func nextNumber() -> UInt64 {
        locked {
            number += 1
            return number
        }
    }

    func add(_ job: Job) {
        let failure: (any Error)? = locked {
            guard !isStopped, waiting.count + running < capacity + width else {
                return HashingPool.busy
            }
            waiting.append(job)
            condition.signal()
            return nil
        }
        if let failure { job.finish(failure) }
    }

    func cancel(_ number: UInt64) {
        let job: Job? = locked {
            waiting.firstIndex { $0.number == number }.map { waiting.remove(at: $0) }
        }
        job?.finish(CancellationError())
    }

    func stop() {
        let left = locked {
            isStopped = true
            defer { waiting = [] }
            condition.broadcast()
            return waiting
        }
        for job in left { job.finish(CancellationError()) }
    }

    func work() {
        while let job = next() {
            job.finish(nil)
            locked { running -= 1 }
        }
    }

    private func next() -> Job? {
        locked {
            while waiting.isEmpty && !isStopped { condition.wait() }
            guard !isStopped else { return nil }
            running += 1
            return waiting.removeFirst()
        }
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        condition.lock()
        defer { condition.unlock() }
        return body()
    }
}
