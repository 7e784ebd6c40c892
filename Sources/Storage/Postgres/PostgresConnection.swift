import CLibPQ
import Foundation
import Kernel

/// One connection to PostgreSQL with its prepared statements; stays on the thread that made it.
final class PostgresConnection {
    let host: String
    private let handle: OpaquePointer
    private var prepared: [String: Prepared] = [:]
    private var uses = 0
    private var warned = false

    private struct Prepared {
        let name: String
        var columns: Row.Columns?
        var lastUse: Int
    }

    /// Prepared statements kept; the one unused for longest makes room.
    private static let preparedLimit = 256

    /// Settings that the address may override.
    private static let defaults = [
        ("target_session_attrs", "read-write"), ("connect_timeout", "5"),
        ("keepalives", "1"), ("keepalives_idle", "5"), ("keepalives_interval", "3"),
        ("keepalives_count", "3"), ("tcp_user_timeout", "15000"),
        ("application_name", "covenant"), ("client_encoding", "UTF8"),
    ]

    init(address: String) throws {
        // Later words win, so what the address says counts more than the defaults.
        handle = try Self.connect(Self.defaults + [("dbname", address)])
        host = Self.text(PQhost(handle)) + ":" + Self.text(PQport(handle))
        PQsetNoticeReceiver(
            handle,
            { context, result in
                guard let context, let severity = PQresultErrorField(result, severityField),
                    String(cString: severity) == "WARNING"
                else { return }
                Unmanaged<PostgresConnection>.fromOpaque(context).takeUnretainedValue()
                    .warned = true
            }, Unmanaged.passUnretained(self).toOpaque())
        do { try prepareSession() } catch {
            throw (error as? PostgresError).map { $0.failure(UniqueRules()) } ?? error
        }
    }

    deinit {
        PQfinish(handle)
    }

    private static func connect(_ settings: [(String, String)]) throws -> OpaquePointer {
        let keys = settings.map { strdup($0.0) }
        let values = settings.map { strdup($0.1) }
        defer { (keys + values).forEach { free($0) } }
        let handle = PQconnectdbParams(
            keys.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
        guard let handle else { throw DatabaseFailure.unavailable("no memory to connect") }
        guard PQstatus(handle) == CONNECTION_OK else {
            let reason = text(PQerrorMessage(handle)).split(separator: "\n").joined(separator: "; ")
            PQfinish(handle)
            throw DatabaseFailure.unavailable(
                "cannot connect to PostgreSQL (\(reason)); check the address and the server")
        }
        return handle
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
        pointer.map { String(cString: $0) } ?? ""
    }

    /// A commit must be on disk, at the standby too, before it is answered: whatever the role or
    /// the address says, nothing weaker is taken.
    private func prepareSession() throws {
        guard PQserverVersion(handle) >= 130_000 else {
            throw DatabaseFailure.unavailable("PostgreSQL 13 or newer is needed; upgrade it")
        }
        let row = try rows(
            """
            SELECT set_config('synchronous_commit',
                    CASE current_setting('synchronous_commit')
                        WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false) AS commits,
                set_config('statement_timeout', '30s', false) AS a,
                set_config('idle_in_transaction_session_timeout', '60s', false) AS b
            """
        ).first
        guard let setting = try row?.text("commits"), ["on", "remote_apply"].contains(setting)
        else {
            throw DatabaseFailure.unavailable(
                "PostgreSQL refused synchronous_commit=on; commits would not be safe")
        }
    }

    /// Runs a text without values: BEGIN, COMMIT. Returns the command PostgreSQL says it ran.
    @discardableResult
    func command(_ text: String) throws -> String {
        try checked(PQexec(handle, text)).command
    }

    /// Commits. False when PostgreSQL warned meanwhile: it gave up waiting for the standby, and
    /// what it committed may be lost with this server.
    func commit() throws -> Bool {
        warned = false
        guard try command("COMMIT") == "COMMIT" else {
            throw DatabaseFailure.statement("the transaction had failed and was undone")
        }
        return !warned
    }

    func rows(_ sql: SQL) throws -> [Row] {
        let key = PostgresStatement.key(sql)
        let result = try execute(sql, key)
        let columns = prepared[key]?.columns ?? result.columns()
        prepared[key]?.columns = columns
        return try (0..<result.count).map { try result.row($0, columns) }
    }

    func execute(_ sql: SQL) throws -> Int {
        try execute(sql, PostgresStatement.key(sql)).changes
    }

    private func execute(_ sql: SQL, _ key: String) throws -> PostgresResult {
        let name = try prepare(sql, key)
        return try checked(
            PostgresValues(sql.values).with { count, pointers, lengths, formats in
                PQexecPrepared(handle, name, count, pointers, lengths, formats, 1)
            })
    }

    /// Runs statements in one exchange (libpq's pipeline mode) and returns how many rows each
    /// changed. After the first failure, which is thrown, the server skips the rest.
    func execute(all statements: [SQL]) throws -> [Int] {
        guard statements.count > 1 else { return try statements.map(execute) }
        // What can be refused here is refused before the connection changes its mode.
        let named = try statements.map {
            try (PostgresValues($0.values), prepare($0, PostgresStatement.key($0)))
        }
        guard PQenterPipelineMode(handle) == 1 else { throw PostgresError(nil, on: handle) }
        var sent = 0
        for (values, name) in named {
            let isSent = values.with { count, pointers, lengths, formats in
                PQsendQueryPrepared(handle, name, count, pointers, lengths, formats, 1)
            }
            if isSent == 0 { break }
            sent += 1
        }
        let isSynced = PQpipelineSync(handle) == 1
        var failure = isSynced && sent == named.count ? nil : PostgresError(nil, on: handle)
        var changes: [Int] = []
        for _ in 0..<sent {
            guard let result = PQgetResult(handle) else { break }
            do { changes.append(try checked(result).changes) } catch let error as PostgresError {
                failure = failure ?? error
            }
            // Nothing stands between the results of two statements.
            while let more = PQgetResult(handle) { PQclear(more) }
        }
        if isSynced, let end = PQgetResult(handle) { PQclear(end) }
        let isOver = PQexitPipelineMode(handle) == 1
        if let failure { throw failure }
        guard isOver, changes.count == named.count else { throw PostgresError(nil, on: handle) }
        return changes
    }

    private func prepare(_ sql: SQL, _ key: String) throws -> String {
        uses += 1
        if let name = prepared[key]?.name {
            prepared[key]?.lastUse = uses
            return name
        }
        let statement = try PostgresStatement(sql)
        if prepared.count >= Self.preparedLimit,
            let oldest = prepared.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            try command("DEALLOCATE \(oldest.value.name)")
            prepared.removeValue(forKey: oldest.key)
        }
        let name = "s\(uses)"
        _ = try checked(
            PQprepare(handle, name, statement.text, Int32(statement.types.count), statement.types))
        prepared[key] = Prepared(name: name, lastUse: uses)
        return name
    }

