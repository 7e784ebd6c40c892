package import Kernel

/// A payment with its claim. The claim is held first, as every command on a claim does.
package struct PaymentFacts: Sendable {
    package let payment: Loaded<Payment>
    package let claim: ClaimFacts
    let rules: PaymentRules
    /// Payments of other claims that look like this one.
    let similar: [Payment.Duplicate]
    /// The voucher of a confirmed payment.
    let voucher: Loaded<Voucher>?
    /// Whether another payment was confirmed under the bank reference that is named.
    var isReferenceUsed = false

    init(
        payment: Loaded<Payment>, claim: ClaimFacts, rules: PaymentRules = .shipped,
        similar: [Payment.Duplicate] = [], voucher: Loaded<Voucher>? = nil
    ) {
        self.payment = payment
        self.claim = claim
        self.rules = rules
        self.similar = similar
        self.voucher = voucher
    }

    static func gather(
        _ number: String, _ context: Context, _ transaction: any Transaction,
        comparing: Bool = false
    ) throws -> PaymentFacts {
        guard let seen: Loaded<Payment> = try transaction.load(number: number),
            let claim = try transaction.hold(seen.claim)
        else { throw Refusal.noSuch(Payment.title) }
        let payment: Loaded<Payment> = try transaction.subject(number, context)
        let rules = try PaymentStore.rules(transaction)
        return try PaymentFacts(
            payment: payment,
            claim: ClaimFacts(of: claim, transaction, starting: [.payment]), rules: rules,
            similar: comparing
                ? PaymentStore.duplicates(of: payment.state, rules, transaction) : [],
            voucher: payment.state.state == .confirmed
                ? PaymentStore.voucher(of: number, transaction) : nil)
    }

    /// The open work of this payment; the claim's other payments have their own.
    var work: [Loaded<WorkItem>] {
        claim.work.filter { $0.state.subject.number == payment.number }
    }

    /// Takes a step of the payment: state and guards are checked, finished work leaves the queue
    /// and what comes next gets an owner.
    func take(
        _ step: PaymentWorkflow.Step, finishing kinds: Set<String> = [],
        then next: [String] = [], _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        let payment = payment.state
        _ = try PaymentWorkflow.main.take(step, in: payment.state, of: payment)
        try WorkItem.require(signed: work, kinds: kinds)
        decision.finish(work, kinds: kinds, step: step.rawValue)
        for kind in next { decision.open(WorkItem.self, .opened(item(kind, context))) }
    }

    func item(_ kind: String, _ context: Context) -> WorkItem {
        PaymentTasks.item(
            kind, of: payment.state.reference, branch: claim.claim.branch,
            dueAt: claim.time.open(.payment)?.clock.due, context)
    }

    /// The step of the claim that goes with one of the payment; an advance takes none, because it
    /// is not what the claim's main line is about.
    func takeClaim(
        _ step: ClaimWorkflow.Step, orEarlier earlier: ClaimWorkflow.Step,
        _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        guard payment.basis == .decision else { return }
        let isEarlier = ClaimWorkflow.main.rule(earlier).from.contains(claim.claim.state.state)
        try claim.take(isEarlier ? earlier : step, &decision, context)
    }

    /// The clerk's work to order what is open again, unless it lies there already.
    func openOrder(_ decision: inout Decision, _ context: Context) {
        guard payment.basis == .decision,
            !claim.work.contains(where: { $0.kind == ClaimTasks.orderPayment })
        else { return }
        let item = claim.item(ClaimTasks.orderPayment, Post(.paymentClerk), context)
        decision.open(WorkItem.self, .opened(item))
    }
}

extension Field {
    static func payment(_ path: FieldPath<Owner, String>) -> Field {
        Field("payment", path, Words("付款号", "Payment number"), .line(40))
    }
}
