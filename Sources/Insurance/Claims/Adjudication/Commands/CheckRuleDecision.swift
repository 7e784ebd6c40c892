package import Kernel

/// 抽查: a person looks at what a rule decided, and agrees or not. The money has gone; a wrong
/// decision is put right by reopening the claim and by better rules.
package struct CheckRuleDecision: Command {
    package static let statement = CommandStatement<CheckRuleDecision>(
        "claims.checkRuleDecision", Words("抽查规则核赔", "Check a decision by rule"),
        Words(
            "事后复核规则核赔的结论，同意或不同意并说明",
            "Look at a decision by rule afterwards: agree or disagree, and why"),
        duties: ["4.2.3a", "1.3.4"], keeps: .evidence,
        by: .held(by: .claimsApprover, .claimsSupervisor, .auditor),
        on: .numbered(RuleDecision.self, "decision", \.decision),
        fields: [
            Field("decision", \.decision, Words("规则核赔编号", "Number of the decision"), .line(60)),
            Field("agrees", \.agrees, Words("同意规则结论", "Agrees with the rule")),
            Field(
                "finding", \.finding, Words("复核意见", "Finding"), .lines(2000),
                help: Words("不要写入客户个人信息", "Do not write customers' personal data here")),
        ])

    package var decision = ""
    package var agrees = false
    package var finding = ""

    package struct Facts: Sendable {
        let decision: Loaded<RuleDecision>
        let work: [Loaded<WorkItem>]
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let found: Loaded<RuleDecision> = try transaction.subject(decision, context)
        return try Facts(
            decision: found, work: WorkItem.open(of: CaseReference(found.state), transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let person = context.principal.staff else { throw .notYourPost }
        try require(facts.decision.state.state != .declined, else: .nothingRuled)
        try require(facts.decision.state.state == .decided, else: .checkedAlready)
        try WorkItem.require(signed: facts.work, kinds: [AdjudicationTasks.checkRule])
        var decision = Decision(
            changing: facts.decision,
            .checked(.init(agrees: agrees, finding: finding, by: person, at: context.now)))
        decision.finish(facts.work, kinds: [AdjudicationTasks.checkRule], step: "check")
        return decision
    }
}

extension Refusal {
    static let nothingRuled = Refusal(
        .conflict, "claims.nothingRuled",
        Words("规则已转人工，无结论可复核", "the rules left it to people: nothing to check"))
    static let checkedAlready = Refusal(
        .conflict, "claims.checkedAlready", Words("该结论已复核", "this decision was checked already"))
}
