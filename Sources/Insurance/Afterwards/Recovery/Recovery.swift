package import Kernel

/// 追偿: what is to come back to the insurer for a claim, from whom and why. Kept apart from what
/// was paid; opened before or after the claim is closed, and often outliving it.
package struct Recovery: Numbered, SideLine {
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

    /// What the one it is against is to the insured (保险法 第62条).
    package enum Relation: String, ChoiceValue {
        case stranger, family, constituent

        package var title: Words {
            switch self {
            case .stranger: Words("与被保险人无此关系的第三者", "Neither family nor member")
            case .family: Words("被保险人的家庭成员", "A member of the insured's family")
            case .constituent: Words("被保险人的组成人员", "A member of the insured organisation")
            }
        }
    }

    package enum Ending: String, Sendable, Codable {
        case received, waived, writtenOff, handedOver, lost
    }

    package enum Event: Sendable, Codable {
        case opened(Recovery)
        case demanded(Demand)
        case appraised(Appraisal)
        case sold(price: Money, buyer: Sealed, at: Moment)
        case costRecorded(Cost)
        case received(amount: Money, reference: String, at: Moment)
        case settledByInsured(Settlement)
        case waiverProposed(Waiver)
        case waiverReturned(by: ID<StaffMember>, reason: String)
        case closed(Ending, by: ID<StaffMember>, at: Moment)
    }

    package struct Demand: Sendable, Codable, Equatable {
        package let document: String
        /// The last day of the limitation, which a demand interrupts (民法典 第195条).
        package let limitation: Day
        package let at: Moment
    }

    package struct Appraisal: Sendable, Codable, Equatable {
        package let amount: Money
        package let document: String
        package let by: ID<StaffMember>
        package let at: Moment
    }

    package struct Cost: Sendable, Codable, Equatable {
        package let amount: Money
        package let what: String
        package let at: Moment
    }

    /// 保险法 第61条: the insured settled with, or released, the third party.
    package struct Settlement: Sendable, Codable, Equatable {
        package let waives: Bool
        package let beforePayment: Bool
        package let consented: Bool
        package let received: Money
        package let document: String
        package let at: Moment

        /// Whether nothing can be claimed any more. A waiver after the payment without the
        /// insurer's consent is void.
        package var bars: Bool { waives && (beforePayment || consented) }
    }

    package struct Waiver: Sendable, Codable, Equatable {
        package let kind: WaiverKind
        package let amount: Money
        package let reason: String
        package let by: ID<StaffMember>
        package let at: Moment
    }

    package enum WaiverKind: String, ChoiceValue {
        case waiver, writeOff

        package var title: Words {
            switch self {
            case .waiver: Words("放弃追偿", "Waive")
            case .writeOff: Words("核销", "Write off")
            }
        }
    }

    package static let table = "recovery"
    package static let title = Words("追偿", "recovery")

    package let id: ID<Recovery>
    package let number: String
    package let claim: ID<Claim>
    package let claimNumber: String
    package let kind: Kind
    package let opponent: Sealed?
    package let contact: Sealed?
    package let relation: Relation
    package let basis: String
    /// What is to be sold, of salvage.
    package let item: String?
    /// Whether the adjudication deducted its value: then it belongs to the insured.
    package let isDeducted: Bool
    package let expected: Money
    package let agent: Sealed?
    package let openedAt: Moment
    package internal(set) var limitation: Day
    package internal(set) var state: State = .opened
    package internal(set) var demands: [Demand] = []
    package internal(set) var appraisal: Appraisal?
    package internal(set) var price: Money?
    package internal(set) var buyer: Sealed?
    package internal(set) var costs: [Cost] = []
    package internal(set) var receivedMinor: Int64 = 0
    package internal(set) var receipts: Int64 = 0
    package internal(set) var settlements: [Settlement] = []
    package internal(set) var waiver: Waiver?
    package internal(set) var ending: Ending?

    /// Chained in the journal of its claim.
    package var stream: StreamName { StreamName(kind: Claim.table, id: claim.text) }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("claim", claimNumber.sql), ("kind", kind.rawValue.sql),
            ("stage", state.rawValue.sql), ("expected_minor", target.minor.sql),
            ("received_minor", receivedMinor.sql), ("currency", expected.currency.rawValue.sql),
            ("limitation", limitation.sql),
        ]
    }

    /// What is to come: the price once something was sold, else what was expected.
    package var target: Money { price ?? expected }

    package var outstanding: Money {
        Money(minor: max(0, target.minor - receivedMinor), expected.currency)
    }
}
