package import Kernel

/// 追偿: what comes back to the insurer for a claim. Kept apart from what was paid.
package enum Recovery {
    package enum Kind: String, ChoiceValue {
        case subrogation, salvage, repayment

        package var title: Words {
            switch self {
            case .subrogation: Words("代位求偿", "Subrogation")
            case .salvage: Words("损余物资", "Salvage")
            case .repayment: Words("退还赔款", "Repayment")
            }
        }
    }
}

/// Records money received for a claim. It may go on after the claim is closed.
package struct RecordRecovery: Command {
    package static let statement = CommandStatement<RecordRecovery>(
        "claims.recordRecovery", Words("登记追偿款", "Record a recovery"),
        Words("登记追偿、损余或退款所得，与赔款分列", "Record money received for a claim, apart from what was paid"),
        duties: ["4.2.4b"], keeps: .evidence, by: .held(by: .paymentClerk),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), Field("kind", \.kind, Words("来源", "Kind")),
            Field("amount", \.amount, Words("金额", "Amount"), 1...Coverage.largest),
            Field("reference", \.reference, Words("凭据号", "Reference"), .line(80)),
        ])

    package var claim = ""
    package var kind = Recovery.Kind.subrogation
    package var amount = Money(minor: 0)
    package var reference = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<Claim> {
        try transaction.subject(claim, context)
    }

    package func decide(_ claim: Loaded<Claim>, _ context: Context) throws(Refusal) -> Decision {
        try require(amount.currency == claim.currency, else: .otherCurrency(claim.currency))
        let (_, overflowed) = claim.recoveredMinor.addingReportingOverflow(amount.minor)
        try require(!overflowed, else: .recoveryTooLarge)
        return Decision(
            changing: claim,
            .recovered(amount: amount, kind: kind, reference: reference, at: context.now))
    }
}

extension Refusal {
    static let recoveryTooLarge = Refusal(
        .invalid, "claims.recoveryTooLarge", Words("金额过大", "the amount is too large"))
}
