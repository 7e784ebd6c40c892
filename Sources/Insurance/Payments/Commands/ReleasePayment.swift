package import Kernel

/// 复核放款: a second person, neither the maker nor the approver, releases the payment. What looks
/// like a payment on another claim waits for a supervisor; from the set amount on the payee's
/// identity must be on record.
package struct ReleasePayment: Command {
    package static let statement = CommandStatement<ReleasePayment>(
        "payments.release", Words("复核放款", "Release the payment"),
        Words(
            "由经办人和核赔人以外的人复核后放款；疑似重复须主管认定，达到限额须已核对身份",
            "A person other than the maker and the approver releases it; duplicates and identity "
                + "are checked"),
        duties: ["4.2.4b", "1.3.3"], by: .held(by: .paymentReleaser),
        on: .numbered(Payment.self, "payment", \.payment), fields: [.payment(\.payment)])

    package var payment = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> PaymentFacts {
        try PaymentFacts.gather(payment, context, transaction, comparing: true)
    }

    package func decide(_ facts: PaymentFacts, _ context: Context) throws(Refusal) -> Decision {
        let releaser = try facts.claim.actor(context)
        let payment = facts.payment.state
        try require(payment.maker != releaser, else: .releaserIsMaker)
        try require(
            !facts.claim.claim.decisions.contains {
                $0.approver == releaser && $0.outcome.pays
            }, else: .releaserIsApprover)
        var decision = Decision()
        let next =
            payment.method == .bankTransfer ? PaymentTasks.send : PaymentTasks.handOver
        try facts.take(
            .release, finishing: [PaymentTasks.release], then: [next], &decision, context)
        try require(
            payment.identity != nil || !facts.rules.needsIdentity(payment.decided),
            else: .identityUnchecked)
        let accepted = Set(payment.duplicates?.payments ?? [])
        let blocking = facts.rules.blocking(facts.similar, payment.amount)
            .filter { !accepted.contains($0.payment) }
        try require(blocking.isEmpty, else: .possibleDuplicate(blocking))
        decision.change(facts.payment, .released(by: releaser, at: context.now))
        decision.reply = ["similar": .array(facts.similar.map(\.shown))]
        return decision
    }
}

extension Payment.Duplicate {
    var shown: JSON {
        [
            "payment": .string(payment), "claim": .string(claim),
            "reason": .string(reason.rawValue),
        ]
    }
}

/// Stops a payment before it is sent; its part can be ordered again.
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
        let payment = facts.payment.state
        _ = try PaymentWorkflow.main.take(.stop, in: payment.state, of: payment)
        var decision = Decision()
        try facts.takeClaim(.stopPayment, orEarlier: .stopEarlier, &decision, context)
        // What is stopped needs no signature any more.
        decision.withdraw(facts.work, reason: "stopped")
        facts.openOrder(&decision, context)
        decision.change(facts.payment, .stopped(by: person, reason: reason))
        decision.change(facts.claim.claim, .paymentFailed(payment.id, reason: "stopped"))
        decision.reason = reason
        return decision
    }
}

extension Refusal {
    static let releaserIsMaker = Refusal(
        .forbidden, "payments.releaserIsMaker",
        Words("复核人不能是经办人", "the one who ordered the payment may not release it"))
    static let releaserIsApprover = Refusal(
        .forbidden, "payments.releaserIsApprover",
        Words("核赔人不得复核放款", "the one who decided the claim may not release its payment"))
    static let identityUnchecked = Refusal(
        .conflict, "payments.identityUnchecked",
        Words(
            "金额达到身份核对限额，请先登记领款人证件（payments.checkIdentity）",
            "the amount asks for the payee's identity: record it first (payments.checkIdentity)"))

    static func possibleDuplicate(_ found: [Payment.Duplicate]) -> Refusal {
        let shown = found.prefix(5)
        let zh = shown.map { "\($0.payment)（\($0.claim)，\($0.reason.title.zh)）" }
        let en = shown.map { "\($0.payment) (\($0.claim), \($0.reason.title.en))" }
        return Refusal(
            .conflict, "payments.possibleDuplicate",
            Words(
                "疑似重复付款：\(zh.joined(separator: "、"))；须理赔主管认定后放款",
                "it looks like \(en.joined(separator: ", ")); a claims supervisor must rule on it"))
    }
}
