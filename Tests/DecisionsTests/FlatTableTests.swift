import Foundation
import Testing

@testable import Decisions

/// Tables that their indexes decide alone, against the same tables with a cell that keeps them
/// from it.
@Suite struct FlatTableTests {
    static let rules: [(cells: [String], output: String)] = [
        (["< 5", "\"a\"", "true"], "1"),
        (["[5..10]", "not(\"a\", \"a rather long text\")", "-"], "2"),
        (["2.5", "\"ä\", \"a rather long text\"", "-"], "3"), (["> 100", "-", "false"], "4"),
    ]
    static let inputs = [("n", "number"), ("t", "string"), ("f", "boolean")]

    private static func answers(_ evaluation: Evaluation, _ values: [Value]) -> (Value, [[Int]]) {
        evaluation.clear()
        for (input, value) in zip(inputs, values) { evaluation.set(input.0, value) }
        return (evaluation.decide("d"), evaluation.tables.map(\.rules))
    }

    @Test(arguments: ["FIRST", "UNIQUE"])
    func `what the indexes decide alone is what testing every cell decides`(
        _ policy: String
    ) throws {
        let flat = try CompiledModel(ModelText.table(Self.inputs, Self.rules, policy: policy))
        // Never true, but no index knows that.
        let tested = Self.rules + [(["? != ?", "-", "-"], "5")]
        let slow = try CompiledModel(ModelText.table(Self.inputs, tested, policy: policy))
        let numbers = ["-1", "0", "2.5", "2.50", "4.999", "5", "10", "10.1", "101", "1e30"]
            .map { Value.optional(Decimal128(Substring($0))) }
        let texts = ["a", "ä", "a\u{308}", "a rather long text", "a rather long texu", ""]
            .map(Value.string)
        let one = flat.evaluation()
        let two = slow.evaluation()
        var decided = 0
        for number in numbers + [.null] {
            for text in texts + [.null] {
                for flag in [Value.boolean(true), .boolean(false), .null] {
                    let (left, right) = (
                        Self.answers(one, [number, text, flag]),
                        Self.answers(two, [number, text, flag])
                    )
                    #expect(left.0.json == right.0.json)
                    #expect(left.1 == right.1)
                    if !left.0.isNull { decided += 1 }
                }
            }
        }
        #expect(decided > 30)
    }

    @Test func `rules take what a plain reading of them takes`() throws {
        let model = try CompiledModel(ModelText.table(Self.inputs, Self.rules, policy: "FIRST"))
        let evaluation = model.evaluation()
        for tenths in [-10, 0, 25, 49, 50, 51, 99, 100, 101, 1000, 1001] {
            for text in ["a", "ä", "a\u{308}", "a rather long text", "a rather long texu", ""] {
                for flag in [true, false] {
                    let others = text != "a" && text != "a rather long text"
                    // As Swift compares them, "ä" and "a\u{308}" would be the same.
                    let third = text.utf8.count == 2 || text == "a rather long text"
                    let expected =
                        tenths < 50 && text == "a" && flag
                        ? "1"
                        : (50...100).contains(tenths) && others
                            ? "2"
                            : tenths == 25 && third ? "3" : tenths > 1000 && !flag ? "4" : "null"
                    let number = Decimal128(Substring("\(tenths)e-1")).map(Value.number)
                    let answer = Self.answers(
                        evaluation, [number ?? .null, .string(text), .boolean(flag)])
                    #expect(answer.0.json == expected, "\(tenths) \(text) \(flag)")
                }
            }
        }
    }

    @Test func `an evaluation that is cleared knows nothing of the question before`() throws {
        let model = try CompiledModel(ModelText.table(Self.inputs, Self.rules, policy: "FIRST"))
        let evaluation = model.evaluation()
        evaluation.set("n", .integer(7))
        evaluation.set("t", .string("b"))
        evaluation.set("f", .boolean(true))
        #expect(evaluation.decide("d").json == "2")
        evaluation.clear()
        #expect(evaluation.decide("d").isNull)
        #expect(evaluation.tables.allSatisfy { $0.rules.isEmpty })
        #expect(!evaluation.diagnostics.isEmpty)
    }

    @Test func `the cells of a table that was decided by its indexes are told when asked`() throws {
        let model = try CompiledModel(ModelText.table(Self.inputs, Self.rules, policy: "FIRST"))
        let evaluation = model.evaluation()
        for (name, value) in [
            ("n", Value.integer(7)), ("t", .string("a")), ("f", .boolean(false)),
        ] { evaluation.set(name, value) }
        #expect(evaluation.decide("d").isNull)
        evaluation.clear()
        for (name, value) in [
            ("n", Value.integer(7)), ("t", .string("b")), ("f", .boolean(false)),
        ] { evaluation.set(name, value) }
        #expect(evaluation.decide("d").json == "2")
        let trace = try #require(evaluation.tables.first)
        #expect(trace.rules == [2])
        #expect(
            evaluation.cells(of: trace) == [
                [false, false, false], [true, true, nil], [false, false, nil],
                [false, nil, true],
            ])
    }

    @Test(arguments: [
        ("\"x\"", "\"x\""), ("0.10", "0.1"), ("-3", "-3"), ("1234.5600", "1234.56"),
        ("-0.05", "-0.05"), ("18446744073709551615", "18446744073709551615"),
        ("1e20", "100000000000000000000"), ("0.0000000000000000001", "0.0000000000000000001"),
    ]) func `numbers are written as JSON without digits that say nothing`(
        _ expression: String, _ json: String
    ) throws {
        let value = try Value(json: Array(expression.utf8))
        #expect(value.json == json)
    }
}
