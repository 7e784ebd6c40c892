import Foundation
import Testing

@testable import Decisions

/// Texts and documents that somebody, or chance, has spoilt: they are refused, and nothing traps.
@Suite struct HostileModelTests {
    static let pieces = [
        "9223372036854775807", "1e6144", "1e-6176", "null", "[]", "{}", "(", ")", "[", "]", "..",
        "@\"P999999999Y\"", "@\"-999999999-01-01\"", "duration(\"P9223372036854775807D\")", "-",
        "**", "\"", "\\", "for i in 1..9 return ", "?", "not(", ",", "function(x) x", "😀", "item",
        "time(24, 0, 0, null)", "sublist([1], 9223372036854775807)", "substring(\"a\", -1, 1)",
        "round up(5.5, 6176)", "matches(\"a\", \"(a*)*{1000}\")", "partial[-1]", " instance of ",
        "list<", "string", "day of week(", "<", ">=", "=", " in ", " between ", " and ", "1", " ",
    ]

    @Test(arguments: 0..<8) func `an expression put together by chance never traps`(
        _ seed: UInt64
    ) throws {
        var generator = SmallGenerator(state: seed)
        for _ in 0..<300 {
            let count = Int.random(in: 1...12, using: &generator)
            let text = (0..<count).map { _ in
                Self.pieces.randomElement(using: &generator) ?? ""
            }.joined()
            let model = try CompiledModel(
                ModelText.table([("n", "number")], [([text], text), (["-"], "1")]),
                analyses: true)
            let evaluation = model.evaluation()
            evaluation.set("n", .integer(Int64(1)))
            // Either there is a result, or it is said why there is none.
            let result = evaluation.decide("d")
            #expect(!result.isNull || !evaluation.diagnostics.isEmpty || text == "null")
        }
    }

    @Test func `a document of more than ten megabytes is read`() throws {
        let remark = "<description>" + String(repeating: "x", count: 100) + "</description>"
        let document = ModelText.definitions(String(repeating: remark, count: 90_000))
        #expect(document.count > 11_000_000)
        #expect(try CompiledModel(document).problems.isEmpty)
    }

    @Test(arguments: 0..<4) func `a document with spoilt bytes never traps`(_ seed: UInt64) {
        var generator = SmallGenerator(state: seed &+ 100)
        for _ in 0..<300 {
            var bytes = EmbeddingTests.model
            for _ in 0..<4 {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[place] = UInt8.random(in: 0...255, using: &generator)
            }
            guard let model = try? CompiledModel(bytes, analyses: true) else { continue }
            let evaluation = model.evaluation()
            for name in model.decisions { _ = evaluation.decide(name) }
        }
    }

    @Test(arguments: [
        "<a", "", "not XML", "<a></b>", "<definitions>" + String(repeating: "<a>", count: 1000),
        "<!DOCTYPE a [<!ENTITY b \"c\">]><definitions>&b;</definitions>", "<other/>",
    ])
    func `what is no model is refused with a reason`(_ text: String) {
        #expect(throws: ModelError.self) { try CompiledModel(Data(text.utf8)) }
    }

    @Test(arguments: [
        "", "{", "{\"a\"", "{\"a\":}", "[1,]", "01", "1.", "-", "tru", "\"", "\"\\u12\"", "\"\n\"",
        "{\"a\":1}x", "1e99999", String(repeating: "[", count: 10_000),
    ])
    func `what is no JSON is refused with its place`(_ text: String) {
        #expect(throws: JSONError.self) { try Value(json: Array(text.utf8)) }
    }

    @Test func `decisions in a circle end with a diagnostic`() throws {
        func decision(_ name: String, needs other: String) -> String {
            """
            <decision name="\(name)" id="\(name)"><variable name="\(name)"/>
            <informationRequirement><requiredDecision href="#\(other)"/></informationRequirement>
            <literalExpression><text>\(other) + 1</text></literalExpression></decision>
            """
        }
        let model = try CompiledModel(
            ModelText.definitions(decision("a", needs: "b") + decision("b", needs: "a")))
        let evaluation = model.evaluation()
        #expect(evaluation.decide("a").isNull)
        #expect(evaluation.diagnostics.contains { $0.message == "'a' depends on itself" })
    }
}
