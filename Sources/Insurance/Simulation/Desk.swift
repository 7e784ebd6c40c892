import Kernel

/// How one kind of work is done: pure choices from what is read and from chances.
protocol Desk: Sendable {
    /// Those who may not do it, because they prepared what is now reviewed.
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>>

    /// Whether what it waits for outside the office is there.
    func isReady(_ file: CaseFile) -> Bool

    /// The steps; empty when there is nothing to do about it.
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) throws -> [Errand]
}

extension Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> { [] }
    func isReady(_ file: CaseFile) -> Bool { true }
}

/// Which desk does which kind of work.
enum Desks {
    static func desk(_ kind: String) -> (any Desk)? { all[kind] }

    private static let all: [String: any Desk] = [
        ClaimTasks.register: RegistrationDesk(), ClaimTasks.assess: AssessmentDesk(),
        ClaimTasks.verify: VerificationDesk(), ClaimTasks.adjust: AdjustmentDesk(),
        ClaimTasks.approve: ApprovalDesk(), ClaimTasks.notifyRefusal: RefusalDesk(),
        ClaimTasks.orderPayment: OrderDesk(), ClaimTasks.releasePayment: ReleaseDesk(),
        PaymentTasks.handOver: HandOverDesk(), PaymentTasks.decideCorrection: CorrectionDesk(),
        PaymentTasks.answerRecall: RecallDesk(), PaymentTasks.approveBatch: BatchApprovalDesk(),
        PaymentTasks.resolveDifference: DifferenceDesk(),
        AdjudicationTasks.convenePanel: ConveningDesk(), "panels.vote": VotingDesk(),
        PanelFacts.closing: ConcludingDesk(), AdjudicationTasks.checkRule: CheckingDesk(),
        AdjudicationTasks.proposeAdvance: AdvanceDesk(),
        AdjudicationTasks.decideAdvance: AdvanceApprovalDesk(),
        AdjudicationTasks.orderAdvance: AdvanceOrderDesk(),
        AdjudicationTasks.declareRescission: RescissionDesk(),
        ClaimTasks.close: ClosingDesk(), BreachWorkflow.explainWork: ExplanationDesk(),
        BreachWorkflow.decideWork: RulingDesk(), BreachWorkflow.stateWork: StatementDesk(),
        ClaimTasks.firstContact: ContactDesk(),
        ClaimTasks.decisionNotice: DecisionNoticeDesk(), WarnOfClock.reminderKind: ReminderDesk(),
        ClaimTasks.deadlineAnswer: DeadlineDesk(), InvestigationWork.plan: PlanningDesk(),
        InvestigationWork.report: InvestigationReportDesk(),
        InvestigationWork.review: InvestigationReviewDesk(),
        ClaimTasks.requestDocuments: DocumentDesk(), ClaimTasks.proveDelivery: DeliveryDesk(),
        ClaimTasks.approveDocumentRequest: FurtherRequestDesk(),
        ClaimTasks.settleDocumentRequest: UnansweredDesk(),
        ClaimTasks.reviewReserve: ReserveDesk(), ClaimTasks.approveReserve: ReserveApprovalDesk(),
        ErasureWorkflow.work: ErasureDesk(),
    ].merging(InvestigationTask.Kind.allCases.map { ($0.work, TaskDesk()) }) { $1 }
        .merging(AfterwardsDesks.all) { first, _ in first }
}

/// One hour of the office: what is read, who is there and how much they still can do.
struct Round {
    let reader: any Reader
    let now: Moment
    let seed: UInt64
    let hours: OfficeHours
    let roster: OfficeRoster
    let pace: Int
    var chances: Chances
    private var done: [ID<StaffMember>: Int] = [:]

    init(
        _ reader: any Reader, at now: Moment, _ options: OfficeOptions, _ hours: OfficeHours,
        _ chances: Chances
    ) throws {
        self.reader = reader
        self.now = now
        self.hours = hours
        self.chances = chances
        seed = options.seed
        pace = options.pace
        roster = try OfficeRoster.load(reader)
    }

    func hasTime(_ post: Post) -> Bool {
        roster.holders(of: post).contains { left($0) > 0 }
    }

    /// The one who does the next piece of work of `post`: who has done least so far.
    mutating func take(_ post: Post, but excluded: Set<ID<StaffMember>> = []) -> OfficeMember? {
        let free = roster.holders(of: post).filter { !excluded.contains($0.id) && left($0) > 0 }
        guard
            let least = free.min(by: {
                (done[$0.id] ?? 0, $0.number) < (done[$1.id] ?? 0, $1.number)
            })
        else { return nil }
        done[least.id, default: 0] += 1
        return least
    }

    /// The holder of a piece of work, while they have time.
    mutating func take(holder: ID<StaffMember>) -> OfficeMember? {
        guard let member = roster.member(holder), left(member) > 0 else { return nil }
        done[holder, default: 0] += 1
        return member
    }

    /// Any holder of a post, for what takes no time.
    func anyone(_ post: PostWords.Post, but one: ID<StaffMember>? = nil) -> OfficeMember? {
        roster.holders(of: Post(post)).first { $0.id != one }
    }

    /// Chances that belong to a thing, whatever else happens.
    func fate(_ label: String) -> Chances { Chances(seed, label) }

    private func left(_ member: OfficeMember) -> Int { pace - (done[member.id] ?? 0) }
}
