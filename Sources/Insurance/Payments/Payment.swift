package import Kernel

/// 支付: one part of one decision, paid to one person entitled to it, released by a second person,
/// sent in one file or handed over as one cheque, confirmed by the bank once.
package struct Payment: Numbered {
    package static let table = "payment"
    package static let title = Words("付款", "payment")

    package let id: ID<Payment>
    package let number: String
    package let claim: ID<Claim>
    package let claimNumber: String
    package let basis: Basis
    /// Which decision of the claim it pays, or which advance, counted from 0.
    package let decision: Int64
    /// Which part of it, counted from 1.
    package let part: Int64
    /// What was decided in all; the parts together never exceed it.
    package let decided: Money
    package let amount: Money
    package let method: ClaimWords.PaymentMethod
    package let role: PayeeRole
    /// The written authority of somebody who takes the money for the entitled person.
    package let mandate: String?
    /// The invoice it pays, by which the same bill on another claim is found.
    package let invoice: String?
    /// The party of the case who is paid, when they are recorded as one.
    package let party: ID<ClaimParty>?
    /// The returned payment that it takes the place of.
    package let replaces: String?
    package let maker: ID<StaffMember>
    package let orderedAt: Moment
    package internal(set) var payee: Sealed
    package internal(set) var account: Sealed
    package internal(set) var state: State
    package internal(set) var releaser: ID<StaffMember>?
    package internal(set) var batch: String?
    package internal(set) var bankReference: String?
    package internal(set) var failure: Failure?
    package internal(set) var identity: IdentityCheck?
    package internal(set) var duplicates: DuplicateRuling?
    package internal(set) var cheque: Cheque?
    package internal(set) var recall: Recall?
    /// A correction of the account data that nobody has decided yet.
    package internal(set) var correction: Correction?
    /// The account data it had before, and who changed it: readable by their masks.
    package internal(set) var former: [FormerAccount]

    /// What it pays.
    package struct Terms: Sendable {
        package var basis = Basis.decision
        package var decision: Int64
        package var part: Int64 = 1
        package var decided: Money
        package var amount: Money

        package init(decision: Int64, decided: Money, amount: Money) {
            self.decision = decision
            self.decided = decided
            self.amount = amount
        }
    }

    /// Whom it pays, and how.
    package struct Receiver: Sendable {
        package var method = ClaimWords.PaymentMethod.bankTransfer
        package var role = PayeeRole.insured
        package var mandate: String?
        package var invoice: String?
        package var party: ID<ClaimParty>?
        package var payee: Sealed
        package var account: Sealed

        package init(payee: Sealed, account: Sealed) {
            self.payee = payee
            self.account = account
        }
    }

    package init(
        id: ID<Payment>, number: String, of claim: Claim, _ terms: Terms, to receiver: Receiver,
        replaces: String? = nil, maker: ID<StaffMember>, at moment: Moment
    ) {
        self.id = id
        self.number = number
        self.claim = claim.id
        claimNumber = claim.number
        basis = terms.basis
        decision = terms.decision
        part = terms.part
        decided = terms.decided
        amount = terms.amount
        method = receiver.method
        role = receiver.role
        mandate = receiver.mandate
        invoice = receiver.invoice.map(InvoiceNumber.normal)
        party = receiver.party
        self.replaces = replaces
        self.maker = maker
        orderedAt = moment
        payee = receiver.payee
        account = receiver.account
        state = .ordered
        former = []
    }

    /// A payment is chained in the journal of its claim.
    package var stream: StreamName { StreamName(kind: Claim.table, id: claim.text) }

    /// How its pieces of work name it: in its claim's stream, by its own number.
    package var reference: CaseReference { CaseReference(stream: stream, number: number) }

    /// Whether the money is on its way or has arrived.
    package var isLive: Bool { state != .failed && state != .stopped }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("claim", claimNumber.sql), ("basis", basis.rawValue.sql),
            ("decision", decision.sql), ("part", part.sql), ("decided_minor", decided.minor.sql),
            ("stage", state.rawValue.sql), ("amount_minor", amount.minor.sql),
            ("currency", amount.currency.rawValue.sql), ("method", method.rawValue.sql),
            ("maker", maker.sql), ("releaser", releaser.sql), ("payee", payee.person.sql),
            ("invoice", invoice.sql), ("cheque", cheque?.number.sql ?? .null),
            ("batch", batch.sql), ("bank_reference", bankReference.sql),
            ("ordered_at", orderedAt.sql),
        ]
    }
}

/// How invoice numbers are compared: without blanks and dashes, capitals alike.
enum InvoiceNumber {
    static func normal(_ text: String) -> String {
        String(text.uppercased().filter { !$0.isWhitespace && $0 != "-" })
    }
}
