import Foundation
import Kernel
import Testing

struct JournalEntryTests {
    private func sample() throws -> SampleJournal {
        try #require(SampleJournal(entries: 30, unsigned: 0))
    }

    @Test func `an entry comes back from its bytes, and its hashes are those of the document`()
        throws
    {
        for bytes in try sample().entries {
            let entry = try JournalEntry.parse(bytes)
            #expect(entry.bytes == bytes)
            #expect(entry.hash == Hash(of: [2] + bytes))
            #expect(JournalEntry.leaf(of: bytes) == Hash(of: [0] + bytes))
        }
    }

    @Test func `an entry's bytes are these and stay these`() throws {
        let id = "0190a3c2-7b1c-7def-8abc-0123456789ab"
        let entry = JournalEntry(
            log: "l", stream: "s", kind: "k", seq: 1, prev: .zero, at: Moment(milliseconds: 5),
            id: try #require(ID(id)), act: try #require(ID(id)), actor: "system:clock",
            command: "c", duties: ["4.2.1a"], events: [["a": 1]],
            rows: [RowVersion(table: "t", id: "i", version: 1, sha256: .zero)])
        let zeros = String(repeating: "0", count: 64)
        #expect(
            String(decoding: entry.bytes, as: UTF8.self) == """
                {"act":"\(id)","actor":"system:clock","at":5,"command":"c","duties":["4.2.1a"],\
                "events":[{"a":1}],"id":"\(id)","kind":"k","log":"l","prev":"\(zeros)",\
                "rows":[{"id":"i","sha256":"\(zeros)","table":"t","version":1}],"seq":1,\
                "stream":"s","v":1}
                """)
    }

    @Test(arguments: [
        ("\"v\":1", "\"v\":2"), ("\"v\":1", "\"v\":1 "), ("\"v\":1", "\"v\":1,\"x\":1"),
        ("\"v\":1", "\"v\":1.0"), ("\"v\":1", "\"v\":1,\"v\":1"), ("\"seq\":1", "\"seq\":0"),
        ("\"seq\":1", "\"seq\":\"1\""), ("\"prev\":\"0", "\"prev\":\""),
        ("\"prev\":\"0", "\"prev\":\"A"), ("\"id\":\"019e", "\"id\":\"019E"),
        ("claim/", "claim\\/"),
        ("\"kind\":\"claim\",", ""), ("\"version\":1", "\"version\":0"),
        ("\"version\":1", "\"version\":1,\"w\":1"), ("[\"4.2.1a\"", "[1"),
        ("\"command\":\"", "\"command\":null,\"x\":\""),
    ])
    func `J12 an entry in any other spelling is refused`(from: String, into: String) throws {
        let first = String(decoding: try sample().entries[0], as: UTF8.self)
        let place = try #require(first.range(of: from))
        let changed = first.replacingCharacters(in: place, with: into)
        #expect(throws: JournalProblem.self) { try JournalEntry.parse(Array(changed.utf8)) }
    }

    @Test func `a head is signed, and any other key or byte is refused`() throws {
        let sample = try sample()
        let other = try #require(SigningKey(seed: Array(repeating: 9, count: 32)))
        for head in sample.heads {
            #expect(try SignedHead.parse(head.bytes) == head)
            #expect(head.isSigned(by: sample.signer.verifying))
            #expect(!head.isSigned(by: other.verifying))
        }
        #expect(SigningKey(seed: [1]) == nil)
        #expect(VerifyingKey(raw: [1, 2]) == nil)
    }

    @Test func `the key of RFC 8032 test 1 has its public key`() throws {
        let seed = try #require(
            Hash(hex: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
        let key = try #require(SigningKey(seed: seed.bytes))
        #expect(
            Hash(bytes: key.verifying.raw)?.hex
                == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    }

    @Test func `a row's digest is that of its canonical columns in any order`() {
        let columns: [(String, SQLValue)] = [
            ("version", .integer(2)), ("id", .text("é\n")), ("gone", .null),
            ("sealed", .blob([0, 255, 7])),
        ]
        let line = #"{"gone":null,"id":"é\n","sealed":{"b64":"AP8H"},"version":2}"#
        #expect(RowDigest.compute(columns: columns) == Hash(of: Array(line.utf8)))
        #expect(RowDigest.compute(columns: columns.reversed()) == Hash(of: Array(line.utf8)))
        #expect(RowDigest.compute(columns: []) == Hash(of: [0x7B, 0x7D]))
    }

    @Test func `hexadecimal and the lines of a file are read strictly`() {
        let digits = String(repeating: "0a", count: 32)
        #expect(Hash(hex: digits)?.hex == digits)
        #expect(Hash(hex: digits + "00") == nil)
        #expect(Hash(hex: String(digits.dropLast())) == nil)
        #expect(Hash(hex: digits.uppercased()) == nil)
        #expect(JournalExport.lines([]) == [])
        #expect(JournalExport.lines([1, 10, 10, 2, 10]) == [[1], [], [2]])
        #expect(JournalExport.lines([1, 10, 2]) == [[1], [2, 10]])
    }
}
