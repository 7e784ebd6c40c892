/// The clocks of a case with what is needed to count them: read inside the transaction, used
/// purely by rules.
package struct CaseTime: Sendable {
    package let clocks: [Loaded<ClockRecord>]
    let calendar: CompiledCalendar
    let pinned: [String: CompiledCalendar]
    let standards: [String: Standard]
    /// What was opened for clocks that were warned about and still run: the supervisor's notice,
    /// and the reminder of whoever has the work.
    let notices: [ID<ClockRecord>: [Loaded<WorkItem>]]

    /// Reads the clocks of a case, and the standards that hold for the metrics it may start.
    package static func load(
        of stream: StreamName?, starting metrics: [ClockMetric], scopes: [String],
        calendar name: String, _ transaction: any Transaction
    ) throws -> CaseTime {
        var standards: [String: Standard] = [:]
        for metric in metrics {
            standards[metric.code] = try Standard.holding(metric.code, scopes: scopes, transaction)
        }
        let clocks: [Loaded<ClockRecord>] =
            try stream.map { stream in
                try transaction.loadAll(
                    where: "stream = \(stream.text) ORDER BY started_at, id LIMIT 200")
            } ?? []
        var pinned: [String: CompiledCalendar] = [:]
        for clock in clocks where clock.clock.stoppedAt == nil {
            let edition = Int64(clock.clock.calendarVersion)
            pinned[clock.state.id.text] = try CalendarShelf.edition(
                edition, of: clock.clock.calendarID, transaction)
        }
        return try CaseTime(
            clocks: clocks, calendar: CalendarShelf.newest(name, transaction), pinned: pinned,
            standards: standards, notices: notices(of: clocks, transaction))
    }

    private static func notices(
        of clocks: [Loaded<ClockRecord>], _ transaction: any Transaction
    ) throws -> [ID<ClockRecord>: [Loaded<WorkItem>]] {
        var notices: [ID<ClockRecord>: [Loaded<WorkItem>]] = [:]
        for clock in clocks where clock.clock.stoppedAt == nil && !clock.warned.isEmpty {
            let ids = [WarnOfClock.notice(of: clock.state.id), clock.reminder].compactMap(\.self)
            notices[clock.state.id] = try ids.compactMap { try transaction.load($0) }
                .filter(\.state.isOpen)
        }
        return notices
    }

    /// The civil day of a moment, in the calendar's zone.
    package func day(of moment: Moment) -> Day { calendar.zone.day(of: moment) }

    /// The first moment of a civil day, in the calendar's zone.
    package func start(of day: Day) -> Moment { calendar.zone.moment(of: day, minute: 0) }

    /// The last moment of a metric's term that begins at `start`, whether or not a clock runs.
    package func due(_ metric: ClockMetric, from start: Moment) throws(Refusal) -> Moment {
        guard let standard = standards[metric.code] else { throw .noStandard(metric) }
        do {
            return try Deadline.compute(standard.term, from: start, calendar).due
        } catch {
            throw error.refusal
        }
    }

    /// The running or paused clock of a metric.
    package func open(_ metric: ClockMetric) -> Loaded<ClockRecord>? {
        clocks.last { $0.clock.metric == metric.code && $0.clock.stoppedAt == nil }
    }
}

extension Decision {
    /// What a workflow step does to the clocks of its case.
    ///
    /// - Parameter pausedFrom: when a pause began, where it is proven later than it happened; a
    ///   pause never begins before the last entry of the clock's ledger.
    package mutating func take(
        _ effects: [ClockEffect], _ time: CaseTime, of subject: CaseReference, step: Words,
        _ context: Context, pausedFrom: Moment? = nil
    ) throws(Refusal) {
        for effect in effects {
            switch effect {
            case .start(let metric): try start(metric, time, of: subject, step, context)
            case .pause(let metric):
                try change(metric, time, step, context, .pause(from: pausedFrom ?? context.now))
            case .resume(let metric): try change(metric, time, step, context, .resume)
            case .stop(let metric): try change(metric, time, step, context, .stop)
            case .restart(let metric):
                try change(metric, time, step, context, .stop)
                try start(metric, time, of: subject, step, term: nil, context)
            }
        }
    }

