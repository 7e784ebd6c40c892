/// Entries that get the next places of the log, checked and hashed, ready to be written.
///
/// Made from a snapshot, outside the writing transaction: committed entries never change, so what
/// was hashed here is what is written, provided nobody moved the progress meanwhile.
struct SequencerBatch: Sendable {
    let before: SequencerProgress
    private(set) var after: SequencerProgress
    private(set) var nodes: [MerkleNode] = []
    private(set) var leaves: [(place: Int, position: Int64)] = []
    private(set) var evidence = ControlEvidence()
    /// The first entry that is not what was written; the batch ends before it.
    private(set) var alarm: JournalAlarm?
    private var frontier: MerkleFrontier
    private var placed: Set<Int64> = []

    /// The next batch, or `nil` when nothing waits.
    static func prepare(_ policy: SequencerPolicy, _ reader: any Reader) throws -> SequencerBatch? {
        let progress = try SequencerProgress.read(reader)
        let limit = min(max(policy.batch, 1), 1_000)
        let entries = try UnsequencedEntries.next(after: progress, limit: limit, reader)
        if entries.isEmpty { return nil }
        var batch = SequencerBatch(
            before: progress, after: progress,
            frontier: try MerkleFrontier(
                size: progress.size, nodes: { try JournalNodes.hash($0, $1, reader) }))
        do {
            for entry in entries { try batch.take(entry, policy, reader) }
        } catch let alarm as JournalAlarm {
            batch.alarm = alarm
        }
        return batch
    }

    private mutating func take(
        _ entry: StoredEntry, _ policy: SequencerPolicy, _ reader: any Reader
    ) throws {
        for missing in try earlier(than: entry, reader) { try place(missing, policy) }
        if !entry.isPlaced, !placed.contains(entry.position) { try place(entry, policy) }
        after.committer = entry.committer
        after.position = entry.position
    }

    /// The entries of the same stream that have no place yet although they come before. On
    /// PostgreSQL a transaction may have its number before it waits for a stream, and then append
    /// behind one with a higher number; that one is committed too, so it is taken first.
    private func earlier(
        than entry: StoredEntry, _ reader: any Reader
    ) throws -> [StoredEntry] {
        if entry.isPlaced || placed.contains(entry.position) { return [] }
        var missing: [StoredEntry] = []
        var next = entry
        while let before = next.before, !before.isPlaced, !placed.contains(before.position) {
            guard
                let found = try UnsequencedEntries.entry(
                    next.stream, seq: next.seq - 1, reader)
            else { break }
            missing.append(found)
            next = found
        }
        return missing.reversed()
    }

    private mutating func place(_ stored: StoredEntry, _ policy: SequencerPolicy) throws {
        let entry = try SequencerBatch.checked(stored)
        leaves.append((frontier.size, stored.position))
        nodes += frontier.append(JournalEntry.leaf(of: stored.bytes))
        placed.insert(stored.position)
        after.size = frontier.size
        evidence.note(entry, dayOffset: policy.dayOffset)
    }

    /// The entry, hashed again from its stored bytes and found to follow the one before.
    private static func checked(_ stored: StoredEntry) throws -> JournalEntry {
        let entry: JournalEntry
        do throws(JournalProblem) {
            entry = try JournalEntry.parse(stored.bytes)
        } catch {
            throw JournalAlarm.entry(
                stored.position,
                Words("无法读取：\(error.words.zh)", "cannot be read: \(error.words.en)"))
        }
        guard entry.id.text == stored.id, entry.stream == stored.stream, entry.seq == stored.seq
        else {
            throw JournalAlarm.entry(
                stored.position, Words("与其索引列不符", "does not agree with its columns"))
        }
        guard let before = stored.before else {
            if entry.seq == 1, entry.prev == .zero { return entry }
            throw JournalAlarm.entry(
                stored.position, Words("之前缺少条目", "has no entry before it in its stream"))
        }
        guard entry.prev == JournalEntry.hash(of: before.bytes) else {
            throw JournalAlarm.entry(
                before.position,
                Words("已被更改：其后条目记有另一哈希", "was changed: the next names another hash"))
        }
        return entry
    }

    /// Writes the batch, unless somebody else was here meanwhile: then nothing, and `false`.
    func write(_ transaction: any Transaction) throws -> Bool {
        guard let row = try transaction.lockedRows(SequencerProgress.query).first,
            try SequencerProgress(row) == before
        else { return false }
        try transaction.insert(
            "journal_leaf (place, position)", leaves.map { [$0.place.sql, $0.position.sql] })
        try transaction.insert(
            "journal_node (level, place, hash)",
            nodes.map { [$0.level.sql, $0.index.sql, $0.hash.hex.sql] })
        try evidence.write(transaction)
        try transaction.execute(
            """
            UPDATE journal_progress SET size = \(after.size), committer = \(after.committer),
                position = \(after.position) WHERE id = 1
            """)
        return true
    }
}

/// How often the journal shows a command, and a duty it keeps, on one day.
struct ControlEvidence: Sendable {
    private struct Place: Hashable {
        let control: String
        let day: Day
    }

    private var counts: [Place: Int] = [:]

    /// Controls are the names of commands; duties are counted under their own ids beside them.
    mutating func note(_ entry: JournalEntry, dayOffset: Int64) {
        let local = entry.at.adding(milliseconds: dayOffset).milliseconds
        let (days, rest) = local.quotientAndRemainder(dividingBy: 86_400_000)
        let day = Day(number: Int(days) - (rest < 0 ? 1 : 0))
        for control in Set(entry.duties + [entry.command]) {
            counts[Place(control: control, day: day), default: 0] += 1
        }
    }

    func write(_ transaction: any Transaction) throws {
        for (place, count) in counts {
            try transaction.execute(
                """
                INSERT INTO control_evidence (control, day, count)
                VALUES (\(place.control), \(place.day), \(count))
                ON CONFLICT (control, day)
                DO UPDATE SET count = control_evidence.count + \(count)
                """)
        }
    }
}

/// The stored nodes of the Merkle tree.
enum JournalNodes {
    static func hash(_ level: Int, _ place: Int, _ reader: any Reader) throws -> Hash {
        let row = try reader.row(
            "SELECT hash FROM journal_node WHERE level = \(level) AND place = \(place)")
        guard let hash = try row.flatMap({ Hash(hex: try $0.text("hash")) }) else {
            throw JournalAlarm.nodes
        }
        return hash
    }
}

extension Transaction {
    /// Inserts rows, several to a statement: a round trip each would be slow on PostgreSQL.
    fileprivate func insert(_ target: String, _ rows: [[SQLValue]]) throws {
        let together = 50
        for start in stride(from: 0, to: rows.count, by: together) {
            let some = rows[start..<min(start + together, rows.count)]
            for part in some.count == together ? [Array(some)] : some.map({ [$0] }) {
                let marks = part.map { "(" + $0.map { _ in "?" }.joined(separator: ", ") + ")" }
                try execute(
                    SQL(
                        text: "INSERT INTO \(target) VALUES " + marks.joined(separator: ", "),
                        values: part.flatMap { $0 }))
            }
        }
    }
}
