package import Kernel

/// A line that runs beside a claim and may outlive its closure: a review, a recovery, a lawsuit,
/// the archive. What happened to it is chained as the type says; its clocks and its work are
/// chained in a stream of its own, so that they never hold up the claim itself.
package protocol SideLine: Aggregate {
    associatedtype State: WorkflowState

    var claim: ID<Claim> { get }
    var claimNumber: String { get }
    var state: State { get }
    /// What people call it: its own number, or that of its claim.
    var callName: String { get }
}

extension SideLine {
    package var reference: CaseReference {
        CaseReference(stream: StreamName(kind: Self.table, id: id.text), number: callName)
    }
}

extension SideLine where Self: Numbered {
    package var callName: String { number }
}

/// What nearly every command on such a line looks at.
package struct SideLineFacts<Line: SideLine>: Sendable {
    package let line: Loaded<Line>
    package let claim: Loaded<Claim>
    package let time: CaseTime
    package let work: [Loaded<WorkItem>]
}

extension SideLineFacts where Line: Numbered {
    /// The claim is held first, as every command on a claim does.
    static func gather(
        _ number: String, _ context: Context, _ transaction: any Transaction,
        starting metrics: [ClockMetric] = []
    ) throws -> SideLineFacts {
        guard let seen: Loaded<Line> = try transaction.load(number: number),
            let claim = try transaction.hold(seen.state.claim)
        else { throw Refusal.noSuch(Line.title) }
        let line: Loaded<Line> = try transaction.subject(number, context)
        return try SideLineFacts(line, claim, transaction, starting: metrics)
    }
}

extension SideLineFacts {
    init(
        _ line: Loaded<Line>, _ claim: Loaded<Claim>, _ transaction: any Transaction,
        starting metrics: [ClockMetric] = []
    ) throws {
        self.line = line
        self.claim = claim
        time = try CaseTime.load(
            of: line.state.reference.stream, starting: metrics,
            scopes: ClaimClocks.scopes(
                product: claim.product, line: claim.line, claim.complexity),
            calendar: ClaimClocks.calendar, transaction)
        work = try WorkItem.open(of: line.state.reference, transaction)
    }

    func actor(_ context: Context) throws(Refusal) -> ID<StaffMember> {
        guard let staff = context.principal.staff else { throw .notYourPost }
        return staff
    }

    /// Takes a step of the line: state and guards, clocks, finished work.
    func take<Step: WorkflowStep>(
        _ step: Step, _ workflow: Workflow<Line, Line.State, Step>,
        finishing kinds: Set<String> = [], _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        let taken = try workflow.take(step, in: line.state.state, of: line.state)
        try WorkItem.require(signed: work, kinds: kinds)
        try decision.take(
            taken.clocks, time, of: line.state.reference, step: step.title, context)
        decision.finish(work, kinds: kinds, step: step.rawValue)
    }

    func item(
        _ kind: String, _ post: PostWords.Post, _ context: Context,
        holder: ID<StaffMember>? = nil, dueAt: Moment? = nil
    ) -> WorkItem {
        AfterwardsTasks.item(
            kind, Post(post), line.state.reference, branch: claim.branch, context, holder: holder,
            dueAt: dueAt ?? time.clocks.last { $0.clock.stoppedAt == nil }?.clock.due)
    }
}

/// The kinds of work that the lines beside a claim ask of people.
package enum AfterwardsTasks {
    package static let beginReview = "reviews.begin"
    package static let concludeReview = "reviews.conclude"
    package static let tellReview = "reviews.tell"
    package static let closeReview = "reviews.close"
    package static let pursue = "recoveries.pursue"
    package static let approveWaiver = "recoveries.approveWaiver"
    package static let conduct = "litigation.conduct"
    package static let hearing = "litigation.hearing"
    package static let archive = "archives.archive"
    package static let proposeDisposal = "archives.proposeDisposal"
    package static let approveDisposal = "archives.approveDisposal"

    package static func title(_ kind: String) -> Words {
        switch kind {
        case beginReview: Words("受理复核", "Take up the review")
        case concludeReview: Words("作出复核结论", "Conclude the review")
        case tellReview: Words("告知复核结论", "Tell the outcome of the review")
        case closeReview: Words("复核结案", "Close the review")
        case pursue: Words("推进追偿", "Pursue the recovery")
        case approveWaiver: Words("审批放弃追偿", "Decide on waiving the recovery")
        case conduct: Words("办理诉讼", "Conduct the lawsuit")
        case hearing: Words("出席庭审", "Attend the hearing")
        case archive: Words("案卷归档", "Archive the file")
        case proposeDisposal: Words("提出到期案卷销毁", "Propose disposal of a file")
        default: Words("审批案卷销毁", "Decide on disposal of the file")
        }
    }

    static func item(
        _ kind: String, _ post: Post, _ subject: CaseReference, branch: ID<Branch>?,
        _ context: Context, holder: ID<StaffMember>? = nil, dueAt: Moment? = nil
    ) -> WorkItem {
        WorkItem(
            id: context.id("work.\(kind)"), of: subject, kind: kind, title: title(kind),
            post: post, branch: branch, openedAt: context.now, dueAt: dueAt, holder: holder)
    }
}
