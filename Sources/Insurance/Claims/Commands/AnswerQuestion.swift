package import Kernel

/// 答复期限疑问: the answer is the clock's own sum in plain words, with what the staff adds to it.
/// Nobody words a deadline away: the lines come from the ledger as it stands.
package struct AnswerQuestion: Command {
    package static let statement = CommandStatement<AnswerQuestion>(
        "claims.answerQuestion", Words("答复期限疑问", "Answer a question about a deadline"),
        Words(
            "以该时限自身的计算过程答复客户，可附补充说明",
            "Answer with the clock's own sum in plain words; a remark may be added"),
        duties: ["4.3.1b", "1.3.2"],
        by: .held(by: .claimsHandler, .claimsSupervisor, .complaintHandler),
        on: .numbered(DeadlineQuestion.self, "question", \.question),
        fields: [
            Field("question", \.question, Words("疑问编号", "Question number"), .line(40)),
            Field(
                "remark", optional: \.remark, Words("补充说明", "Remark"),
                PersonalRule(.narrative, of: "customer", max: 2000)),
        ])

    package var question = ""
    package var remark: Personal?

    package struct Facts: Sendable {
        let question: Loaded<DeadlineQuestion>
        let time: CaseTime
        let work: [Loaded<WorkItem>]
        let claim: Claim?
        let clock: ClockRecord?
        let calendar: CompiledCalendar?
        let standard: Standard?
    }

    package init() {}

    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] {
        guard let asked: Loaded<DeadlineQuestion> = try reader.load(number: question) else {
            return [:]
        }
        return ["customer": asked.question.person]
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let asked: Loaded<DeadlineQuestion> = try transaction.subject(question, context)
        let clock = try transaction.load(asked.clock)?.state
        return try Facts(
            question: asked,
            time: CaseTime.load(
                of: asked.state.stream, starting: [], scopes: [],
                calendar: ClaimClocks.calendar, transaction),
            work: WorkItem.open(of: CaseReference(asked.state), transaction),
            claim: transaction.load(asked.claimID)?.state, clock: clock,
            calendar: clock.map {
                try CalendarShelf.edition(
                    Int64($0.clock.calendarVersion), of: $0.clock.calendarID, transaction)
            },
            standard: clock.flatMap { try Standard.pinned($0, transaction) })
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let staff = context.principal.staff else { throw .notYourPost }
        let asked = facts.question.state
        let taken = try DeadlineQuestionWorkflow.main.take(.answer, in: asked.state, of: asked)
        guard let clock = facts.clock, let calendar = facts.calendar, let claim = facts.claim
        else { throw .noSuchDeadline }
        let why = try lines(clock, calendar, facts.standard)
        var decision = Decision()
        try decision.take(
            taken.clocks, facts.time, of: CaseReference(asked), step: taken.step.title, context)
        decision.finish(
            facts.work, kinds: [ClaimTasks.deadlineAnswer], step: taken.step.rawValue)
        decision.change(
            facts.question,
            .answered(
                .init(
                    why: why, dueAt: clock.clock.due, remark: remark?.sealed, by: staff,
                    at: context.now)))
        decision.send(
            OutboxMessage(
                key: context.act.text, channel: .notice, stream: asked.stream,
                template: "claim.deadline", address: claim.reporterPhone ?? claim.insured,
                values: ["claim": .string(asked.claim), "why": .array(why.map(\.json))]))
        decision.reply = ["why": .array(why.map(\.json))]
        return decision
    }

    private func lines(
        _ record: ClockRecord, _ calendar: CompiledCalendar, _ standard: Standard?
    ) throws(Refusal) -> [Words] {
        let title = ClaimClocks.metrics.first { $0.code == record.clock.metric }?.title
        do {
            return try record.clock.why(calendar, name: title, standardName: standard?.source)
        } catch {
            throw error.refusal
        }
    }
}

extension Standard {
    /// The edition that a clock is counted by.
    static func pinned(_ record: ClockRecord, _ reader: any Reader) throws -> Standard? {
        guard let id = ID<Standard>(record.clock.standard.id) else { return nil }
        return try reader.load(id)?.state
    }
}
