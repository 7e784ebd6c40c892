/// What is counted from the ledger.
extension ServiceClock {
    /// A moment at which to warn.
    package struct Warning: Hashable, Sendable {
        package let percent: Int
        package let at: Moment
    }

    /// The amount that has run by `moment`, overdue time included: days for bases of days (the
    /// day a run segment begins on is not counted), else milliseconds.
    package func consumed(
        asOf moment: Moment, _ calendar: CompiledCalendar
    ) throws(ClockRefusal) -> Int64 {
        try checkPinned(calendar)
        var total: Int64 = 0
        for segment in segments where segment.kind == .run {
            total += try amount(
                from: segment.from, to: segment.to ?? max(moment, segment.from), calendar)
        }
        return total
    }

    private func amount(
        from start: Moment, to end: Moment, _ calendar: CompiledCalendar
    ) throws(ClockRefusal) -> Int64 {
        do throws(CountRefusal) {
            switch standard.term.basis {
            case .hours: return end.milliseconds(since: start)
            case .workingMinutes:
                return try calendar.workingMilliseconds(from: start, to: end).value
            case .calendarDays:
                return Int64(try calendar.day(of: end).number - calendar.day(of: start).number)
            case .workingDays:
                let (first, last) = (try calendar.day(of: start), try calendar.day(of: end))
                return Int64(try calendar.workingDays(after: first, through: last).value)
            }
        } catch { throw .count(error) }
    }

    /// The warnings that are due by `moment`, in order; by the same arithmetic as `due`.
    ///
    /// Working minutes and hours warn when that share of the term has run. Days warn when that
    /// share (whole days, rounded down) has passed, at the next moment of work, never at
    /// midnight; 100 percent warns at `due` itself. A clock that stands still does not warn.
    package func warnings(
        dueBy moment: Moment, _ calendar: CompiledCalendar
    ) throws(ClockRefusal) -> [Warning] {
        try checkPinned(calendar)
        let reach = min(reach(asOf: moment), moment)
        var warnings: [Warning] = []
        for percent in standard.warnings {
            let at = try warning(percent, calendar)
            if at <= reach { warnings.append(Warning(percent: percent, at: at)) }
        }
        return warnings
    }

    /// When the next warning after `moment` is due if nothing else happens; `nil` for none, and
    /// while the clock stands still.
    package func nextWarning(
        after moment: Moment, _ calendar: CompiledCalendar
    ) throws(ClockRefusal) -> Warning? {
        try checkPinned(calendar)
        guard stoppedAt == nil, !isPaused else { return nil }
        for percent in standard.warnings {
            let at = try warning(percent, calendar)
            if at > moment { return Warning(percent: percent, at: at) }
        }
        return nil
    }

    private func warning(
        _ percent: Int, _ calendar: CompiledCalendar
    ) throws(ClockRefusal) -> Moment {
        guard percent < 100 else { return due }
        let share = total * Int64(percent) / 100
        do throws(CountRefusal) {
            let reckoning = Reckoning(basis: standard.term.basis, calendar: calendar, rolls: false)
            let at = try reckoning.count(share, from: startedAt, pauses: pauses).due
            guard standard.term.countsDays else { return at }
            return min(due, try calendar.opening(from: at.adding(milliseconds: 1)))
        } catch { throw .count(error) }
    }

    func counted(_ calendar: CompiledCalendar) throws(ClockRefusal) -> Reckoning.Outcome {
        let term = standard.term
        guard (0...Term.limit).contains(term.count) else { throw .count(.amountOutOfRange) }
        do throws(CountRefusal) {
            return try Reckoning(basis: term.basis, calendar: calendar, rolls: true)
                .count(total, from: startedAt, pauses: pauses)
        } catch { throw .count(error) }
    }

    /// The term with its extensions.
    private var total: Int64 {
        extensions.reduce(standard.term.amount) { total, entry in total + entry.term.amount }
    }

    private var pauses: [Reckoning.Pause] {
        segments.filter { $0.kind == .pause }.map { Reckoning.Pause(from: $0.from, to: $0.to) }
    }
}
