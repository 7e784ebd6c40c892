/// Looks for what time alone has brought about, and performs it through the one door: warnings
/// that are due, promises past their moment, suspended work whose moment has come.
///
/// What a sweep finds is decided by the clocks' own moments. A late sweep finds the same as a
/// punctual one, a clock that stopped late between two sweeps included; several nodes may sweep
/// at once, because each command checks again and does its work once.
package struct ClockSweep: Sendable {
    /// What one sweep did.
    package struct Outcome: Hashable, Sendable {
        package internal(set) var warned = 0
        package internal(set) var breached = 0
        package internal(set) var woken = 0
        /// What the chores of the domains did.
        package internal(set) var chores = 0
        /// What somebody else had done meanwhile.
        package internal(set) var alreadyDone = 0
        /// What could not be done, by the refusal or the kind of failure; tried again next time.
        package internal(set) var failures: [String: Int] = [:]
    }

    package let dispatcher: Dispatcher
    /// The post that is told when a metric is about to break.
    let supervisor: @Sendable (String) -> Post
    /// The command that opens the account of a broken promise.
    let breach: @Sendable (ID<ClockRecord>) -> any Command
    /// What else time alone brings about, in this order.
    let chores: [SweepChore]
    /// How many rows are read at once.
    let batch: Int

    package init(
        _ dispatcher: Dispatcher, supervisor: @escaping @Sendable (String) -> Post,
        breach: @escaping @Sendable (ID<ClockRecord>) -> any Command, chores: [SweepChore] = [],
        batch: Int = 200
    ) {
        self.dispatcher = dispatcher
        self.supervisor = supervisor
        self.breach = breach
        self.chores = chores
        self.batch = batch
    }

    /// Does everything that is due by `now`. Throws only when rows cannot be read.
    package func sweepOnce(now: Moment) async throws -> Outcome {
        var outcome = Outcome()
        try await each(SweepQuery.warnings, now) { found in
            await perform(WarnOfClock(found.id(), supervisor(found.metric)), now, &outcome) {
                $0.warned += 1
            }
        }
        try await each(SweepQuery.breaches, now) { found in
            await perform(breach(found.id()), now, &outcome) { $0.breached += 1 }
        }
        try await each(SweepQuery.suspended, now) { found in
            await perform(WakeWork(found.id()), now, &outcome) { $0.woken += 1 }
        }
        for chore in chores { try await perform(chore, now, &outcome) }
        return outcome
    }

    private func perform(
        _ chore: SweepChore, _ now: Moment, _ outcome: inout Outcome
    ) async throws {
        var last = ""
        while true {
            let (batch, from) = (batch, last)
            let found = try await dispatcher.database.read { reader in
                try chore.due(reader, now, from, batch)
            }
            for key in found {
                if Task.isCancelled { return }
                await perform(chore.command(key), now, &outcome) { $0.chores += 1 }
            }
            guard found.count >= batch, let end = found.last else { return }
            last = end
        }
    }

    /// Walks through all rows in order, a batch at a time, so that a row that stays does not keep
    /// others from their turn.
    private func each(
        _ query: SweepQuery, _ now: Moment, _ body: (SweepQuery.Found) async -> Void
    ) async throws {
        var last: SweepQuery.Place?
        repeat {
            let (batch, from) = (batch, last)
            let page = try await dispatcher.database.read { reader in
                try query.page(reader, now, after: from, limit: batch)
            }
            for found in page.due {
                if Task.isCancelled { return }
                await body(found)
            }
            last = page.next
        } while last != nil
    }

    private func perform(
        _ command: any Command, _ now: Moment, _ outcome: inout Outcome,
        _ count: (inout Outcome) -> Void
    ) async {
        do {
            _ = try await dispatcher.perform(command, by: .system("sweep"), Envelope(now: now))
            count(&outcome)
        } catch let refusal as Refusal where refusal.isDoneMeanwhile {
            outcome.alreadyDone += 1
        } catch let refusal as Refusal {
            outcome.failures[refusal.id, default: 0] += 1
        } catch {
            outcome.failures["storage", default: 0] += 1
        }
    }
}

