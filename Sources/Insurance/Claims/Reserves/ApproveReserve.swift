package import Kernel

/// 准备金审批: approves a change of the reserve that was above the authority of who proposed it, or
/// sends it back. Over the approver's own limit it goes up a level.
package struct ApproveReserve: Command {
    package static let statement = CommandStatement<ApproveReserve>(
        "claims.approveReserve", Words("审批准备金", "Approve the reserve"),
        Words(
            "在权限内同意或退回准备金调整；仍超权限的继续上报；申请人不得审批",
            "Approve a change of the reserve within your authority or send it back; over it, it "
                + "goes up; never by who proposed it"),
        duties: ["4.2.3a", "1.3.3"], by: .held(by: .claimsSupervisor, .claimsApprover, .executive),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), Field("approves", \.approves, Words("是否同意", "Approves")),
            .reason(\.reason),
        ])

    package var claim = ""
    package var approves = false
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ChangeReserve.Facts {
        try ChangeReserve.Facts(
            claim: ClaimFacts.gather(claim, context, transaction),
            book: AuthorityBook.load(Reserves.authorityKind, transaction))
    }

    package func decide(
        _ facts: ChangeReserve.Facts, _ context: Context
    ) throws(Refusal) -> Decision {
        let claim = facts.claim.claim.state
        let approver = try facts.claim.actor(context)
        var decision = Decision()
        try facts.claim.take(
            .approveReserve, finishing: [ClaimTasks.approveReserve], &decision, context)
        guard let proposal = claim.reserveProposal else { throw .noReserveProposed }
        try require(proposal.proposer != approver, else: .reserveApproverIsProposer)
        decision.reason = reason
        guard approves else {
            decision.change(
                facts.claim.claim, .reserves(.rejected(by: approver, reason: reason)))
            facts.claim.review(&decision, context)
            return decision
        }
        let question = claim.reserveQuestion(
            max(proposal.entry.amount.minor, claim.reserve.minor), makers: [proposal.proposer],
            facts.claim.time, context)
        switch facts.book.answer(question, for: context.principal) {
        case .within(let use):
            var entry = proposal.entry
            entry.approvedBy = context.principal.text
            entry.authority = use
            decision.change(facts.claim.claim, .reserveChanged(entry))
            decision.reply = ["outcome": "approved", "total": .string(entry.amount.description)]
        case .over(let holder, let level, let passed):
            try require(level > proposal.level, else: .notYourReserve)
            decision.change(
                facts.claim.claim, .reserves(.referredUp(level: level, passed: passed)))
            facts.claim.askApproval(holder, &decision, context)
            decision.reply = ["outcome": "referredUp", "level": .integer(level)]
        case .nobody: throw .nobodyHasReserveAuthority
        }
        return decision
    }
}

extension ClaimFacts {
    /// Somebody has to look at the reserve.
    func review(_ decision: inout Decision, _ context: Context) {
        guard !work.contains(where: { $0.kind == ClaimTasks.reviewReserve }) else { return }
        decision.open(
            WorkItem.self,
            .opened(item(ClaimTasks.reviewReserve, Post(.claimsHandler), context)))
    }
}

/// 准备金久未复核: nobody looked at the reserve for long while the claim is open.
package struct WarnOfStaleReserve: Command {
    package static let statement = CommandStatement<WarnOfStaleReserve>(
        "reserves.warnStale", Words("准备金久未复核", "Warn of a stale reserve"),
        Words(
            "准备金逾期（产品约定，未约定为 60 天）未调整或复核的，提醒承办人",
            "A reserve that nobody looked at for as long as the product says, or 60 days, is put "
                + "before the handler"),
        duties: ["4.2.3a", "4.3.2a"], keeps: .drive, by: .system(["sweep"]),
        fields: [.claim(\.claim)])

    package var claim = ""

    package init() {}

    init(_ claim: String) { self.claim = claim }

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ClaimFacts {
        try ClaimFacts.gather(claim, context, transaction)
    }

    package func decide(_ facts: ClaimFacts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim.state
        guard ClaimWorkflow.undecided.contains(claim.state),
            let moment = claim.reserveReviewAt, moment <= context.now
        else { throw .nothingDue }
        var decision = Decision()
        decision.change(facts.claim, .reserves(.foundStale(at: context.now)))
        facts.review(&decision, context)
        return decision
    }
}

/// What time alone brings about for reserves.
package enum ReserveChores {
    package static let all: [SweepChore] = [
        SweepChore(due: { try ReserveStore.stale($0, $1, after: $2, $3) }) {
            WarnOfStaleReserve($0)
        }
    ]
}

extension Refusal {
    static let noReserveProposed = Refusal(
        .conflict, "claims.noReserveProposed",
        Words("没有待审批的准备金调整", "no change of the reserve waits for approval"))
    static let reserveApproverIsProposer = Refusal(
        .forbidden, "claims.reserveApproverIsProposer",
        Words("申请人不得审批自己的准备金调整", "whoever proposed the reserve may not approve it"))
    static let notYourReserve = Refusal(
        .forbidden, "claims.reserveNotYourLevel",
        Words("该准备金已上报更高一级，请由其审批", "the reserve is with a higher level already"))
}
