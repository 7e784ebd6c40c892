package import Kernel

/// 解除合同: the insurer ends a policy because what it asked was not answered truthfully. Without
/// it a refusal for non-disclosure does not stand (保险法 art. 16; 司法解释二 art. 8). It lapses
/// 30 days after the ground is known, and two years after the contract was made.
package struct Rescission: Numbered {
    package enum Fault: String, ChoiceValue {
        case intent, grossNegligence

        package var title: Words {
            switch self {
            case .intent: Words("故意", "Intent")
            case .grossNegligence: Words("重大过失", "Gross negligence")
            }
        }
    }

    package enum State: String, WorkflowState {
        case proposed, declared, dropped

        package var title: Words {
            switch self {
            case .proposed: Words("待决定", "Proposed")
            case .declared: Words("已解除", "Declared")
            case .dropped: Words("未解除", "Dropped")
            }
        }

        package var isFinal: Bool { self != .proposed }
    }

    package enum Event: Sendable, Codable {
        case proposed(Rescission)
        case declared(by: ID<StaffMember>, at: Moment)
        case dropped(by: ID<StaffMember>, reason: String, at: Moment)
    }

    package static let table = "rescission"
    package static let title = Words("合同解除", "rescission")
    /// 30 days from knowledge and two years from the contract (保险法 art. 16(3)).
    static let daysFromKnowledge = 30
    static let yearsFromContract = 2

    package let id: ID<Rescission>
    package let number: String
    package let claim: ID<Claim>
    package let claimNumber: String
    package let policy: String
    package let fault: Fault
    /// Whether what was kept back seriously bore on the event.
    package let isMaterial: Bool
    /// The question that was asked: nothing else had to be disclosed.
    package let question: String
    /// What was found, with the evidence.
    package let finding: Sealed
    package let knownOn: Day
    /// The last day on which it can be declared.
    package let until: Day
    package let maker: ID<StaffMember>
    package let proposedAt: Moment
    package private(set) var state = State.proposed
    package private(set) var decidedBy: ID<StaffMember>?
    package private(set) var decidedAt: Moment?

    init(
        id: ID<Rescission>, number: String, of claim: Claim, _ facts: ProposeRescission,
        finding: Sealed, until: Day, by maker: ID<StaffMember>, at moment: Moment
    ) {
        self.id = id
        self.number = number
        self.claim = claim.id
        claimNumber = claim.number
        policy = claim.policy
        fault = facts.fault
        isMaterial = facts.isMaterial
        question = facts.question
        self.finding = finding
        knownOn = facts.knownOn
        self.until = until
        self.maker = maker
        proposedAt = moment
    }

    /// It is chained in the journal of its claim.
    package var stream: StreamName { StreamName(kind: Claim.table, id: claim.text) }

    /// Whether it carries a refusal: negligence only where it seriously bore on the event.
    package var carriesRefusal: Bool { state == .declared && (fault == .intent || isMaterial) }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("claim", claimNumber.sql), ("policy", policy.sql),
            ("stage", state.rawValue.sql),
        ]
    }

    package static func opened(by event: Event) -> Rescission? {
        if case .proposed(let rescission) = event { rescission } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .proposed(let rescission): self = rescission
        case .declared(let person, let moment):
            decidedBy = person
            decidedAt = moment
            state = .declared
        case .dropped(let person, _, let moment):
            decidedBy = person
            decidedAt = moment
            state = .dropped
        }
    }
}
