package import Kernel

/// 确认到账: the bank confirms. The voucher is issued and the customer told, all in one transaction,
/// once: the same confirmation again changes nothing. With its last part the claim is paid.
package struct ConfirmPayment: Command {
    package static let statement = CommandStatement<ConfirmPayment>(
        "payments.confirm", Words("确认到账", "Confirm the payment"),
        Words(
            "依据银行回单确认到账，同时出具凭证并通知客户",
            "Confirm by the bank's record; the voucher is issued and the customer told at once"),
        duties: ["4.2.4a", "4.2.4c", "1.3.1"], keeps: .drive, by: .held(by: .paymentClerk),
        numbers: [.voucher, .letter], on: .numbered(Payment.self, "payment", \.payment),
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
        var facts = try PaymentFacts.gather(payment, context, transaction)
        let holder = try ReconciliationStore.holder(of: reference, transaction)
        facts.isReferenceUsed = holder != nil && holder != payment
        return facts
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
        try require(!facts.isReferenceUsed, else: .referenceUsed)
        var decision = Decision()
        try facts.confirm(reference: reference, amount, &decision, context)
        return decision
    }
}

extension PaymentFacts {
    /// What follows from the bank's word that the money arrived.
    func confirm(
        reference: String, _ amount: Money, _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        let payment = payment.state
        try take(
            .confirm, finishing: [PaymentTasks.awaitBank, PaymentTasks.answerRecall],
            &decision, context)
        try require(amount == payment.amount, else: .amountDiffers)
        let isLast = isLast
        try takeClaim(
            isLast ? .confirmPayment : .confirmPart,
            orEarlier: isLast ? .settleEarlier : .confirmPart, &decision, context)
        // What arrived tells of the decision, too.
        decision.finish(claim.work, kinds: [ClaimTasks.decisionNotice], step: "confirmPayment")
        if isLast, payment.basis == .decision, claim.claim.state.state == .paymentOrdered {
            let item = claim.item(ClaimTasks.close, Post(.claimsHandler), context)
            decision.open(WorkItem.self, .opened(item))
        }
        if payment.basis == .advance {
            try decision.take(
                [.stop(.advance)], claim.time, of: CaseReference(claim.claim.state),
                step: PaymentWorkflow.Step.confirm.title, context)
        }
        let code = Voucher.code(context.secret("voucher"))
        let voucher = Voucher(
            id: context.id("voucher"), number: context.number(.voucher),
            codeHash: Voucher.hash(ofCode: code), claim: payment.claim,
            claimNumber: payment.claimNumber, payment: payment.number, amount: payment.amount,
            paidAt: context.now)
        decision.change(self.payment, .confirmed(reference: reference, at: context.now))
        decision.change(
            claim.claim,
            .paid(amount: amount, voucher: voucher.number, payment: payment.id),
            .customerTold(.init(what: "paid", at: context.now)))
        decision.open(Voucher.self, .issued(voucher))
        let letter = claim.receipt(amount, voucher.number, context)
        decision.open(Letter.self, .issued(letter))
        decision.send(told(voucher, code, letter, context))
        decision.reply = [
            "voucher": .string(voucher.number), "code": .string(code), "isLast": .bool(isLast),
        ]
    }

    /// Whether everything decided has arrived once this payment has.
    private var isLast: Bool {
        var after = claim.claim.state
        after.apply(
            .paid(amount: payment.amount, voucher: "", payment: payment.state.id))
        return after.isSettled
    }

    private func told(
        _ voucher: Voucher, _ code: String, _ letter: Letter, _ context: Context
    ) -> OutboxMessage {
        let claim = claim.claim.state
        return OutboxMessage(
            key: context.act.text, channel: .notice, stream: claim.stream,
            template: "claim.paid", address: claim.reporterPhone ?? claim.insured,
            values: letter.carried(with: [
                "claim": .string(claim.number), "amount": .string(voucher.amount.description),
                "voucher": .string(voucher.number), "code": .string(code),
            ]))
    }
}

extension Refusal {
    static let confirmedOtherwise = Refusal(
        .conflict, "payments.confirmedOtherwise",
        Words("该付款已凭另一流水号确认，请核对", "it was confirmed with another bank reference; check"))
    static let referenceUsed = Refusal(
        .conflict, "payments.referenceUsed",
        Words("该银行流水号已用于确认另一付款，请核对", "this bank reference confirmed another payment; check"))
    static let amountDiffers = Refusal(
        .conflict, "payments.amountDiffers",
        Words("到账金额与付款指令不符，请核对", "the confirmed amount differs from the ordered one; check"))
}
