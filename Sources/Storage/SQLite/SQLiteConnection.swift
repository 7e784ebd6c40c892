import GRDB
import GRDBSQLite
import Kernel
import struct Kernel.Row
import struct Kernel.SQL

/// One SQLite connection with its prepared statements; stays on the thread that made it.
final class SQLiteConnection {
    let handle: OpaquePointer
    private let connection: GRDB.Database
    private var cache: [String: SQLiteStatement] = [:]
    private var uses = 0

    /// Prepared statements kept; the one unused for longest makes room.
    private static let cacheLimit = 512

    init(_ connection: GRDB.Database) throws {
        guard let handle = connection.sqliteConnection else { throw closedDatabase }
        self.connection = connection
        self.handle = handle
    }

    /// False when SQLite has rolled the whole transaction back by itself.
    var isInTransaction: Bool {
        sqlite3_get_autocommit(handle) == 0
    }

    func run(_ text: String) throws {
        _ = try run(SQL(text: text, values: [])) { _ in }
    }

    /// Steps through the statement; returns how many rows it changed.
    func run(_ sql: SQL, each: (Row) throws -> Void) throws -> Int {
        let statement = try take(sql.text)
        defer { putBack(statement) }
        try statement.bind(sql.values, on: handle)
        let before = sqlite3_total_changes(handle)
        while try statement.step(on: handle) {
            try each(statement.row())
        }
        return sqlite3_total_changes(handle) == before ? 0 : Int(sqlite3_changes(handle))
    }

    /// Whether the statement answers exactly `rows` now.
    func answers(_ sql: SQL, _ rows: [Row]) throws -> Bool {
        let statement = try take(sql.text)
        defer { putBack(statement) }
        try statement.bind(sql.values, on: handle)
        for row in rows {
            guard try statement.step(on: handle), statement.holds(row) else { return false }
        }
        return try !statement.step(on: handle)
    }

    /// The statement leaves the cache while it runs, so a nested use of the same text gets its own.
    private func take(_ text: String) throws -> SQLiteStatement {
        uses += 1
        let statement = try cache.removeValue(forKey: text) ?? prepare(text)
        statement.lastUse = uses
        return statement
    }

    private func prepare(_ text: String) throws -> SQLiteStatement {
        do {
            return SQLiteStatement(text: text, try connection.makeStatement(sql: text))
        } catch let error as DatabaseError {
            throw SQLiteError(
                code: error.extendedResultCode.rawValue, message: error.message ?? "")
        }
    }

    private func putBack(_ statement: SQLiteStatement) {
        statement.reset()
        if cache.count >= Self.cacheLimit,
            let oldest = cache.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            cache.removeValue(forKey: oldest.key)
        }
        cache[statement.text] = statement
    }
}
