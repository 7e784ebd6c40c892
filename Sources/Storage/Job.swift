import Foundation
package import Kernel

/// A closure that waits for a connection, together with the caller who waits for its value.
struct Job<Context>: Sendable {
    /// Runs the closure and keeps its value. May be called again: the last value counts.
    let run: @Sendable (Context) throws -> Void
    /// Answers the caller, once: with the kept value, or with the error.
    let finish: @Sendable ((any Error)?) -> Void
}

/// Where a job keeps its value between run and answer. One thread runs and answers a job.
private final class Kept<Value: Sendable>: @unchecked Sendable {
    var value: Value?
}

/// Hands `body` over as a job and waits for its value.
func perform<Context, Value: Sendable>(
    _ body: @escaping @Sendable (Context) throws -> Value,
    offer: (Job<Context>) -> Offer
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let kept = Kept<Value>()
        let job = Job<Context>(
            run: { kept.value = try body($0) },
            finish: { error in
                if let error {
                    continuation.resume(throwing: error)
                } else if let value = kept.value {
                    continuation.resume(returning: value)
                } else {
                    continuation.resume(throwing: DatabaseFailure.statement("the job never ran"))
                }
            })
        switch offer(job) {
        case .accepted: break
        case .full: continuation.resume(throwing: DatabaseFailure.overloaded)
        case .closed: continuation.resume(throwing: closedDatabase)
        }
    }
}

let closedDatabase = DatabaseFailure.unavailable("the database is closed; open it again")

/// Threads that serve a database; `finished` waits for all of them to end.
final class ServingThreads: Sendable {
    private let group = DispatchGroup()

    func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        group.enter()
        let thread = Thread { [group] in
            body()
            group.leave()
        }
        thread.name = name
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Blocks the calling thread, which must not be one of them.
    func wait() {
        group.wait()
    }

    func finished() async {
        await withCheckedContinuation { continuation in
            group.notify(queue: .global()) { continuation.resume() }
        }
    }
}

/// Runs blocking work on a thread of its own, away from Swift's cooperative pool.
func onOwnThread<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        ServingThreads().start("covenant-once") {
            continuation.resume(with: Swift.Result { try body() })
        }
    }
}

/// A database that was opened here and can be closed.
package protocol OpenedDatabase: Database {
    /// Serves what waits, takes nothing more, and returns when files and connections are closed.
    func close() async
}
