import Foundation
import Testing

@testable import Decisions

@Suite struct ExpressionTests {
    @Test(arguments: [
        ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1,1,2,6,24]"),
        ("{a b: 1, c: a b + 1}.c", "2"),
        ("{a+b: 1}.a+b", "1"),
        ("[{x: 1, y: 2}, {x: 2, y: 3}][x = 2].y", "[3]"),
        ("(function(x: number) x + 1)(2)", "3"),
        ("{f: function(n) if n = 0 then 1 else n * f(n - 1), r: f(5)}.r", "120"),
        ("for i in [1, 2] return (function() i)()", "[1,2]"),
        ("{fs: for i in [1, 2] return function() i, r: for f in fs return f()}.r", "[1,2]"),
        ("5 in (< 3, > 4)", "true"),
        ("\"a\" in (\"b\", \"a\")", "true"),
        ("1 = \"1\"", "null"),
        ("-3 ** 2", "9"),
        ("2 ** 3 ** 2", "64"),
        ("date(\"2020-01-31\") + @\"P1M\"", "\"2020-02-29\""),
        ("@\"2020-03-29T01:59:59@Asia/Dhaka\" + @\"PT1S\"", "\"2020-03-29T02:00:00@Asia/Dhaka\""),
        ("string({a: \"x\", b: [1, @\"P1D\"]})", "\"{a: \\\"x\\\", b: [1, P1D]}\""),
        ("range(\"[1..3]\") = [1..3]", "true"),
        ("sort([3, 1, 2], function(x, y) x > y)", "[3,2,1]"),
        ("context put({a: {b: 1}}, [\"a\", \"b\"], 2)", "{\"a\":{\"b\":2}}"),
        ("day of week(date(2026, 11, 26))", "\"Thursday\""),
        ("week of year(date(2005, 1, 1))", "53"),
        ("some x in [1, 2] satisfies x = 2 or x", "true"),
        ("if null then 1 else 2", "2"),
        ("\"\\uD83D\\uDE00\" = \"😀\"", "true"),
        ("/* a */ 1 // b\n + 1", "2"),
    ])
    func `an expression has its value`(_ text: String, _ json: String) throws {
        #expect(try ModelText.evaluate(text).value.json == json, "\(text)")
    }

    @Test(arguments: [
        "1 + \"a\"", "10 / 0", "sqrt(-1)", "date(2017, 2, 29)", "nothing", "abs(n: \"a\")",
        "abs(m: 1)", "abs(1, 2)", "[1, 2][5]", "\"a\" < 1", "not(1)", "(1)(2)", "{a: 1}.b",
        "for i in [2..1] return i", "1e6144 * 10", "range(\"[3..1]\")", "matches(\"a\", \"[\")",
        "replace(\"a\", \".*\", \"b\")",
    ])
    func `a null says why it is null`(_ text: String) throws {
        let result = try ModelText.evaluate(text)
        #expect(result.value.isNull)
        #expect(!result.diagnostics.isEmpty)
    }

    @Test func `endless recursion ends as null with a diagnostic`() throws {
        let result = try ModelText.evaluate("{f: function(n) f(n + 1), r: f(1)}.r")
        #expect(result.value.isNull)
        #expect(result.diagnostics.contains { $0.contains("nested too deeply") })
    }

    @Test func `an endless iteration ends as null with a diagnostic`() throws {
        let result = try ModelText.evaluate("count(for i in 1..10000000000 return i)")
        #expect(result.value.isNull)
        #expect(result.diagnostics.contains { $0.contains("steps") })
    }

    @Test(arguments: [
        String(repeating: "(", count: 5000), String(repeating: "[", count: 5000),
        String(repeating: "-", count: 5000) + "1", "{a:" + String(repeating: "{a:", count: 9999),
        "\"", "\"\\u12", "@\"", "1..", "[1..", "]", "(", "for", "for i in", "if", "function(",
        "{", "a.", "1 instance of", "/*", "not(", "😀", "1e999999999", "\u{FEFF}",
        "x between", "some x in [1] satisfies",
    ])
    func `what cannot be read is told with line and column and never traps`(_ text: String) throws {
        let result = try ModelText.evaluate(text)
        #expect(result.value.isNull)
    }

    @Test func `a problem has line and column`() throws {
        let model = try CompiledModel(
            ModelText.definitions(
                """
                <decision name="d" id="d"><variable name="d"/>
                <literalExpression><text>1 +
                 * 2</text></literalExpression></decision>
                """))
        #expect(model.problems.map(\.description) == [
            "d: line 2, column 2: an expression was expected, not '*'"
        ])
    }

    @Test func `renaming everything changes nothing`() throws {
        func run(_ names: [String]) throws -> String {
            let model = try CompiledModel(
                ModelText.table(
                    [(names[0], "number"), (names[1], "string")],
                    [(["< 10", "\"a\""], names[0] + " + 1"), (["-", "-"], "0")]))
            let evaluation = model.evaluation()
            evaluation.set(names[0], .integer(Int64(4)))
            evaluation.set(names[1], .string("a"))
            return evaluation.decide("d").json
        }
        let plain = try run(["age", "zone"])
        #expect(plain == "5")
        #expect(try run(["年 龄", "地区"]) == plain)
        #expect(try run(["in progress", "a-b"]) == plain)
        #expect(try run(["date of birth", "list"]) == plain)
    }
}
