import Kernel

/// What one closure sees of a PostgreSQL connection. After a failed statement PostgreSQL refuses
/// the rest of the transaction; the session repeats the first error instead of "25P02".
final class PostgresSession: Transaction {
    let engine = DatabaseEngine.postgres
    private(set) var spoiled: PostgresError?
    /// A failure found before the statement reached the server.
    private(set) var refused: DatabaseFailure?
    private let connection: PostgresConnection
    private let rules: UniqueRules
    /// What was posted and is not sent yet.
    private var posted: [Posted] = []

    private typealias Posted = (sql: SQL, unlessOne: (any Error)?)
    /// Few enough that neither side waits for the other to read.
    private static let mostPosted = 64

    init(_ connection: PostgresConnection, _ rules: UniqueRules) {
        self.connection = connection
        self.rules = rules
    }

    func rows(_ sql: SQL) throws -> [Row] {
        try flush()
        return try run { try connection.rows(sql) }
    }

    func each(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        try flush()
        try run { try connection.each(sql, body) }
    }

    func execute(_ sql: SQL) throws -> Int {
        try flush()
        return try run { try connection.execute(sql) }
    }

    func post(_ sql: SQL, unlessOne error: (any Error)?) throws {
        if let spoiled { throw spoiled.failure(rules) }
        posted.append((sql, error))
        if posted.count >= Self.mostPosted { try flush() }
    }

    /// Sends what was posted. Its first failure is thrown.
    func flush() throws {
        if posted.isEmpty { return }
        let sent = posted
        posted.removeAll(keepingCapacity: true)
        let changes = try run { try connection.execute(all: sent.map(\.sql)) }
        for (one, changed) in zip(sent, changes) where changed != 1 {
            if let error = one.unlessOne { throw error }
        }
    }

    func lockedRows(_ sql: SQL) throws -> [Row] {
        try rows(SQL(text: sql.text + " FOR UPDATE", values: sql.values))
    }

    private func run<Value>(_ body: () throws -> Value) throws -> Value {
        if let spoiled { throw spoiled.failure(rules) }
        if let refused { throw refused }
        do {
            return try body()
        } catch let error as PostgresError {
            spoiled = error
            throw error.failure(rules)
        } catch let failure as DatabaseFailure where spoiled == nil {
            refused = failure
            throw failure
        }
    }
}
