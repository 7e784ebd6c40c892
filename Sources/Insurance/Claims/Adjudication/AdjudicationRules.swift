package import Kernel

/// 核赔规则: when a claim of a product goes to a panel, and which ones a rule may decide by itself.
/// An edition holds once a second person has published it; without one nothing is decided by rule.
package struct AdjudicationRules: Numbered {
    package enum State: String, WorkflowState {
        case proposed, published

        package var title: Words {
            switch self {
            case .proposed: Words("待发布", "Proposed")
            case .published: Words("已发布", "Published")
            }
        }

        package var isFinal: Bool { self == .published }
    }

    package enum Event: Sendable, Codable {
        case proposed(AdjudicationRules)
        case published(by: ID<StaffMember>, at: Moment)
    }

    /// What a rule may decide: small, simple, complete, without a risk flag.
    package struct StraightThrough: Sendable, Codable, Equatable {
        /// Of what is claimed, in all.
        package let upTo: Money
        /// How many of a thousand decisions are checked by a person afterwards.
        package let samplePermille: Int64
    }

    package static let table = "adjudication_rules"
    package static let title = Words("核赔规则", "adjudication rules")

    package let id: ID<AdjudicationRules>
    /// A product's code.
    package let product: String
    package let edition: Int64
    package let panel: PanelRule
    package let straightThrough: StraightThrough?
    package let risk: ClaimRisk
    package let reason: String
    package let proposedBy: ID<StaffMember>
    package let proposedAt: Moment
    package private(set) var state: State
    package private(set) var publishedBy: ID<StaffMember>?
    package private(set) var publishedAt: Moment?

    package init(
        id: ID<AdjudicationRules>, product: String, edition: Int64, panel: PanelRule,
        straightThrough: StraightThrough?, risk: ClaimRisk, reason: String,
        by maker: ID<StaffMember>, at moment: Moment
    ) {
        self.id = id
        self.product = product
        self.edition = edition
        self.panel = panel
        self.straightThrough = straightThrough
        self.risk = risk
        self.reason = reason
        proposedBy = maker
        proposedAt = moment
        state = .proposed
    }

    package var number: String { "\(product)/\(edition)" }

    /// Who holds the authority of the rules of a product: a post that no person can be given.
    package static func post(of product: String) -> Post { Post("rules.\(product)") }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("product", product.sql), ("edition", edition.sql),
            ("stage", state.rawValue.sql),
        ]
    }

    package static func opened(by event: Event) -> AdjudicationRules? {
        if case .proposed(let rules) = event { rules } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .proposed(let rules): self = rules
        case .published(let person, let moment):
            publishedBy = person
            publishedAt = moment
            state = .published
        }
    }
}
