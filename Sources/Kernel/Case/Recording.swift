/// Writes a decision: rows with versions, entries with their manifest, messages, keys.
///
/// This is the only place where rows of aggregates are written. Every row it writes is named with
/// its version and digest in the entry of its stream, so that a row changed by other hands shows.
struct Recording {
    let context: Context
    let command: String
    let duties: [String]
    let log: String
    let transaction: any Transaction

    /// Writes `decision` and returns the version each changed row has now, in the order decided.
    ///
    /// Everything is read before anything is written, as a rehearsal on a snapshot needs it.
    func record(_ decision: Decision) throws -> [WrittenRow] {
        let images = try decision.changes.map { try $0.image() }
        var ends: [(stream: StreamName, end: StreamEnd)] = []
        for image in images where !ends.contains(where: { $0.stream == image.stream }) {
            ends.append((image.stream, try end(of: image.stream)))
        }
        let written = try images.map(write)
        for (index, (stream, end)) in ends.enumerated() {
            let rows = written.filter { $0.image.stream == stream }
            try append(rows, to: stream, after: end, index, decision)
        }
        for message in decision.messages { try queue(message) }
        for person in decision.erasures { try erase(person) }
        try tell(decision)
        return written
    }

    /// The last entry of a stream, held against other writers.
    private func end(of stream: StreamName) throws -> StreamEnd {
        let row = try transaction.lockedRows(
            "SELECT seq, hash FROM journal_stream WHERE stream = \(stream.text)"
        ).first
        guard let row else { return StreamEnd(seq: 0, hash: .zero) }
        return StreamEnd(
            seq: try row.integer("seq"), hash: Hash(hex: try row.text("hash")) ?? .zero)
    }

    private func write(_ image: ChangeImage) throws -> WrittenRow {
        let version = image.versionBefore + 1
        if image.versionBefore == 0 {
            try transaction.post(RowStatements.insert(image, version: version))
        } else {
            try transaction.post(
                RowStatements.update(image, version: version), unlessOne: Refusal.staleVersion)
        }
        return WrittenRow(image: image, version: version)
    }

    private func append(
        _ rows: [WrittenRow], to stream: StreamName, after end: StreamEnd, _ index: Int,
        _ decision: Decision
    ) throws {
        let seq = end.seq + 1
        let entry = JournalEntry(
            log: log, stream: stream.text, kind: stream.kind, seq: seq, prev: end.hash,
            at: context.now, id: context.id("entry.\(index)"),
            act: context.act.of(JournalEntry.Act.self), actor: context.principal.text,
            behalf: nil, command: command, duties: duties, reason: decision.reason,
            events: rows.flatMap(\.journaledEvents), rows: rows.map(\.manifest),
            written: context.written)
        let bytes = entry.bytes
        try transaction.post(
            """
            INSERT INTO journal_entry (id, stream, seq, bytes)
            VALUES (\(entry.id), \(stream.text), \(seq), \(bytes))
            """)
        let hash = JournalEntry.hash(of: bytes).hex
        try transaction.post(
            """
            INSERT INTO journal_stream (stream, seq, hash) VALUES (\(stream.text), \(seq), \(hash))
            ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, hash = excluded.hash
            """)
    }

    private func queue(_ message: OutboxMessage) throws {
        try transaction.post(
            """
            INSERT INTO outbox (key, channel, stream, template, address, receiver, content, status,
                attempts, due_at, created_at, problem)
            VALUES (\(message.key), \(message.channel.rawValue), \(message.stream.text),
                \(message.template), \(message.address?.token), \(message.receiver),
                \(JSON.object(message.values).canonicalText), 'waiting', 0, \(context.now),
                \(context.now), NULL)
            """)
    }

    /// What staff are told of it: notes to those it concerns, and the cases somebody started.
    private func tell(_ decision: Decision) throws {
        let notes = decision.changes.flatMap { ($0 as? ChangeOf<WorkItem>)?.notes ?? [] }
        for (index, note) in notes.enumerated() {
            try transaction.post(
                """
                INSERT INTO staff_note (id, staff, kind, stream, case_number, zh, en, actor, at)
                VALUES (\(context.id("note.\(index)", of: StaffNote.self)), \(note.staff),
                    \(note.kind.rawValue), \(note.subject.stream.text), \(note.subject.number),
                    \(note.title.zh), \(note.title.en), \(context.principal.text), \(context.now))
                """)
        }
        guard let staff = context.principal.staff else { return }
        for opened in decision.changes.compactMap(\.openedCase) {
            try transaction.post(
                """
                INSERT INTO case_follow (staff, stream, how, case_number, at)
                VALUES (\(staff), \(opened.stream.text), 'started', \(opened.number),
                    \(context.now))
                """)
        }
    }

    private func erase(_ person: ID<Person>) throws {
        try transaction.post("DELETE FROM subject_key WHERE person = \(person)")
        try transaction.post("DELETE FROM person_index WHERE person = \(person)")
        try transaction.post(
            "INSERT INTO erasure (person, at) VALUES (\(person), \(context.now))")
    }
}

private struct StreamEnd {
    let seq: Int64
    let hash: Hash
}

/// A row that was written, with the version it has now.
struct WrittenRow {
    let image: ChangeImage
    let version: Int64

    var manifest: RowVersion {
        RowVersion(
            table: image.table, id: image.id, version: version,
            sha256: RowDigest.compute(
                columns: [("id", .text(image.id)), ("version", .integer(version))] + image.columns))
    }

    var journaledEvents: [JSON] {
        image.events.map { ["table": .string(image.table), "id": .string(image.id), "event": $0] }
    }
}

/// The two statements that write an aggregate's row.
enum RowStatements {
    static func insert(_ image: ChangeImage, version: Int64) -> SQL {
        let names = image.columns.map(\.0).joined(separator: ", ")
        let marks = String(repeating: ", ?", count: image.columns.count)
        return SQL(
            text: "INSERT INTO \(image.table) (id, version, \(names)) VALUES (?, ?\(marks))",
            values: [.text(image.id), .integer(version)] + image.columns.map(\.1))
    }

    static func update(_ image: ChangeImage, version: Int64) -> SQL {
        let assignments = image.columns.map { "\($0.0) = ?" }.joined(separator: ", ")
        return SQL(
            text: """
                UPDATE \(image.table) SET version = ?, \(assignments) WHERE id = ? AND version = ?
                """,
            values: [.integer(version)] + image.columns.map(\.1)
                + [.text(image.id), .integer(image.versionBefore)])
    }
}
