/// A turnaround standard in one edition: what the insurer promises for a metric, for a scope.
///
/// Scopes go from the general to the special: `*`, `line:motor`, `product:AUTO`,
/// `product:AUTO/simple`. The most special one holds. A clock pins the edition it started under.
package struct Standard: ReferenceState {
    package enum Event: Sendable, Codable {
        case set(Standard)
        case confirmed(by: String, document: String, at: Moment)
    }

    package static let table = "standard"
    package static let title = Words("时效标准", "turnaround standard")

    package let id: ID<Standard>
    package let metric: String
    package let scope: String
    package let edition: Int64
    package let term: Term
    package let warnings: [Int]
    package let pauseLimit: Int?
    /// The article it follows, or that the insurer set it.
    package let source: Words
    /// How sure the source is.
    package let certainty: Certainty
    /// Whether the promise page shows it.
    package let isPublic: Bool
    /// Who set it, as written in the journal: somebody else confirms it.
    package let setBy: String
    package private(set) var confirmation: Confirmation?

    /// Who of the insurer confirmed the figure before it went live, and by which document.
    package struct Confirmation: Hashable, Sendable, Codable {
        package let by: String
        package let document: String
        package let at: Moment
    }

    package init(
        id: ID<Standard>, metric: String, scope: String, edition: Int64, term: Term,
        warnings: [Int], pauseLimit: Int?, source: Words, certainty: Certainty, isPublic: Bool,
        setBy: String
    ) {
        self.id = id
        self.metric = metric
        self.scope = scope
        self.edition = edition
        self.term = term
        self.warnings = warnings
        self.pauseLimit = pauseLimit
        self.source = source
        self.certainty = certainty
        self.isPublic = isPublic
        self.setBy = setBy
    }

    /// Whether customers see it: never an unconfirmed figure of an uncertain source.
    package var isShown: Bool { isPublic && (certainty != .unconfirmed || confirmation != nil) }

    package var columns: [(String, SQLValue)] {
        [("metric", metric.sql), ("scope", scope.sql), ("edition", edition.sql)]
    }

    /// The standard as a clock pins it.
    package var clockStandard: ClockStandard {
        ClockStandard(id: id.text, term: term, warnings: warnings, pauseLimit: pauseLimit)
    }

    package static func opened(by event: Event) -> Standard? {
        if case .set(let standard) = event { standard } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .set(let standard): self = standard
        case .confirmed(let person, let document, let moment):
            confirmation = Confirmation(by: person, document: document, at: moment)
        }
    }

    /// The newest editions that hold for a metric in one of `scopes`, given from the special to
    /// the general; the first that is set. `nil` when none is: then no clock runs by itself, and
    /// a command that needs one refuses.
    package static func holding(
        _ metric: String, scopes: [String], _ reader: any Reader
    ) throws -> Standard? {
        let found: [Loaded<Standard>] = try reader.loadAll(
            where: "metric = \(metric) AND scope IN \(list: scopes) ORDER BY edition DESC LIMIT 500"
        )
        for scope in scopes {
            if let standard = found.first(where: { $0.scope == scope }) { return standard.state }
        }
        return nil
    }
}

/// How sure the source of a figure is.
package enum Certainty: String, ChoiceValue {
    case primary = "A"
    case secondary = "B"
    case unconfirmed = "C"
    /// The insurer's own choice, bound to no text.
    case company

    package var title: Words {
        switch self {
        case .primary: Words("已核对原文", "primary text read")
        case .secondary: Words("二手来源", "secondary source")
        case .unconfirmed: Words("待合规确认", "to be confirmed by compliance")
        case .company: Words("公司自定", "set by the insurer")
        }
    }
}
