package import Kernel

/// 提出放弃或核销: what is still outstanding is not pursued any more; another person decides.
package struct ProposeWaiver: Command {
    package static let statement = CommandStatement<ProposeWaiver>(
        "recoveries.proposeWaiver", Words("提出放弃或核销", "Propose to waive or write off"),
        Words("说明理由，提交有权限的另一人审批", "With a reason, to another person who has the authority"),
        duties: ["1.3.3"], by: .held(by: .claimsHandler, .claimsSupervisor),
        on: .numbered(Recovery.self, "recovery", \.recovery),
        fields: [
            .recovery(\.recovery), Field("kind", \.kind, Words("方式", "Kind")),
            .reason(\.reason),
        ])

    package var recovery = ""
    package var kind = Recovery.WaiverKind.waiver
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> WaiverFacts {
        try WaiverFacts.gather(recovery, context, transaction)
    }

    package func decide(_ facts: WaiverFacts, _ context: Context) throws(Refusal) -> Decision {
        let staff = try facts.recovery.actor(context)
        let left = facts.recovery.line.outstanding
        var decision = Decision()
        try facts.recovery.take(.proposeWaiver, RecoveryWorkflow.main, &decision, context)
        try require(left.minor > 0, else: .nothingOutstanding)
        let post = try facts.desk(left, makers: [staff], context)
        decision.change(
            facts.recovery.line,
            .waiverProposed(
                .init(kind: kind, amount: left, reason: reason, by: staff, at: context.now)))
        decision.open(
            WorkItem.self,
            .opened(
                AfterwardsTasks.item(
                    AfterwardsTasks.approveWaiver, post,
                    facts.recovery.line.state.reference, branch: facts.recovery.claim.branch,
                    context)))
        decision.reason = reason
        return decision
    }
}

/// 批准放弃或核销, within authority; never by who proposed it.
package struct ApproveWaiver: Command {
    package static let statement = CommandStatement<ApproveWaiver>(
        "recoveries.approveWaiver", Words("批准放弃或核销", "Approve the waiver"),
        Words("在权限内由提出人以外的人员批准", "Within authority, by somebody else than who proposed it"),
        duties: ["1.3.3"], by: .held(by: .claimsApprover, .claimsSupervisor, .executive),
        on: .numbered(Recovery.self, "recovery", \.recovery),
        fields: [.recovery(\.recovery), .reason(\.reason)])

    package var recovery = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> WaiverFacts {
        try WaiverFacts.gather(recovery, context, transaction)
    }

    package func decide(_ facts: WaiverFacts, _ context: Context) throws(Refusal) -> Decision {
        let staff = try facts.recovery.actor(context)
        var decision = Decision()
        try facts.recovery.take(
            .approveWaiver, RecoveryWorkflow.main,
            finishing: [AfterwardsTasks.approveWaiver, AfterwardsTasks.pursue], &decision, context)
        guard let waiver = facts.recovery.line.waiver else { throw .nothingOutstanding }
        try require(waiver.by != staff, else: .waiverIsOwn)
        let question = facts.question(waiver.amount, makers: [waiver.by], context)
        guard case .within = facts.book.answer(question, for: context.principal) else {
            throw .waiverOverAuthority(waiver.amount)
        }
        let ending: Recovery.Ending = waiver.kind == .waiver ? .waived : .writtenOff
        decision.change(facts.recovery.line, .closed(ending, by: staff, at: context.now))
        decision.reason = reason
        return decision
    }
}

/// 不同意放弃: it is pursued further.
package struct ReturnWaiver: Command {
    package static let statement = CommandStatement<ReturnWaiver>(
        "recoveries.returnWaiver", Words("不同意放弃", "Return the waiver"),
        Words("说明理由，继续追偿", "With a reason; it is pursued further"),
        duties: ["1.3.3"], by: .held(by: .claimsApprover, .claimsSupervisor, .executive),
        on: .numbered(Recovery.self, "recovery", \.recovery),
        fields: [.recovery(\.recovery), .reason(\.reason)])

    package var recovery = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> SideLineFacts<Recovery> {
        try SideLineFacts.gather(recovery, context, transaction)
    }

    package func decide(
        _ facts: SideLineFacts<Recovery>, _ context: Context
    ) throws(Refusal) -> Decision {
        let staff = try facts.actor(context)
        var decision = Decision()
        try facts.take(
            .returnWaiver, RecoveryWorkflow.main, finishing: [AfterwardsTasks.approveWaiver],
            &decision, context)
        decision.change(facts.line, .waiverReturned(by: staff, reason: reason))
        decision.reason = reason
        return decision
    }
}

/// A recovery with the authority to waive it.
package struct WaiverFacts: Sendable {
    let recovery: SideLineFacts<Recovery>
    let book: AuthorityBook

    /// The kind of authority to give up what the insurer could claim.
    package static let authority = "claims.recoveryWaiver"

    static func gather(
        _ number: String, _ context: Context, _ transaction: any Transaction
    ) throws -> WaiverFacts {
        try WaiverFacts(
            recovery: SideLineFacts.gather(number, context, transaction),
            book: AuthorityBook.load(authority, transaction))
    }

    func question(
        _ amount: Money, makers: Set<ID<StaffMember>>, _ context: Context
    ) -> AuthorityBook.Question {
        AuthorityBook.Question(
            amount: amount, product: recovery.claim.product, branch: recovery.claim.branch,
            day: recovery.time.day(of: context.now), makers: makers)
    }

    /// The queue of the lowest level that may decide it.
    func desk(
        _ amount: Money, makers: Set<ID<StaffMember>>, _ context: Context
    ) throws(Refusal) -> Post {
        switch book.next(question(amount, makers: makers, context), above: 0) {
        case .over(.post(let post), _, _): return post
        case .over(.staff, _, _): return Post(.claimsSupervisor)
        default: throw .nobodyHasAuthority
        }
    }
}

extension Refusal {
    static let nothingOutstanding = Refusal(
        .conflict, "recoveries.nothingOutstanding",
        Words("已全部收到，无需放弃，请办理追偿结束", "everything has come: close the recovery instead"))
    static let waiverIsOwn = Refusal(
        .forbidden, "recoveries.waiverIsOwn",
        Words("提出放弃的人不得自行批准", "whoever proposed the waiver may not approve it"))

    static func waiverOverAuthority(_ amount: Money) -> Refusal {
        Refusal(
            .forbidden, "recoveries.waiverOverAuthority",
            Words(
                "放弃 \(amount) 超出您的权限，请上一级办理",
                "waiving \(amount) is over your authority; the next level decides"))
    }
}
