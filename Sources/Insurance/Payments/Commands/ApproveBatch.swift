package import Kernel

/// A batch with its payments and their open work.
package struct BatchFacts: Sendable {
    let batch: Loaded<PaymentBatch>
    let payments: [Loaded<Payment>]
    /// Of the batch and of its payments.
    let work: [Loaded<WorkItem>]

    static func gather(
        _ number: String, _ context: Context, _ transaction: any Transaction
    ) throws -> BatchFacts {
        let batch: Loaded<PaymentBatch> = try transaction.subject(number, context)
        let found: [Loaded<Payment>] = try transaction.loadAll(
            where: "batch = \(number) ORDER BY number LIMIT 500")
        let held = try transaction.hold(all: found.map(\.state.id))
        return try BatchFacts(
            batch: batch, payments: held,
            work: WorkItem.open(of: CaseReference(batch.state), transaction)
                + PaymentStore.work(of: held, transaction))
    }

    /// The step of the batch, by somebody who did not make it.
    func take(
        _ step: BatchWorkflow.Step, _ decision: inout Decision, _ context: Context
    ) throws(Refusal) -> ID<StaffMember> {
        guard let person = context.principal.staff else { throw .notYourPost }
        try require(batch.madeBy != person, else: .approverMadeBatch)
        _ = try BatchWorkflow.main.take(step, in: batch.state.state, of: batch.state)
        try WorkItem.require(signed: work, kinds: [PaymentTasks.approveBatch])
        decision.finish(work, kinds: [PaymentTasks.approveBatch], step: step.rawValue)
        return person
    }
}

/// 审批批次: another person than the maker compares the control totals and lets it leave.
package struct ApproveBatch: Command {
    package static let statement = CommandStatement<ApproveBatch>(
        "payments.approveBatch", Words("审批付款批次", "Approve the payment batch"),
        Words(
            "由制批人以外的人核对笔数与总额后放行",
            "Somebody else than the maker compares count and total and lets the batch leave"),
        duties: ["4.2.4b", "1.3.3"], by: .held(by: .paymentReleaser, .claimsSupervisor),
        on: .numbered(PaymentBatch.self, "batch", \.batch),
        fields: [
            .batch(\.batch), Field("count", \.count, Words("笔数", "Count"), 1...500),
            Field("total", \.total, Words("总额", "Total"), 1...Int64.max),
        ])

    package var batch = ""
    package var count: Int64 = 0
    package var total = Money(minor: 0)

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> BatchFacts {
        try BatchFacts.gather(batch, context, transaction)
    }

    package func decide(_ facts: BatchFacts, _ context: Context) throws(Refusal) -> Decision {
        var decision = Decision()
        let person = try facts.take(.approve, &decision, context)
        let batch = facts.batch.state
        try require(
            count == Int64(batch.payments.count) && total == batch.total
                && facts.payments.count == batch.payments.count,
            else: .controlTotalsDiffer)
        let ordered = batch.payments.compactMap { number in
            facts.payments.first { $0.number == number }?.state
        }
        try require(
            PaymentBatch.contentHash(of: ordered) == batch.contentHash,
            else: .controlTotalsDiffer)
        decision.change(facts.batch, .approved(by: person, at: context.now))
        decision.leave(facts.payments, batch.number, facts.work, context)
        return decision
    }
}

/// 退回批次: its payments go back among the released ones.
package struct ReturnBatch: Command {
    package static let statement = CommandStatement<ReturnBatch>(
        "payments.returnBatch", Words("退回付款批次", "Return the payment batch"),
        Words("退回待审批的批次，其中付款可重新编批或撤销", "Its payments can be put into another batch or stopped"),
        duties: ["4.2.4b"], by: .held(by: .paymentReleaser, .claimsSupervisor),
        on: .numbered(PaymentBatch.self, "batch", \.batch),
        fields: [.batch(\.batch), .reason(\.reason)])

    package var batch = ""
    package var reason = ""

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> BatchFacts {
        try BatchFacts.gather(batch, context, transaction)
    }

    package func decide(_ facts: BatchFacts, _ context: Context) throws(Refusal) -> Decision {
        var decision = Decision()
        let person = try facts.take(.return, &decision, context)
        decision.change(facts.batch, .returned(by: person, reason: reason))
        for payment in facts.payments {
            decision.change(payment, .unbatched(reason: reason))
        }
        decision.reason = reason
        return decision
    }
}

extension Field {
    static func batch(_ path: FieldPath<Owner, String>) -> Field {
        Field("batch", path, Words("批次号", "Batch number"), .line(40))
    }
}

extension Refusal {
    static let approverMadeBatch = Refusal(
        .forbidden, "payments.approverMadeBatch",
        Words("制批人不得审批本批次", "whoever made the batch does not approve or return it"))
    static let controlTotalsDiffer = Refusal(
        .conflict, "payments.controlTotalsDiffer",
        Words(
            "笔数、总额或内容与批次的控制总数不符，请核对",
            "count, total or content are not the batch's control totals; check"))
}
