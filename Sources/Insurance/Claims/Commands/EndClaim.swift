package import Kernel

/// 结案: closes the claim with nothing left open: no work, no unpaid amount, the customer told.
package struct CloseClaim: Command {
    package static let statement = CommandStatement<CloseClaim>(
        "claims.close", Words("结案", "Close the claim"),
        Words(
            "确认无未办事项、无未付金额且已告知客户后结案",
            "Close with no work open, nothing unpaid and the customer told"),
        duties: ["1.3.1", "4.2.4c"], by: .held(by: .claimsHandler),
        on: .numbered(Claim.self, "claim", \.claim), fields: [.claim(\.claim)])

    package var claim = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ClaimFacts {
        try ClaimFacts.gatherToEnd(claim, context, transaction, starting: [.archiving])
    }

    package func decide(_ facts: ClaimFacts, _ context: Context) throws(Refusal) -> Decision {
        var decision = Decision()
        try facts.take(
            .close, finishing: [ClaimTasks.close, ClaimTasks.decisionNotice], &decision, context)
        // Notices of promises end with their clocks, which this step stops.
        let ended = WarnOfClock.kinds.union([ClaimTasks.close, ClaimTasks.decisionNotice])
        let left = facts.work.filter { !ended.contains($0.kind) }
        try require(left.isEmpty, else: .workLeft(left.map(\.state.title)))
        try facts.notice?.end(&decision, context)
        let claim = facts.claim.state
        let ending: Claim.Ending =
            switch claim.state {
            case .denied: .denied
            case .paid: .paid
            default: .zeroPayment
            }
        if claim.reserve.minor > 0 {
            decision.change(facts.claim, .reserveChanged(claim.released(context)))
        }
        decision.change(facts.claim, .closed(ending))
        try facts.openArchive(&decision, context)
        decision.send(claim.closingNotice(context))
        return decision
    }
}

/// 撤案与注销: ends the claim before a decision; the customer's own wish and the company's act are
/// kept apart.
package struct CancelClaim: Command {
    package static let statement = CommandStatement<CancelClaim>(
        "claims.cancel", Words("撤案或注销", "Withdraw or cancel"),
        Words(
            "客户撤案或公司注销，说明原因并告知客户",
            "End the claim before a decision, with the reason; the customer is told"),
        duties: ["1.3.1", "1.3.2"],
        by: .postsAndCustomers(.held(.claimsHandler, .claimsSupervisor)),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), Field("kind", \.kind, Words("类别", "Kind")), .reason(\.reason),
        ])

    package var claim = ""
    package var kind = ClaimWords.Cancellation.customerWithdrawal
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ClaimFacts {
        try CustomerRight.check(on: claim, Claim.title, by: context.principal, transaction)
        return try ClaimFacts.gatherToEnd(claim, context, transaction, starting: [.archiving])
    }

    package func decide(_ facts: ClaimFacts, _ context: Context) throws(Refusal) -> Decision {
        try CustomerWithdrawal.check(reason, by: context.principal)
        if context.principal.customer != nil { try CustomerWithdrawal.check(facts, kind) }
        // Only a supervisor ends a claim against the customer's wish.
        try require(
            kind == .customerWithdrawal
                || context.principal.posts.contains(Post(.claimsSupervisor)),
            else: .cancellationNeedsSupervisor)
        var decision = Decision()
        try facts.take(.cancel, &decision, context)
        facts.endInvestigation(.claimEnded, kind.rawValue, &decision, context)
        decision.withdraw(facts.work, reason: kind.rawValue)
        try facts.notice?.end(&decision, context)
        let claim = facts.claim.state
        if claim.reserve.minor > 0 {
            decision.change(facts.claim, .reserveChanged(claim.released(context)))
        }
        decision.change(facts.claim, .closed(.cancelled(kind)))
        try facts.openArchive(&decision, context)
        decision.send(claim.closingNotice(context))
        decision.reason = reason
        return decision
    }
}

/// Withdraws a notice before a claim is registered from it.
package struct WithdrawNotice: Command {
    package static let statement = CommandStatement<WithdrawNotice>(
        "claims.withdrawNotice", Words("撤回报案", "Withdraw the notice"),
        Words("立案前撤回报案并说明原因", "Withdraw a notice before it is registered, with the reason"),
        duties: ["1.3.1"],
        by: .postsAndCustomers(.held(.registrationClerk, .claimsIntake)),
        on: .numbered(Notice.self, "notice", \.notice),
        fields: [
            Field("notice", \.notice, Words("报案号", "Notice number"), .line(40)),
            .reason(\.reason),
        ])

    package var notice = ""
    package var reason = ""

    package struct Facts: Sendable {
        let notice: Loaded<Notice>
        let time: CaseTime
        let work: [Loaded<WorkItem>]
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        try CustomerRight.check(
            on: self.notice, Notice.title, by: context.principal, transaction)
        let notice: Loaded<Notice> = try transaction.subject(self.notice, context)
        return try Facts(
            notice: notice,
            time: CaseTime.load(
                of: notice.state.stream, starting: [], scopes: [],
                calendar: ClaimClocks.calendar, transaction),
            work: WorkItem.open(of: CaseReference(notice.state), transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let notice = facts.notice
        try CustomerWithdrawal.check(reason, by: context.principal)
        if context.principal.customer != nil, let claim = notice.claim {
            throw .noticeRegistered(claim)
        }
        let taken = try NoticeWorkflow.main.take(
            .withdraw, in: notice.state.state, of: notice.state)
        var decision = Decision()
        try decision.take(
            taken.clocks, facts.time, of: CaseReference(notice.state), step: taken.step.title,
            context)
        decision.withdraw(facts.work, reason: "withdrawn")
        decision.change(notice, .withdrawn(reason: reason))
        decision.reason = reason
        return decision
    }
}

extension Claim {
    /// The reserve set back to nothing when the claim ends.
    func released(_ context: Context) -> ReserveEntry {
        ReserveEntry(
            amount: .zero(currency), reason: "closed", by: context.principal.text, at: context.now)
    }

    func closingNotice(_ context: Context) -> OutboxMessage {
        OutboxMessage(
            key: context.act.text, channel: .notice, stream: stream, template: "claim.closed",
            address: reporterPhone ?? insured, values: ["claim": .string(number)])
    }
}

extension Refusal {
    static func workLeft(_ titles: [Words]) -> Refusal {
        Refusal(
            .conflict, "claims.workLeft",
            Words(
                "还有未办事项：\(titles.map(\.zh).joined(separator: "、"))",
                "work is still open: \(titles.map(\.en).joined(separator: ", "))"))
    }

    static let cancellationNeedsSupervisor = Refusal(
        .forbidden, "claims.cancellationNeedsSupervisor",
        Words("公司注销须由理赔主管办理", "only a claims supervisor cancels a claim for the company"))
}
