/// The one arithmetic of deadlines, warnings and consumed time: counts an amount down from a
/// start, standing still during pauses.
///
/// Continuous bases (working minutes, hours): the amount left at a pause goes on from its end.
/// A pause outside working hours therefore changes nothing.
///
/// Bases of days: the day something happens on is not counted (民法典 第201条). A pause from day P
/// to day R takes the days P+1...R out of the count: day P was used, and day R is the new "first
/// day". So a pause within one day changes nothing, and calendar days move by exactly R − P. For
/// the 30 days of 保险法 第23条, P is the day the one-time notice reached the customer and R the
/// day the supplements reached the insurer (司法解释(二) 第15条); of the possible readings this
/// is the one that never gives the insurer a day more than the pause lasted.
///
/// A pause that begins after the due moment changes nothing: what is late stays late.
struct Reckoning {
    struct Pause {
        let from: Moment
        /// `nil` while it lasts; the count then stands as if it ended where it began.
        let to: Moment?
    }

    /// Days that were looked at, for the explanation: later than `after`, up to `through`.
    struct Span: Hashable {
        let after: Day
        let through: Day
    }

    struct Outcome: Hashable {
        var due: Moment
        /// The last day of the count, before a roll; `nil` for continuous bases.
        var lastDay: Day?
        /// Where a last day that was a day off moved to.
        var rolledTo: Day?
        var missingYear: Int?
        var spans: [Span] = []
        /// What is left to run after the last pause, in the unit of the basis.
        var left: Int64
    }

    let basis: Term.Basis
    let calendar: CompiledCalendar
    /// Whether a last day off moves to the next working day (民法典 第203条).
    let rolls: Bool

    func count(
        _ amount: Int64, from start: Moment, pauses: [Pause]
    ) throws(CountRefusal) -> Outcome {
        guard amount >= 0, amount <= Int64(Term.limit) * 3_600_000 else { throw .amountOutOfRange }
        switch basis {
        case .calendarDays, .workingDays: return try countDays(amount, from: start, pauses)
        case .workingMinutes, .hours: return try countTime(amount, from: start, pauses)
        }
    }

    // MARK: Working minutes and hours

    private func countTime(
        _ amount: Int64, from start: Moment, _ pauses: [Pause]
    ) throws(CountRefusal) -> Outcome {
        var anchor = start
        var result = Outcome(due: start, left: amount)
        for pause in pauses {
            let used = try time(from: anchor, to: pause.from)
            // With nothing left the due moment stands, whatever comes later.
            if used.value >= result.left { break }
            result.missingYear = earliest(result.missingYear, used.missingYear)
            try addSpan(&result, anchor, pause.from)
            result.left -= used.value
            anchor = pause.to ?? pause.from
        }
        let due = try moment(result.left, after: anchor)
        result.due = due.value
        result.missingYear = earliest(result.missingYear, due.missingYear)
        try addSpan(&result, anchor, due.value)
        return result
    }

    private func time(from start: Moment, to end: Moment) throws(CountRefusal) -> Counted<Int64> {
        basis == .hours
            ? Counted(end.milliseconds(since: start), missingYear: nil)
            : try calendar.workingMilliseconds(from: start, to: end)
    }

    private func moment(_ left: Int64, after anchor: Moment) throws(CountRefusal) -> Counted<Moment>
    {
        if basis == .workingMinutes {
            return try calendar.moment(afterWorking: left, from: anchor)
        }
        let due = anchor.adding(milliseconds: left)
        guard Moment.written.contains(anchor), Moment.written.contains(due) else {
            throw calendar.outside
        }
        return Counted(due, missingYear: nil)
    }

    private func addSpan(
        _ result: inout Outcome, _ start: Moment, _ end: Moment
    ) throws(CountRefusal) {
        guard basis == .workingMinutes, start < end else { return }
        let first = try calendar.day(of: start).adding(days: -1)
        let last = try calendar.day(of: end.adding(milliseconds: -1))
        result.spans.append(Span(after: first, through: last))
    }

    // MARK: Days

    private func countDays(
        _ amount: Int64, from start: Moment, _ pauses: [Pause]
    ) throws(CountRefusal) -> Outcome {
        var anchor = try calendar.day(of: start)
        var result = Outcome(due: start, left: amount)
        for pause in pauses {
            let paused = try calendar.day(of: pause.from)
            let ending = try lastDay(result.left, after: anchor)
            if paused > ending.rolled { break }
            try use(&result, after: anchor, through: paused, ending)
            anchor = try calendar.day(of: pause.to ?? pause.from)
        }
        let ending = try lastDay(result.left, after: anchor)
        result.lastDay = ending.day
        result.rolledTo = ending.rolled == ending.day ? nil : ending.rolled
        result.due = try calendar.endOfDay(ending.rolled)
        result.missingYear = earliest(result.missingYear, ending.missingYear)
        result.spans.append(Span(after: anchor, through: ending.rolled))
        return result
    }

    private struct Ending {
        let day: Day
        let rolled: Day
        let missingYear: Int?
    }

    /// The `left`-th day after `anchor`, and where it rolls to.
    private func lastDay(_ left: Int64, after anchor: Day) throws(CountRefusal) -> Ending {
        var missing: Int?
        let day: Day
        if basis == .workingDays {
            let counted = try calendar.day(afterWorkingDays: Int(left), from: anchor)
            (day, missing) = (counted.value, counted.missingYear)
        } else {
            day = try calendar.day(Int(left), after: anchor)
        }
        guard rolls else { return Ending(day: day, rolled: day, missingYear: missing) }
        let rolled = try calendar.workingDay(onOrAfter: day)
        return Ending(
            day: day, rolled: rolled.value, missingYear: earliest(missing, rolled.missingYear))
    }

    /// Takes the days after `anchor` up to `paused` off what is left. When only the roll is left
    /// (the last day was a day off and passed), what is left is counted up to the rolled day.
    private func use(
        _ result: inout Outcome, after anchor: Day, through paused: Day, _ ending: Ending
    ) throws(CountRefusal) {
        result.spans.append(Span(after: anchor, through: paused))
        guard basis == .workingDays else {
            let last = paused <= ending.day ? ending.day : ending.rolled
            result.left = Int64(last.number - paused.number)
            return
        }
        let used = try calendar.workingDays(after: anchor, through: paused)
        result.left = max(0, result.left - Int64(used.value))
        result.missingYear = earliest(result.missingYear, used.missingYear)
    }

    private func earliest(_ one: Int?, _ other: Int?) -> Int? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }
}
