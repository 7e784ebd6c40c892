import Kernel
import Synchronization

/// The columns of unique indexes, so that a refused duplicate has the same name on both engines:
/// `UNIQUE table.column, table.column`. PostgreSQL itself names only the index.
final class UniqueRules: Sendable {
    private let names = Mutex<[String: String]>([:])

    func name(of error: PostgresError) -> String? {
        names.withLock { $0[error.schema + "." + error.rule] }
    }

    var isEmpty: Bool { names.withLock { $0.isEmpty } }

    /// Reads the catalogue; outside a failed transaction only.
    func load(_ connection: PostgresConnection) throws {
        var columns: [String: [String?]] = [:]
        var tables: [String: String] = [:]
        for row in try connection.rows(Self.catalogue) {
            let key = try row.text("schema") + "." + row.text("rule")
            tables[key] = try row.text("subject")
            columns[key, default: []].append(try row.optional("part", Row.text))
        }
        var loaded: [String: String] = [:]
        for (key, parts) in columns {
            guard let table = tables[key] else { continue }
            let named = parts.compactMap { $0.map { "\(table).\($0)" } }
            // An index over an expression has its own name on SQLite too.
            let index = key.drop { $0 != "." }.dropFirst()
            loaded[key] =
                named.count == parts.count
                ? "UNIQUE " + named.joined(separator: ", ") : "UNIQUE index '\(index)'"
        }
        names.withLock { [loaded] in $0 = loaded }
    }

    private static let catalogue: SQL = """
        SELECT n.nspname AS schema, c.relname AS rule, t.relname AS subject, a.attname AS part
        FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid
        JOIN pg_class t ON t.oid = i.indrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attribute, place)
        LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attribute
            AND k.attribute > 0
        WHERE i.indisunique AND k.place <= i.indnkeyatts
            AND n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema')
        ORDER BY k.place
        """
}
