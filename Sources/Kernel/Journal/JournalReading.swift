/// The journal as a database holds it, in the order of the log, a page at a time.
struct JournalReading {
    let reader: any Reader

    private static let page = 500

    /// An entry that has a place in the log, or should have.
    struct Placed {
        let place: Int
        /// `nil` where the entry is gone.
        let bytes: [UInt8]?
        /// Whether what the sequencer hashed, and the columns beside the bytes, still agree.
        let agrees: Bool
    }

    /// Calls `body` with every place of the log, then with the entries that wait for one.
    func entries(_ body: (Placed) throws -> Void) throws {
        var next = 0
        while true {
            let rows = try page(from: next)
            for row in rows {
                let place = try row.int("place")
                // One place that is missing stands for the whole gap.
                if place > next { try body(Placed(place: next, bytes: nil, agrees: false)) }
                next = place + 1
                try body(Placed(place: place, row))
            }
            if rows.isEmpty { break }
        }
        let progress = try SequencerProgress.read(reader)
        try UnsequencedEntries.tail(after: progress, reader) { _, bytes in
            try body(Placed(place: next, bytes: bytes, agrees: true))
            next += 1
        }
    }

    /// The lines of `heads.jsonl`.
    func heads(_ body: ([UInt8]) throws -> Void) throws {
        try reader.each("SELECT bytes FROM journal_head ORDER BY size") {
            try body($0.blob("bytes"))
        }
    }

    /// The rows under the journal, table after table.
    func rows(_ body: (RowVersion) throws -> Void) throws {
        for table in try JournaledTables.all(reader) {
            try JournaledTables.rows(of: table, reader, body)
        }
    }

    func storedEntries() throws -> Int {
        try reader.row("SELECT COUNT(*) AS count FROM journal_entry")?.int("count") ?? 0
    }

    private func page(from place: Int) throws -> [Row] {
        try reader.rows(
            """
            SELECT l.place, e.bytes, e.stream, e.seq, n.hash
            FROM journal_leaf l
            LEFT JOIN journal_entry e ON e.position = l.position
            LEFT JOIN journal_node n ON n.level = 0 AND n.place = l.place
            WHERE l.place >= \(place) ORDER BY l.place LIMIT \(JournalReading.page)
            """)
    }
}

extension JournalReading.Placed {
    init(place: Int, _ row: Row) throws {
        self.place = place
        guard case .blob(let bytes) = try row["bytes"] else {
            self.bytes = nil
            agrees = false
            return
        }
        self.bytes = bytes
        let hash = try row.optional("hash") { $0.text }
        agrees =
            try hash == JournalEntry.leaf(of: bytes).hex
            && Self.ends(bytes, stream: row.text("stream"), seq: row.integer("seq"))
    }

    /// The columns are the last members of the canonical bytes, so no parsing is needed.
    private static func ends(_ bytes: [UInt8], stream: String, seq: Int64) -> Bool {
        let name = JSON.string(stream).canonicalText
        let end = "\"seq\":\(seq),\"stream\":\(name),\"v\":\(JournalEntry.formatVersion)"
        return withoutWritten(bytes.dropLast()).suffix(end.utf8.count).elementsEqual(end.utf8)
    }

    /// Without the member `written`, which only entries have that act at another moment.
    private static func withoutWritten(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = bytes.reversed().prefix { (0x30...0x39).contains($0) || $0 == 0x2D }.count
        let before = bytes.dropLast(digits)
        let name = ",\"written\":".utf8
        return before.suffix(name.count).elementsEqual(name) ? before.dropLast(name.count) : bytes
    }
}
