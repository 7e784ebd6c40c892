package import Kernel

/// Puts the released transfers of a currency into one batch for the bank. A payment is in one
/// batch only; from the set total on, another person approves it before it leaves.
package struct SendBatch: Command {
    package static let statement = CommandStatement<SendBatch>(
        "payments.sendBatch", Words("生成付款批次", "Make a payment batch"),
        Words(
            "把已复核的转账汇成一个批次文件，附控制总数；达到限额须另一人审批",
            "Put released transfers into one file with control totals; large ones are approved"),
        duties: ["4.2.4a", "4.2.4b"], by: .held(by: .paymentClerk), numbers: [.batch],
        fields: [
            Field("currency", \.currency, Words("币种", "Currency")),
            Field("atMost", optional: \.atMost, Words("最多笔数", "At most"), 1...500),
        ])

    package var currency = Currency.cny
    package var atMost: Int64?

    package init() {}

    package struct Facts: Sendable {
        let payments: [Loaded<Payment>]
        var work: [Loaded<WorkItem>] = []
        var rules = PaymentRules.shipped
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let found = try PaymentStore.unbatched(currency, atMost: atMost ?? 200, transaction)
        let held = try transaction.hold(all: found.map(\.state.id))
        return try Facts(
            payments: held, work: PaymentStore.work(of: held, transaction),
            rules: PaymentStore.rules(transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let maker = context.principal.staff else { throw .notYourPost }
        // Another batch may have taken some of them since they were found.
        let released = facts.payments.filter {
            $0.state.state == .released && $0.batch == nil && $0.correction == nil
        }
        try require(!released.isEmpty, else: .nothingReleased)
        var total = Money.zero(currency)
        for payment in released {
            guard let sum = total.adding(payment.amount) else { throw .batchTooLarge }
            total = sum
        }
        let waits = facts.rules.needsApproval(total)
        let batch = PaymentBatch(
            id: context.id("batch"), number: context.number(.batch),
            of: released.map(\.state), total: total, state: waits ? .awaiting : .sent,
            by: maker, at: context.now)
        var decision = Decision()
        decision.open(PaymentBatch.self, .made(batch))
        if waits {
            for payment in released {
                decision.change(payment, .batched(batch: batch.number))
            }
            let item = PaymentTasks.item(
                PaymentTasks.approveBatch, of: CaseReference(batch), context)
            decision.open(WorkItem.self, .opened(item))
        } else {
            decision.leave(released, batch.number, facts.work, context)
        }
        decision.reply = [
            "batch": .string(batch.number), "count": .integer(Int64(released.count)),
            "total": .string(total.description), "contentHash": .string(batch.contentHash),
            "awaitsApproval": .bool(waits),
        ]
        return decision
    }
}

extension Decision {
    /// The payments leave for the bank; somebody waits for its record of each.
    mutating func leave(
        _ payments: [Loaded<Payment>], _ batch: String, _ work: [Loaded<WorkItem>],
        _ context: Context
    ) {
        for payment in payments {
            let own = work.filter { $0.state.subject.number == payment.number }
            finish(own, kinds: [PaymentTasks.send], step: "send")
            change(payment, .sent(batch: batch, at: context.now))
            let sending = own.first { $0.kind == PaymentTasks.send }
            let item = PaymentTasks.item(
                PaymentTasks.awaitBank, of: payment.state.reference, branch: sending?.branch,
                dueAt: sending?.dueAt, context)
            open(WorkItem.self, .opened(item))
        }
    }
}

extension Currency: ChoiceValue {
    package var title: Words {
        switch self {
        case .cny: Words("人民币", "Renminbi")
        case .usd: Words("美元", "US dollar")
        case .eur: Words("欧元", "Euro")
        }
    }
}

extension Refusal {
    static let nothingReleased = Refusal(
        .conflict, "payments.nothingReleased",
        Words("没有已复核待发送的付款", "no released payment is waiting to be sent"))
    static let batchTooLarge = Refusal(
        .conflict, "payments.batchTooLarge",
        Words("批次总额过大，请减少笔数", "the batch's total is too large; take fewer payments"))
}
