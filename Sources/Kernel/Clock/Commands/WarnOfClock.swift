/// Records that a promise is about to break: one notice in the supervisor's queue, and one
/// reminder for whoever has the work, once each.
///
/// The reminder goes to the holder of the case's open work, or to the post whose pool it lies in:
/// work that carries the metric's own name first, else what has been open the longest.
///
/// Which warnings are due follows from the clock's own ledger; a late sweep gives them all at
/// once with the moments they were due. The notice leaves the queue when the clock stops.
package struct WarnOfClock: Command {
    package static let statement = CommandStatement<WarnOfClock>(
        "clocks.warn", Words("时限预警", "Warn of a promise"),
        Words("时限将到时提醒主管", "Tell the supervisor that a promise is about to break"),
        duties: ["4.3.2a"], keeps: .drive, by: .system(["sweep"]),
        fields: [
            Field("clock", \.clock, Words("时限", "Promise"), "service_clock"),
            Field("post", \.post, Words("主管岗位", "Supervisor's post"), .line(60)),
        ])

    package var clock = ID<ClockRecord>.blank
    package var post = ""

    package struct Facts: Sendable {
        package let record: Loaded<ClockRecord>
        package let calendar: CompiledCalendar
        package let notice: Loaded<WorkItem>?
        /// The open work of the case.
        package let work: [Loaded<WorkItem>]
        /// The metrics of the case, this one included.
        package let metrics: Set<String>
    }

    package init() {}

    package init(_ clock: ID<ClockRecord>, _ post: Post) {
        self.clock = clock
        self.post = post.code
    }

    package static let noticeKind = "clocks.warning"
    package static let reminderKind = "clocks.reminder"
    /// Both end with the clock, not by a step of their own.
    package static let kinds: Set = [noticeKind, reminderKind]

    /// The notice of a clock has the clock's identity, so there is never a second one.
    static func notice(of clock: ID<ClockRecord>) -> ID<WorkItem> { clock.of(WorkItem.self) }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        guard let record = try transaction.hold(clock) else {
            throw Refusal.noSuch(ClockRecord.title)
        }
        return try Facts(
            record: record,
            calendar: CalendarShelf.edition(
                Int64(record.clock.calendarVersion), of: record.clock.calendarID, transaction),
            notice: transaction.load(WarnOfClock.notice(of: clock)),
            work: WorkItem.open(of: record.state.subject, transaction),
            metrics: Set(
                transaction.rows(
                    """
                    SELECT DISTINCT metric FROM service_clock
                    WHERE stream = \(record.stream.text) LIMIT 200
                    """
                ).map { try $0.text("metric") }))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let record = facts.record
        guard let moment = record.warnAt, moment <= context.now else { throw .nothingToWarn }
        do throws(ClockRefusal) {
            let due = try record.state.dueWarnings(
                record.clock, at: context.now, facts.calendar)
            let next = try record.clock.nextWarning(after: context.now, facts.calendar)
            let reminder = record.reminder == nil ? reminder(facts, context) : nil
            var decision = Decision(
                changing: record,
                .warned(
                    due.map(ClockRecord.GivenWarning.init), next: next?.at,
                    reminder: reminder?.id))
            if facts.notice == nil {
                decision.open(WorkItem.self, .opened(notice(record.state, context)))
            }
            if let reminder { decision.open(WorkItem.self, .opened(reminder)) }
            return decision
        } catch {
            throw error.refusal
        }
    }

    private func notice(_ record: ClockRecord, _ context: Context) -> WorkItem {
        WorkItem(
            id: WarnOfClock.notice(of: record.id), of: record.subject, kind: WarnOfClock.noticeKind,
            title: Words("时限将到，请督办", "A promise is about to break: see that it is kept"),
            post: Post(post), branch: nil, openedAt: context.now, dueAt: record.clock.due)
    }

    private func reminder(_ facts: Facts, _ context: Context) -> WorkItem? {
        let work = facts.work.map(\.state).filter { !WarnOfClock.kinds.contains($0.kind) }
        let metric = facts.record.clock.metric
        let own = work.first { $0.kind == metric }
        // Work that carries the name of another promise is not this one's.
        let oldest = work.filter { !facts.metrics.contains($0.kind) }
            .min { ($0.openedAt, $0.id) < ($1.openedAt, $1.id) }
        guard let item = own ?? oldest else { return nil }
        return WorkItem(
            id: context.id("reminder"), of: facts.record.subject, kind: WarnOfClock.reminderKind,
            title: Words("时限将到，请尽快办理", "A promise is about to break: act now"), post: item.post,
            branch: item.branch, openedAt: context.now, dueAt: facts.record.clock.due,
            holder: item.delegate ?? item.holder)
    }
}

extension Refusal {
    static let nothingToWarn = Refusal(
        .conflict, "clocks.nothingToWarn", Words("没有到期的预警", "no warning is due"))
}
