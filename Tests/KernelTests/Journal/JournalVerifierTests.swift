import Foundation
import Kernel
import TestSupport
import Testing

struct JournalVerifierTests {
    private func sample(unsigned: Int = 5) throws -> SampleJournal {
        try #require(SampleJournal(entries: 60, unsigned: unsigned))
    }

    /// The verifier's findings after a change to the lines of some files.
    private func kinds(
        unsigned: Int = 5, witnessed: Bool = true,
        _ change: (inout [String: [[UInt8]]]) throws -> Void
    ) throws -> [JournalFinding.Kind] {
        let sample = try sample(unsigned: unsigned)
        var files: [String: [[UInt8]]] = [:]
        for file in sample.files { files[file.name] = JournalExport.lines(file.bytes) }
        try change(&files)
        let changed = files.map { file -> (name: String, bytes: [UInt8]) in
            (file.key, Array(file.value.map { $0 + [0x0A] }.joined()))
        }
        return try JournalReport.of(changed, witnessed: witnessed).findings.map(\.kind)
    }

    private func edited(_ line: [UInt8], _ from: String, _ into: String) -> [UInt8] {
        let text = String(decoding: line, as: UTF8.self)
        return Array(text.replacingOccurrences(of: from, with: into).utf8)
    }

    @Test func `a sound export has no findings, with and without a witness`() throws {
        for unsigned in [0, 5] {
            let files = try sample(unsigned: unsigned).files
            for witnessed in [true, false] {
                let report = try JournalReport.of(files, witnessed: witnessed)
                #expect(report.findings.map(\.words.en) == [])
                #expect(report.entries == 60 && report.unsigned == unsigned)
                #expect(report.witnesses == (witnessed ? 3 : 0))
            }
        }
    }

    @Test func `J1 an edited entry is named first`() throws {
        var files = try sample().files
        let place = try #require(files.firstIndex { $0.name == JournalExport.entries })
        var lines = JournalExport.lines(files[place].bytes)
        lines[11] = edited(lines[11], "上海", "北京")
        files[place].bytes = lines.flatMap { $0 + [0x0A] }
        let report = try JournalReport.of(files)
        #expect(report.findings.first?.entry == 12)
        #expect(report.findings.first?.words.en.hasPrefix("entry 12 hash mismatch") == true)
        #expect(report.findings.contains { $0.words.en.hasPrefix("STH size 20 root mismatch") })
    }

    @Test func `J3 and J4 a cut tail is seen by its rows and by the witness`() throws {
        let rows = try kinds { $0[JournalExport.entries]?.removeLast() }
        #expect(rows.contains(.rowOrphan) && rows.contains(.about))
        let heads = try kinds(unsigned: 0) {
            $0[JournalExport.entries]?.removeLast(15)
            $0[JournalExport.heads]?.removeLast(2)
        }
        #expect(heads.contains(.witnessBeyondEnd) && heads.contains(.witnessMissing))
    }

    @Test func `J5 to J7 entries taken out, swapped or put in change the root`() throws {
        let taken = try kinds { files in
            files[JournalExport.entries]?.removeAll {
                String(decoding: $0, as: UTF8.self).contains("\"stream\":\"claim/3\"")
            }
        }
        #expect(taken.contains(.headRoot) && taken.contains(.witnessRoot))
        #expect(try kinds { $0[JournalExport.entries]?.swapAt(3, 4) }.contains(.headRoot))
        let dated = try kinds { files in
            guard let line = files[JournalExport.entries]?.popLast() else { return }
            files[JournalExport.entries]?.append(edited(line, "\"at\":178", "\"at\":177"))
        }
        #expect(dated.first == .entryTime)
    }

    @Test func `J8 two heads for one size are an equivocation`() throws {
        let sample = try sample()
        let fork = try SignedHead(
            log: SampleJournal.log, size: 20, root: Hash(of: [1]), at: sample.heads[1].at,
            after: sample.heads[0], with: sample.signer)
        #expect(try kinds { $0["witness.jsonl"]?.append(fork.bytes) }.contains(.equivocation))
    }

