package import Kernel

/// 申请追回: what was sent cannot be stopped any more, only asked back; for a cheque, 挂失止付.
package struct RecallPayment: Command {
    package static let statement = CommandStatement<RecallPayment>(
        "payments.recall", Words("申请追回付款", "Ask to recall the payment"),
        Words(
            "对已送银行的付款申请追回，或对已交付的票据申请挂失止付；银行答复前付款状态不变",
            "Ask the bank to give back what was sent, or to stop a cheque; nothing changes until "
                + "it answers"),
        duties: ["4.2.4b"], by: .held(by: .paymentReleaser, .claimsSupervisor),
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
        let person = try facts.claim.actor(context)
        var decision = Decision()
        try facts.take(.recall, then: [PaymentTasks.answerRecall], &decision, context)
        decision.change(
            facts.payment,
            .recallRequested(.init(reason: reason, by: person, at: context.now)))
        decision.reason = reason
        return decision
    }
}

/// 登记追回结果: with success the part is open again; otherwise the payment takes its course.
package struct AnswerRecall: Command {
    package static let statement = CommandStatement<AnswerRecall>(
        "payments.answerRecall", Words("登记追回结果", "Record the answer to the recall"),
        Words(
            "登记银行对追回或止付的答复；追回成功则该份重新待付",
            "Record what the bank answered; with success the part is open again"),
        duties: ["4.2.4b"], by: .held(by: .paymentClerk),
        on: .numbered(Payment.self, "payment", \.payment),
        fields: [
            .payment(\.payment),
            Field("succeeded", \.succeeded, Words("是否追回", "Recalled")), .reason(\.reason),
        ])

    package var payment = ""
    package var succeeded = false
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> PaymentFacts {
        try PaymentFacts.gather(payment, context, transaction)
    }

    package func decide(_ facts: PaymentFacts, _ context: Context) throws(Refusal) -> Decision {
        let person = try facts.claim.actor(context)
        var decision = Decision()
        try facts.take(
            .answerRecall, finishing: succeeded ? [] : [PaymentTasks.answerRecall], &decision,
            context)
        decision.change(
            facts.payment,
            .recallAnswered(
                succeeded: succeeded, answer: reason, by: person, at: context.now))
        if succeeded {
            try facts.fail(
                .init(code: .recalled, reason: reason, at: context.now), &decision, context)
        }
        decision.reason = reason
        return decision
    }
}
