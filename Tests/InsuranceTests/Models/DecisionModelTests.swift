import Decisions
import Foundation
import Kernel
import Testing

@testable import Insurance

/// The models that claims ask, and what is kept of it.
struct DecisionModelTests {
    @Test(arguments: DecisionModel.all.map(\.code))
    func `a shipped model is understood whole and leaves nothing open`(code: String) throws {
        let shipped = try #require(DecisionModel.named(code))
        let model = try CompiledModel(Data(shipped.document), analyses: true)
        #expect(model.problems.map(\.description) == [])
        #expect(model.findings.map(\.description) == [])
        #expect(model.decisions.contains(shipped.decision))
    }

    @Test func `a claim's complexity follows its reserve and the product's own amounts`() throws {
        let product = Scene.product
        func triaged(_ minor: Int64) throws -> Complexity {
            try Complexity.triage(Money(minor: minor), product).0
        }
        let (simple, complex) = (product.simpleUpTo.minor, product.complexAbove.minor)
        #expect(try triaged(simple) == .simple)
        #expect(try triaged(simple + 1) == .normal)
        #expect(try triaged(complex) == .normal)
        #expect(try triaged(complex + 1) == .complex)
    }

    @Test func `registering keeps what each model was asked and answered`() throws {
        let stage = try Scene.claimRegistered.stage
        let kept = try #require(stage.modelDecisions.first)
        #expect(stage.modelDecisions.count == 1)
        #expect(kept.subject.number == stage.claim?.number)
        #expect(kept.command == "claims.registerClaim")
        #expect(
            kept.runs.map(\.model) == [
                "claim-triage", "document-checklist", "investigation-proposal",
            ])
        #expect(kept.runs.allSatisfy { !$0.tables.isEmpty && $0.edition.count == 12 })
        #expect(kept.runs[0].outcome == "\"\(stage.claim?.complexity.rawValue ?? "")\"")
    }

    @Test func `a claim whose complexity a person gave asks no model for it`() throws {
        var stage = try Scene.noticeReceived.stage
        var command = RegisterClaim.claim()
        command.complexity = .complex
        try stage.act(command, by: .zhao)
        #expect(stage.claim?.complexity == .complex)
        #expect(
            stage.modelDecisions.first?.runs.map(\.model) == [
                "document-checklist", "investigation-proposal",
            ])
    }

    @Test func `a kept run can be asked again and says of each cell what it answered`() throws {
        let (_, run) = try Complexity.triage(Money(minor: 4_000_00), Scene.product)
        let tables = try #require(DecisionModel.claimTriage.explain(run))
        let table = try #require(tables.first)
        #expect(table.inputs.map(\.title.zh) == ["准备金"])
        #expect(table.inputs.map(\.value) == ["4000"])
        #expect(table.rules.map(\.isMatched) == [false, true, false])
        #expect(table.rules.map { $0.cells.map(\.holds) } == [[false], [true], [nil]])
        for rule in table.rules { expectBothLanguages(rule.note) }
    }

    @Test func `a run of another edition or with another outcome is not explained`() throws {
        let (_, run) = try Complexity.triage(Money(minor: 4_000_00), Scene.product)
        let older = ModelRun(
            model: run.model, edition: "000000000000", inputs: run.inputs, tables: run.tables,
            outcome: run.outcome)
        #expect(DecisionModel.claimTriage.explain(older) == nil)
        let altered = ModelRun(
            model: run.model, edition: run.edition, inputs: run.inputs, tables: run.tables,
            outcome: "\"other\"")
        #expect(DecisionModel.claimTriage.explain(altered) == nil)
    }

    @Test func `a model without an answer refuses instead of guessing`() throws {
        do throws(Refusal) {
            _ = try DecisionModel.claimTriage.decide([
                ("reserve", .null), ("simple up to", .null), ("complex above", .null),
                ("no such input", .null),
            ])
            Issue.record("an unknown input was taken")
        } catch {
            #expect(error.id == "models.unusable")
            expectBothLanguages(error.message)
        }
    }
}
