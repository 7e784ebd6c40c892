package import Kernel

/// 标记疑点: somebody who works on the claim finds it odd and says why. It then goes to people and
/// to a panel; it is never refused for that.
package struct DoubtClaim: Command {
    package static let statement = CommandStatement<DoubtClaim>(
        "claims.doubt", Words("标记疑点", "Mark a doubt"),
        Words(
            "说明疑点；案件须会商后核赔，不因标记而拒赔",
            "Say what is odd: the claim is then discussed by a panel, never refused for the mark"),
        duties: ["4.2.3b", "4.4.1a"],
        by: .held(
            by: .claimsHandler, .registrationClerk, .lossAssessor, .lossVerifier, .claimCalculator,
            .claimsApprover, .claimsSupervisor, .surveyor, .investigator, .specialInvestigator),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim),
            Field(
                "reason", \.reason, Words("疑点", "Doubt"), .lines(1000),
                help: Words("不要写入客户个人信息", "Do not write customers' personal data here")),
        ])

    package var claim = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ClaimFacts {
        try ClaimFacts.gather(claim, context, transaction)
    }

    package func decide(_ facts: ClaimFacts, _ context: Context) throws(Refusal) -> Decision {
        let person = try facts.actor(context)
        let claim = facts.claim.state
        var decision = Decision()
        try facts.take(.doubt, &decision, context)
        try require(!claim.doubts.contains { $0.by == person }, else: .doubtedAlready)
        try require(claim.doubts.count < 20, else: .doubtsEnough)
        decision.change(
            facts.claim, .doubted(Doubt(by: person, reason: reason, at: context.now)))
        decision.reason = reason
        if claim.state == .inApproval { facts.callPanel([.doubtful], &decision, context) }
        return decision
    }
}

/// 解除疑点: another person has cleared the doubt, and says how.
package struct LiftDoubt: Command {
    package static let statement = CommandStatement<LiftDoubt>(
        "claims.liftDoubt", Words("解除疑点", "Lift a doubt"),
        Words("由另一人说明疑点已查清", "Another person says how the doubt was cleared"),
        duties: ["4.2.3b"], by: .held(by: .claimsSupervisor, .specialInvestigator),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [.claim(\.claim), .reason(\.reason)])

    package var claim = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ClaimFacts {
        try ClaimFacts.gather(claim, context, transaction)
    }

    package func decide(_ facts: ClaimFacts, _ context: Context) throws(Refusal) -> Decision {
        let person = try facts.actor(context)
        var decision = Decision()
        try facts.take(.liftDoubt, &decision, context)
        let others = facts.claim.doubts.filter { $0.by != person }
        guard let oldest = others.first else {
            throw facts.claim.doubts.isEmpty ? .nothingDoubted : .doubterLifts
        }
        decision.change(
            facts.claim, .doubtLifted(of: oldest.by, by: person, reason: reason))
        decision.reason = reason
        return decision
    }
}

extension ClaimFacts {
    /// Records why a panel is needed, and asks the secretary to convene it.
    func callPanel(
        _ reasons: [PanelReason], _ decision: inout Decision, _ context: Context
    ) {
        let new = reasons.filter { !claim.panelReasons.contains($0) }
        guard !new.isEmpty else { return }
        decision.change(claim, .panelCalled(new))
        guard !work.contains(where: { $0.kind == AdjudicationTasks.convenePanel }) else { return }
        decision.open(
            WorkItem.self,
            .opened(item(AdjudicationTasks.convenePanel, Post(.panelSecretary), context)))
    }
}

extension Refusal {
    static let doubtedAlready = Refusal(
        .conflict, "claims.doubtedAlready",
        Words("您已标记疑点", "you have marked a doubt on this claim already"))
    static let doubtsEnough = Refusal(
        .conflict, "claims.doubtsEnough",
        Words("每案最多标记 20 处疑点", "a claim takes at most 20 doubts"))
    static let nothingDoubted = Refusal(
        .conflict, "claims.nothingDoubted", Words("本案没有疑点标记", "no doubt is marked on this claim"))
    static let doubterLifts = Refusal(
        .forbidden, "claims.doubterLifts",
        Words("标记人不能自行解除，请由另一人解除", "whoever marked the doubt may not lift it"))
}
