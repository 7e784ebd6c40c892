package import Kernel

extension TurnaroundStatistics {
    /// The cases behind a figure, oldest first; what is asked is what the figure counted.
    ///
    /// - Parameters:
    ///   - key: the code of the group.
    ///   - outcome: which of them; `nil` for all.
    ///   - after: the last case of the page before.
    package static func cases(
        by dimension: Dimension, key: String, metric: String, outcome: PromiseOutcome? = nil,
        _ period: PromisePeriod = .always, at now: Moment, after last: PromiseCase? = nil,
        limit: Int = 100, _ reader: any Reader
    ) throws -> [PromiseCase] {
        let later = PromisePeriod(
            from: max(last?.startedAt ?? period.from, period.from), until: period.until)
        return try reader.rows(
            """
            SELECT id, case_number, started_at, due_at, stopped_at, breach, outcome
            FROM (\(part: rows(dimension, metric, later, now))) counted
            WHERE place = \(key) AND \(outcome?.rawValue ?? "") IN ('', outcome)
                AND (started_at > \(later.from) OR started_at = \(later.from)
                    AND id > \(last?.clock.text ?? ""))
            ORDER BY started_at, id LIMIT \(min(max(limit, 1), 200))
            """
        ).map(PromiseCase.init)
    }

    /// Where the time of the claims registered in a period went, added up.
    package struct Time: Sendable {
        package let share: TimeShare
        /// How many claims were added up.
        package let counted: Int
        /// How many there are in the period.
        package let claims: Int
    }

    /// The newest claims of the period, at most `limit` of them: each is read from its journal.
    package static func time(
        _ period: PromisePeriod, at now: Moment, limit: Int = 100, _ reader: any Reader
    ) throws -> Time {
        let held: SQL = """
            FROM claim WHERE registered_at >= \(period.from) AND registered_at < \(period.until)
            """
        let total = try reader.row("SELECT COUNT(*) AS held \(part: held)")?.int("held") ?? 0
        var amounts: [TimeShare.Place: Int64] = [:]
        let claims: [Loaded<Claim>] = try reader.rows(
            """
            SELECT version, state \(part: held) ORDER BY registered_at DESC, id DESC
            LIMIT \(min(max(limit, 1), 200))
            """
        ).map(Loaded.init(row:))
        for claim in claims {
            guard let course = try TimeShare.of(claim: claim.state, at: now, reader) else {
                continue
            }
            for part in course.share.parts {
                // By post, not by person: what a claim's own page tells.
                let place = TimeShare.Place(
                    kind: part.place.kind, post: part.place.post, person: nil)
                amounts[place, default: 0] += part.amount
            }
        }
        return Time(share: TimeShare(amounts), counted: claims.count, claims: total)
    }
}

extension PromiseCase {
    /// The place of a clock in a list of cases, for the page that follows.
    package init(at record: ClockRecord) {
        self.init(
            number: record.subject.number, clock: record.id, startedAt: record.clock.startedAt,
            dueAt: record.clock.due, stoppedAt: record.clock.stoppedAt, outcome: .running,
            breach: record.breach)
    }
}

extension TurnaroundStatistics {
    /// How its figures are made, beside what the promise page says of counts and intervals.
    package static let explanation: [Words] = [
        Words(
            "按承诺起算的时刻归入统计期；产品、险类、案件类型和机构取自赔案，报案与疑问的时限随其赔案归类。",
            "A promise belongs to the period in which it started; product, line, complexity and "
                + "branch are the claim's, also for its notice and its questions."),
        Words(
            "人员统计归于办结该项时限的人，只计已办结的；整个案件的时间分布见案件用时。",
            "A person's figures are of the promises whose last step they took, ended ones only; "
                + "where a case's whole time went is told by its own course."),
        Words(
            "超时件数不因原因而减少；经认定为客户、第三方或不可抗力原因的另行标出。",
            "Late is late whatever the cause; those found to be caused by the customer, a third "
                + "party or force majeure are marked beside it."),
        Words(
            "已结不足10件的不显示比例；仅当95%区间不含整体比例时才称优于或低于整体。",
            "Under ten ended cases no share is shown; better or worse than the whole is said only "
                + "when the 95% interval leaves the whole out."),
    ]
}
