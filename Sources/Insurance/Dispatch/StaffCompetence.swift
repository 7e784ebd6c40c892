package import Kernel

/// 专业能力: which lines of business a member of staff is competent for, and how difficult a case
/// may be. Who has none recorded is not limited: an insurer records it where it matters.
package struct StaffCompetence: Aggregate {
    package enum Event: Sendable, Codable {
        case recorded(StaffCompetence)
        case changed([LineOfBusiness], hardest: Complexity, reason: String, at: Moment)
    }

    package static let table = "staff_competence"
    package static let title = Words("专业能力", "competence")

    package let id: ID<StaffCompetence>
    package let staff: ID<StaffMember>
    package let number: String
    package private(set) var lines: [LineOfBusiness]
    package private(set) var hardest: Complexity

    init(
        id: ID<StaffCompetence>, of member: StaffRecord, lines: [LineOfBusiness],
        hardest: Complexity
    ) {
        self.id = id
        staff = member.member
        number = member.number
        self.lines = lines
        self.hardest = hardest
    }

    package var columns: [(String, SQLValue)] { [("staff", staff.sql)] }

    package static func opened(by event: Event) -> StaffCompetence? {
        if case .recorded(let competence) = event { competence } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .recorded(let competence): self = competence
        case .changed(let lines, let hardest, _, _):
            self.lines = lines
            self.hardest = hardest
        }
    }

    func covers(_ line: LineOfBusiness, _ complexity: Complexity) -> Bool {
        lines.contains(line) && complexity.rank <= hardest.rank
    }
}

extension Complexity {
    /// 0 for the simplest.
    var rank: Int { Complexity.allCases.firstIndex(of: self) ?? 0 }
}
