package import Kernel

/// Decides what follows for who answers for a breach. Nobody decides in their own matter.
package struct DecideBreach: Command {
    package static let statement = CommandStatement<DecideBreach>(
        "breaches.decide", Words("处理超时", "Decide a breach"),
        Words("对超时责任作出处理；责任人本人不得处理", "Decide what follows; never the responsible person"),
        duties: ["4.3.2b"], by: .held(by: .claimsSupervisor, .executive),
        on: .numbered(Breach.self, "breach", \.breach),
        fields: [
            .breach(\.breach), Field("measure", \.measure, Words("处理", "Measure")),
            .reason(\.reason),
        ])

    package var breach = ""
    package var measure = Breach.Measure.none
    package var reason = ""

    package init() {}

    package struct Facts: Sendable {
        let breach: Loaded<Breach>
        let work: [Loaded<WorkItem>]
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let breach: Loaded<Breach> = try transaction.subject(self.breach, context)
        return try Facts(
            breach: breach, work: WorkItem.open(of: CaseReference(breach.state), transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let staff = context.principal.staff else { throw .notYourPost }
        let breach = facts.breach
        let taken = try BreachWorkflow.main.take(.decide, in: breach.state.state, of: breach.state)
        let responsible = breach.explanation?.responsible
        try require(responsible != staff, else: .ownBreach)
        try require(
            measure == .none || measure == .compensation || responsible != nil,
            else: .nobodyResponsible)
        // Whoever answers for it is heard first, or had the time to speak.
        let until = breach.explanation?.statementBy ?? context.now
        try require(
            responsible == nil || breach.statement != nil || until < context.now,
            else: .statementOutstanding)
        var decision = Decision(
            changing: breach,
            .decided(.init(measure: measure, text: reason, by: staff, at: context.now)))
        decision.finish(
            facts.work, kinds: [BreachWorkflow.decideWork, BreachWorkflow.stateWork],
            step: taken.step.rawValue)
        decision.reason = reason
        return decision
    }
}

extension Refusal {
    static let ownBreach = Refusal(
        .forbidden, "breaches.own",
        Words("责任人不能处理自己的超时，请他人处理", "the responsible person does not decide; another must"))
    static let statementOutstanding = Refusal(
        .conflict, "breaches.statementOutstanding",
        Words(
            "责任人尚未陈述且陈述期未满，暂不能处理",
            "the responsible person has not spoken yet and still has time to; wait"))
    static let nobodyResponsible = Refusal(
        .conflict, "breaches.nobodyResponsible",
        Words(
            "没有责任人，只能选「不予处理」或「对客户赔偿损失」",
            "nobody answers for it: only no measure or compensation to the customer can follow"))
}
