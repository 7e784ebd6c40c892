import Foundation
import Testing

@testable import Decisions

/// Models of DMN written for a test.
enum ModelText {
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
    }

    static func definitions(_ content: String) -> Data {
        Data(
            """
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="n">
            \(content)</definitions>
            """.utf8)
    }

    /// The value of one expression, and why values are null.
    static func evaluate(_ text: String) throws -> (value: Value, diagnostics: [String]) {
        let model = try CompiledModel(
            definitions(
                """
                <decision name="d" id="d"><variable name="d"/><literalExpression>
                <text>\(escaped(text))</text></literalExpression></decision>
                """))
        let evaluation = model.evaluation(at: DateAndTime("2026-11-26T10:00:00Z"))
        let value = evaluation.decide("d")
        return (value, model.problems.map(\.message) + evaluation.diagnostics.map(\.message))
    }

    /// A table of a decision `d`, its columns inputs of their names.
    static func table(
        _ columns: [(name: String, type: String)], _ rules: [(cells: [String], output: String)],
        policy: String = "FIRST"
    ) -> Data {
        let inputs = columns.map {
            "<inputData name=\"\($0.name)\" id=\"\($0.name)\">"
                + "<variable name=\"\($0.name)\" typeRef=\"\($0.type)\"/></inputData>"
        }
        let needs = columns.map {
            "<informationRequirement><requiredInput href=\"#\($0.name)\"/>"
                + "</informationRequirement>"
        }
        let clauses = columns.map {
            "<input><inputExpression><text>\($0.name)</text></inputExpression></input>"
        }
        let rows = rules.map { rule in
            "<rule>"
                + rule.cells.map { "<inputEntry><text>\(escaped($0))</text></inputEntry>" }.joined()
                + "<outputEntry><text>\(escaped(rule.output))</text></outputEntry></rule>"
        }
        return definitions(
            inputs.joined() + "<decision name=\"d\" id=\"d\"><variable name=\"d\"/>"
                + needs.joined() + "<decisionTable hitPolicy=\"\(policy)\">" + clauses.joined()
                + "<output name=\"o\"/>" + rows.joined() + "</decisionTable></decision>")
    }
}
