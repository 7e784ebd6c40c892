/// What can happen to a clock. Each step names the moment and the event it comes from.
extension ServiceClock {
    /// A clock that runs from `at`.
    package static func start(
        id: String, metric: String, standard: ClockStandard, at moment: Moment,
        reason: Words, event: String, _ calendar: CompiledCalendar
    ) throws(ClockRefusal) -> ServiceClock {
        let run = Segment(kind: .run, from: moment, reason: reason, event: event)
        var clock = ServiceClock(
            id: id, metric: metric, standard: standard, calendarID: calendar.calendar.id,
            calendarVersion: calendar.calendar.version, segments: [run], extensions: [],
            startedAt: moment, due: moment)
        try clock.recount(calendar)
        return clock
    }

    /// Stands still from `at`. More pauses than the standard allows need an `approval` event.
    package func pause(
        at moment: Moment, reason: Words, event: String, approval: String? = nil,
        _ calendar: CompiledCalendar
    ) throws(ClockRefusal) -> ServiceClock {
        try checkEntry(at: moment, calendar)
        guard !isPaused else { throw .alreadyPaused }
        let pauses = segments.count { $0.kind == .pause }
        if let limit = standard.pauseLimit, pauses >= limit, approval == nil {
            throw .pauseNeedsApproval(limit: limit)
        }
        return try entering(.pause, at: moment, reason, approval.map { "\(event) \($0)" } ?? event,
            calendar)
    }

    /// Runs again from `at`.
    package func resume(
        at moment: Moment, reason: Words, event: String, _ calendar: CompiledCalendar
    ) throws(ClockRefusal) -> ServiceClock {
        try checkEntry(at: moment, calendar)
        guard isPaused else { throw .notPaused }
        return try entering(.run, at: moment, reason, event, calendar)
    }

    /// Ends the clock for good. Whether the promise was kept is `outcome`.
    package func stop(at moment: Moment) throws(ClockRefusal) -> ServiceClock {
        try checkEntry(at: moment)
        var clock = self
        clock.stoppedAt = moment
        clock.closeLast(at: moment)
        return clock
    }

    /// Allows `term` more, by an approval given before the promise was broken.
    package func extend(
        by term: Term, approval: String, at moment: Moment, _ calendar: CompiledCalendar
    ) throws(ClockRefusal) -> ServiceClock {
        try checkEntry(at: moment, calendar)
        guard term.basis == standard.term.basis else { throw .differentBasis }
        guard (1...Term.limit).contains(term.count) else { throw .count(.amountOutOfRange) }
        guard outcome(asOf: moment) != .breached else { throw .alreadyBreached }
        var clock = self
        clock.extensions.append(Extension(term: term, at: moment, approval: approval))
        try clock.recount(calendar)
        return clock
    }

    /// The same ledger counted by another standard or calendar version: pauses and consumed time
    /// carry over. The difference of `due` is what a dry run of the change shows. Extensions stay
    /// only where the basis is the same; a change of basis with extensions is refused.
    package func adopting(
        _ standard: ClockStandard, _ calendar: CompiledCalendar
    ) throws(ClockRefusal) -> ServiceClock {
        guard stoppedAt == nil else { throw .alreadyStopped }
        guard extensions.isEmpty || standard.term.basis == self.standard.term.basis else {
            throw .differentBasis
        }
        var clock = self
        clock.standard = standard
        clock.calendarID = calendar.calendar.id
        clock.calendarVersion = calendar.calendar.version
        try clock.recount(calendar)
        return clock
    }

    /// The same ledger under another standard from now on, with the reason kept in it. Nothing
    /// starts anew: consumed time and pauses carry over. A promise that is broken already keeps
    /// its standard, so that no later choice can mend it.
    package func repinned(
        _ standard: ClockStandard, at moment: Moment, reason: String, event: String,
        _ calendar: CompiledCalendar
    ) throws(ClockRefusal) -> ServiceClock {
        try checkEntry(at: moment, calendar)
        guard outcome(asOf: moment) != .breached else { throw .alreadyBreached }
        var clock = try adopting(standard, calendar)
        let entry = Repin(
            before: self.standard.id, term: self.standard.term, at: moment, reason: reason,
            event: event)
        clock.repins = (repins ?? []) + [entry]
        return clock
    }

    private func checkEntry(
        at moment: Moment, _ calendar: CompiledCalendar? = nil
    ) throws(ClockRefusal) {
        guard stoppedAt == nil else { throw .alreadyStopped }
        guard moment >= latest else { throw .outOfOrder(latest: latest) }
        let entries = segments.count + extensions.count + (repins?.count ?? 0)
        guard entries < ServiceClock.maximumEntries else { throw .tooManyEntries }
        if let calendar { try checkPinned(calendar) }
    }

    func checkPinned(_ calendar: CompiledCalendar) throws(ClockRefusal) {
        guard calendar.calendar.id == calendarID, calendar.calendar.version == calendarVersion
        else { throw .otherCalendar(id: calendarID, version: calendarVersion) }
    }

    private func entering(
        _ kind: Segment.Kind, at moment: Moment, _ reason: Words, _ event: String,
        _ calendar: CompiledCalendar
    ) throws(ClockRefusal) -> ServiceClock {
        var clock = self
        clock.closeLast(at: moment)
        clock.segments.append(Segment(kind: kind, from: moment, reason: reason, event: event))
        try clock.recount(calendar)
        return clock
    }

    private mutating func closeLast(at moment: Moment) {
        guard let last = segments.indices.last else { return }
        segments[last].to = moment
    }

    private mutating func recount(_ calendar: CompiledCalendar) throws(ClockRefusal) {
        let result = try counted(calendar)
        due = result.due
        missingYear = result.missingYear
    }
}
