package import Kernel

/// 关系申报: that a member of staff is a customer, or stands close to one. From then on that member
/// handles no case of that customer (回避).
package struct StaffRelation: Aggregate {
    package enum Kind: String, ChoiceValue {
        case own, spouse, kin, friend, financial, other

        package var title: Words {
            switch self {
            case .own: Words("本人", "Is this customer")
            case .spouse: Words("配偶", "Spouse")
            case .kin: Words("近亲属", "Close relative")
            case .friend: Words("密切交往", "Close friend")
            case .financial: Words("经济利益", "Financial interest")
            case .other: Words("其他利害关系", "Other interest")
            }
        }
    }

    package enum Event: Sendable, Codable {
        case declared(StaffRelation)
        case ended(reason: String, at: Moment)
    }

    package static let table = "staff_relation"
    package static let title = Words("关系申报", "declared relation")

    package let id: ID<StaffRelation>
    package let staff: ID<StaffMember>
    package let number: String
    package let customer: String
    package let person: ID<Person>
    package let kind: Kind
    package let declaredBy: String
    package let declaredAt: Moment
    package private(set) var endedAt: Moment?

    init(
        id: ID<StaffRelation>, of member: StaffRecord, to customer: Customer, _ kind: Kind,
        by declarer: Principal, at moment: Moment
    ) {
        self.id = id
        staff = member.member
        number = member.number
        self.customer = customer.number
        person = customer.person
        self.kind = kind
        declaredBy = declarer.text
        declaredAt = moment
    }

    package var columns: [(String, SQLValue)] {
        [
            ("staff", staff.sql), ("person", person.sql), ("is_current", (endedAt == nil).sql),
        ]
    }

    package static func opened(by event: Event) -> StaffRelation? {
        if case .declared(let relation) = event { relation } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .declared(let relation): self = relation
        case .ended(_, let moment): endedAt = moment
        }
    }
}
