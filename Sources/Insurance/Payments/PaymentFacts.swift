package import Kernel

/// A payment with its claim. The claim is held first, as every command on a claim does.
package struct PaymentFacts: Sendable {
    package let payment: Loaded<Payment>
    package let claim: ClaimFacts

    static func gather(
        _ number: String, _ context: Context, _ transaction: any Transaction,
        letters kinds: [LetterKind] = []
    ) throws -> PaymentFacts {
        guard let seen: Loaded<Payment> = try transaction.load(number: number),
            let claim = try transaction.hold(seen.claim)
        else { throw Refusal.noSuch(Payment.title) }
        let payment: Loaded<Payment> = try transaction.subject(number, context)
        var facts = try ClaimFacts(of: claim, transaction, starting: [])
        try facts.take(letters: kinds, transaction)
        return PaymentFacts(payment: payment, claim: facts)
    }

    func require(
        _ states: Set<Payment.State>, for step: Words, _ code: String
    ) throws(Refusal) {
        let state = payment.state.state
        try Kernel.require(
            states.contains(state), else: .notInState(step, state.title, code))
    }
}

extension Field {
    static func payment(_ path: FieldPath<Owner, String>) -> Field {
        Field("payment", path, Words("付款号", "Payment number"), .line(40))
    }
}
