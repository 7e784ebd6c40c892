package import Kernel

/// 追偿回款: money that reached the insurer's account, once for each reference of the bank.
package struct RecoveryReceipt: Aggregate {
    package enum Event: Sendable, Codable {
        case recorded(RecoveryReceipt)
    }

    package static let table = "recovery_receipt"
    package static let title = Words("追偿回款", "receipt of a recovery")

    package let id: ID<RecoveryReceipt>
    package let claim: ID<Claim>
    package let claimNumber: String
    /// The recovery it belongs to; `nil` for money recorded on the claim itself.
    package let recovery: String?
    package let kind: Recovery.Kind
    package let reference: String
    package let amount: Money
    package let receivedOn: Day?
    package let recordedBy: String
    package let at: Moment

    package var stream: StreamName { StreamName(kind: Claim.table, id: claim.text) }

    package var columns: [(String, SQLValue)] {
        [
            ("claim", claimNumber.sql), ("recovery", recovery.sql),
            ("bank_reference", reference.sql), ("amount_minor", amount.minor.sql),
            ("currency", amount.currency.rawValue.sql),
        ]
    }

    package static func opened(by event: Event) -> RecoveryReceipt? {
        switch event {
        case .recorded(let receipt): receipt
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .recorded(let receipt): self = receipt
        }
    }
}

/// Records money received for a claim on the claim itself: where no recovery was opened, and for
/// what an import brings from an older system.
package struct RecordRecovery: Command {
    package static let statement = CommandStatement<RecordRecovery>(
        "claims.recordRecovery", Words("登记追偿款", "Record a recovery"),
        Words(
            "未立追偿项目时直接登记追偿、损余或退款所得，与赔款分列；同一凭据只登记一次",
            "Money received where no recovery was opened, apart from what was paid; once for each "
                + "reference"),
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

    package struct Facts: Sendable {
        let claim: Loaded<Claim>
        let known: Loaded<RecoveryReceipt>?
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        try Facts(
            claim: transaction.subject(claim, context),
            known: AfterwardsStore.receipt(reference, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim
        try require(amount.currency == claim.currency, else: .otherCurrency(claim.currency))
        if let known = facts.known {
            try require(
                known.claim == claim.state.id && known.recovery == nil && known.amount == amount,
                else: .receiptKnown(known.claimNumber))
            return Decision.alreadyRecorded
        }
        let (_, overflowed) = claim.recoveredMinor.addingReportingOverflow(amount.minor)
        try require(!overflowed, else: .recoveryTooLarge)
        var decision = Decision(
            changing: claim,
            .recovered(amount: amount, kind: kind, reference: reference, at: context.now))
        decision.open(
            RecoveryReceipt.self,
            .recorded(
                RecoveryReceipt(
                    id: context.id("receipt"), claim: claim.state.id, claimNumber: claim.number,
                    recovery: nil, kind: kind, reference: reference, amount: amount,
                    receivedOn: nil, recordedBy: context.principal.text, at: context.now)))
        return decision
    }
}

extension Decision {
    /// The same receipt once more: nothing happens, and that is said.
    static var alreadyRecorded: Decision {
        var decision = Decision()
        decision.reply = ["alreadyRecorded": true]
        return decision
    }
}

extension Refusal {
    static let recoveryTooLarge = Refusal(
        .invalid, "claims.recoveryTooLarge",
        Words("金额过大，请核对", "the amount is too large; check it"))

    static func receiptKnown(_ claim: String) -> Refusal {
        Refusal(
            .conflict, "claims.receiptKnown",
            Words(
                "该凭据号已在赔案 \(claim) 下登记过回款，请核对",
                "this reference is recorded already, on claim \(claim); check it"))
    }
}
