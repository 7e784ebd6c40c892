import Kernel
import Testing

@Suite struct PasswordHashTests {
    let sample: VaultSample
    let cheap: PasswordHasher

    init() throws {
        sample = try VaultSample()
        let cost = try #require(ScryptCost(logarithm: 10, blockSize: 8, parallelism: 1))
        cheap = PasswordHasher(keys: sample.keys, cost: cost)
    }

    @Test func `the standard cost makes a PHC text that verifies`() throws {
        let hasher = PasswordHasher(keys: sample.keys)
        let hash = try hasher.hash("a quiet harbour at dusk", random: sample.random.bytes)
        #expect(hash.text.hasPrefix("$scrypt$ln=15,r=8,p=3$"))
        let stored = try #require(PasswordHash(hash.text))
        #expect(hasher.verify("a quiet harbour at dusk", stored))
        #expect(!hasher.needsRehash(stored))
    }

    @Test func `only the exact password verifies`() throws {
        let hash = try cheap.hash("a quiet harbour at dusk", random: sample.random.bytes)
        for other in [
            "A quiet harbour at dusk", "a quiet harbour at dusk ", "", "a quiet",
            "a quiet harbour at dusk" + String(repeating: "x", count: 1_000_000),
        ] {
            #expect(!cheap.verify(other, hash))
        }
    }

    @Test func `passwords that differ after 72 bytes are different`() throws {
        let long = String(repeating: "长", count: 60)
        let hash = try cheap.hash(long + "a", random: sample.random.bytes)
        #expect(cheap.verify(long + "a", hash))
        #expect(!cheap.verify(long + "b", hash))
    }

    @Test func `both spellings of a letter with a mark are one password`() throws {
        let hash = try cheap.hash("caf\u{E9} au lait, merci", random: sample.random.bytes)
        #expect(cheap.verify("cafe\u{301} au lait, merci", hash))
    }

    @Test func `without the pepper nothing verifies, and two hashes of one password differ`() throws
    {
        let other = PasswordHasher(
            keys: try VaultKeys.generate(random: SampleRandomness(seed: 5).bytes),
            cost: cheap.cost)
        let hash = try cheap.hash("a quiet harbour", random: sample.random.bytes)
        #expect(!other.verify("a quiet harbour", hash))
        #expect(try cheap.hash("a quiet harbour", random: sample.random.bytes) != hash)
    }

    @Test func `an unknown user costs the same work and is never let in`() throws {
        let hasher = PasswordHasher(keys: sample.keys)
        let hash = try hasher.hash("a quiet harbour", random: sample.random.bytes)
        let clock = ContinuousClock()
        let known = clock.measure { _ = hasher.verify("wrong password", hash) }
        let unknown = clock.measure { #expect(!hasher.verify("wrong password", nil)) }
        #expect(unknown > known / 4 && known > unknown / 4)
    }

    @Test func `a cheaper hash asks for another`() throws {
        let hash = try cheap.hash("a quiet harbour", random: sample.random.bytes)
        #expect(PasswordHasher(keys: sample.keys).needsRehash(hash))
        #expect(!cheap.needsRehash(hash))
    }

    @Test(arguments: [
        "", "$scrypt$", "$scrypt$ln=15,r=8,p=3$AAAA$AAAA", "$argon2id$ln=15,r=8,p=3$a$b",
        "$scrypt$ln=30,r=8,p=3$SALT$HASH", "$scrypt$ln=20,r=32,p=1$SALT$HASH",
        "$scrypt$ln=-1,r=8,p=3$SALT$HASH", "$scrypt$ln=15,r=8$SALT$HASH",
        "$scrypt$ln=99999999999999999999,r=8,p=3$SALT$HASH", "$scrypt$r=8,ln=15,p=3$SALT$HASH",
    ])
    func `a stored text that is damaged or orders too much work is refused`(text: String) {
        let full =
            text
            .replacing("SALT", with: String(repeating: "A", count: 22))
            .replacing("HASH", with: String(repeating: "A", count: 43))
        #expect(PasswordHash(full) == nil)
    }
}

@Suite struct PasswordPolicyTests {
    let policy = PasswordPolicy()

    @Test(arguments: [
        "correct horse battery staple", "kT9#vLq2ZpXw", "西湖的雨下了三天", "Ein kleines Boot, 7 Segel",
        String(repeating: "correct horse ", count: 4), "mfqXvjwpRttzKd",
    ])
    func `a good password is accepted`(password: String) {
        #expect(policy.objection(to: password, context: ["wangfang", "守诺"]) == nil)
    }

    @Test(arguments: [
        "password1234", "Password2024!", "P@ssw0rd2024!", "123456789012", "qwertyuiop12",
        "aaaaaaaaaaaa", "abcabcabcabc", "abababababab", "abcdefghijkl", "987654321098",
        "woaini5201314", "wangfang2024", "Wang.Fang.1988", "covenant2026!", "admin@admin123",
        "1qaz2wsx3edc", "ｐａｓｓｗｏｒｄ１２３４", "lipei-lipei-lipei", "sunshineinsurance", "qwe123asd456",
    ])
    func `a password an attacker tries first is refused`(password: String) {
        let objection = policy.objection(
            to: password, context: ["wangfang", "Wang Fang", "Sunshine Insurance"])
        #expect(objection?.en.contains("easy to guess") == true)
    }

    @Test func `length counts bytes, from 12 to 256`() {
        #expect(policy.objection(to: "kT9#vLq2ZpX", context: [])?.en.contains("short") == true)
        let long = String(repeating: "kT9#vLq2ZpXw7mRj", count: 16)
        #expect(policy.objection(to: long, context: []) == nil || long.utf8.count == 256)
        #expect(policy.objection(to: long + "a", context: [])?.en.contains("long") == true)
        #expect(
            policy.objection(to: String(repeating: "x", count: 1_000_000), context: [])?
                .en.contains("long") == true)
    }

    @Test func `composition and forced change exist where an institution asks for them`() throws {
        let strict = PasswordPolicy(classes: 3, maximumAgeDays: 90)
        #expect(
            strict.objection(to: "correct horse battery", context: [])?.en.contains("3 of") == true)
        #expect(strict.objection(to: "Correct horse battery", context: []) == nil)
        let day = Day(number: 20_000)
        #expect(!strict.isExpired(setOn: day, today: day.adding(days: 89)))
        #expect(strict.isExpired(setOn: day, today: day.adding(days: 90)))
        #expect(!policy.isExpired(setOn: day, today: day.adding(days: 9000)))
    }
}
