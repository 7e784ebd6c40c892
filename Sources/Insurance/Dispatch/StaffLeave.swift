package import Kernel

/// 请假: the days on which a member of staff is away, and who covers for them.
package struct StaffLeave: Aggregate {
    package enum Event: Sendable, Codable {
        case recorded(StaffLeave)
        case cancelled(reason: String, at: Moment)
    }

    package static let table = "staff_leave"
    package static let title = Words("请假", "leave")
    package static let mostDays: Int64 = 366

    package let id: ID<StaffLeave>
    package let staff: ID<StaffMember>
    package let number: String
    package let first: Day
    /// The last day away.
    package let last: Day
    /// Who takes over what the member holds, where they may.
    package let deputy: ID<StaffMember>?
    package let deputyNumber: String?
    package private(set) var cancelledAt: Moment?

    init(
        id: ID<StaffLeave>, of member: StaffRecord, first: Day, last: Day, deputy: StaffRecord?
    ) {
        self.id = id
        staff = member.member
        number = member.number
        self.first = first
        self.last = last
        self.deputy = deputy?.member
        deputyNumber = deputy?.number
    }

    package var columns: [(String, SQLValue)] {
        [
            ("staff", staff.sql), ("first_day", first.sql), ("last_day", last.sql),
            ("is_cancelled", (cancelledAt != nil).sql),
        ]
    }

    package static func opened(by event: Event) -> StaffLeave? {
        if case .recorded(let leave) = event { leave } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .recorded(let leave): self = leave
        case .cancelled(_, let moment): cancelledAt = moment
        }
    }
}
