package import Kernel

/// A payment with its claim. The claim is held first, as every command on a claim does.
package struct PaymentFacts: Sendable {
    package let payment: Loaded<Payment>
    package let claim: ClaimFacts

    static func gather(
        _ number: String, _ context: Context, _ transaction: any Transaction
    ) throws -> PaymentFacts {
        guard let seen: Loaded<Payment> = try transaction.load(number: number),
            let claim = try transaction.hold(seen.claim)
        else { throw Refusal.noSuch(Payment.title) }
        let payment: Loaded<Payment> = try transaction.subject(number, context)
        return try PaymentFacts(
            payment: payment, claim: ClaimFacts(of: claim, transaction, starting: []))
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
