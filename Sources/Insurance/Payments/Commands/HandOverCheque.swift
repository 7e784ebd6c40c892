package import Kernel

/// 交付票据: a released cheque or cashier's order is written and handed over against a receipt.
package struct HandOverCheque: Command {
    package static let statement = CommandStatement<HandOverCheque>(
        "payments.handOverCheque", Words("交付支票或本票", "Hand over the cheque"),
        Words(
            "登记票号与签收凭据，把票据交给收款人；其后登记兑付、未兑付、逾期或挂失",
            "Record number and receipt; later it is cleared, given back, expired or stopped"),
        duties: ["4.2.4a", "4.2.4b"], by: .held(by: .paymentClerk),
        on: .numbered(Payment.self, "payment", \.payment),
        fields: [
            .payment(\.payment),
            Field("cheque", \.cheque, Words("票据号码", "Cheque number"), .line(40, min: 4)),
            Field("receipt", \.receipt, Words("签收凭据", "Receipt"), .line(120)),
        ])

    package var payment = ""
    package var cheque = ""
    package var receipt = ""

    package init() {}

    package struct Facts: Sendable {
        let payment: PaymentFacts
        let isUsed: Bool
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let facts = try PaymentFacts.gather(payment, context, transaction)
        let other: Loaded<Payment>? = try transaction.loadFirst(where: "cheque = \(cheque)")
        return Facts(payment: facts, isUsed: other != nil)
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let person = try facts.payment.claim.actor(context)
        var decision = Decision()
        try facts.payment.take(
            .handOver, finishing: [PaymentTasks.handOver], then: [PaymentTasks.awaitBank],
            &decision, context)
        try require(!facts.isUsed, else: .chequeUsed)
        let today = facts.payment.claim.time.day(of: context.now)
        decision.change(
            facts.payment.payment,
            .handedOver(
                .init(
                    number: cheque, receipt: receipt, handedOverBy: person,
                    handedOverAt: context.now,
                    validUntil: today.adding(days: Int(facts.payment.rules.chequeDays)))))
        return decision
    }
}

extension Refusal {
    static let chequeUsed = Refusal(
        .conflict, "payments.chequeUsed",
        Words("该票据号码已用于另一付款", "this cheque number was used for another payment"))
}
