import Insurance
import Kernel

/// The journal's entries of one case, without what they say about persons.
enum CaseTimeline {
    /// The entries after sequence number `after`; `nil` when no case has the number.
    static func entries(
        of number: String, after: Int64, limit: Int, _ reader: any Reader
    ) throws -> [JSON]? {
        guard let stream = try stream(of: number, reader) else { return nil }
        let rows = try reader.rows(
            """
            SELECT bytes FROM journal_entry WHERE stream = \(stream.text) AND seq > \(after)
            ORDER BY seq LIMIT \(limit)
            """)
        return try rows.map { shown(try JournalEntry.parse($0.blob("bytes"))) }
    }

    private static func stream(of number: String, _ reader: any Reader) throws -> StreamName? {
        for table in [Claim.table, Notice.table] {
            let row = try reader.row("SELECT id FROM \(name: table) WHERE number = \(number)")
            if let row { return StreamName(kind: table, id: try row.text("id")) }
        }
        return nil
    }

    /// Events and reasons stay out: they may quote a person. The entry's hash names its place.
    private static func shown(_ entry: JournalEntry) -> JSON {
        [
            "seq": .integer(entry.seq), "command": .string(entry.command),
            "at": .string(entry.at.iso8601), "actor": .string(entry.actor),
            "duties": .array(entry.duties.map(JSON.string)), "act": .string(entry.act.text),
            "hash": .string(entry.hash.hex),
            "wrote": .array(entry.rows.map { .string($0.table) }),
        ]
    }
}