    private mutating func start(
        _ metric: ClockMetric, _ time: CaseTime, of subject: CaseReference, _ step: Words,
        _ context: Context
    ) throws(Refusal) {
        guard time.open(metric) == nil else { return }
        try start(metric, time, of: subject, step, term: nil, context)
    }

    /// Starts a clock whatever runs already.
    ///
    /// - Parameters:
    ///   - from: when it began to run, for what is recorded later; otherwise the present.
    ///   - term: how long it runs for this case alone; otherwise what the standard says.
    package mutating func start(
        _ metric: ClockMetric, _ time: CaseTime, of subject: CaseReference, _ step: Words,
        from start: Moment? = nil, term: Term? = nil, _ context: Context
    ) throws(Refusal) {
        guard let standard = time.standards[metric.code] else { throw .noStandard(metric) }
        let general = standard.clockStandard
        let pinned = ClockStandard(
            id: general.id, term: term ?? general.term, warnings: general.warnings,
            pauseLimit: general.pauseLimit)
        let id: ID<ClockRecord> = context.id("clock.\(metric.code)")
        do {
            let clock = try ServiceClock.start(
                id: id.text, metric: metric.code, standard: pinned,
                at: start ?? context.now, reason: step, event: context.act.text, time.calendar)
            let warning = try clock.nextWarning(after: context.now, time.calendar)
            open(
                ClockRecord.self,
                .started(ClockRecord(id: id, of: subject, clock, warnAt: warning?.at)))
        } catch {
            throw error.refusal
        }
    }

    private enum Verb {
        case pause(from: Moment)
        case resume, stop
    }

    private mutating func change(
        _ metric: ClockMetric, _ time: CaseTime, _ step: Words, _ context: Context, _ verb: Verb
    ) throws(Refusal) {
        guard let record = time.open(metric) else { return }
        let calendar = time.pinned[record.state.id.text] ?? time.calendar
        let event = context.act.text
        do {
            let clock = record.clock
            let changed =
                switch verb {
                case .pause(let moment):
                    try clock.pause(
                        at: max(moment, clock.latest), reason: step,
                        event: event, calendar)
                case .resume:
                    try clock.resume(at: context.now, reason: step, event: event, calendar)
                case .stop: try clock.stop(at: context.now)
                }
            change(
                record,
                .changed(
                    changed,
                    try record.state.counted(
                        changed, at: context.now, calendar, by: context.principal.staff)))
            guard case .stop = verb else { return }
            for notice in time.notices[record.state.id] ?? [] {
                change(notice, .finished(step: "clocks.stop"))
            }
        } catch {
            throw error.refusal
        }
    }
}

extension Decision {
    /// Puts the running clocks of a case under the standards that now hold for it, with the
    /// reason in their ledger. One that is broken already, or that the change itself would break,
    /// keeps its own. Returns the metrics that changed.
    package mutating func repin(
        _ time: CaseTime, reason: String, _ context: Context
    ) throws(Refusal) -> [String] {
        var changed: [String] = []
        for record in time.clocks where record.clock.stoppedAt == nil {
            guard let standard = time.standards[record.clock.metric],
                standard.id.text != record.clock.standard.id,
                record.clock.outcome(asOf: context.now) != .breached
            else { continue }
            let calendar = time.pinned[record.state.id.text] ?? time.calendar
            do {
                let clock = try record.clock.repinned(
                    standard.clockStandard, at: context.now, reason: reason,
                    event: context.act.text, calendar)
                guard clock.outcome(asOf: context.now) != .breached else { continue }
                change(
                    record,
                    .changed(clock, try record.state.counted(clock, at: context.now, calendar)))
                changed.append(clock.metric)
            } catch {
                throw error.refusal
            }
        }
        return changed
    }
}

extension Refusal {
    static func noStandard(_ metric: ClockMetric) -> Refusal {
        Refusal(
            .conflict, "standard.missing.\(metric.code)",
            Words(
                "尚未设定时效标准「\(metric.title.zh)」，请管理员先设定",
                "no turnaround standard is set for: \(metric.title.en); an administrator "
                    + "must set it"
            ))
    }
}
