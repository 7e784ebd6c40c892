/// One entry of the journal: what one act of one actor changed in one stream.
///
/// Its bytes are canonical JSON; every field is documented in `docs/journal.md`.
package struct JournalEntry: Hashable, Sendable {
    /// An instance of a command; entries written together share its identity.
    package enum Act {}

    /// The format version that this program writes.
    package static let formatVersion: Int64 = 1

    /// `v`: the format version.
    package var v = JournalEntry.formatVersion
    /// `log`: which log this is part of, so that no entry fits into another log.
    package var log: String
    /// `stream`: the name of the stream, such as a case.
    package var stream: String
    /// `kind`: what kind of stream it is.
    package var kind: String
    /// `seq`: 1 for the stream's first entry, then one more each.
    package var seq: Int64
    /// `prev`: the hash of the stream's entry before; `Hash.zero` for the first.
    package var prev: Hash
    /// `at`: when, in milliseconds since 1970 UTC.
    package var at: Moment
    /// `id`: the identity of this entry.
    package var id: ID<JournalEntry>
    /// `act`: the command instance.
    package var act: ID<Act>
    /// `actor`: a staff identity, or `system:...`, or `customer:...`.
    package var actor: String
    /// `behalf`: for whom the actor acted; left out where the actor acted alone.
    package var behalf: String?
    /// `command`: the command's name.
    package var command: String
    /// `duties`: ids of the duties that the act keeps.
    package var duties: [String]
    /// `reason`: the reason given, where one was asked for (sealed where it is personal).
    package var reason: String?
    /// `events`: what happened, in the words of the domain.
    package var events: [JSON]
    /// `rows`: every row this entry wrote, with its version and digest.
    package var rows: [RowVersion]
    /// `written`: when the machine wrote it, where that is another moment than `at`: an import or
    /// a virtual clock acted in the past. The order of time is that of writing.
    package var written: Moment?

    package init(
        log: String, stream: String, kind: String, seq: Int64, prev: Hash, at: Moment,
        id: ID<JournalEntry>, act: ID<Act>, actor: String, behalf: String? = nil,
        command: String, duties: [String], reason: String? = nil, events: [JSON],
        rows: [RowVersion], written: Moment? = nil
    ) {
        self.written = written == at ? nil : written
        (self.log, self.stream, self.kind, self.seq) = (log, stream, kind, seq)
        (self.prev, self.at, self.id, self.act) = (prev, at, id, act)
        (self.actor, self.behalf, self.command) = (actor, behalf, command)
        (self.duties, self.reason, self.events, self.rows) = (duties, reason, events, rows)
    }

    /// When it was written: what the heads around it are compared with.
    package var writtenAt: Moment { written ?? at }

    /// The canonical bytes: what is stored, exported and hashed. Computed anew on each call.
    package var bytes: [UInt8] { json.canonical }

    /// The link of the stream's chain; see `hash(of:)` where the bytes are at hand.
    package var hash: Hash { JournalEntry.hash(of: bytes) }

    /// The link of the stream's chain: SHA-256 of 0x02 and the entry's bytes.
    package static func hash(of bytes: [UInt8]) -> Hash { Hash(.entry, bytes) }

    /// The leaf of the Merkle tree: SHA-256 of 0x00 and the entry's bytes.
    package static func leaf(of bytes: [UInt8]) -> Hash { Hash(.leaf, bytes) }

    /// The entry with exactly these bytes; what is not canonical is refused.
    package static func parse(_ bytes: [UInt8]) throws(JournalProblem) -> JournalEntry {
        let entry = try JournalEntry(try JournalLine(bytes))
        guard entry.bytes == bytes else { throw .notCanonical }
        return entry
    }
}

extension JournalEntry {
    private init(_ line: JournalLine) throws(JournalProblem) {
        v = try line.number("v")
        guard v == JournalEntry.formatVersion else {
            throw JournalProblem(
                Words("未知的格式版本，请用新版本核验", "an unknown format version; verify with a newer program"))
        }
        (log, stream) = (try line.text("log"), try line.text("stream"))
        kind = try line.text("kind")
        seq = try line.number("seq", from: 1)
        prev = try line.hash("prev")
        at = Moment(milliseconds: try line.number("at"))
        (id, act) = (try line.id("id"), try line.id("act"))
        (actor, behalf) = (try line.text("actor"), try line.optionalText("behalf"))
        command = try line.text("command")
        duties = []
        for duty in try line.elements("duties") {
            guard let duty = duty.text else { throw .member("duties") }
            duties.append(duty)
        }
        reason = try line.optionalText("reason")
        events = try line.elements("events")
        rows = []
        for row in try line.elements("rows") {
            rows.append(try RowVersion(try JournalLine(row)))
        }
        written = try line.optionalNumber("written").map { Moment(milliseconds: $0) }
        guard written != at else { throw .notCanonical }
    }

    /// Members in canonical order, so that nothing has to be sorted.
    private var json: JSON {
        var members: [JSON.Object.Member] = []
        members.reserveCapacity(17)
        func add(_ name: String, _ value: JSON) { members.append(.init(name: name, value: value)) }
        add("act", .string(act.text))
        add("actor", .string(actor))
        add("at", .integer(at.milliseconds))
        if let behalf { add("behalf", .string(behalf)) }
        add("command", .string(command))
        add("duties", .array(duties.map(JSON.string)))
        add("events", .array(events))
        add("id", .string(id.text))
        add("kind", .string(kind))
        add("log", .string(log))
        add("prev", .string(prev.hex))
        if let reason { add("reason", .string(reason)) }
        add("rows", .array(rows.map(\.json)))
        add("seq", .integer(seq))
        add("stream", .string(stream))
        add("v", .integer(v))
        if let written { add("written", .integer(written.milliseconds)) }
        return .object(JSON.Object(members))
    }
}
