import Foundation
import Kernel
import Testing

@Suite struct SealedTests {
    let sample: VaultSample
    let key: SubjectKey
    let sealer: Sealer

    init() throws {
        sample = try VaultSample()
        key = try sample.key(of: sample.person)
        sealer = Sealer(key: key, random: sample.random.bytes)
    }

    @Test(arguments: ["", "张", "张三丰", "𠮷田", "x\0y", String(repeating: "长", count: 21_845)])
    func `a sealed text opens to the same text`(text: String) throws {
        let sealed = try sealer.seal(text, field: "party.name")
        let read = try Sealed(token: sealed.token)
        #expect(read == sealed)
        #expect(try Sealer.open(read, field: "party.name", key: key) == text)
    }

    @Test func `a sealed value travels through JSON as one string`() throws {
        let sealed = try sealer.seal("张三", field: "party.name")
        let json = try JSONEncoder().encode([sealed])
        #expect(String(decoding: json, as: UTF8.self) == "[\"\(sealed.token)\"]")
        #expect(try JSONDecoder().decode([Sealed].self, from: json) == [sealed])
        #expect(sealed.sql == .text(sealed.token))
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Sealed].self, from: Data("[\"s1.AAAA\"]".utf8))
        }
    }

    @Test func `a value moved to another field does not open`() throws {
        let sealed = try sealer.seal("张三", field: "party.name")
        #expect(throws: VaultFailure.altered) {
            try Sealer.open(sealed, field: "party.address", key: key)
        }
    }

    @Test func `a value moved to another person does not open`() throws {
        let sealed = try sealer.seal("张三", field: "party.name")
        let stranger = try sample.key(of: sample.other)
        #expect(throws: VaultFailure.altered) {
            try Sealer.open(sealed, field: "party.name", key: stranger)
        }
        // The person written in the token is replaced, all other bytes kept.
        let theirs = try Sealer(key: stranger, random: sample.random.bytes)
            .seal("李四", field: "party.name").token
        let moved = try Sealed(token: "\(theirs.prefix(27))\(sealed.token.dropFirst(27))")
        #expect(moved.person == sample.other)
        #expect(throws: VaultFailure.altered) {
            try Sealer.open(moved, field: "party.name", key: stranger)
        }
        #expect(throws: VaultFailure.altered) {
            try Sealer.open(moved, field: "party.name", key: key)
        }
    }

    @Test func `no sealed value opens after any one of its bits is flipped`() throws {
        var opened = 0
        var tried = 0
        for text in ["张三", "110105194912310021", String(repeating: "长", count: 30)] {
            let bytes = try bytes(of: try sealer.seal(text, field: "f"))
            for bit in 0..<bytes.count * 8 {
                var changed = bytes
                changed[bit / 8] ^= 1 << UInt8(bit % 8)
                tried += 1
                let token = "s1." + Base64.urlSafe.encode(changed)
                if let sealed = try? Sealed(token: token),
                    (try? Sealer.open(sealed, field: "f", key: key)) != nil
                {
                    opened += 1
                }
            }
        }
        #expect(tried > 2000)
        #expect(opened == 0)
    }

    @Test func `two seals of one text differ, and lengths fall into buckets`() throws {
        let first = try sealer.seal("张三", field: "f")
        #expect(try sealer.seal("张三", field: "f") != first)
        func length(_ count: Int) throws -> Int {
            try bytes(of: try sealer.seal(String(repeating: "a", count: count), field: "f")).count
        }
        let head = 16 + 6 + 12 + 16
        for (count, bucket) in [
            (0, 16), (15, 16), (16, 32), (31, 32), (32, 64), (63, 64),
            (64, 128), (65_536, 65_600),
        ] {
            #expect(try length(count) == head + bucket)
        }
    }

    @Test func `a text over 64 KiB and a field without a name are refused`() {
        #expect(throws: VaultFailure.tooLong) {
            try sealer.seal(String(repeating: "a", count: 65_537), field: "f")
        }
        #expect(throws: VaultFailure.field) { try sealer.seal("a", field: "") }
    }

    @Test func `a source that runs dry seals nothing`() throws {
        let dry = Sealer(key: key, random: { _ in [] })
        #expect(throws: VaultFailure.randomness) { try dry.seal("a", field: "f") }
    }

    @Test func `no cut or foreign token traps`() throws {
        let token = try sealer.seal("张三", field: "f").token
        for length in 0..<token.utf8.count {
            #expect(throws: VaultFailure.malformed) {
                try Sealed(token: String(token.prefix(length)))
            }
        }
        let foreign = [
            "s2." + token.dropFirst(3), token + "A", token + "=", "s1.密", token + "\n",
            "s1." + String(repeating: "A", count: 200_000),
        ]
        for text in foreign {
            #expect(throws: VaultFailure.malformed) { try Sealed(token: text) }
        }
    }

    private func bytes(of sealed: Sealed) throws -> [UInt8] {
        try #require(Base64.urlSafe.decode(sealed.token.utf8.dropFirst(3)))
    }
}

