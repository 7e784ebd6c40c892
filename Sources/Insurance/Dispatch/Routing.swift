package import Kernel

/// 派工记录: who was given a piece of work, by whom, and why: every candidate with every rule.
package struct Routing: Aggregate {
    package enum Event: Sendable, Codable {
        case routed(Routing)
    }

    /// What a rule found about a candidate.
    package enum Finding: String, Sendable, Codable, CaseIterable {
        case onLeave, notCompetent, interested, preparedIt, withoutAuthority, full, gaveItBack

        package var title: Words {
            switch self {
            case .onLeave: Words("请假", "On leave")
            case .notCompetent: Words("不具备该险种或难度的能力", "Not competent for the line or difficulty")
            case .interested: Words("须回避", "Has an interest in the case")
            case .preparedIt: Words("经办过本案前序环节", "Prepared the case")
            case .withoutAuthority: Words("权限不足", "Without the authority")
            case .gaveItBack: Words("已退回过该待办", "Gave this work back")
            case .full: Words("在办件数已满", "Holds as much as allowed")
            }
        }

        /// A dispatcher may set it aside for a stated reason. Leave, interest, an earlier part in
        /// the case and missing authority stand.
        package var mayBeSetAside: Bool {
            self == .notCompetent || self == .full || self == .gaveItBack
        }
    }

    package struct Candidate: Hashable, Sendable, Codable {
        package let staff: ID<StaffMember>
        package let number: String
        package let isSameBranch: Bool
        /// Open pieces of work held.
        package let load: Int64
        /// What speaks against them; empty when they may be given it.
        package let against: [Finding]
    }

    package static let table = "routing"
    package static let title = Words("派工记录", "routing")
    /// Candidates kept with the record.
    static let mostKept = 50

    package let id: ID<Routing>
    package let subject: CaseReference
    package let work: ID<WorkItem>
    package let kind: String
    package let chosen: ID<StaffMember>
    package let chosenNumber: String
    /// Who dispatched: a member of staff, or the product's own rule.
    package let by: String
    /// Why a person chose otherwise than the rule.
    package let reason: String?
    package let candidates: [Candidate]
    package let at: Moment

    package var stream: StreamName { subject.stream }

    package var columns: [(String, SQLValue)] {
        [
            ("stream", stream.text.sql), ("case_number", subject.number.sql),
            ("work", work.sql), ("chosen", chosen.sql), ("at", at.sql),
        ]
    }

    package static func opened(by event: Event) -> Routing? {
        switch event {
        case .routed(let routing): routing
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .routed(let routing): self = routing
        }
    }

    init(
        id: ID<Routing>, of item: WorkItem, to chosen: Candidate, among candidates: [Candidate],
        by principal: Principal, reason: String?, at moment: Moment
    ) {
        self.id = id
        subject = item.subject
        work = item.id
        kind = item.kind
        self.chosen = chosen.staff
        chosenNumber = chosen.number
        by = principal.text
        self.reason = reason
        self.candidates = Array(candidates.prefix(Self.mostKept))
        at = moment
    }

    /// The one the rule gives it to: nothing speaks against them; of the own branch if there is
    /// such; with the least work; in the order of staff numbers.
    static func choice(among candidates: [Candidate]) -> Candidate? {
        candidates.filter(\.against.isEmpty).min {
            ($0.isSameBranch ? 0 : 1, $0.load, $0.number)
                < ($1.isSameBranch ? 0 : 1, $1.load, $1.number)
        }
    }
}