/// Something of a domain that time alone brings about: a reminder, an expiry, a warning.
package struct SweepChore: Sendable {
    /// The keys of what is due at the moment, those after the given key, in ascending order and at
    /// most as many as asked for.
    let due: @Sendable (any Reader, Moment, String, Int) throws -> [String]
    /// The command that does it; it checks again that it is due.
    let command: @Sendable (String) -> any Command

    /// States a chore: how what is due is found, and which command does it.
    package init(
        due: @escaping @Sendable (any Reader, Moment, String, Int) throws -> [String],
        command: @escaping @Sendable (String) -> any Command
    ) {
        self.due = due
        self.command = command
    }
}

extension Refusal {
    /// Another node, or a step of the case, came first.
    fileprivate var isDoneMeanwhile: Bool { kind == .conflict || kind == .stale }
}

/// One of the questions of a sweep: which rows are due.
struct SweepQuery: Sendable {
    /// Where a page ended.
    struct Place: Sendable {
        let moment: Moment
        let id: String
    }

    struct Found: Sendable {
        let place: Place
        let metric: String
        private let identity: ID<Found>

        init(_ row: Row, metric: String = "") throws {
            identity = try row.id("id")
            place = Place(moment: try row.moment("moment"), id: try row.text("id"))
            self.metric = metric
        }

        func id<Subject>() -> ID<Subject> { identity.of(Subject.self) }
    }

    struct Page: Sendable {
        let due: [Found]
        /// `nil` when there is no further page.
        let next: Place?
    }

    let page: @Sendable (any Reader, Moment, Place?, Int) throws -> Page

    func page(
        _ reader: any Reader, _ now: Moment, after place: Place?, limit: Int
    ) throws -> Page {
        try page(reader, now, place, limit)
    }

    static let warnings = SweepQuery { reader, now, place, limit in
        let from = place ?? Place(moment: Moment(milliseconds: .min), id: "")
        let rows = try reader.rows(
            """
            SELECT id, warn_at AS moment, metric FROM service_clock
            WHERE warn_at <= \(now)
                AND (warn_at > \(from.moment) OR warn_at = \(from.moment) AND id > \(from.id))
            ORDER BY warn_at, id LIMIT \(limit)
            """)
        let found = try rows.map { try Found($0, metric: $0.text("metric")) }
        return Page(due: found, next: rows.count < limit ? nil : found.last?.place)
    }

    /// Clocks past their due moment that nobody accounts for. Whether one of them is broken is
    /// its own answer: a clock that stands still may look overdue and is not.
    static let breaches = SweepQuery { reader, now, place, limit in
        let from = place ?? Place(moment: Moment(milliseconds: .min), id: "")
        let rows = try reader.rows(
            """
            SELECT id, due_at AS moment, state, version FROM service_clock
            WHERE breach IS NULL AND status <> 'kept' AND due_at < \(now)
                AND (due_at > \(from.moment) OR due_at = \(from.moment) AND id > \(from.id))
            ORDER BY due_at, id LIMIT \(limit)
            """)
        let found = try rows.map { try Found($0) }
        let broken = try zip(rows, found).filter { row, _ in
            try Loaded<ClockRecord>(row: row).clock.outcome(asOf: now) == .breached
        }
        return Page(
            due: broken.map(\.1), next: rows.count < limit ? nil : found.last?.place)
    }

    static let suspended = SweepQuery { reader, now, place, limit in
        let from = place ?? Place(moment: Moment(milliseconds: .min), id: "")
        let rows = try reader.rows(
            """
            SELECT id, wake_at AS moment FROM work_item
            WHERE status = 'suspended' AND wake_at <= \(now)
                AND (wake_at > \(from.moment) OR wake_at = \(from.moment) AND id > \(from.id))
            ORDER BY wake_at, id LIMIT \(limit)
            """)
        let found = try rows.map { try Found($0) }
        return Page(due: found, next: rows.count < limit ? nil : found.last?.place)
    }
}
