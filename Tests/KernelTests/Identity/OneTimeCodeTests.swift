import Kernel
import Testing

@Suite struct OneTimeCodeTests {
    let secret: OneTimeSecret

    init() throws {
        secret = try #require(OneTimeSecret(bytes: Array("12345678901234567890".utf8)))
    }

    @Test func `the codes of RFC 4226 appendix D`() {
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489",
        ]
        for (step, code) in codes.enumerated() {
            #expect(OneTimeCode.code(secret, step: UInt64(step)) == code)
        }
    }

    @Test(
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"), (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func `the codes of RFC 6238 appendix B`(seconds: Int64, code: String) {
        let step = OneTimeCode.step(at: Moment(milliseconds: seconds * 1000))
        #expect(OneTimeCode.code(secret, step: step, digits: 8) == code)
    }

    @Test func `one step early or late is accepted, two are not`() {
        let now = Moment(milliseconds: 1_700_000_000_000)
        let step = OneTimeCode.step(at: now)
        for offset in -3...3 {
            let other = UInt64(Int64(step) + Int64(offset))
            let matched = OneTimeCode.match(
                OneTimeCode.code(secret, step: other), secret: secret, at: now)
            #expect(matched == (abs(offset) <= 1 ? other : nil))
        }
    }

    @Test func `a code that was used is refused, and so are the ones before it`() {
        let now = Moment(milliseconds: 1_700_000_000_000)
        let step = OneTimeCode.step(at: now)
        let code = OneTimeCode.code(secret, step: step)
        #expect(OneTimeCode.match(code, secret: secret, at: now, after: step - 1) == step)
        #expect(OneTimeCode.match(code, secret: secret, at: now, after: step) == nil)
        #expect(OneTimeCode.match(code, secret: secret, at: now, after: step + 1) == nil)
    }

    @Test(arguments: ["", "12345", "1234567", "abcdef", "１２３４５６"])
    func `another form of code is refused`(code: String) {
        #expect(
            OneTimeCode.match(code, secret: secret, at: Moment(milliseconds: 0)) == nil)
    }

    @Test func `a code with leading zeros and a blank is read`() {
        let now = Moment(milliseconds: 1_111_111_109_000)
        #expect(OneTimeCode.match("081 804", secret: secret, at: now) != nil)
    }

    @Test func `the secret is written in base 32`() throws {
        #expect(secret.base32 == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(OneTimeSecret(base32: "gezd gnbv gy3t qojq gezd gnbv gy3t qojq") == secret)
        #expect(OneTimeSecret(base32: "GEZD1") == nil)
        #expect(OneTimeSecret(base32: "GEZD") == nil)
        #expect(!"\(secret)".contains("GEZD"))
    }

    @Test func `the address names issuer and account`() {
        #expect(
            secret.address(issuer: "守诺 A&B", account: "a@b?c")
                == "otpauth://totp/%E5%AE%88%E8%AF%BA%20A%26B:a%40b%3Fc"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E5%AE%88%E8%AF%BA%20A%26B"
                + "&algorithm=SHA1&digits=6&period=30")
    }
}

@Suite struct TokenTests {
    @Test func `a token is read back, and only its hash is stored`() throws {
        let token = try Token(random: SampleRandomness().bytes)
        #expect(token.text.hasPrefix("cov_") && token.text.utf8.count == 47)
        let read = try #require(Token(token.text))
        #expect(token.hash.matches(read))
        #expect(TokenHash(token.hash.text) == token.hash)
        #expect(!"\(token) \(String(reflecting: token))".contains(token.text.dropFirst(4)))
    }

    @Test func `another token does not match, and no other text is a token`() throws {
        let random = SampleRandomness()
        let token = try Token(random: random.bytes)
        #expect(!token.hash.matches(try Token(random: random.bytes)))
        let text = token.text
        for other in [
            "", "cov_", String(text.dropLast()), text + "A", "cow_" + text.dropFirst(4),
            String(text.dropLast()) + "=", String(text.dropLast()) + "é",
        ] {
            #expect(Token(other) == nil)
        }
        #expect(TokenHash("ABC") == nil)
    }

    @Test func `hex and URL-safe text have one form for each value`() throws {
        // RFC 4648 section 10, without padding.
        for (bytes, text) in [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
        ] {
            #expect(Base64.urlSafe.encode(bytes.utf8) == text)
            #expect(Base64.urlSafe.decode(text.utf8) == Array(bytes.utf8))
        }
        #expect(Base64.urlSafe.encode([0xFB, 0xFF]) == "-_8")
        for stray in ["Zh", "Z", "Zg==", "Zm9", "+/8", "Zm 8", "===="] {
            #expect(Base64.urlSafe.decode(stray.utf8) == nil)
        }
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v")] {
            #expect(Base64.standard.encode(bytes.utf8) == text)
            #expect(Base64.standard.decode(text.utf8) == Array(bytes.utf8))
        }
        #expect(Base64.standard.encode([0xFB, 0xFF]) == "+/8=")
        for stray in ["Zg", "Zg=", "Zh==", "Z===", "-_8=", "Zm9v====", "Zg==Zg=="] {
            #expect(Base64.standard.decode(stray.utf8) == nil)
        }
        #expect(HexText.encode([0x00, 0x9F, 0xFA]) == "009ffa")
    }
}
