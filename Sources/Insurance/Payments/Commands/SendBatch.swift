package import Kernel

/// Puts all released payments of a currency into one batch for the bank. A payment is in one
/// batch only; the file of a batch can be written again and is the same each time.
package struct SendBatch: Command {
    package static let statement = CommandStatement<SendBatch>(
        "payments.sendBatch", Words("生成付款批次", "Make a payment batch"),
        Words(
            "把已复核的付款汇成一个批次文件，附控制总数", "Put the released payments into one file with control totals"),
        duties: ["4.2.4a", "4.2.4b"], by: .held(by: .paymentClerk), numbers: [.batch],
        fields: [
            Field("currency", \.currency, Words("币种", "Currency")),
            Field("atMost", optional: \.atMost, Words("最多笔数", "At most"), 1...500),
        ])

    package var currency = Currency.cny
    package var atMost: Int64?

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> [Loaded<Payment>] {
        let found: [Loaded<Payment>] = try transaction.loadAll(
            where: """
                stage = 'released' AND currency = \(currency.rawValue)
                ORDER BY ordered_at, id LIMIT \(atMost ?? 200)
                """)
        return try transaction.hold(all: found.map(\.state.id))
    }

    package func decide(
        _ payments: [Loaded<Payment>], _ context: Context
    ) throws(Refusal) -> Decision {
        let released = payments.filter { $0.state.state == .released }
        try require(!released.isEmpty, else: .nothingReleased)
        var total = Money.zero(currency)
        for payment in released {
            guard let sum = total.adding(payment.amount) else { throw .batchTooLarge }
            total = sum
        }
        let batch = PaymentBatch(
            id: context.id("batch"), number: context.number(.batch),
            payments: released.map(\.number), total: total, madeBy: context.principal.text,
            madeAt: context.now)
        var decision = Decision()
        decision.open(PaymentBatch.self, .made(batch))
        for payment in released {
            decision.change(payment, .sent(batch: batch.number, at: context.now))
        }
        decision.reply = [
            "batch": .string(batch.number), "count": .integer(Int64(released.count)),
            "total": .string(total.description),
        ]
        return decision
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
