package import Kernel

/// 调查: one investigation of a claim, chained in the claim's own stream.
package struct Investigation: Numbered {
    package enum State: String, WorkflowState {
        case proposed, planned, underWay, reported, reinspection, closed

        package var title: Words {
            switch self {
            case .proposed: Words("建议调查，待决定", "Proposed")
            case .planned: Words("已安排", "Planned")
            case .underWay: Words("调查中", "Under way")
            case .reported: Words("已提交报告", "Reported")
            case .reinspection: Words("已要求复勘", "Re-inspection ordered")
            case .closed: Words("已结束", "Closed")
            }
        }

        package var isFinal: Bool { self == .closed }
    }

    /// How it ended.
    package enum Ending: String, ChoiceValue {
        case accepted, declined, stopped, claimEnded

        package var title: Words {
            switch self {
            case .accepted: Words("报告已采纳", "Report accepted")
            case .declined: Words("决定不予调查", "Not investigated")
            case .stopped: Words("中止调查", "Stopped")
            case .claimEnded: Words("随案件结束", "Ended with the claim")
            }
        }
    }

    /// 调查报告.
    package struct Report: Sendable, Codable, Equatable {
        package let conclusion: Sealed
        package let by: ID<StaffMember>
        package let at: Moment
    }

    package enum Event: Sendable, Codable {
        case proposed(Investigation)
        case planned([InvestigationTask], reason: String, by: ID<StaffMember>, at: Moment)
        case adjusterAppointed(task: String, InvestigationTask.Appointment)
        case declared(task: String, InvestigationTask.Declaration)
        case found(task: String, InvestigationTask.Finding, done: Bool)
        case visited(task: String, InvestigationTask.Visit, done: Bool)
        case reported(Report)
        case reinspectionOrdered(InvestigationTask, reason: String, by: ID<StaffMember>)
        case ended(Ending, reason: String, at: Moment)
    }

    package static let table = "investigation"
    package static let title = Words("调查", "investigation")
    /// The largest number of tasks, and of findings or visits of one task.
    static let mostTasks = 20
    static let mostRecords = 100

    package let id: ID<Investigation>
    package let number: String
    package let claim: CaseReference
    package let branch: ID<Branch>?
    package let openedAt: Moment
    /// What the rule proposed; a person may have ordered something else.
    package let proposed: [InvestigationPlan.Proposed]
    package private(set) var state: State
    package private(set) var tasks: [InvestigationTask]
    package private(set) var reports: [Report]
    package private(set) var ending: Ending?

    init(
        id: ID<Investigation>, nth: Int, of claim: Claim,
        _ proposed: [InvestigationPlan.Proposed], at moment: Moment
    ) {
        self.id = id
        number = "\(claim.number)-I\(nth)"
        self.claim = CaseReference(claim)
        branch = claim.branch
        openedAt = moment
        self.proposed = proposed
        state = .proposed
        tasks = []
        reports = []
    }

    package var stream: StreamName { claim.stream }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("stream", stream.text.sql), ("claim", claim.number.sql),
            ("stage", state.rawValue.sql), ("opened_at", openedAt.sql),
        ]
    }

    /// Whether a person ordered it and it is not at its end.
    package var isOrdered: Bool { state != .proposed && state != .closed }

    var openTasks: [InvestigationTask] { tasks.filter { $0.doneAt == nil } }

    /// Everybody who found something or reported.
    var investigators: Set<ID<StaffMember>> {
        tasks.reduce(into: Set(reports.map(\.by))) { $0.formUnion($1.performers) }
    }

    package static func opened(by event: Event) -> Investigation? {
        if case .proposed(let investigation) = event { investigation } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .proposed(let investigation): self = investigation
        case .planned(let tasks, _, _, _):
            self.tasks = tasks
            state = .planned
        case .adjusterAppointed(let task, let appointment):
            change(task) { $0.appointment = appointment }
        case .declared(let task, let declaration):
            change(task) { $0.declarations.append(declaration) }
        case .found(let task, let finding, let done):
            change(task) {
                $0.findings.append(finding)
                if done { $0.doneAt = finding.at }
            }
            state = .underWay
        case .visited(let task, let visit, let done):
            change(task) {
                $0.visits.append(visit)
                if done { $0.doneAt = visit.at }
            }
            state = .underWay
        case .reported(let report):
            reports.append(report)
            state = .reported
        case .reinspectionOrdered(let task, _, _):
            tasks.append(task)
            state = .reinspection
        case .ended(let ending, _, _):
            self.ending = ending
            state = .closed
        }
    }

    private mutating func change(
        _ code: String, _ body: (inout InvestigationTask) -> Void
    ) {
        for index in tasks.indices where tasks[index].code == code { body(&tasks[index]) }
    }
}
