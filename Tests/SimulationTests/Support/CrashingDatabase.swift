import Kernel
import Synchronization

/// A store that loses its process at a chosen statement of the next writing transaction, or after
/// the last one, just before the commit. One crash; then it works again.
final class CrashingDatabase: Database {
    struct Crash: Error {}

    private let base: any Database
    private let plan = Mutex<Int?>(nil)
    /// How many writing statements the last transaction that was counted made.
    private let counted = Mutex<Int>(0)

    init(_ base: any Database) { self.base = base }

    var engine: DatabaseEngine { base.engine }

    /// Crashes instead of writing statement `index`, counted from 0; past the last, at the commit.
    func crash(at index: Int) { plan.withLock { $0 = index } }

    var lastStatements: Int { counted.withLock { $0 } }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Reader) throws -> Value
    ) async throws -> Value {
        try await base.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        let crash = plan.withLock { plan in
            defer { plan = nil }
            return plan
        }
        return try await base.write { [self] transaction in
            let watched = CrashingTransaction(transaction, crash)
            let value = try body(watched)
            counted.withLock { $0 = watched.statements }
            if let crash, crash >= watched.statements { throw Crash() }
            return value
        }
    }
}

private final class CrashingTransaction: Transaction {
    private let base: any Transaction
    private let crash: Int?
    private(set) var statements = 0

    init(_ base: any Transaction, _ crash: Int?) {
        self.base = base
        self.crash = crash
    }

    var engine: DatabaseEngine { base.engine }

    func rows(_ sql: SQL) throws -> [Row] { try base.rows(sql) }

    func each(_ sql: SQL, _ body: (Row) throws -> Void) throws { try base.each(sql, body) }

    func lockedRows(_ sql: SQL) throws -> [Row] { try base.lockedRows(sql) }

    func execute(_ sql: SQL) throws -> Int {
        try count()
        return try base.execute(sql)
    }

    func post(_ sql: SQL, unlessOne error: (any Error)?) throws {
        try count()
        try base.post(sql, unlessOne: error)
    }

    private func count() throws {
        if statements == crash { throw CrashingDatabase.Crash() }
        statements += 1
    }
}
