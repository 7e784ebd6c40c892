import Kernel
import TestSupport
import Testing

struct JSONCanonicalTests {
    @Test func `texts carry the shortest escapes`() throws {
        let json = try JSON.parse(
            #""\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/\b\f\r\t\u007f\u0000""#)
        #expect(
            json.canonicalText == "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\\b\\f\\r\\t\u{7F}\\u0000\"")
    }

    @Test func `names stand in the order of their UTF-16 code units`() throws {
        // The example of RFC 8785 section 3.2.3: the emoji (D83D) stands before U+FB33.
        let json = try JSON.parse(
            """
            {"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"\\u0080":6,"\\u00f6":7}
            """)
        #expect(
            json.canonicalText
                == "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{F6}\":7,\"€\":1,\"😀\":5,\"\u{FB33}\":3}")
    }

    @Test func `the order agrees with UTF-16 on all pairs of telling characters`() {
        let names = [
            "", "a", "aa", "b", "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}",
            "\u{FFFF}", "\u{10000}", "\u{10FFFF}", "a\u{E000}", "a\u{10000}", "e\u{301}", "\u{E9}",
        ]
        for left in names {
            for right in names {
                #expect(
                    JSON.precedes(left, right)
                        == left.utf16.lexicographicallyPrecedes(right.utf16))
            }
        }
    }

    @Test func `whole numbers are written in full`() {
        #expect(JSON.integer(.min).canonicalText == "-9223372036854775808")
        #expect(JSON.integer(.max).canonicalText == "9223372036854775807")
        #expect(JSON.integer(0).canonicalText == "0")
        #expect(JSON.array([-10, 905, .null, true]).canonicalText == "[-10,905,null,true]")
    }

    @Test func `an object keeps the last of equal names and can be changed`() {
        var object: JSON.Object = ["b": 1, "a": 2, "b": 3]
        #expect(object.members.map(\.name) == ["a", "b"])
        #expect(object["b"] == 3)
        object["aa"] = 4
        object["a"] = nil
        object["c"] = nil
        #expect(JSON.object(object).canonicalText == #"{"aa":4,"b":3}"#)
    }

    @Test func `random values come back from their canonical bytes as they were`() throws {
        var random = Seeded(11)
        for _ in 0..<2_000 {
            let json = JSON.random(depth: 4, using: &random)
            let again = try JSON.parse(json.canonical)
            #expect(again == json)
            #expect(again.canonical == json.canonical)
        }
    }
}

extension JSON {
    /// Any value, with the characters that make trouble.
    static func random(depth: Int, using random: inout Seeded) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &random))
        case 3: return .integer(Int64.random(in: -9...9, using: &random))
        case 4: return .string(text(using: &random))
        case 5:
            return .array(
                (0..<Int.random(in: 0..<4, using: &random)).map { _ in
                    JSON.random(depth: depth - 1, using: &random)
                })
        default:
            var object = Object()
            for _ in 0..<Int.random(in: 0..<5, using: &random) {
                object[text(using: &random)] = JSON.random(depth: depth - 1, using: &random)
            }
            return .object(object)
        }
    }

    private static func text(using random: inout Seeded) -> String {
        let letters: [Unicode.Scalar] = [
            "a", "\"", "\\", "/", "\u{0}", "\u{1F}", "\n", "\u{7F}", "é", "理", "\u{301}",
            "\u{2028}", "\u{E000}", "\u{FFFF}", "😀", "\u{10FFFF}",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0..<8, using: &random) {
            letters.randomElement(using: &random).map { text.unicodeScalars.append($0) }
        }
        return text
    }
}
