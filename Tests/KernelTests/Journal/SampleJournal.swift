import TestSupport

import Kernel

/// A small sound export: entries in seven streams, heads every ten, a witness who saw every other
/// head, and the rows as they stand at the end.
struct SampleJournal {
    static let log = "0190a3c2-7b1c-7def-8abc-00000000c0de"
    static let start = Moment(milliseconds: 1_780_000_000_000)

    let signer: SigningKey
    private(set) var entries: [[UInt8]] = []
    private(set) var heads: [SignedHead] = []
    private(set) var witness: [SignedHead] = []
    private var random: Seeded
    private var frontier = MerkleFrontier()
    private var streams: [String: (seq: Int64, hash: Hash)] = [:]
    private var rows: [String: RowVersion] = [:]

    init?(entries count: Int, unsigned: Int, seed: UInt64 = 1) {
        random = Seeded(seed)
        let bytes = (0..<32).map { UInt8($0 &* 7 &+ UInt8(truncatingIfNeeded: seed)) }
        guard let signer = SigningKey(seed: bytes) else { return nil }
        self.signer = signer
        for index in 0..<count {
            append(index)
            let signed = index + 1 <= count - unsigned
            if signed, (index + 1) % 10 == 0 || index + 1 == count - unsigned { sign() }
        }
    }

    var about: JournalExport.About {
        JournalExport.About(
            log: SampleJournal.log, exported: moment(entries.count + 1), size: entries.count)
    }

    /// In the order of their names; a removed row is not listed.
    var manifest: [[UInt8]] {
        rows.sorted { $0.key < $1.key }.map(\.value).filter { $0.sha256 != .zero }.map(\.bytes)
    }

    /// The files of the export by name, and the witness file.
    var files: [(name: String, bytes: [UInt8])] {
        func file(_ lines: [[UInt8]]) -> [UInt8] { lines.flatMap { $0 + [0x0A] } }
        return [
            (JournalExport.entries, file(entries)),
            (JournalExport.heads, file(heads.map(\.bytes))),
            (JournalExport.rows, file(manifest)),
            (JournalExport.keys, file([JournalExport.bytes(of: [signer.verifying])])),
            (JournalExport.about, file([about.bytes])),
            ("witness.jsonl", file(witness.map(\.bytes))),
        ]
    }

    private func moment(_ index: Int) -> Moment {
        SampleJournal.start.adding(seconds: Int64(index) * 120)
    }

    private mutating func append(_ index: Int) {
        let stream = "claim/\(Int.random(in: 1...7, using: &random))"
        let before = streams[stream]
        var entry = JournalEntry(
            log: SampleJournal.log, stream: stream, kind: "claim", seq: (before?.seq ?? 0) + 1,
            prev: before?.hash ?? .zero, at: moment(index), id: id(index), act: id(index),
            actor: index % 3 == 0 ? "system:clock" : "0190a3c2-7b1c-7def-8abc-0123456789ab",
            behalf: index % 5 == 0 ? "customer:7" : nil, command: "claims.registerNotice",
            duties: ["4.2.1a", "4.2.2b"], reason: index % 4 == 0 ? "补充材料 \"é\"" : nil,
            events: [["notice": ["place": "上海😀", "amount": .integer(Int64(index) * 100)]]],
            rows: [])
        entry.rows = [
            write(table: "claim", row: stream, index), write(table: "note", row: "\(index)", index),
        ]
        if index == 20 { entry.rows.append(remove(table: "note", row: "5")) }
        let bytes = entry.bytes
        streams[stream] = (entry.seq, JournalEntry.hash(of: bytes))
        frontier.append(JournalEntry.leaf(of: bytes))
        entries.append(bytes)
    }

    private mutating func write(table: String, row: String, _ index: Int) -> RowVersion {
        let version = (rows["\(table)/\(row)"]?.version ?? 0) + 1
        let digest = RowDigest.compute(columns: [
            ("version", .integer(version)), ("id", .text(row)), ("place", .null),
            ("sealed", .blob([UInt8(truncatingIfNeeded: index), 0xFF])),
        ])
        let written = RowVersion(table: table, id: row, version: version, sha256: digest)
        rows["\(table)/\(row)"] = written
        return written
    }

    private mutating func remove(table: String, row: String) -> RowVersion {
        let version = (rows["\(table)/\(row)"]?.version ?? 0) + 1
        let removed = RowVersion(table: table, id: row, version: version, sha256: .zero)
        rows["\(table)/\(row)"] = removed
        return removed
    }

    private func id<Subject>(_ index: Int) -> ID<Subject> {
        ID(at: moment(index), random: (UInt64(index), UInt64(index)))
    }

    private mutating func sign() {
        guard
            let head = try? SignedHead(
                log: SampleJournal.log, size: frontier.size, root: frontier.root,
                at: moment(entries.count), after: heads.last, with: signer)
        else { return }
        heads.append(head)
        if heads.count % 2 == 0 { witness.append(head) }
    }
}

extension JournalReport {
    /// Verifies the files of an export as a program would that reads them from a folder.
    static func of(
        _ files: [(name: String, bytes: [UInt8])], witnessed: Bool = true
    ) throws -> JournalReport {
        func lines(_ name: String) -> [[UInt8]] {
            JournalExport.lines(files.first { $0.name == name }?.bytes ?? [])
        }
        func only(_ name: String) throws -> [UInt8] {
            let lines = lines(name)
            guard lines.count == 1 else { throw Damaged() }
            return lines[0]
        }
        var verifier = JournalVerifier(
            about: try JournalExport.About.parse(try only(JournalExport.about)),
            keys: try JournalExport.keys(try only(JournalExport.keys)),
            heads: lines(JournalExport.heads), witness: witnessed ? lines("witness.jsonl") : [])
        for line in lines(JournalExport.entries) { verifier.entry(line) }
        for line in lines(JournalExport.rows) { verifier.row(line) }
        return verifier.report()
    }

    struct Damaged: Error {}
}
