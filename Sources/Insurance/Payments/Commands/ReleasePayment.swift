package import Kernel

/// 复核放款: a second person, neither the maker nor the approver, releases the payment.
package struct ReleasePayment: Command {
    package static let statement = CommandStatement<ReleasePayment>(
        "payments.release", Words("复核放款", "Release the payment"),
        Words("由经办人和核赔人以外的人复核后放款", "A person other than the maker and the approver releases it"),
        duties: ["4.2.4b", "1.3.3"], by: .held(by: .paymentReleaser),
        on: .numbered(Payment.self, "payment", \.payment), fields: [.payment(\.payment)])

    package var payment = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> PaymentFacts {
        try PaymentFacts.gather(payment, context, transaction)
    }

    package func decide(_ facts: PaymentFacts, _ context: Context) throws(Refusal) -> Decision {
        let releaser = try facts.claim.actor(context)
        try require(facts.payment.maker != releaser, else: .releaserIsMaker)
        try require(
            facts.claim.claim.decisions.last?.approver != releaser, else: .releaserIsApprover)
        try facts.require([.ordered], for: Self.statement.title, "release")
        try WorkItem.require(signed: facts.claim.work, kinds: [ClaimTasks.releasePayment])
        var decision = Decision(changing: facts.payment, .released(by: releaser, at: context.now))
        decision.finish(facts.claim.work, kinds: [ClaimTasks.releasePayment], step: "release")
        return decision
    }
}

/// Stops a payment before it is sent; it can be ordered again.
package struct StopPayment: Command {
    package static let statement = CommandStatement<StopPayment>(
        "payments.stop", Words("撤销付款", "Stop the payment"),
        Words("发送银行之前撤销付款，可重新下达", "Stop a payment before it is sent; it can be ordered again"),
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
        try facts.require([.ordered, .released], for: Self.statement.title, "stop")
        var decision = Decision()
        try facts.claim.take(
            .stopPayment, then: [(ClaimTasks.orderPayment, .paymentClerk)], &decision, context)
        // What is stopped needs no signature any more.
        decision.finish(facts.claim.work, kinds: [ClaimTasks.releasePayment], step: "stop")
        decision.change(facts.payment, .stopped(by: person, reason: reason))
        decision.change(
            facts.claim.claim, .paymentFailed(facts.payment.state.id, reason: "stopped"))
        decision.reason = reason
        return decision
    }
}
