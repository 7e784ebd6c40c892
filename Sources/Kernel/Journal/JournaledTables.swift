/// A table whose every row version is named in the journal.
package struct JournaledTable: Hashable, Sendable {
    package let name: String
    /// All its columns, in the order of the schema; each is part of a row's digest.
    package let columns: [String]
}

/// The tables of all aggregates: those of the schema that have the columns `id`, `version` and
/// `state`, which is what makes a table one of an aggregate. Read from the schema itself, so that
/// a new table can never be forgotten here.
package enum JournaledTables {
    /// By name.
    package static func all(_ reader: any Reader) throws -> [JournaledTable] {
        var columns: [String: [String]] = [:]
        for row in try reader.rows(catalogue(reader.engine)) {
            columns[try row.text("table_name"), default: []].append(try row.text("column_name"))
        }
        return columns.filter { Set($0.value).isSuperset(of: ["id", "version", "state"]) }
            .map { JournaledTable(name: $0.key, columns: $0.value) }
            .sorted { $0.name < $1.name }
    }

    /// Calls `body` with each row of `table` as it stands, ordered by identity.
    package static func rows(
        of table: JournaledTable, _ reader: any Reader, _ body: (RowVersion) throws -> Void
    ) throws {
        var last = ""
        while true {
            let rows = try reader.rows(
                """
                SELECT * FROM \(name: table.name) WHERE id > \(last) ORDER BY id LIMIT 500
                """)
            for row in rows { try body(version(of: row, in: table.name)) }
            guard let end = try rows.last?.text("id") else { return }
            last = end
        }
    }

    private static func version(of row: Row, in table: String) throws -> RowVersion {
        RowVersion(
            table: table, id: try row.text("id"), version: try row.integer("version"),
            sha256: RowDigest.compute(columns: Array(zip(row.columns.names, row.values))))
    }

    private static func catalogue(_ engine: DatabaseEngine) -> SQL {
        switch engine {
        case .sqlite:
            """
            SELECT m.name AS table_name, c.name AS column_name
            FROM sqlite_schema m, pragma_table_info(m.name) c
            WHERE m.type = 'table' ORDER BY m.name, c.cid
            """
        case .postgres:
            """
            SELECT CAST(t.relname AS TEXT) AS table_name, CAST(a.attname AS TEXT) AS column_name
            FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid
            WHERE t.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
                AND t.relnamespace = current_schema()::regnamespace
            ORDER BY t.relname, a.attnum
            """
        }
    }
}
