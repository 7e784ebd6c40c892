package import Kernel

/// 支付: one payment of one decision to the person entitled to it, released by a second person,
/// sent in one file, confirmed by the bank once.
package struct Payment: Numbered {
    package enum State: String, WorkflowState {
        case ordered, released, sent, confirmed, failed, stopped

        package var title: Words {
            switch self {
            case .ordered: Words("待复核", "Awaiting release")
            case .released: Words("已复核", "Released")
            case .sent: Words("已发送银行", "Sent to the bank")
            case .confirmed: Words("已到账", "Confirmed")
            case .failed: Words("已退回", "Returned")
            case .stopped: Words("已撤销", "Stopped")
            }
        }

        package var isFinal: Bool { self == .confirmed || self == .failed || self == .stopped }
    }

    package enum Event: Sendable, Codable {
        case ordered(Payment)
        case released(by: ID<StaffMember>, at: Moment)
        case sent(batch: String, at: Moment)
        case confirmed(reference: String, at: Moment)
        case failed(reason: String, at: Moment)
        case stopped(by: ID<StaffMember>, reason: String)
    }

    package static let table = "payment"
    package static let title = Words("付款", "payment")

    package let id: ID<Payment>
    package let number: String
    package let claim: ID<Claim>
    package let claimNumber: String
    /// Which decision of the claim it pays, counted from 0.
    package let decision: Int64
    package let amount: Money
    package let method: ClaimWords.PaymentMethod
    package let payee: Sealed
    package let account: Sealed
    package let maker: ID<StaffMember>
    package let orderedAt: Moment
    package private(set) var state: State
    package private(set) var releaser: ID<StaffMember>?
    package private(set) var batch: String?
    package private(set) var bankReference: String?

    package init(
        id: ID<Payment>, number: String, of claim: Claim, amount: Money,
        method: ClaimWords.PaymentMethod, payee: Sealed, account: Sealed,
        maker: ID<StaffMember>, at moment: Moment
    ) {
        self.id = id
        self.number = number
        self.claim = claim.id
        claimNumber = claim.number
        decision = Int64(claim.decisions.count - 1)
        self.amount = amount
        self.method = method
        self.payee = payee
        self.account = account
        self.maker = maker
        orderedAt = moment
        state = .ordered
    }

    /// A payment is chained in the journal of its claim.
    package var stream: StreamName { StreamName(kind: Claim.table, id: claim.text) }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("claim", claimNumber.sql), ("decision", decision.sql),
            ("stage", state.rawValue.sql), ("amount_minor", amount.minor.sql),
            ("currency", amount.currency.rawValue.sql), ("maker", maker.sql),
            ("releaser", releaser.sql), ("batch", batch.sql),
            ("bank_reference", bankReference.sql), ("ordered_at", orderedAt.sql),
        ]
    }

    package static func opened(by event: Event) -> Payment? {
        if case .ordered(let payment) = event { payment } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .ordered(let payment): self = payment
        case .released(let person, _):
            releaser = person
            state = .released
        case .sent(let number, _):
            batch = number
            state = .sent
        case .confirmed(let reference, _):
            bankReference = reference
            state = .confirmed
        case .failed: state = .failed
        case .stopped: state = .stopped
        }
    }
}
