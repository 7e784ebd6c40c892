package import Kernel

/// What was promised and what was kept, counted from the clocks by moments alone: a figure is the
/// same however late a sweep runs. Pure reading; every figure can name its cases.
package enum PromiseBoard {
    /// One figure for each metric and scope that has a standard, metrics in their own order.
    ///
    /// - Parameters:
    ///   - now: decides which running clocks are late.
    ///   - onlyShown: leaves out what customers do not see.
    package static func figures(
        _ period: PromisePeriod = .always, at now: Moment, onlyShown: Bool,
        metrics: [ClockMetric] = ClaimClocks.metrics, _ reader: any Reader
    ) throws -> [PromiseFigure] {
        let counts = try Counts.read(period, now, reader)
        let known = metrics.map(\.code)
        return try Promise.all(reader)
            .filter { !onlyShown || $0.newest.isShown }
            .sorted { left, right in
                let places = [left, right].map { one in
                    known.firstIndex(of: one.newest.metric) ?? known.count
                }
                return (places[0], left.newest.metric, left.newest.scope)
                    < (places[1], right.newest.metric, right.newest.scope)
            }
            .map { promise in
                try figure(
                    promise, counts, metrics.first { $0.code == promise.newest.metric }?.title,
                    period, reader)
            }
    }

    /// The cases behind a figure, oldest first.
    ///
    /// - Parameters:
    ///   - outcome: which of them; `nil` for all.
    ///   - after: the last clock of the page before.
    package static func cases(
        metric: String, scope: String, outcome: PromiseOutcome? = nil,
        _ period: PromisePeriod = .always, at now: Moment, after last: PromiseCase? = nil,
        limit: Int = 100, _ reader: any Reader
    ) throws -> [PromiseCase] {
        let promise = try Promise.all(reader).first {
            $0.newest.metric == metric && $0.newest.scope == scope
        }
        guard let promise else { return [] }
        let from = last?.startedAt ?? period.from
        let rows = try reader.rows(
            """
            SELECT * FROM (
                SELECT id, case_number, started_at, due_at, stopped_at, breach,
                    \(part: outcomeColumn(now)) AS outcome
                FROM service_clock
                WHERE standard IN \(list: promise.editions) AND started_at >= \(period.from)
                    AND started_at < \(period.until)
                    AND (started_at > \(from)
                        OR started_at = \(from) AND id > \(last?.clock.text ?? ""))
            ) counted
            WHERE \(outcome?.rawValue ?? "") IN ('', outcome)
            ORDER BY started_at, id LIMIT \(min(max(limit, 1), 1000))
            """)
        return try rows.map(PromiseCase.init)
    }

    /// How a clock stands, decided by moments. One that stands still is late only if it was late
    /// before it stood still, which its breach says.
    static func outcomeColumn(_ now: Moment) -> SQL {
        """
        CASE WHEN status IN ('kept', 'breached') THEN status
            WHEN status = 'running' AND due_at < \(now) THEN 'breached'
            WHEN breach IS NOT NULL THEN 'breached' ELSE 'running' END
        """
    }

    private static func figure(
        _ promise: Promise, _ counts: Counts, _ title: Words?, _ period: PromisePeriod,
        _ reader: any Reader
    ) throws -> PromiseFigure {
        let newest = promise.newest
        func count(_ outcome: PromiseOutcome) -> Int64 { counts.sum(promise.editions, outcome) }
        let (kept, late, running) = (count(.kept), count(.breached), count(.running))
        return PromiseFigure(
            metric: newest.metric, title: title ?? Words(newest.metric, newest.metric),
            scope: newest.scope, scopeTitle: ScopeTitle.words(newest.scope),
            standard: newest.term.words, source: newest.source, certainty: newest.certainty,
            isConfirmed: newest.confirmation != nil, isShown: newest.isShown,
            started: kept + late + running, kept: kept, breached: late, running: running,
            share: PromiseShare(kept: kept, of: kept + late),
            spread: try spread(promise, period, reader))
    }

    /// Nearest-rank quantiles of the ended clocks that are counted as the newest edition counts.
    private static func spread(
        _ promise: Promise, _ period: PromisePeriod, _ reader: any Reader
    ) throws -> PromiseFigure.Spread? {
        let basis = promise.newest.term.basis
        let ended: SQL = """
            FROM service_clock WHERE standard IN \(list: promise.alike)
                AND started_at >= \(period.from) AND started_at < \(period.until)
                AND consumed IS NOT NULL
            """
        let total = try reader.row("SELECT COUNT(*) AS total \(part: ended)")?.int("total") ?? 0
        if total == 0 { return nil }
        func quantile(_ percent: Int) throws -> Words {
            let place = max(0, (total * percent + 99) / 100 - 1)
            let row = try reader.row(
                "SELECT consumed \(part: ended) ORDER BY consumed LIMIT 1 OFFSET \(place)")
            return ConsumedTime.words(try row?.integer("consumed") ?? 0, basis)
        }
        return PromiseFigure.Spread(median: try quantile(50), p90: try quantile(90))
    }
}

/// All editions of the standard of one metric and scope.
private struct Promise {
    let newest: Standard
    let editions: [String]
    /// The editions that count in the same unit.
    let alike: [String]

    static func all(_ reader: any Reader) throws -> [Promise] {
        let found: [Loaded<Standard>] = try reader.loadAll(
            where: "edition >= 1 ORDER BY metric, scope, edition DESC LIMIT 5000")
        let groups = Dictionary(grouping: found.map(\.state)) { "\($0.metric) \($0.scope)" }
        return groups.values.compactMap { editions in
            guard let newest = editions.max(by: { $0.edition < $1.edition }) else { return nil }
            let alike = editions.filter { $0.term.basis == newest.term.basis }
            return Promise(
                newest: newest, editions: editions.map(\.id.text), alike: alike.map(\.id.text))
        }
    }
}

/// How many clocks of each edition stand how.
private struct Counts {
    private var counts: [String: [String: Int64]] = [:]

    static func read(
        _ period: PromisePeriod, _ now: Moment, _ reader: any Reader
    ) throws -> Counts {
        let rows = try reader.rows(
            """
            SELECT standard, outcome, COUNT(*) AS number FROM (
                SELECT standard, \(part: PromiseBoard.outcomeColumn(now)) AS outcome
                FROM service_clock
                WHERE started_at >= \(period.from) AND started_at < \(period.until)
            ) counted GROUP BY standard, outcome
            """)
        var counts = Counts()
        for row in rows {
            counts.counts[try row.text("standard"), default: [:]][try row.text("outcome")] =
                try row.integer("number")
        }
        return counts
    }

    func sum(_ editions: [String], _ outcome: PromiseOutcome) -> Int64 {
        editions.reduce(0) { $0 + (counts[$1]?[outcome.rawValue] ?? 0) }
    }
}

extension PromiseCase {
    init(_ row: Row) throws {
        guard let outcome = PromiseOutcome(rawValue: try row.text("outcome")) else {
            throw DatabaseFailure.shape("a clock has an unknown outcome")
        }
        self.init(
            number: try row.text("case_number"), clock: try row.id("id"),
            startedAt: try row.moment("started_at"), dueAt: try row.moment("due_at"),
            stoppedAt: try row.optional("stopped_at", Row.moment), outcome: outcome,
            breach: try row.optional("breach", Row.text))
    }
}
