import Kernel
import TestSupport
import Testing

struct JSONParserTests {
    private func reason(_ text: String, limits: JSON.Limits = .standard) -> JSONProblem.Reason? {
        reason(Array(text.utf8), limits: limits)
    }

    private func reason(_ bytes: [UInt8], limits: JSON.Limits = .standard) -> JSONProblem.Reason? {
        do throws(JSONProblem) {
            _ = try JSON.parse(bytes, limits: limits)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test func `every kind of value is read`() throws {
        let json = try JSON.parse(
            #" { "b" : [ 1 , -2, 0, true, false, null ] , "a":"x\n\u00e9\ud83d\ude00\/" } "#)
        #expect(json == ["a": "x\né😀/", "b": [1, -2, 0, true, false, .null]])
        #expect(try JSON.parse("9223372036854775807") == .integer(.max))
        #expect(try JSON.parse("-9223372036854775808") == .integer(.min))
    }

    @Test(
        arguments: [
            ("", .empty), (" \n", .empty), ("[", .endsEarly), ("{\"a\":", .endsEarly),
            ("\"abc", .endsEarly), ("\"a\\", .endsEarly), ("-", .endsEarly), ("tru", .endsEarly),
            ("\"\\u12", .endsEarly), ("[1,]", .unexpected), ("{,}", .unexpected),
            ("{\"a\":1,}", .unexpected), ("{a:1}", .unexpected), ("[1 2]", .unexpected),
            ("NaN", .unexpected), ("+1", .unexpected), (".5", .unexpected), ("-a", .unexpected),
            ("'a'", .unexpected), ("\u{FEFF}1", .unexpected), ("1 2", .trailing),
            ("{}x", .trailing),
            ("0x10", .trailing), ("1.0", .floatingNumber), ("1e3", .floatingNumber),
            ("1E+2", .floatingNumber), ("-0.0", .floatingNumber), ("-0", .negativeZero),
            ("01", .leadingZero), ("-01", .leadingZero), ("00", .leadingZero),
            ("9223372036854775808", .numberTooLarge), ("-9223372036854775809", .numberTooLarge),
            ("100000000000000000000000", .numberTooLarge), ("{\"a\":1,\"a\":2}", .duplicateName),
            ("{\"a\":1,\"b\":3,\"\\u0061\":2}", .duplicateName), ("\"\\ud800\"", .loneSurrogate),
            ("\"\\udc00\"", .loneSurrogate), ("\"\\ud800\\u0041\"", .loneSurrogate),
            ("\"\\ud800\\ud800\"", .loneSurrogate), ("\"\\x\"", .badEscape),
            ("\"\\u00g0\"", .badEscape), ("\"a\tb\"", .controlCharacter),
            ("\"a\0b\"", .controlCharacter),
        ] as [(String, JSONProblem.Reason)])
    func `what is not strict JSON is refused by its reason`(
        text: String, expected: JSONProblem.Reason
    ) {
        #expect(reason(text) == expected)
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xE4, 0xB8, 0x22], [0x22, 0x80, 0x22],
            [0x22, 0x5C, 0x6E, 0xC3, 0x22],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
        #expect(reason(bytes) == .notUTF8)
    }

    @Test func `size and depth have an end`() {
        let deep = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        #expect(reason(deep) == nil)
        #expect(reason("[\(deep)]") == .tooDeep)
        #expect(reason(String(repeating: "[", count: 1_000_000)) == .tooDeep)
        let limits = JSON.Limits(bytes: 4, depth: 1_000_000)
        #expect(limits.depth == 128)
        #expect(reason("1234", limits: limits) == nil)
        #expect(reason("12345", limits: limits) == .tooLarge)
        #expect(reason("[[]]", limits: JSON.Limits(depth: 1)) == .tooDeep)
    }

    @Test func `names that only look alike are two names`() throws {
        let json = try JSON.parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(json["\u{E9}"] == 1)
        #expect(json["e\u{301}"] == 2)
        #expect(json.canonical.count == 16)
    }

    @Test func `a problem tells where and quotes nothing`() throws {
        let problem = #expect(throws: JSONProblem.self) { _ = try JSON.parse("{\"secret\":1.5}") }
        #expect(problem?.offset == 10)
        #expect(problem?.description.contains("secret") == false)
        for reason in JSONProblem.Reason.allCases {
            let words = JSONProblem(reason, at: 7).words
            #expect(words.zh.contains("7") && words.en.contains("byte 7"))
        }
    }

    @Test func `damaged texts are refused or read, never a trap`() throws {
        var random = Seeded(7)
        let sound = Array(
            #"{"a":[1,-2,{"b":"\ud83d\ude00é\n"}],"c":null,"d":true,"数":"字"}"#.utf8)
        var refused = 0
        for _ in 0..<20_000 {
            var bytes = sound
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] =
                    UInt8.random(in: 0...255, using: &random)
            }
            let length = Int.random(in: 0...bytes.count, using: &random)
            if reason(Array(bytes.prefix(length))) != nil { refused += 1 }
        }
        #expect(refused > 15_000)
    }
}