    /// Hands rows on in portions through a cursor, so that stopping early is cheap and other
    /// statements may run in between.
    func each(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        uses += 1
        let cursor = "c\(uses)"
        let statement = try PostgresStatement(sql)
        let declare = "DECLARE \(cursor) NO SCROLL CURSOR FOR \(statement.text)"
        _ = try checked(
            PostgresValues(sql.values).with { count, pointers, lengths, formats in
                PQexecParams(
                    handle, declare, count, statement.types, pointers, lengths, formats, 1)
            })
        do {
            var columns: Row.Columns?
            while true {
                let result = try checked(
                    PQexecParams(handle, "FETCH 500 FROM \(cursor)", 0, nil, nil, nil, nil, 1))
                let names = columns ?? result.columns()
                columns = names
                for position in 0..<result.count { try body(try result.row(position, names)) }
                if result.count < 500 { break }
            }
        } catch {
            if !(error is PostgresError) { _ = try? command("CLOSE \(cursor)") }
            throw error
        }
        try command("CLOSE \(cursor)")
    }

    private func checked(_ result: OpaquePointer?) throws -> PostgresResult {
        guard let result else { throw PostgresError(nil, on: handle) }
        let status = PQresultStatus(result)
        if status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK {
            return PostgresResult(handle: result)
        }
        defer { PQclear(result) }
        throw PostgresError(result, on: handle)
    }
}

/// `PG_DIAG_SEVERITY_NONLOCALIZED`, the severity in English whatever the server speaks.
private let severityField = Int32(UInt8(ascii: "V"))

/// Runs one statement on a connection of its own and outside a transaction, as `CREATE DATABASE`
/// demands. For preparing servers, not for the product's own rows. Blocks a thread of its own.
package func runOutsideTransaction(_ statement: String, address: String) async throws {
    try await onOwnThread {
        do { try PostgresConnection(address: address).command(statement) } catch {
            throw (error as? PostgresError)?.failure(UniqueRules()) ?? error
        }
    }
}
