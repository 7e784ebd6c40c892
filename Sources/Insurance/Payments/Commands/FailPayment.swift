package import Kernel

/// 登记退票: the bank returned the payment, also after it had confirmed it. Its part is open again
/// and the claim's promise to pay goes on running.
package struct FailPayment: Command {
    package static let statement = CommandStatement<FailPayment>(
        "payments.fail", Words("登记退票", "Record a returned payment"),
        Words(
            "银行退回付款（含到账后退回）或支票未兑付：该份重新待付，凭证作废，支付时限继续计算",
            "It was returned, perhaps after arriving: its part is open and the promise runs on"),
        duties: ["4.2.4a", "4.2.4b"], by: .held(by: .paymentClerk),
        on: .numbered(Payment.self, "payment", \.payment),
        fields: [
            .payment(\.payment), .reason(\.reason),
            Field("code", optional: \.code, Words("退回原因", "Kind of reason")),
        ])

    package var payment = ""
    package var reason = ""
    package var code: ReturnReason?

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> PaymentFacts {
        try PaymentFacts.gather(payment, context, transaction)
    }

    package func decide(_ facts: PaymentFacts, _ context: Context) throws(Refusal) -> Decision {
        var decision = Decision()
        let failure = Payment.Failure(
            code: code ?? .other, reason: reason, at: context.now)
        if let cheque = facts.payment.cheque, failure.code == .chequeExpired {
            try require(
                facts.claim.time.day(of: context.now) > cheque.validUntil,
                else: .chequeStillValid(cheque.validUntil))
        }
        try facts.fail(failure, &decision, context)
        decision.reason = reason
        return decision
    }
}

extension PaymentFacts {
    /// What follows when money did not arrive or came back.
    func fail(
        _ failure: Payment.Failure, _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        let payment = payment.state
        let had = payment.state == .confirmed
        try take(
            had ? .returnConfirmed : .fail,
            finishing: [PaymentTasks.awaitBank, PaymentTasks.answerRecall], &decision, context)
        try takeClaim(
            had ? .returnPayment : .failPayment, orEarlier: had ? .returnEarlier : .failEarlier,
            &decision, context)
        openOrder(&decision, context)
        decision.change(self.payment, .failed(failure))
        if had {
            takeBack(failure, &decision, context)
        } else {
            decision.change(claim.claim, .paymentFailed(payment.id, reason: failure.reason))
        }
        decision.send(told(failure, context))
    }

    private func takeBack(
        _ failure: Payment.Failure, _ decision: inout Decision, _ context: Context
    ) {
        let payment = payment.state
        decision.change(
            claim.claim,
            .paymentReturned(payment.id, amount: payment.amount, reason: failure.reason))
        // An ended claim has no reserve left, and now owes again.
        if claim.claim.state.state.isFinal {
            decision.change(
                claim.claim,
                .reserveChanged(
                    .init(
                        amount: payment.amount, reason: "returned", by: context.principal.text,
                        at: context.now)))
        }
        // What waited to be closed is not at its end.
        let closing = claim.work.filter { $0.kind == ClaimTasks.close }
        decision.withdraw(closing, reason: "returned")
        if let voucher {
            decision.change(voucher, .voided(at: context.now, reason: failure.code.rawValue))
        }
    }

    private func told(_ failure: Payment.Failure, _ context: Context) -> OutboxMessage {
        let claim = claim.claim.state
        return OutboxMessage(
            key: context.act.text, channel: .notice, stream: claim.stream,
            template: "claim.paymentReturned", address: claim.reporterPhone ?? claim.insured,
            values: [
                "claim": .string(claim.number), "amount": .string(payment.amount.description),
                "reasonZh": .string(failure.code.title.zh),
                "reasonEn": .string(failure.code.title.en),
            ])
    }
}

extension Refusal {
    static func chequeStillValid(_ day: Day) -> Refusal {
        Refusal(
            .conflict, "payments.chequeStillValid",
            Words("支票提示付款期至 \(day)，尚未逾期", "the cheque may be cashed until \(day)"))
    }
}
