/// Which aggregate each journaled table holds, so that rows can be rebuilt from the journal.
package struct ReplayRegistry: Sendable {
    let tables: [String: @Sendable () -> any Replaying]

    /// - Precondition: no two aggregates share a table.
    package init(_ types: [any Aggregate.Type]) {
        tables = Dictionary(uniqueKeysWithValues: types.map { ReplayRegistry.entry($0) })
    }

    private static func entry<State: Aggregate>(
        _: State.Type
    ) -> (String, @Sendable () -> any Replaying) {
        (State.table, { ReplayOf<State>() })
    }
}

/// Rebuilds the rows of the store from its journal and compares them with what the tables hold.
///
/// A row is right when folding its events gives its state and columns, when its version is the
/// last one the journal wrote, and when the digest in that entry's manifest is the row's own.
package struct Replay {
    private let registry: ReplayRegistry
    private let reader: any Reader

    package init(_ registry: ReplayRegistry, _ reader: any Reader) {
        self.registry = registry
        self.reader = reader
    }

    /// What does not agree in one stream; empty when everything does.
    package func findings(stream: StreamName) throws -> [ReplayFinding] {
        var part = ReplayPart(registry)
        try reader.each(
            "SELECT bytes FROM journal_entry WHERE stream = \(stream.text) ORDER BY seq"
        ) { try part.take(JournalEntry.parse($0.blob("bytes"))) }
        return try part.compare(reader)
    }

    /// What does not agree in the whole store, rows without any entry included; at most `limit`.
    package func findings(limit: Int = 100) throws -> [ReplayFinding] {
        var found: [ReplayFinding] = []
        var part = ReplayPart(registry)
        var rows: [String: Int] = [:]
        func close() throws {
            for (table, count) in part.counts { rows[table, default: 0] += count }
            found += try part.compare(reader)
            part = ReplayPart(registry)
        }
        try reader.each("SELECT bytes FROM journal_entry ORDER BY stream, seq") { row in
            let entry = try JournalEntry.parse(row.blob("bytes"))
            if entry.stream != part.stream, part.stream != nil { try close() }
            try part.take(entry)
        }
        try close()
        for table in registry.tables.keys.sorted() {
            let held = try reader.row("SELECT count(*) AS held FROM \(name: table)")?.int("held")
            if held != rows[table, default: 0] {
                found.append(ReplayFinding(table: table, id: "*", .rowCount))
            }
        }
        return Array(found.prefix(limit))
    }
}

/// One way in which a row and the journal differ. Names the row and carries no value of it.
package struct ReplayFinding: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// An entry names a table that no aggregate of this program has.
        case unknownTable
        /// No events open it, or an event does not fit its state.
        case notFoldable
        case rowMissing
        /// The table holds rows that the journal never wrote, or lost some.
        case rowCount
        case version
        case state
        case column
        case digest
        /// The entry's place in its stream or the link to the one before is wrong.
        case chain
    }

    package let table: String
    package let id: String
    package let kind: Kind

    init(table: String, id: String, _ kind: Kind) {
        self.table = table
        self.id = id
        self.kind = kind
    }

    package var description: String { "\(table)/\(id): \(kind.rawValue)" }
}
