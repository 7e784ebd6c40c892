import Kernel

/// What one closure sees of a SQLite connection.
///
/// A failed statement spoils the session: later ones fail the same way and nothing is kept. That
/// is how PostgreSQL behaves, so a closure cannot come to depend on SQLite's leniency.
final class SQLiteSession: Transaction {
    let engine = DatabaseEngine.sqlite
    private(set) var spoiled: (any Error)?
    private let connection: SQLiteConnection

    init(_ connection: SQLiteConnection) {
        self.connection = connection
    }

    func rows(_ sql: SQL) throws -> [Row] {
        var rows: [Row] = []
        try each(sql) { rows.append($0) }
        return rows
    }

    func each(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        _ = try run(sql, each: body)
    }

    func execute(_ sql: SQL) throws -> Int {
        try run(sql) { _ in }
    }

    func post(_ sql: SQL, unlessOne error: (any Error)?) throws {
        let changed = try execute(sql)
        if let error, changed != 1 { throw error }
    }

    func lockedRows(_ sql: SQL) throws -> [Row] {
        try rows(sql)
    }

    private func run(_ sql: SQL, each: (Row) throws -> Void) throws -> Int {
        if let spoiled { throw callerError(spoiled) }
        do {
            return try connection.run(sql, each: each)
        } catch {
            if error is SQLiteError || error is DatabaseFailure { spoiled = error }
            throw callerError(error)
        }
    }
}

/// What callers get to see of an error.
func callerError(_ error: any Error) -> any Error {
    (error as? SQLiteError)?.failure ?? error
}
