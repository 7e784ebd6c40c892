import Kernel

/// A database that notes the writing statements of what passes through it, so that a floor can
/// write the very same rows without anything else.
final class CapturingDatabase: Database {
    private let inner: any Database
    private let noted = Captured()

    init(_ inner: any Database) { self.inner = inner }

    var engine: DatabaseEngine { inner.engine }
    var statements: [SQL] { noted.take() }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Reader) throws -> Value
    ) async throws -> Value {
        try await inner.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await inner.write { [noted] transaction in
            try body(CapturingTransaction(inner: transaction, noted: noted))
        }
    }
}

private struct CapturingTransaction: Transaction {
    let inner: any Transaction
    let noted: Captured

    var engine: DatabaseEngine { inner.engine }
    func rows(_ sql: SQL) throws -> [Row] { try inner.rows(sql) }
    func lockedRows(_ sql: SQL) throws -> [Row] { try inner.lockedRows(sql) }
    func each(_ sql: SQL, _ body: (Row) throws -> Void) throws { try inner.each(sql, body) }

    func post(_ sql: SQL, unlessOne error: (any Error)?) throws {
        noted.note(sql)
        try inner.post(sql, unlessOne: error)
    }

    func execute(_ sql: SQL) throws -> Int {
        noted.note(sql)
        return try inner.execute(sql)
    }
}
