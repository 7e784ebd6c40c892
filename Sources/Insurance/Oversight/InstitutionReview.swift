package import Kernel

/// 制度检视: that somebody looked at a period, what they saw and what they concluded. It keeps
/// the counts and a digest of the whole report, so that the report can be made again and compared.
package struct InstitutionReview: Aggregate {
    package enum Event: Sendable, Codable {
        case recorded(InstitutionReview)
    }

    package struct Broken: Hashable, Sendable, Codable {
        package let duty: DutyID
        package let count: Int
    }

    package static let table = "institution_review"
    package static let title = Words("制度检视", "review of the institution")

    package let id: ID<InstitutionReview>
    package let from: Day
    package let until: Day
    package let kept: Int
    package let quiet: Int
    package let uncovered: Int
    package let broken: [Broken]
    /// SHA-256 of the report's canonical JSON.
    package let digest: String
    package let conclusion: String
    package let by: String
    package let at: Moment

    package var columns: [(String, SQLValue)] {
        [("first_day", from.sql), ("last_day", until.sql)]
    }

    package static func opened(by event: Event) -> InstitutionReview? {
        switch event {
        case .recorded(let review): review
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .recorded(let review): self = review
        }
    }
}
