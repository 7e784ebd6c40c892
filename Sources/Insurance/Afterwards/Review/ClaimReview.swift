package import Kernel

/// 复核: a customer does not accept a decision, and somebody who took no part in it looks again.
/// A case of its own; one for each decision.
package struct ClaimReview: Numbered, SideLine {
    package enum Event: Sendable, Codable {
        case requested(ClaimReview)
        case begun(by: ID<StaffMember>, at: Moment)
        case concluded(Conclusion)
        case told(at: Moment)
        case closed(at: Moment)
        case withdrawn(reason: String, at: Moment)
    }

    package enum Outcome: String, ChoiceValue {
        case upheld, changed, sentBack

        package var title: Words {
            switch self {
            case .upheld: Words("维持原决定", "Decision upheld")
            case .changed: Words("变更原决定", "Decision changed")
            case .sentBack: Words("发回重新处理", "Sent back to be decided anew")
            }
        }
    }

    package struct Conclusion: Sendable, Codable, Equatable {
        package let outcome: Outcome
        package let reasons: String
        package let by: ID<StaffMember>
        package let level: Int64
        package let at: Moment
    }

    package static let table = "claim_review"
    package static let title = Words("理赔复核", "review of a claim decision")

    package let id: ID<ClaimReview>
    package let number: String
    package let claim: ID<Claim>
    package let claimNumber: String
    /// Which decision of the claim it is about, counted from 0.
    package let decision: Int64
    /// The level that decided it: whoever reviews has at least this one.
    package let level: Int64
    /// Everybody who took part in the decision: makers, approver, members of its panels.
    package let participants: [ID<StaffMember>]
    package let channel: ClaimWords.Channel
    package let requester: Sealed
    package let phone: Sealed?
    package let grounds: Sealed
    package let requestedAt: Moment
    package private(set) var state: State
    package private(set) var reviewer: ID<StaffMember>?
    package private(set) var conclusion: Conclusion?
    package private(set) var toldAt: Moment?

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("claim", claimNumber.sql), ("decision", decision.sql),
            ("stage", state.rawValue.sql), ("reviewer", reviewer.sql),
            ("requested_at", requestedAt.sql),
        ]
    }

    package static func opened(by event: Event) -> ClaimReview? {
        if case .requested(let review) = event { review } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .requested(let review): self = review
        case .begun(let person, _):
            reviewer = person
            state = .underReview
        case .concluded(let conclusion):
            self.conclusion = conclusion
            state = State(rawValue: conclusion.outcome.rawValue) ?? .upheld
        case .told(let moment):
            toldAt = moment
            state = .told
        case .closed: state = .closed
        case .withdrawn: state = .withdrawn
        }
    }
}

extension ClaimReview {
    init(
        _ request: RequestReview, requester: Sealed, grounds: Sealed, of claim: Claim,
        _ decision: ClaimDecision, participants: Set<ID<StaffMember>>, _ context: Context
    ) {
        id = context.id("review")
        number = context.number(.review)
        self.claim = claim.id
        claimNumber = claim.number
        self.decision = Int64(claim.decisions.count - 1)
        level = decision.authority.level
        self.participants = participants.sorted()
        channel = request.channel
        self.requester = requester
        phone = request.phone?.sealed
        self.grounds = grounds
        requestedAt = context.now
        state = .requested
    }
}

extension NumberSeries {
    package static let review = NumberSeries("REV")
}
