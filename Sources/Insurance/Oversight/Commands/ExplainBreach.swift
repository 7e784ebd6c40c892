package import Kernel

/// Says why a promise was not kept, and who answers for it. Where the company caused it and
/// nobody is named, whoever held the work the longest while the clock ran is proposed and taken.
package struct ExplainBreach: Command {
    package static let statement = CommandStatement<ExplainBreach>(
        "breaches.explain", Words("查明超时原因", "Explain a breach"),
        Words(
            "写明超时原因、佐证和责任人；公司原因未填责任人的，按经办时间最长者认定",
            "State cause, evidence and who answers for it; left out where the company caused it, "
                + "it is whoever held the work the longest"),
        duties: ["4.3.2a", "4.3.2b"], by: .held(by: .claimsSupervisor, .executive),
        on: .numbered(Breach.self, "breach", \.breach),
        fields: [
            .breach(\.breach), Field("cause", \.cause, Words("原因", "Cause")),
            Field(
                "responsible", optional: \.responsible,
                Words("责任人工号", "Responsible staff number"), .line(40),
                help: Words(
                    "公司原因不填时取经办时间最长者",
                    "Left out for the company's own cause: who held it longest")),
            .reason(\.explanation, name: "explanation"),
            Field(
                "evidence", optional: \.evidence, Words("佐证", "Evidence"), .lines(1000),
                help: Words(
                    "第三方原因或不可抗力必填", "Required for a third party or force majeure")),
        ])

    package var breach = ""
    package var cause = WorkWords.BreachCause.company
    package var responsible: String?
    package var explanation = ""
    package var evidence: String?

    package struct Facts: Sendable {
        let breach: Loaded<Breach>
        let work: [Loaded<WorkItem>]
        let named: RosterEntry?
        let proposal: Breach.Proposal?
        let proposed: RosterEntry?
        let department: String?
        let calendar: CompiledCalendar
    }

    /// How long the responsible person may take to speak.
    static let hearing = Term.workingDays(3)

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let breach: Loaded<Breach> = try transaction.subject(self.breach, context)
        let named = try responsible.flatMap { try RosterEntry.find(number: $0, transaction) }
        let proposal = try Breach.proposal(for: breach.state, at: context.now, transaction)
        let proposed = try proposal.flatMap { try RosterEntry.find($0.person, transaction) }
        return try Facts(
            breach: breach, work: WorkItem.open(of: CaseReference(breach.state), transaction),
            named: named, proposal: proposal, proposed: proposed,
            department: (named ?? (cause == .company ? proposed : nil)).flatMap {
                try StaffRecord.place(of: $0.id, transaction)
            },
            calendar: CalendarShelf.newest(ClaimClocks.calendar, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let staff = context.principal.staff else { throw .notYourPost }
        let breach = facts.breach
        let taken = try BreachWorkflow.main.take(.explain, in: breach.state.state, of: breach.state)
        try require(responsible == nil || facts.named != nil, else: .responsibleUnknown)
        let answering = facts.named ?? (cause == .company ? facts.proposed : nil)
        try require(cause != .company || answering != nil, else: .responsibleMissing)
        let isOutside = cause == .thirdParty || cause == .forceMajeure
        try require(!isOutside || evidence != nil, else: .evidenceMissing)
        let until = try answering.map { _ throws(Refusal) in try hearingEnd(facts, context) }
        var decision = Decision(
            changing: breach,
            .explained(
                .init(
                    cause: cause, responsible: answering?.id, department: facts.department,
                    proposal: facts.proposal, text: explanation, evidence: evidence,
                    statementBy: until, by: staff, at: context.now)))
        decision.finish(
            facts.work, kinds: [BreachWorkflow.explainWork], step: taken.step.rawValue)
        for item in next(breach.state, answering, until, context) {
            decision.open(WorkItem.self, .opened(item))
        }
        decision.reply = [
            "responsible": answering.map { .string($0.id.text) } ?? .null,
            "statementBy": until.map { .string($0.iso8601) } ?? .null,
        ]
        return decision
    }

    private func hearingEnd(_ facts: Facts, _ context: Context) throws(Refusal) -> Moment {
        do throws(CountRefusal) {
            return try Deadline.compute(Self.hearing, from: context.now, facts.calendar).due
        } catch {
            throw error.refusal
        }
    }

    /// The decision is asked for, and whoever answers for it is heard first.
    private func next(
        _ breach: Breach, _ answering: RosterEntry?, _ until: Moment?, _ context: Context
    ) -> [WorkItem] {
        let decide = BreachWorkflow.item(
            BreachWorkflow.decideWork, breach, Post(.executive), context)
        guard let answering, let post = answering.posts.min() else { return [decide] }
        let state = BreachWorkflow.item(
            BreachWorkflow.stateWork, breach, post, context, dueAt: until, holder: answering.id)
        return [decide, state]
    }
}

extension Field {
    /// The breach a command is about, by its number.
    static func breach(_ path: FieldPath<Owner, String>) -> Field {
        Field("breach", path, Words("超时记录号", "Breach number"), .line(40))
    }
}

extension Refusal {
    static let responsibleUnknown = Refusal(
        .missing, "breaches.responsibleUnknown",
        Words("找不到该责任人，请核对工号", "there is no active colleague with this number; check it"))
    static let evidenceMissing = Refusal(
        .invalid, "breaches.evidenceMissing",
        Words(
            "第三方原因或不可抗力须写明佐证",
            "a third party's cause or force majeure needs evidence"))
    static let responsibleMissing = Refusal(
        .invalid, "breaches.responsibleMissing",
        Words("公司原因造成的超时须写明责任人", "a breach the company caused needs somebody who answers for it"))
}
