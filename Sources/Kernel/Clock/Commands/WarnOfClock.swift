/// Records that a promise is about to break, and puts one notice into the supervisor's queue.
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
    }

    package init() {}

    package init(_ clock: ID<ClockRecord>, _ post: Post) {
        self.clock = clock
        self.post = post.code
    }

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
            notice: transaction.load(WarnOfClock.notice(of: clock)))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let record = facts.record
        guard let moment = record.warnAt, moment <= context.now else { throw .nothingToWarn }
        do throws(ClockRefusal) {
            let due = try record.state.dueWarnings(
                record.clock, at: context.now, facts.calendar)
            let next = try record.clock.nextWarning(after: context.now, facts.calendar)
            var decision = Decision(
                changing: record,
                .warned(due.map(ClockRecord.GivenWarning.init), next: next?.at))
            if facts.notice == nil {
                decision.open(WorkItem.self, .opened(notice(record.state, context)))
            }
            return decision
        } catch {
            throw error.refusal
        }
    }

    private func notice(_ record: ClockRecord, _ context: Context) -> WorkItem {
        WorkItem(
            id: WarnOfClock.notice(of: record.id), of: record.subject, kind: "clocks.warning",
            title: Words("时限将到，请督办", "A promise is about to break: see that it is kept"),
            post: Post(post), branch: nil, openedAt: context.now, dueAt: record.clock.due)
    }
}

extension Refusal {
    static let nothingToWarn = Refusal(
        .conflict, "clocks.nothingToWarn", Words("没有到期的预警", "no warning is due"))
}
