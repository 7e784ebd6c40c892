package import Kernel

/// What nearly every command on a claim looks at: the claim, its clocks and its open work.
package struct ClaimFacts: Sendable {
    package let claim: Loaded<Claim>
    package let time: CaseTime
    package let work: [Loaded<WorkItem>]
    /// The notice it was registered from, for the commands that end the claim.
    package internal(set) var notice: NoticeFacts?
    /// The investigation that is not at its end, ordered or only proposed.
    package var investigation: Loaded<Investigation>?
    /// The request for papers that is under way.
    package var request: Loaded<DocumentRequest>?
    /// The file of an earlier closing, for what closes the claim again.
    package var archive: SideLineFacts<ClaimArchive>?

    static func gather(
        _ number: String, _ context: Context, _ transaction: any Transaction,
        starting metrics: [ClockMetric] = []
    ) throws -> ClaimFacts {
        let claim: Loaded<Claim> = try transaction.subject(number, context)
        return try ClaimFacts(of: claim, transaction, starting: metrics)
    }
}

extension ClaimFacts {
    /// - Parameter complexity: what the standards are looked up for; the claim's own by default.
    init(
        of claim: Loaded<Claim>, _ transaction: any Transaction, starting metrics: [ClockMetric],
        complexity: Complexity? = nil
    ) throws {
        self.claim = claim
        time = try CaseTime.load(
            of: claim.state.stream, starting: metrics,
            scopes: ClaimClocks.scopes(
                product: claim.product, line: claim.line, complexity ?? claim.complexity),
            calendar: ClaimClocks.calendar, transaction)
        work = try WorkItem.open(of: CaseReference(claim.state), transaction)
        investigation = try InvestigationStore.open(of: claim.state.stream, transaction)
        request = try DocumentStore.open(of: claim.state, transaction)
        if metrics.contains(.archiving) {
            archive = try AfterwardsStore.archiveFacts(of: claim, transaction)
        }
    }

    /// The same with the notice behind the claim, whose promises end with the claim.
    static func gatherToEnd(
        _ number: String, _ context: Context, _ transaction: any Transaction,
        starting metrics: [ClockMetric]
    ) throws -> ClaimFacts {
        var facts = try gather(number, context, transaction, starting: metrics)
        let notice: Loaded<Notice>? = try transaction.hold(number: facts.claim.notice)
        facts.notice = try notice.map { try NoticeFacts(of: $0, transaction) }
        return facts
    }

    /// The acting member of staff, for rules that compare makers and approvers.
    func actor(_ context: Context) throws(Refusal) -> ID<StaffMember> {
        guard let staff = context.principal.staff else { throw .notYourPost }
        return staff
    }

    /// Takes a step: state and guards are checked, clocks move, finished work leaves the queue.
    func take(
        _ step: ClaimWorkflow.Step, finishing kinds: Set<String> = [],
        then next: [(String, PostWords.Post)] = [], _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        let taken = try ClaimWorkflow.main.take(step, in: claim.state.state, of: claim.state)
        try WorkItem.require(signed: work, kinds: kinds)
        try decision.take(
            taken.clocks, time, of: CaseReference(claim.state), step: step.title, context)
        decision.finish(work, kinds: kinds, step: step.rawValue)
        if [.approve, .approveByRule, .deny, .cancel].contains(step) {
            endRequest(step, &decision, context)
        }
        for (kind, post) in next {
            decision.open(WorkItem.self, .opened(item(kind, Post(post), context)))
        }
    }

    /// When the running promise of the claim's own line is due; conversations run beside it.
    private var due: Moment? {
        time.clocks.last {
            $0.clock.stoppedAt == nil && !ClaimClocks.conversations.contains($0.clock.metric)
        }?.clock.due
    }

    func item(
        _ kind: String, _ post: Post, _ context: Context, holder: ID<StaffMember>? = nil
    ) -> WorkItem {
        WorkItem(
            id: context.id("work.\(kind)"), of: CaseReference(claim.state), kind: kind,
            title: ClaimTasks.title(kind), post: post, branch: claim.branch,
            openedAt: context.now, dueAt: due, holder: holder)
    }
}

extension Field {
    /// The claim a command is about, by its number.
    static func claim(_ path: FieldPath<Owner, String>) -> Field {
        Field("claim", path, Words("赔案号", "Claim number"), .line(40))
    }
}
