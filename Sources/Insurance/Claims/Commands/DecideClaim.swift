package import Kernel

/// 核赔: decides what was proposed, within the authority for its kind. Over the limit it goes up a
/// level with a trace instead. Nobody decides what they prepared.
package struct DecideClaim: Command {
    package static let statement = CommandStatement<DecideClaim>(
        "claims.decide", Words("核赔", "Decide the claim"),
        Words(
            "在权限内核定赔付或拒赔；超权限自动上报下一级；经办人不得核赔",
            "Decide what was proposed within your authority; over it, the case goes up a level"),
        duties: ["4.2.3a", "1.3.2", "1.3.3"],
        by: .held(by: .claimsApprover, .claimsSupervisor, .executive),
        numbers: [.letter], on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), .reason(\.reason),
            Field(
                "panelAnswer", optional: \.panelAnswer,
                Words("不采纳会商意见的理由", "Why the panel is not followed"), .lines(2000),
                help: Words("会商不同意且无约束力时填写", "Where an advisory panel was against it")),
        ])

    package var claim = ""
    package var reason = ""
    package var panelAnswer: String?

    package init() {}

    package struct Facts: Sendable {
        let claim: ClaimFacts
        let book: AuthorityBook
        let adjudication: AdjudicationFacts
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let claim = try ClaimFacts.gather(
            claim, context, transaction, starting: [.payment, .decisionNotice, .refusalNotice],
            letters: [.decision])
        let outcome = claim.claim.proposal?.outcome ?? .pay
        return try Facts(
            claim: claim,
            book: AuthorityBook.load(ClaimAuthority.kind(of: outcome), transaction),
            adjudication: AdjudicationFacts.gather(claim.claim.state, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim.claim.state
        let approver = try facts.claim.actor(context)
        _ = try ClaimWorkflow.main.take(.referUp, in: claim.state, of: claim)
        guard let proposal = claim.proposal else { throw .nothingProposed }
        try require(!claim.makers.contains(approver), else: .approverIsMaker)
        try require(
            proposal.outcome != .pay
                || proposal.sheet.holds(claim.limitUsed(beside: facts.adjudication.takenElsewhere)),
            else: .limitTaken)
        let question = ClaimAuthority.question(
            proposal, claim, makers: claim.makers, on: facts.claim.time.day(of: context.now))
        var decision = Decision()
        decision.reason = reason
        switch facts.book.answer(question, for: context.principal) {
        case .within(let use):
            let panel = try panel(on: proposal, at: question.amount, facts)
            try settle(proposal, use, approver, panel, facts.claim, &decision, context)
        case .over(let holder, let level, let passed):
            try require(level > claim.approvalLevel, else: .notYourLevel)
            try refer(to: holder, level, passed, approver, facts.claim, &decision, context)
        case .nobody: throw .nobodyHasAuthority
        }
        return decision
    }

    /// The panel that was needed, with what the rules say now: a doubt may be new.
    private func panel(
        on proposal: Proposal, at stake: Money, _ facts: Facts
    ) throws(Refusal) -> Panel? {
        let claim = facts.claim.claim.state
        var reasons = claim.panelReasons.filter { $0 != .doubtful || !claim.doubts.isEmpty }
        reasons += facts.adjudication.panelRule.reasons(proposal, claim, at: stake)
            .filter { !reasons.contains($0) }
        return try PanelStanding(facts.adjudication.panels, about: proposal)
            .ruling(reasons, makers: claim.makers, answer: panelAnswer)
    }

    private func settle(
        _ proposal: Proposal, _ use: AuthorityBook.Use, _ approver: ID<StaffMember>,
        _ panel: Panel?, _ facts: ClaimFacts, _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        let pays = proposal.outcome.pays
        let amount = pays ? proposal.payable : .zero(facts.claim.currency)
        let findings = [proposal.coverage, proposal.amount, proposal.completeness]
        let step: ClaimWorkflow.Step = pays ? .approve : .deny
        let next = ClaimTasks.afterDecision(pays: pays, amount)
        try facts.take(
            step, finishing: [ClaimTasks.approve, AdjudicationTasks.convenePanel], then: next,
            &decision, context)
        let decided = ClaimDecision(
            outcome: proposal.outcome, amount: amount, reasons: proposal.reasons(pays),
            terms: findings.map(\.terms), sheet: proposal.sheet, approver: approver,
            authority: use, at: context.now, panel: panel?.number,
            panelAnswer: panel?.conclusion?.isAdopted == false ? panelAnswer : nil)
        decision.change(facts.claim, .decided(decided))
        if pays { facts.tell(decided, &decision, context) }
        decision.reply = [
            "outcome": .string(proposal.outcome.rawValue), "amount": .string(amount.description),
        ]
    }

    private func refer(
        to holder: Authority.Holder, _ level: Int64, _ passed: [AuthorityBook.Passed],
        _ approver: ID<StaffMember>, _ facts: ClaimFacts, _ decision: inout Decision,
        _ context: Context
    ) throws(Refusal) {
        try WorkItem.require(signed: facts.work, kinds: [ClaimTasks.approve])
        decision.finish(facts.work, kinds: [ClaimTasks.approve], step: "referUp")
        decision.change(facts.claim, .referredUp(from: approver, level: level, passed: passed))
        let post: Post
        var person: ID<StaffMember>?
        switch holder {
        case .post(let named): post = named
        case .staff(let id):
            post = Post(.claimsApprover)
            person = id
        }
        decision.open(
            WorkItem.self, .opened(facts.item(ClaimTasks.approve, post, context, holder: person)))
        decision.reply = ["outcome": "referredUp", "level": .integer(level)]
    }
}

extension Proposal {
    /// The reasons a customer is told: of a refusal only what does not hold.
    func reasons(_ pays: Bool) -> String {
        let findings = [coverage, amount, completeness].filter { pays || !$0.holds }
        return findings.map(\.reason).filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

/// Returns a proposal to be adjusted again, with what is wrong.
package struct ReturnProposal: Command {
    package static let statement = CommandStatement<ReturnProposal>(
        "claims.returnToMaker", Words("退回理算", "Return the proposal"),
        Words("核赔不通过，说明原因退回重新理算", "The proposal is returned with what is wrong with it"),
        duties: ["4.2.3a"], by: .held(by: .claimsApprover, .claimsSupervisor, .executive),
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
        let approver = try facts.actor(context)
        try require(!facts.claim.state.makers.contains(approver), else: .approverIsMaker)
        var decision = Decision()
        try facts.take(
            .returnToMaker, finishing: [ClaimTasks.approve, AdjudicationTasks.convenePanel],
            then: [(ClaimTasks.adjust, .claimCalculator)], &decision, context)
        decision.change(facts.claim, .returnedToMaker(by: approver, reason: reason))
        decision.reason = reason
        return decision
    }
}

extension Refusal {
    static let nothingProposed = Refusal(
        .conflict, "claims.nothingProposed", Words("尚未提出处理意见", "nothing was proposed yet"))
    static let limitTaken = Refusal(
        .conflict, "claims.limitTaken",
        Words(
            "同一事故的其他赔案已占用部分限额，理算书不再成立；请退回重新理算",
            "another claim of the same loss took part of the limit since; return it to be reckoned "
                + "again"))
    package static let approverIsMaker = Refusal(
        .forbidden, "claims.approverIsMaker",
        Words("经办人（定损、核损、理算）不得核赔", "whoever assessed, verified or proposed may not decide"))
    static let notYourLevel = Refusal(
        .forbidden, "claims.notYourLevel",
        Words("该案已上报更高一级，请由其核赔", "the case is with a higher level already"))
}
