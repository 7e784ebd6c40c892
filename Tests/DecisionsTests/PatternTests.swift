import Testing

@testable import Decisions

@Suite struct PatternTests {
    @Test(arguments: [
        ("abc", "", "xabcx", true), ("^abc$", "", "xabcx", false), ("a.c", "", "a\nc", false),
        ("a.c", "s", "a\nc", true), ("^b$", "m", "a\nb\nc", true), ("ABC", "i", "abc", true),
        ("[A-Z-[OI]]", "", "O", false), ("[A-Z-[OI]]", "", "P", true),
        ("[a-z-[m-p]]+$", "i", "Q", true), ("(a|b)\\1", "", "aa", true),
        ("(a|b)\\1", "", "ab", false), ("(a)\\1", "i", "aA", true), ("\\p{Lu}", "", "a", false),
        ("\\p{IsCJKUnifiedIdeographs}+", "", "保险", true), ("\\P{L}", "", "a", false),
        ("\\i\\c*", "", "_a1", true), ("\\d{2,3}", "", "1", false), ("a{2}", "", "aa", true),
        ("a b", "x", "ab", true), ("a.b", "q", "a.b", true), ("a.b", "q", "axb", false),
        ("(?:a|b)+?c", "", "abac", true), ("[^a]", "i", "A", false), ("\\w", "", "-", false),
        ("(a*)*b", "", "aaaa", false), ("", "", "", true), ("^(.*)$", "s", "a\nb", true),
        ("\\$", "", "$", true), ("[\\d-]", "", "-", true), ("a|b|", "", "", true),
    ])
    func `a pattern matches what XPath says`(
        _ pattern: String, _ flags: String, _ text: String, _ found: Bool
    ) throws {
        #expect(try RegularExpression(pattern, flags: flags).matches(text) == found)
    }

    @Test(arguments: [
        "[", "(", ")", "a**", "*", "a{2,1}", "a{1001}", "\\k", "\\b", "(?=a)", "(?<n>a)", "\\1",
        "(\\1)", "[b-a]", "\\p{Foo}", "\\p{IsNowhere}", "a{", "}", "]", "[]", "[a-z-[b]c]", "\\",
        "a{99999999999999999999}", String(repeating: "(", count: 10_000),
        String(repeating: "[a-[", count: 10_000), "(((a{1000}){1000}){1000})",
    ])
    func `what XPath does not know is refused`(_ pattern: String) {
        #expect(throws: PatternError.self) { try RegularExpression(pattern) }
    }

    @Test func `a pattern that would run for ever is given up`() throws {
        let text = String(repeating: "a", count: 40)
        #expect(try RegularExpression("(a+)+b").matches(text) == nil)
    }

    @Test func `a long text needs no deep stack`() throws {
        let text = String(repeating: "ab", count: 50_000)
        #expect(try RegularExpression("^(a|b)*$").matches(text) == true)
    }

    @Test func `groups stand in replacements`() throws {
        let pattern = try RegularExpression("(\\d+)-(\\d+)")
        #expect(try pattern.replaced(in: "10-20 x 3-4", by: "$2/$1\\$") == "20/10$ x 4/3$")
        #expect(throws: PatternError.self) { try pattern.replaced(in: "1-2", by: "\\n") }
        #expect(throws: PatternError.self) { try pattern.replaced(in: "1-2", by: "$") }
    }

    @Test func `a text is split between the matches`() throws {
        #expect(try RegularExpression(",").split(",a,,b,") == ["", "a", "", "b", ""])
        #expect(throws: PatternError.self) { try RegularExpression("x*").split("axb") }
    }
}
