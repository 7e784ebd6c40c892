import Kernel
import Synchronization

/// A database whose process "dies" at a chosen step: before a read, before a write's commit, or
/// after it.
final class FailingDatabase: Database {
    struct Crash: Error {}

    private let inner: any Database
    private let left: Mutex<Int>

    init(_ inner: any Database, at step: Int) {
        self.inner = inner
        left = Mutex(step)
    }

    var engine: DatabaseEngine { inner.engine }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Reader) throws -> Value
    ) async throws -> Value {
        try step()
        return try await inner.read(body)
    }

    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        let value = try await inner.write { [self] transaction in
            let value = try body(transaction)
            try step()
            return value
        }
        try step()
        return value
    }

    private func step() throws {
        try left.withLock { left in
            left -= 1
            if left < 0 { throw Crash() }
        }
    }
}