    @Test func `J13 an entry told twice and an entry of another log are refused`() throws {
        let twice = try kinds { files in
            if let line = files[JournalExport.entries]?[7] {
                files[JournalExport.entries]?.append(line)
            }
        }
        #expect(twice.contains(.entrySequence) && twice.contains(.entryRows))
        let foreign = try kinds { files in
            guard let line = files[JournalExport.entries]?.popLast() else { return }
            files[JournalExport.entries]?.append(edited(line, "00c0de", "00c0df"))
        }
        #expect(foreign.contains(.entryOtherLog))
    }

    @Test func `J14 rows without entries, changed, stale, missing or told twice are listed`() throws
    {
        let rows = JournalExport.rows
        let orphan = RowVersion(table: "claim", id: "x", version: 1, sha256: Hash(of: []))
        #expect(try kinds { $0[rows]?.append(orphan.bytes) } == [.rowOrphan])
        #expect(try kinds { $0[rows]?.removeFirst() } == [.rowMissing])
        let line = try #require(try sample().manifest.first)
        #expect(try kinds { $0[rows]?.append(line) } == [.rowTwice])
        let first = try RowVersion.parse(line)
        func other(_ version: Int64, _ hash: Hash) -> [UInt8] {
            RowVersion(table: first.table, id: first.id, version: version, sha256: hash).bytes
        }
        #expect(
            try kinds { $0[rows]?[0] = other(first.version, Hash(of: [])) } == [.rowChanged])
        #expect(
            try kinds { $0[rows]?[0] = other(first.version - 1, first.sha256) } == [.rowStale])
        #expect(
            try kinds { $0[rows]?[0] = other(first.version + 1, first.sha256) } == [.rowOrphan])
    }

    @Test func `J17 heads that go back in time or size, or skip one, are named`() throws {
        let heads = JournalExport.heads
        let sample = try sample()
        let early = try SignedHead(
            log: SampleJournal.log, size: 55, root: sample.heads[5].root,
            at: SampleJournal.start, after: sample.heads.last, with: sample.signer)
        #expect(try kinds { $0[heads]?.append(early.bytes) }.contains(.headTime))
        let skipped = try kinds(witnessed: false) { $0[heads]?.remove(at: 2) }
        #expect(skipped == [.headChain])
        #expect(try kinds(witnessed: false) { $0[heads] = [] } == [.headMissing])
        let swapped = try kinds(witnessed: false) { $0[heads]?.swapAt(4, 5) }
        #expect(swapped.contains(.headOrder) && swapped.contains(.headChain))
    }

    @Test func `a key that is not listed vouches for nothing`() throws {
        let other = try #require(SigningKey(seed: Array(repeating: 3, count: 32)))
        let unknown = try kinds { files in
            files[JournalExport.keys] = [JournalExport.bytes(of: [other.verifying])]
        }
        #expect(Set(unknown) == [.headUnknownKey, .witnessUnknownKey])
    }

    @Test func `every bit of every file of a signed export is guarded`() throws {
        let files = try #require(SampleJournal(entries: 12, unsigned: 0)).files
        var missed: [String] = []
        for (place, file) in files.enumerated() {
            var flips = Array(0..<(file.bytes.count * 8))
            if flips.count > 300 {
                var random = Seeded(UInt64(place))
                flips = (0..<300).compactMap { _ in flips.randomElement(using: &random) }
            }
            for flip in flips {
                var changed = files
                changed[place].bytes[flip / 8] ^= 1 << UInt8(flip % 8)
                let report = try? JournalReport.of(changed)
                if report?.isSound == true { missed.append("\(file.name) bit \(flip)") }
            }
        }
        // Only the moment of the export is vouched for by nobody; one digit has 3 or 4 bits that
        // make another digit of it.
        #expect(missed.allSatisfy { $0.hasPrefix(JournalExport.about) })
        #expect(missed.count < 13 * 4)
    }

    @Test func `a sample export is written for the second verifier and read back`() throws {
        let given = ProcessInfo.processInfo.environment["COVENANT_SAMPLE_EXPORT"]
        let folder =
            given.map { URL(fileURLWithPath: $0) }
            ?? FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { if given == nil { try? FileManager.default.removeItem(at: folder) } }
        for file in try sample().files {
            try Data(file.bytes).write(to: folder.appending(path: file.name))
        }
        let read = try sample().files.map { file in
            (file.name, Array(try Data(contentsOf: folder.appending(path: file.name))))
        }
        #expect(try JournalReport.of(read).isSound)
    }
}
