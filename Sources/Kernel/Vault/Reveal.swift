/// One time that somebody of the staff saw a full personal value: who, whose, what kind, about
/// which case, and why. Never the value.
package struct Reveal: Aggregate {
    package enum Event: Sendable, Codable {
        case asked(Reveal)
    }

    package static let table = "reveal"
    package static let title = Words("查看记录", "reveal")

    package let id: ID<Reveal>
    package let staff: ID<StaffMember>
    package let person: ID<Person>
    package let kind: PersonalKind
    /// SHA-256 of the sealed value, which says exactly which one it was.
    package let value: String
    package let about: String?
    package let reason: RevealReason
    package let text: String
    package let at: Moment

    /// All that one member of staff saw, in one chain.
    package var stream: StreamName { StreamName(kind: Reveal.table, id: staff.text) }

    package var columns: [(String, SQLValue)] {
        [
            ("staff", staff.sql), ("person", person.sql), ("kind", kind.rawValue.sql),
            ("at", at.sql),
        ]
    }

    package static func opened(by event: Event) -> Reveal? {
        switch event {
        case .asked(let reveal): reveal
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .asked(let reveal): self = reveal
        }
    }
}

/// Why a full value is needed.
package enum RevealReason: String, ChoiceValue {
    case contactCustomer, verifyIdentity, payment, complaint, investigation, audit, lawfulRequest

    package var title: Words {
        switch self {
        case .contactCustomer: Words("联系客户", "Contact the customer")
        case .verifyIdentity: Words("核对身份", "Verify identity")
        case .payment: Words("办理付款", "Make a payment")
        case .complaint: Words("处理投诉", "Handle a complaint")
        case .investigation: Words("案件调查", "Investigate a case")
        case .audit: Words("内部审计", "Internal audit")
        case .lawfulRequest: Words("有权机关依法查询", "Lawful request of an authority")
        }
    }
}

extension PersonalKind: ChoiceValue {}
