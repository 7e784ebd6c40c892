package import Kernel

/// A family of terms with the names that screens, letters and exports print.
package protocol GlossaryTerm: CaseIterable, RawRepresentable, Sendable where RawValue == String {
    /// Where the family belongs: `claim.state`.
    static var family: String { get }
    var words: Words { get }
    /// What the term means, in one sentence, where the word alone leaves doubt.
    var meaning: Words? { get }
}

extension GlossaryTerm {
    /// Stable and part of the API: `claim.state.reported`.
    package var termID: String { Self.family + "." + rawValue }
    package var meaning: Words? { nil }
}

/// Every term of the product by its id, in both languages.
package enum Glossary {
    package struct Entry: Hashable, Sendable {
        package let id: String
        package let words: Words
        package let meaning: Words?
    }

    /// In the order in which families and terms are declared.
    package static let entries: [Entry] = [
        entries(of: ClaimWords.State.self),
        entries(of: ClaimWords.Parallel.self),
        entries(of: ClaimWords.Act.self),
        entries(of: ClaimWords.Channel.self),
        entries(of: ClaimWords.Claimant.self),
        entries(of: ClaimWords.Line.self),
        entries(of: ClaimWords.Cause.self),
        entries(of: ClaimWords.Document.self),
        entries(of: ClaimWords.PaymentMethod.self),
        entries(of: ClaimWords.Closing.self),
        entries(of: ClaimWords.Cancellation.self),
        entries(of: ClaimWords.ReopenReason.self),
        entries(of: PostWords.Post.self),
        entries(of: PostWords.Party.self),
        entries(of: WorkWords.Verb.self),
        entries(of: WorkWords.BreachCause.self),
    ].flatMap { $0 }

    /// The term with this id, or `nil` when there is none.
    package static func entry(_ id: String) -> Entry? { byID[id] }

    private static let byID = Dictionary(
        entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

    private static func entries<Term: GlossaryTerm>(of family: Term.Type) -> [Entry] {
        family.allCases.map { Entry(id: $0.termID, words: $0.words, meaning: $0.meaning) }
    }
}
