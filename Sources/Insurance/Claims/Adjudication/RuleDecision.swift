package import Kernel

/// 规则核赔: what a published rule found about one small claim: decided, with the three findings
/// explained, or left to people, with why. It never refuses. Some are drawn for a person to check.
package struct RuleDecision: Numbered {
    package enum State: String, WorkflowState {
        case declined, decided, checked

        package var title: Words {
            switch self {
            case .declined: Words("转人工", "Left to people")
            case .decided: Words("规则核赔", "Decided by rule")
            case .checked: Words("已抽查", "Checked")
            }
        }

        package var isFinal: Bool { self != .decided }
    }

    /// Why a rule leaves a claim to people.
    package struct Reason: Sendable, Codable, Equatable {
        package let code: String
        package let explanation: Words
    }

    package struct Check: Sendable, Codable, Equatable {
        package let agrees: Bool
        package let finding: String
        package let by: ID<StaffMember>
        package let at: Moment
    }

    /// The draw that chose it for checking, so that anybody can repeat it: the first eight bytes
    /// of the seed as a number, modulo 1000, below the share of the rules.
    package struct Draw: Sendable, Codable, Equatable {
        package let seed: String
        package let share: Int64

        package init(secret: [UInt8], share: Int64) {
            seed = secret.prefix(8).map { byte in
                let text = String(byte, radix: 16)
                return byte < 16 ? "0" + text : text
            }.joined()
            self.share = share
        }

        package var value: Int64 { Int64((UInt64(seed, radix: 16) ?? 0) % 1000) }
        package var isDrawn: Bool { value < share }
    }

    package enum Event: Sendable, Codable {
        case found(RuleDecision)
        case checked(Check)
    }

    package static let table = "rule_decision"
    package static let title = Words("规则核赔", "decision by rule")

    package let id: ID<RuleDecision>
    package let number: String
    package let claim: String
    package let product: String
    /// The edition of the rules, such as `AUTO/2`.
    package let rules: String
    package let at: Moment
    /// Empty when it was decided.
    package let reasons: [Reason]
    package let amount: Money?
    package let findings: [Words]
    package let draw: Draw?
    package private(set) var state: State
    package private(set) var check: Check?

    init(
        id: ID<RuleDecision>, of claim: Claim, _ rules: AdjudicationRules, at moment: Moment,
        reasons: [Reason], amount: Money?, findings: [Words], draw: Draw?
    ) {
        self.id = id
        number = RuleDecision.number(of: claim)
        self.claim = claim.number
        product = claim.product
        self.rules = rules.number
        at = moment
        self.reasons = reasons
        self.amount = amount
        self.findings = findings
        self.draw = draw
        state = reasons.isEmpty ? .decided : .declined
    }

    /// One for each time that a claim is open.
    static func number(of claim: Claim) -> String { "\(claim.number)-R\(claim.reopenings)" }

    package var isSampled: Bool { draw?.isDrawn ?? false }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("claim", claim.sql), ("product", product.sql),
            ("stage", state.rawValue.sql), ("is_sampled", isSampled.sql),
        ]
    }

    package static func opened(by event: Event) -> RuleDecision? {
        if case .found(let decision) = event { decision } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .found(let decision): self = decision
        case .checked(let check):
            self.check = check
            state = .checked
        }
    }
}
