import Decisions
import Kernel

extension DecisionModel {
    package static let claimTriage = DecisionModel(
        "claim-triage", Words("案件分类", "claim triage"), deciding: "complexity",
        PackageResources.ClaimTriage_dmn)
    package static let investigationProposal = DecisionModel(
        "investigation-proposal", Words("调查建议", "investigation proposal"),
        deciding: "proposal", PackageResources.InvestigationProposal_dmn)
    package static let documentChecklist = DecisionModel(
        "document-checklist", Words("资料清单", "document checklist"), deciding: "checklist",
        PackageResources.DocumentChecklist_dmn)
}

extension Complexity {
    /// 案件分类: what a claim's reserve makes of it under its product.
    static func triage(
        _ reserve: Money, _ product: Product
    ) throws(Refusal) -> (Complexity, ModelRun) {
        let model = DecisionModel.claimTriage
        let (outcome, run) = try model.decide([
            ("reserve", .amount(reserve)), ("simple up to", .amount(product.simpleUpTo)),
            ("complex above", .amount(product.complexAbove)),
        ])
        guard let complexity: Complexity = outcome.choice() else {
            throw .modelSilent(model.title, run.outcome)
        }
        return (complexity, run)
    }
}

extension InvestigationPlan {
    /// Each means once, with the first ground for it. Empty: nothing speaks for investigating.
    static func propose(
        _ facts: Circumstances
    ) throws(Refusal) -> (proposed: [Proposed], run: ModelRun) {
        let (outcome, run) = try DecisionModel.investigationProposal.decide([
            ("line", .choice(facts.line)), ("cause", .choice(facts.cause)),
            ("complexity", .choice(facts.complexity)),
            ("reserve", .amount(Money(minor: facts.reserveMinor))),
            ("hours until reported", .number(Decimal128(facts.hoursUntilReported))),
            ("police report missing", .boolean(facts.lacksPoliceReport)),
        ])
        guard case .list(let proposals) = outcome else {
            throw .modelSilent(DecisionModel.investigationProposal.title, run.outcome)
        }
        var proposed: [Proposed] = []
        for one in proposals {
            guard let kind: InvestigationTask.Kind = one["means"].choice(),
                let ground: Ground = one["ground"].choice()
            else { throw .modelSilent(DecisionModel.investigationProposal.title, one.json) }
            proposed.append(Proposed(kind: kind, ground: ground))
        }
        return (proposed, run)
    }
}

extension Checklist {
    /// Which papers of the product the situation needs, by their codes.
    static func needed(
        _ papers: [RequiredDocument], _ situation: Situation
    ) throws(Refusal) -> (codes: Set<String>, run: ModelRun) {
        let model = DecisionModel.documentChecklist
        let (outcome, run) = try model.decide([
            ("papers", .list(papers.map(\.asked))), ("cause", .choice(situation.cause)),
            ("claimant", .choice(situation.claimant)),
            ("coverages", .names(situation.coverages.sorted())),
        ])
        guard case .list(let answers) = outcome, answers.count == papers.count else {
            throw .modelSilent(model.title, run.outcome)
        }
        return (Set(answers.filter { $0["needed"].isTrue }.compactMap { $0["code"].text }), run)
    }
}

extension RequiredDocument {
    fileprivate var asked: Value {
        .context(
            Decisions.Context([
                ("code", .string(code)), ("causes", .names(causes?.map(\.rawValue))),
                ("claimants", .names(claimants?.map(\.rawValue))),
                ("coverages", .names(coverages)),
            ]))
    }
}
