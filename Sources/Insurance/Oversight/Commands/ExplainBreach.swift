package import Kernel

/// Says why a promise was not kept, and who answers for it.
package struct ExplainBreach: Command {
    package static let statement = CommandStatement<ExplainBreach>(
        "breaches.explain", Words("查明超时原因", "Explain a breach"),
        Words("写明超时原因和责任人", "State the cause of a breach and who answers for it"),
        duties: ["4.3.2a", "4.3.2b"], by: .held(by: .claimsSupervisor, .executive),
        on: .numbered(Breach.self, "breach", \.breach),
        fields: [
            .breach(\.breach), Field("cause", \.cause, Words("原因", "Cause")),
            Field(
                "responsible", optional: \.responsible,
                Words("责任人工号", "Responsible staff number"), .line(40),
                help: Words("公司原因时必填", "Required when the company caused it")),
            .reason(\.explanation, name: "explanation"),
        ])

    package var breach = ""
    package var cause = WorkWords.BreachCause.company
    package var responsible: String?
    package var explanation = ""

    package init() {}

    package struct Facts: Sendable {
        let breach: Loaded<Breach>
        let work: [Loaded<WorkItem>]
        let responsible: RosterEntry?
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let breach: Loaded<Breach> = try transaction.subject(self.breach, context)
        return try Facts(
            breach: breach, work: WorkItem.open(of: CaseReference(breach.state), transaction),
            responsible: responsible.flatMap { try RosterEntry.find(number: $0, transaction) })
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let staff = context.principal.staff else { throw .notYourPost }
        let breach = facts.breach
        let taken = try BreachWorkflow.main.take(.explain, in: breach.state.state, of: breach.state)
        try require(responsible == nil || facts.responsible != nil, else: .responsibleUnknown)
        try require(cause != .company || facts.responsible != nil, else: .responsibleMissing)
        var decision = Decision(
            changing: breach,
            .explained(
                .init(
                    cause: cause, responsible: facts.responsible?.id, text: explanation,
                    by: staff, at: context.now)))
        decision.finish(
            facts.work, kinds: [BreachWorkflow.explainWork], step: taken.step.rawValue)
        let item = BreachWorkflow.item(
            BreachWorkflow.decideWork, breach.state, Post(.executive), context)
        decision.open(WorkItem.self, .opened(item))
        return decision
    }
}

extension Field {
    /// The breach a command is about, by its number.
    static func breach(_ path: FieldPath<Owner, String>) -> Field {
        Field("breach", path, Words("超时记录号", "Breach number"), .line(40))
    }
}

extension Refusal {
    static let responsibleUnknown = Refusal(
        .missing, "breaches.responsibleUnknown",
        Words("找不到该责任人，请核对工号", "there is no active colleague with this number; check it"))
    static let responsibleMissing = Refusal(
        .invalid, "breaches.responsibleMissing",
        Words("公司原因造成的超时须写明责任人", "a breach the company caused needs somebody who answers for it"))
}
