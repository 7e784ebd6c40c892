import Insurance
import Kernel

/// The standards in force, and the clocks that run by one of them.
enum StandardStore {
    struct Pinned: Sendable {
        let number: String
        let clock: String
        let due: Moment
        let term: Words
        /// When it would be due under the term that is weighed.
        let other: Moment?

        func shown(_ language: Language) -> [String: any Sendable] {
            [
                "number": number, "clock": clock, "due": ShownMoment.text(due),
                "term": term[language], "other": other.map(ShownMoment.text) ?? "—",
                "differs": other.map { $0 != due } ?? false,
            ]
        }
    }

    /// The newest edition of each standard.
    static func current(_ reader: any Reader) throws -> [Standard] {
        let all: [Loaded<Standard>] = try reader.loadAll(
            where: "id IS NOT NULL ORDER BY metric, scope, edition DESC LIMIT 500")
        var seen: Set<String> = []
        return all.map(\.state).filter { seen.insert("\($0.metric) \($0.scope)").inserted }
    }

    /// Running clocks of a metric: they keep what they were pinned to; beside it, when they would
    /// be due under another term.
    static func preview(
        _ metric: String, _ term: Term?, at now: Moment, _ reader: any Reader
    ) throws -> (count: Int, lines: [Pinned]) {
        let count = try reader.row(
            """
            SELECT COUNT(*) AS n FROM service_clock
            WHERE metric = \(metric) AND status IN ('running', 'paused')
            """)?.int("n") ?? 0
        let clocks: [Loaded<ClockRecord>] = try reader.loadAll(
            where: """
                metric = \(metric) AND status IN ('running', 'paused')
                ORDER BY due_at, id LIMIT 30
                """)
        let lines = try clocks.map { loaded in
            let clock = loaded.clock
            let calendar = try CalendarShelf.edition(
                Int64(clock.calendarVersion), of: clock.calendarID, reader)
            let other = try term.map {
                try Deadline.compute($0, from: clock.startedAt, calendar).due
            }
            return Pinned(
                number: loaded.subject.number, clock: loaded.state.id.text, due: clock.due,
                term: clock.standard.term.words, other: other)
        }
        return (count, lines)
    }
}

extension Standard {
    func shown(_ language: Language) -> [String: any Sendable] {
        [
            "metric": ClaimClocks.metrics.first { $0.code == metric }?.title[language] ?? metric,
            "scope": scope, "term": term.words[language], "edition": edition, "source": source,
            "isPublic": isPublic, "isConfirmed": confirmation != nil,
            "certainty": certainty.rawValue, "id": id.text,
            "mustConfirm": confirmation == nil,
        ]
    }
}
