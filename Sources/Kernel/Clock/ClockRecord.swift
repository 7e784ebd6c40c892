/// A service clock of a case, as it is kept: the clock's own ledger with the case it belongs to.
///
/// Every change carries the whole clock, so that its row can be rebuilt from the journal without
/// knowing the calendar of that day.
package struct ClockRecord: Aggregate {
    package enum Event: Sendable, Codable {
        case started(ClockRecord)
        case changed(ServiceClock)
    }

    package static let table = "service_clock"
    package static let title = Words("时限", "promise")

    package let id: ID<ClockRecord>
    package let subject: CaseReference
    package private(set) var clock: ServiceClock
    /// When to warn next, counted when the clock last changed.
    package private(set) var warnAt: Moment?

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
        return stopped <= clock.due ? "kept" : "breached"
    }

    package var columns: [(String, SQLValue)] {
        [
            ("stream", stream.text.sql), ("case_number", subject.number.sql),
            ("metric", clock.metric.sql), ("standard", clock.standard.id.sql),
            ("status", status.sql), ("started_at", clock.startedAt.sql), ("warn_at", warnAt.sql),
            ("due_at", clock.due.sql), ("stopped_at", clock.stoppedAt.sql),
        ]
    }

    package static func opened(by event: Event) -> ClockRecord? {
        if case .started(let record) = event { record } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .started(let record): self = record
        case .changed(let clock):
            self.clock = clock
            if clock.stoppedAt != nil || clock.isPaused { warnAt = nil }
        }
    }
}
