import Decisions
import Foundation
import Testing

/// The library as another program uses it: public names only.
@Suite struct EmbeddingTests {
    static let model = Data(
        """
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="n">
        <inputData name="损失金额" id="i"><variable name="损失金额" typeRef="number"/></inputData>
        <decision name="lane" id="d"><variable name="lane" typeRef="string"/>
        <informationRequirement><requiredInput href="#i"/></informationRequirement>
        <decisionTable hitPolicy="UNIQUE"><input><inputExpression typeRef="number">
        <text>损失金额</text></inputExpression></input><output name="lane"/>
        <rule><inputEntry><text>&lt; 2000</text></inputEntry>
        <outputEntry><text>"fast"</text></outputEntry></rule>
        <rule><inputEntry><text>>= 2000</text></inputEntry>
        <outputEntry><text>"usual"</text></outputEntry></rule>
        </decisionTable></decision></definitions>
        """.utf8)

    @Test func `the five lines of the documentation work`() throws {
        let model = try CompiledModel(Self.model)
        let evaluation = model.evaluation(at: DateAndTime("2026-11-26T10:00:00Z"))
        evaluation.set("损失金额", .integer(2000))
        #expect(evaluation.decide("lane").json == "\"usual\"")
        #expect(evaluation.explanation == "lane: (2000) rule 2 -> \"usual\"")
    }

    @Test func `one model answers many threads at once`() async throws {
        let model = try CompiledModel(Self.model)
        let place = try #require(model.input("损失金额"))
        let lane = try #require(model.input("lane"))
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    (0..<500).allSatisfy { turn in
                        let amount = Int64(task * 500 + turn)
                        let evaluation = model.evaluation(records: false)
                        evaluation[place] = .integer(amount)
                        return evaluation[lane].json == (amount < 2000 ? "\"fast\"" : "\"usual\"")
                    }
                }
            }
            for await right in group { #expect(right) }
        }
    }

    @Test func `a trace says of every cell whether it took its input`() throws {
        let evaluation = try CompiledModel(Self.model).evaluation()
        evaluation.set("损失金额", .integer(2000))
        _ = evaluation.decide("lane")
        let trace = try #require(evaluation.tables.first)
        #expect(evaluation.cells(of: trace) == [[false], [true]])
    }

    @Test func `recording does not change what is decided`() throws {
        let model = try CompiledModel(Self.model)
        for records in [true, false] {
            let evaluation = model.evaluation(records: records)
            try evaluation.set(json: Array("{\"损失金额\": 1999.99}".utf8))
            #expect(evaluation.decide("lane").json == "\"fast\"")
            #expect(evaluation.tables.count == (records ? 1 : 0))
        }
    }
}