@Suite struct SubjectKeyTests {
    let sample: VaultSample

    init() throws {
        sample = try VaultSample()
    }

    @Test func `without a key every value of the person is erased`() throws {
        let key = try sample.key(of: sample.person)
        let wrapped = try key.wrapped(by: sample.keys, random: sample.random.bytes)
        let sealed = try Sealer(key: key, random: sample.random.bytes).seal("张三", field: "f")
        let before = try Opener(wrapped: [sample.person: wrapped], keys: sample.keys)
        #expect(try before.open(sealed, field: "f") == "张三")

        let after = try Opener(wrapped: [:], keys: sample.keys)
        #expect(throws: VaultFailure.erased) { try after.open(sealed, field: "f") }
        #expect(throws: VaultFailure.erased) { try Sealer.open(sealed, field: "f", key: nil) }
    }

    @Test func `a person who returns after erasure gets a new key that opens nothing old`() throws {
        let old = try sample.key(of: sample.person)
        let sealed = try Sealer(key: old, random: sample.random.bytes).seal("张三", field: "f")
        let new = try SubjectKey(person: sample.person, version: 2, random: sample.random.bytes)
        #expect(throws: VaultFailure.erased) { try Sealer.open(sealed, field: "f", key: new) }
    }

    @Test func `a wrapped key of another person does not unwrap`() throws {
        let wrapped = try sample.key(of: sample.person)
            .wrapped(by: sample.keys, random: sample.random.bytes)
        #expect(throws: VaultFailure.altered) {
            try SubjectKey(wrapped, of: sample.other, keys: sample.keys)
        }
    }

    @Test func `no wrapped key unwraps after any one of its bits is flipped`() throws {
        let wrapped = try sample.key(of: sample.person)
            .wrapped(by: sample.keys, random: sample.random.bytes)
        #expect(wrapped.bytes.count == 70)
        for bit in 0..<wrapped.bytes.count * 8 {
            var changed = wrapped.bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: VaultFailure.self) {
                try SubjectKey(
                    try WrappedKey(bytes: changed), of: sample.person, keys: sample.keys)
            }
        }
        for length in 0..<70 {
            #expect(throws: VaultFailure.malformed) {
                try WrappedKey(bytes: Array(wrapped.bytes.prefix(length)))
            }
        }
    }

    @Test func `rotation rewraps keys, keeps values readable and refuses retired versions`() throws
    {
        let key = try sample.key(of: sample.person)
        let sealed = try Sealer(key: key, random: sample.random.bytes).seal("张三", field: "f")
        let old = try key.wrapped(by: sample.keys, random: sample.random.bytes)
        let rotated = try sample.keys.addingWrappingKey(random: sample.random.bytes)
        #expect(rotated.newestVersion == 2)
        #expect(rotated.fingerprint == sample.keys.fingerprint)

        let new = try #require(
            try old.rewrapped(of: sample.person, keys: rotated, random: sample.random.bytes))
        #expect(new.wrappingVersion == 2)
        #expect(
            try new.rewrapped(of: sample.person, keys: rotated, random: sample.random.bytes) == nil)
        for wrapped in [old, new] {
            let opener = try Opener(wrapped: [sample.person: wrapped], keys: rotated)
            #expect(try opener.open(sealed, field: "f") == "张三")
        }

        let retired = try rotated.retiring(below: 2)
        #expect(throws: VaultFailure.retiredVersion(1)) {
            try Opener(wrapped: [sample.person: old], keys: retired)
        }
        let opener = try Opener(wrapped: [sample.person: new], keys: retired)
        #expect(try opener.open(sealed, field: "f") == "张三")
        #expect(throws: VaultFailure.unknownVersion(2)) {
            try Opener(wrapped: [sample.person: new], keys: sample.keys)
        }
    }

    @Test func `printing keys shows no key`() throws {
        let key = try sample.key(of: sample.person)
        var dumped = ""
        dump(sample.keys, to: &dumped)
        dump(key, to: &dumped)
        dumped += "\(sample.keys) \(key) \(String(reflecting: key))"
        let secrets = sample.keys.text.split(whereSeparator: \.isWhitespace)
            .filter { $0.count == 43 }
        #expect(secrets.count == 6)
        for secret in secrets { #expect(!dumped.contains(secret)) }
        #expect(!dumped.contains("SymmetricKey"))
    }

    @Test func `an identity and its 16 bytes are the same`() throws {
        let id = try #require(ID<Person>("0190b3c4-d5e6-7f80-91a2-b3c4d5e6f708"))
        #expect(
            id.bytes == [
                0x01, 0x90, 0xb3, 0xc4, 0xd5, 0xe6, 0x7f, 0x80, 0x91, 0xa2, 0xb3, 0xc4, 0xd5, 0xe6,
                0xf7, 0x08,
            ])
        #expect(ID<Person>(bytes: id.bytes) == id)
        #expect(ID<Person>(bytes: id.bytes.dropLast()) == nil)
    }
}
