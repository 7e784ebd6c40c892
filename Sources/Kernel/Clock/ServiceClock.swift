/// A promise in time with its own ledger: what started it, when it ran and stood still, and when
/// it is due. A value; every step returns a new one or a refusal, and nothing is ever rewritten.
///
/// Everything derived (due moment, warnings, consumed time) is counted from the ledger by one
/// arithmetic, `Reckoning`. Standard and calendar version are pinned: editing either moves no
/// open deadline until `adopting` is called with the new one. A clock is never reopened, so time
/// after it stopped can never be charged to it; a reopened case starts a new clock.
package struct ServiceClock: Hashable, Sendable, Codable {
    /// A stretch of the ledger. Segments follow each other without gaps.
    package struct Segment: Hashable, Sendable, Codable {
        package enum Kind: String, Hashable, Sendable, Codable { case run, pause }

        package let kind: Kind
        package let from: Moment
        /// `nil` while it lasts.
        package internal(set) var to: Moment?
        /// Why it began.
        package let reason: Words
        /// The journal event that began it.
        package let event: String
    }

    package struct Extension: Hashable, Sendable, Codable {
        /// Of the clock's basis.
        package let term: Term
        package let at: Moment
        /// The event that approved it.
        package let approval: String
    }

    /// The moment from which another standard counted, with the one before it.
    package struct Repin: Hashable, Sendable, Codable {
        /// The identity of the standard's version that held until then.
        package let before: String
        package let term: Term
        package let at: Moment
        package let reason: String
        /// The journal event that did it.
        package let event: String
    }

    package enum Outcome: String, Hashable, Sendable, Codable {
        case running, paused, kept, breached
    }

    package let id: String
    /// What is measured, for example `claim.determine`.
    package let metric: String
    /// Standard and calendar, and the terms they set.
    package internal(set) var standard: ClockStandard
    package internal(set) var calendarID: String
    package internal(set) var calendarVersion: Int
    package internal(set) var segments: [Segment]
    package internal(set) var extensions: [Extension]
    package let startedAt: Moment
    /// The last moment that keeps the promise. While paused: as if the pause ended where it began.
    package internal(set) var due: Moment
    /// The first unpublished year that went into `due`.
    package internal(set) var missingYear: Int?
    package internal(set) var stoppedAt: Moment?
    /// Every change of the standard, in order; `nil` for none.
    package internal(set) var repins: [Repin]?

    package var isProvisional: Bool { missingYear != nil }
    package var isPaused: Bool { stoppedAt == nil && segments.last?.kind == .pause }

    /// Segments and extensions a clock can hold.
    package static let maximumEntries = 500

    /// How the clock stands at `moment`, decided from moments only: it is breached when it ran
    /// past `due`, whether or not anybody looked. A clock that is paused, or was stopped while
    /// paused, is judged at the moment the pause began. Moments before the last entry of the
    /// ledger count as that entry.
    package func outcome(asOf moment: Moment) -> Outcome {
        if reach(asOf: moment) > due { return .breached }
        if stoppedAt != nil { return .kept }
        return isPaused ? .paused : .running
    }

    /// The last moment at which the clock ran, as seen from `moment`.
    func reach(asOf moment: Moment) -> Moment {
        guard let last = segments.last else { return max(moment, startedAt) }
        return last.kind == .pause ? last.from : last.to ?? max(moment, last.from)
    }

    /// The latest moment in the ledger; nothing can be entered before it.
    var latest: Moment {
        let entries = [stoppedAt, segments.last?.from, extensions.last?.at, repins?.last?.at]
        return entries.compactMap(\.self).max() ?? startedAt
    }
}

/// What a service standard fixes for its clocks, as of one version.
package struct ClockStandard: Hashable, Sendable, Codable {
    /// The identity of the standard's version.
    package let id: String
    package let term: Term
    /// Percent of the term at which to warn, 1...100, in order.
    package let warnings: [Int]
    /// How often the clock may be paused without an approval: `nil` as often as need be, 0 never,
    /// 1 for the claim clock, whose supplement notice is given once (保险法 第22条).
    package let pauseLimit: Int?

    package init(id: String, term: Term, warnings: [Int] = [], pauseLimit: Int? = nil) {
        self.id = id
        self.term = term
        self.warnings = Set(warnings.filter((1...100).contains)).sorted()
        self.pauseLimit = pauseLimit
    }
}

extension ClockStandard {
    private enum CodingKeys: String, CodingKey { case id, term, warnings, pauseLimit }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try values.decode(String.self, forKey: .id),
            term: try values.decode(Term.self, forKey: .term),
            warnings: try values.decode([Int].self, forKey: .warnings),
            pauseLimit: try values.decodeIfPresent(Int.self, forKey: .pauseLimit))
    }
}
