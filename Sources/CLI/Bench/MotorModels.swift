import Decisions
import Foundation
import Kernel

/// The table alone and within a graph of three decisions, for our engine and for zen-engine.
struct MotorModels {
    let table: MotorTable

    /// What a graph's first and last decision reckon: FEEL, and the same for zen-engine, where
    /// all that was reckoned before lies side by side.
    private struct Entry {
        let name: String
        let feel: String
        let zen: String
    }

    private static let risk = [
        Entry(name: "allClaims", feel: "claims + convictions", zen: "claims + convictions"),
        Entry(
            name: "insuredValue", feel: "vehicleValue - 500 * vehicleGroup",
            zen: "vehicleValue - 500 * vehicleGroup"),
        Entry(
            name: "young", feel: "if driverAge < 25 then 1 else 0",
            zen: "driverAge < 25 ? 1 : 0"),
    ]
    private static let quote = [
        Entry(name: "outcome", feel: "motor.outcome", zen: "outcome"),
        Entry(
            name: "premium", feel: "(vehicleValue / 100 + 200) * (100 + motor.loading) / 100",
            zen: "(vehicleValue / 100 + 200) * (100 + loading) / 100"),
        Entry(
            name: "excess", feel: "motor.excess + 250 * risk.young", zen: "excess + 250 * young"),
        Entry(name: "reason", feel: "motor.reason", zen: "reason"),
    ]

    // MARK: DMN

    /// One decision, `motor`.
    func dmn() throws -> Data { try table.sheet(named: "motor").model() }

    /// The decisions `risk`, `motor` and `quote`; the last one is asked for.
    func dmnGraph() throws -> Data {
        let sheet = String(
            decoding: try table.sheet(named: "motor", inGraph: true).model(), as: UTF8.self)
        guard let begin = sheet.range(of: "<decisionTable"),
            let end = sheet.range(of: "</decisionTable>")
        else {
            throw CommandFailure(Words("模型里没有决策表", "the model has no table"))
        }
        let inputs = MotorTable.names
        return Data(
            """
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="graph" \
            namespace="urn:motor">
            \(Self.contextType("risk", Self.risk.map { ($0.name, "number") }))
            \(Self.contextType("motor", MotorTable.outputs))
            \(inputs.map(Self.input).joined(separator: "\n"))
            \(Self.decision("risk", type: "tRisk", inputs, [], Self.context(Self.risk)))
            \(Self.decision(
                "motor", type: "tMotor", inputs, ["risk"],
                String(sheet[begin.lowerBound..<end.upperBound])))
            \(Self.decision(
                "quote", type: nil, inputs, ["risk", "motor"], Self.context(Self.quote)))
            </definitions>
            """.utf8)
    }

    private static func contextType(_ name: String, _ fields: [(String, String)]) -> String {
        let parts = fields.map {
            "<itemComponent name=\"\($0.0)\"><typeRef>\($0.1)</typeRef></itemComponent>"
        }
        return "<itemDefinition name=\"t\(name.capitalized)\">\(parts.joined())</itemDefinition>"
    }

    private static func input(_ name: String) -> String {
        let type = MotorTable.texts.contains { $0.name == name } ? "string" : "number"
        return "<inputData id=\"\(name)\" name=\"\(name)\">"
            + "<variable name=\"\(name)\" typeRef=\"\(type)\"/></inputData>"
    }

    private static func decision(
        _ name: String, type: String?, _ inputs: [String], _ decisions: [String], _ logic: String
    ) -> String {
        let type = type.map { " typeRef=\"\($0)\"" } ?? ""
        let requirements =
            inputs.map { "<requiredInput href=\"#\($0)\"/>" }
            + decisions.map { "<requiredDecision href=\"#\($0)\"/>" }
        return "<decision id=\"\(name)\" name=\"\(name)\"><variable name=\"\(name)\"\(type)/>"
            + requirements.map { "<informationRequirement>\($0)</informationRequirement>" }.joined()
            + logic + "</decision>"
    }

    private static func context(_ entries: [Entry]) -> String {
        let parts = entries.map {
            "<contextEntry><variable name=\"\($0.name)\"/><literalExpression><text>"
                + $0.feel.replacing("<", with: "&lt;")
                + "</text></literalExpression></contextEntry>"
        }
        return "<context>\(parts.joined())</context>"
    }

    // MARK: zen-engine

    /// Nothing between the request and the answer.
    func zenEmpty() throws -> Data { try Self.zen([]) }

    func zenTable() throws -> Data { try Self.zen([tableNode(inGraph: false)]) }

    func zenGraph() throws -> Data {
        try Self.zen([
            Self.expressions("risk", Self.risk, passes: true), tableNode(inGraph: true),
            Self.expressions("quote", Self.quote, passes: false),
        ])
    }

    /// Nodes one after the other.
    private static func zen(_ nodes: [[String: Any]]) throws -> Data {
        let all =
            [["id": "request", "type": "inputNode", "name": "request"]] + nodes
            + [["id": "answer", "type": "outputNode", "name": "answer"]]
        let ids = all.compactMap { $0["id"] as? String }
        let edges = zip(ids, ids.dropFirst()).map {
            ["id": "\($0)-\($1)", "type": "edge", "sourceId": $0, "targetId": $1]
        }
        return try JSONSerialization.data(withJSONObject: ["nodes": all, "edges": edges])
    }

    private static func expressions(_ name: String, _ entries: [Entry], passes: Bool)
        -> [String: Any]
    {
        [
            "id": name, "type": "expressionNode", "name": name,
            "content": [
                "passThrough": passes,
                "expressions": entries.map {
                    ["id": $0.name, "key": $0.name, "value": $0.zen]
                },
            ],
        ]
    }

    private func tableNode(inGraph: Bool) -> [String: Any] {
        let fields = MotorTable.names.map { name in
            inGraph
                ? MotorTable.reckoned[name]?.replacing("risk.", with: "") ?? name : name
        }
        return [
            "id": "motor", "type": "decisionTableNode", "name": "motor",
            "content": [
                "hitPolicy": "first", "passThrough": inGraph,
                "inputs": zip(MotorTable.names, fields).map {
                    ["id": "in-\($0)", "name": $0, "field": $1]
                },
                "outputs": MotorTable.outputs.map {
                    ["id": "out-\($0.0)", "name": $0.0, "field": $0.0]
                },
                "rules": table.rules.map { rule in
                    var row = [
                        "_id": rule.reason, "out-outcome": "\"\(rule.outcome)\"",
                        "out-loading": "\(rule.loading)", "out-excess": "\(rule.excess)",
                        "out-reason": "\"\(rule.reason)\"",
                    ]
                    for (name, cell) in zip(MotorTable.names, rule.cells) {
                        row["in-\(name)"] = cell.zen
                    }
                    return row
                },
            ] as [String: Any],
        ]
    }
}
