/// A service clock of a case, as it is kept: the clock's own ledger with the case it belongs to.
///
/// Every change carries the whole clock and what was counted from it, so that its row can be
/// rebuilt from the journal without knowing the calendar of that day.
package struct ClockRecord: Aggregate {
    package enum Event: Sendable, Codable {
        case started(ClockRecord)
        case changed(ServiceClock, Tally)
        /// A sweep found that warnings were due, and whom it reminded, where somebody has the work.
        case warned([GivenWarning], next: Moment?, reminder: ID<WorkItem>?)
        /// The promise was broken and is accounted for under this number.
        case breachOpened(number: String)
    }

    /// What a change counted, in the calendar of its day.
    package struct Tally: Sendable, Codable, Equatable {
        package let warnAt: Moment?
        /// What ran until the clock stopped: days for bases of days, else milliseconds.
        package let consumed: Int64?
        /// Who took the step that ended it, where a member of staff did.
        package let endedBy: ID<StaffMember>?

        package init(warnAt: Moment?, consumed: Int64?, endedBy: ID<StaffMember>? = nil) {
            self.warnAt = warnAt
            self.consumed = consumed
            self.endedBy = endedBy
        }
    }

    /// A warning that was given, with the moment it was due, not the moment of the sweep.
    package struct GivenWarning: Sendable, Codable, Equatable {
        package let percent: Int
        package let at: Moment

        package init(_ warning: ServiceClock.Warning) {
            percent = warning.percent
            at = warning.at
        }
    }

    package static let table = "service_clock"
    package static let title = Words("时限", "promise")

    package let id: ID<ClockRecord>
    package let subject: CaseReference
    package private(set) var clock: ServiceClock
    /// When to warn next, counted when the clock last changed.
    package private(set) var warnAt: Moment?
    package private(set) var warned: [GivenWarning] = []
    /// What ran until it stopped: days for bases of days, else milliseconds; `nil` while it runs.
    package private(set) var consumed: Int64?
    /// Who took the step that ended it; `nil` while it runs, and where the product itself did.
    package private(set) var endedBy: ID<StaffMember>?
    /// The reminder given to whoever has the work.
    package private(set) var reminder: ID<WorkItem>?
    /// The number of the breach that accounts for it.
    package private(set) var breach: String?

    package init(
        id: ID<ClockRecord>, of subject: CaseReference, _ clock: ServiceClock, warnAt: Moment?
    ) {
        self.id = id
        self.subject = subject
        self.clock = clock
        self.warnAt = warnAt
    }

    package var stream: StreamName { subject.stream }

    /// `running`, `paused`, `kept` or `breached`: as of the last event, not of a sweep.
    package var status: String {
        guard let stopped = clock.stoppedAt else { return clock.isPaused ? "paused" : "running" }
        return clock.outcome(asOf: stopped).rawValue
    }

    package var columns: [(String, SQLValue)] {
        [
            ("stream", stream.text.sql), ("case_number", subject.number.sql),
            ("metric", clock.metric.sql), ("standard", clock.standard.id.sql),
            ("status", status.sql), ("started_at", clock.startedAt.sql), ("warn_at", warnAt.sql),
            ("due_at", clock.due.sql), ("stopped_at", clock.stoppedAt.sql),
            ("consumed", consumed.sql), ("breach", breach.sql),
            ("ended_by", endedBy.sql), ("basis", clock.standard.term.basis.rawValue.sql),
        ]
    }

    package static func opened(by event: Event) -> ClockRecord? {
        if case .started(let record) = event { record } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .started(let record): self = record
        case .changed(let clock, let counted):
            self.clock = clock
            warnAt = counted.warnAt
            consumed = counted.consumed
            endedBy = counted.endedBy
        case .warned(let given, let next, let reminder):
            warned += given
            warnAt = next
            self.reminder = reminder ?? self.reminder
        case .breachOpened(let number): breach = number
        }
    }

    /// What is counted from `clock`, the next state of this record's clock: a warning that fell
    /// due and was not given yet is given at the next sweep, however late that is.
    func counted(
        _ clock: ServiceClock, at now: Moment, _ calendar: CompiledCalendar,
        by staff: ID<StaffMember>? = nil
    ) throws(ClockRefusal) -> Tally {
        if let stopped = clock.stoppedAt {
            return Tally(
                warnAt: nil, consumed: try clock.consumed(asOf: stopped, calendar), endedBy: staff)
        }
        if clock.isPaused { return Tally(warnAt: nil, consumed: nil) }
        if let missed = try dueWarnings(clock, at: now, calendar).first {
            return Tally(warnAt: missed.at, consumed: nil)
        }
        return Tally(
            warnAt: try clock.nextWarning(after: now, calendar)?.at, consumed: nil)
    }

    /// The warnings that are due by `now` and were not given.
    func dueWarnings(
        _ clock: ServiceClock, at now: Moment, _ calendar: CompiledCalendar
    ) throws(ClockRefusal) -> [ServiceClock.Warning] {
        let given = Set(warned.map(\.percent))
        return try clock.warnings(dueBy: now, calendar).filter { !given.contains($0.percent) }
    }
}
