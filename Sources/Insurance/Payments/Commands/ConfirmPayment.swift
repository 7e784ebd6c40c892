package import Kernel

/// 确认到账: the bank confirms. The claim is paid, the voucher issued and the customer told, all in
/// one transaction, once: the same confirmation again changes nothing.
package struct ConfirmPayment: Command {
    package static let statement = CommandStatement<ConfirmPayment>(
        "payments.confirm", Words("确认到账", "Confirm the payment"),
        Words(
            "依据银行回单确认到账，同时出具凭证并通知客户",
            "Confirm by the bank's record; the voucher is issued and the customer told at once"),
        duties: ["4.2.4a", "4.2.4c", "1.3.1"], keeps: .drive, by: .held(by: .paymentClerk),
        numbers: [.voucher], on: .numbered(Payment.self, "payment", \.payment),
        fields: [
            .payment(\.payment),
            Field("reference", \.reference, Words("银行流水号", "Bank reference"), .line(80)),
            Field("amount", \.amount, Words("到账金额", "Amount"), 1...Coverage.largest),
        ])

    package var payment = ""
    package var reference = ""
    package var amount = Money(minor: 0)

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> PaymentFacts {
        try PaymentFacts.gather(payment, context, transaction)
    }

    package func decide(_ facts: PaymentFacts, _ context: Context) throws(Refusal) -> Decision {
        let payment = facts.payment.state
        if payment.state == .confirmed {
            try require(
                payment.bankReference == reference && payment.amount == amount,
                else: .confirmedOtherwise)
            var repeated = Decision()
            repeated.reply = ["payment": .string(payment.number), "alreadyConfirmed": true]
            return repeated
        }
        try facts.require([.sent], for: Self.statement.title, "confirm")
        try require(amount == payment.amount, else: .amountDiffers)
        var decision = Decision()
        try facts.claim.take(
            .confirmPayment, finishing: [ClaimTasks.decisionNotice],
            then: [(ClaimTasks.close, .claimsHandler)], &decision, context)
        let code = Voucher.code(context.secret("voucher"))
        let voucher = voucher(payment, code, context)
        decision.change(facts.payment, .confirmed(reference: reference, at: context.now))
        decision.change(
            facts.claim.claim, .paid(amount: amount, voucher: voucher.number),
            .customerTold(.init(what: "paid", at: context.now)))
        decision.open(Voucher.self, .issued(voucher))
        decision.send(told(facts.claim.claim.state, voucher, code, context))
        decision.reply = ["voucher": .string(voucher.number), "code": .string(code)]
        return decision
    }

    private func voucher(_ payment: Payment, _ code: String, _ context: Context) -> Voucher {
        Voucher(
            id: context.id("voucher"), number: context.number(.voucher),
            codeHash: Voucher.hash(ofCode: code), claim: payment.claim,
            claimNumber: payment.claimNumber, payment: payment.number, amount: payment.amount,
            paidAt: context.now)
    }

    private func told(
        _ claim: Claim, _ voucher: Voucher, _ code: String, _ context: Context
    ) -> OutboxMessage {
        OutboxMessage(
            key: context.act.text, channel: .notice, stream: claim.stream,
            template: "claim.paid", address: claim.reporterPhone ?? claim.insured,
            values: [
                "claim": .string(claim.number), "amount": .string(amount.description),
                "voucher": .string(voucher.number), "code": .string(code),
            ])
    }
}

/// 付款被退: the bank returned the payment. The claim's promise to pay goes on running.
package struct FailPayment: Command {
    package static let statement = CommandStatement<FailPayment>(
        "payments.fail", Words("登记退票", "Record a returned payment"),
        Words(
            "银行退回付款，重新下达指令；支付时限继续计算",
            "The bank returned it; it is ordered anew and the promise runs on"),
        duties: ["4.2.4a", "4.2.4b"], by: .held(by: .paymentClerk),
        on: .numbered(Payment.self, "payment", \.payment),
        fields: [.payment(\.payment), .reason(\.reason)])

    package var payment = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> PaymentFacts {
        try PaymentFacts.gather(payment, context, transaction)
    }

    package func decide(_ facts: PaymentFacts, _ context: Context) throws(Refusal) -> Decision {
        try facts.require([.sent], for: Self.statement.title, "fail")
        var decision = Decision()
        try facts.claim.take(
            .failPayment, then: [(ClaimTasks.orderPayment, .paymentClerk)], &decision, context)
        decision.change(facts.payment, .failed(reason: reason, at: context.now))
        decision.change(
            facts.claim.claim, .paymentFailed(facts.payment.state.id, reason: reason))
        decision.reason = reason
        return decision
    }
}

extension Refusal {
    static let confirmedOtherwise = Refusal(
        .conflict, "payments.confirmedOtherwise",
        Words("该付款已凭另一流水号确认，请核对", "it was confirmed with another bank reference; check"))
    static let amountDiffers = Refusal(
        .conflict, "payments.amountDiffers",
        Words("到账金额与付款指令不符，请核对", "the confirmed amount differs from the ordered one; check"))
    static let releaserIsMaker = Refusal(
        .forbidden, "payments.releaserIsMaker",
        Words("复核人不能是经办人", "the one who ordered the payment may not release it"))
    static let releaserIsApprover = Refusal(
        .forbidden, "payments.releaserIsApprover",
        Words("核赔人不得复核放款", "the one who decided the claim may not release its payment"))
}
