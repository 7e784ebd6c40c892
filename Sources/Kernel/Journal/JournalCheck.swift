/// Verifies the journal on the database itself: chains, Merkle roots, heads, witness, and every
/// row of every table under the journal.
///
/// Trusts nothing that is stored beside the entries. Memory: a record of about 200 bytes for each
/// row and each stream, and the heads; entries and rows are streamed.
package struct JournalCheck: Sendable {
    package let log: String
    /// The keys whose heads are believed: those of the key file, never those in the database.
    package let keys: [VerifyingKey]
    /// The lines of the witness file; empty for none.
    package let witness: [[UInt8]]

    package init(log: String, keys: [VerifyingKey], witness: [[UInt8]]) {
        (self.log, self.keys, self.witness) = (log, keys, witness)
    }

    /// Checks one snapshot.
    ///
    /// - Parameter progress: called now and then with what was read so far.
    package func run(
        on database: any Database, at moment: Moment,
        progress: @escaping @Sendable (_ entries: Int, _ rows: Int) -> Void = { _, _ in }
    ) async throws -> JournalReport {
        try await database.read { try run($0, at: moment, progress) }
    }

    private func run(
        _ reader: any Reader, at moment: Moment, _ progress: (Int, Int) -> Void
    ) throws -> JournalReport {
        let reading = JournalReading(reader: reader)
        let stored = try reading.storedEntries()
        var heads: [[UInt8]] = []
        try reading.heads { heads.append($0) }
        var verifier = JournalVerifier(
            about: .init(log: log, exported: moment, size: stored), keys: keys, heads: heads,
            witness: witness)
        var broken: [JournalFinding] = []
        var (entries, rows) = (0, 0)
        try reading.entries { placed in
            if !placed.agrees, broken.count < 100 { broken.append(.altered(placed)) }
            verifier.entry(placed.bytes ?? [])
            entries += 1
            if entries % 1_000 == 0 { progress(entries, rows) }
        }
        try reading.rows { row in
            verifier.row(row.bytes)
            rows += 1
            if rows % 1_000 == 0 { progress(entries, rows) }
        }
        progress(entries, rows)
        return verifier.report().adding(broken)
    }
}

extension JournalFinding {
    fileprivate static func altered(_ placed: JournalReading.Placed) -> JournalFinding {
        let line = placed.place + 1
        if placed.bytes == nil {
            return JournalFinding(
                .entryUnreadable, entry: line,
                Words("条目 \(line) 已从库中消失", "entry \(line) is gone from the database"))
        }
        return JournalFinding(
            .entryHashMismatch, entry: line,
            Words(
                "条目 \(line) 与定序时的哈希或其索引列不符",
                "entry \(line) is not what was given this place: its hash or its columns differ"))
    }
}

extension JournalReport {
    /// The same with more findings, those about entries first and by line.
    fileprivate func adding(_ more: [JournalFinding]) -> JournalReport {
        if more.isEmpty { return self }
        let all = more + findings
        let entries = all.filter { $0.entry != nil }.sorted { ($0.entry ?? 0) < ($1.entry ?? 0) }
        return JournalReport(
            findings: entries + all.filter { $0.entry == nil }, more: self.more,
            entries: self.entries, heads: heads, witnesses: witnesses, rows: rows,
            unsigned: unsigned, root: root)
    }
}
