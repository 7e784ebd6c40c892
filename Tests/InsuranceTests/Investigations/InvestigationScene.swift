import Kernel
import TestSupport
import Testing

@testable import Insurance

/// The people who investigate in these tests, each with one post.
enum Investigator: UInt64 {
    case hou = 101, gu, meng, ping, huang

    var posts: Set<Post> {
        switch self {
        case .hou, .gu: .held(.surveyor)
        case .meng: .held(.investigator)
        case .ping: .held(.claimsHandler)
        case .huang: .held(.claimsSupervisor)
        }
    }

    var id: ID<StaffMember> {
        ID(at: Moment(milliseconds: 1_700_000_000_000), random: (7, rawValue))
    }

    var principal: Principal { Principal(.staff(id), posts: posts, staffVersion: 1) }
}

/// Miss He's car is stolen; what happened is looked into.
enum InvestigationScene {
    case registered, planned, declared, tasksDone, reported, reinspection, closed

    static let photo = ID<EvidenceFile>(at: Scene.epoch, random: (8, 1))
    static let adjusterReport = ID<EvidenceFile>(at: Scene.epoch, random: (8, 2))
    static let others = ID<EvidenceFile>(at: Scene.epoch, random: (8, 3))

    var stage: ClaimStage {
        get throws {
            switch self {
            case .registered: try Self.theft()
            case .planned:
                try Self.registered.then(PlanInvestigation.plan(), .ping)
            case .declared:
                try Self.planned.then(DeclareInterest.none("T1"), .hou)
                    .doing(DeclareInterest.none("T2"), .meng)
            case .tasksDone:
                try Self.declared.then(RecordFinding.finding("T1"), .hou)
                    .doing(RecordFinding.finding("T2"), .meng)
            case .reported:
                try Self.tasksDone.then(SubmitInvestigationReport.report(), .hou)
            case .reinspection:
                try Self.reported.then(OrderReinspection(), .ping)
            case .closed: try Self.reported.then(CloseInvestigation(), .ping)
            }
        }
    }

    private func then<C: Staged>(_ command: C, _ person: Investigator) throws -> ClaimStage {
        try stage.doing(command, person)
    }

    private static func theft() throws -> ClaimStage {
        var stage = try Scene.opening.stage
        stage.authority += [
            Scene.row(20, AppointAdjuster.authority, .claimsHandler, level: 1, 5_000_00),
            Scene.row(21, AppointAdjuster.authority, .claimsSupervisor, level: 2, 50_000_00),
        ]
        stage.files = [photo: .sitePhoto, adjusterReport: .adjusterReport]
        try stage.act(RegisterNotice.notice { $0.cause = .vehicleTheft }, by: .lin)
        try stage.act(
            RegisterClaim.claim {
                $0.reserve = Money(minor: 45_000_00)
                $0.complexity = .complex
            }, by: .zhao)
        return stage
    }
}

extension ClaimStage {
    func doing<C: Staged>(_ command: C, _ person: Investigator) throws -> ClaimStage {
        var stage = self
        try stage.act(command, by: person.principal)
        return stage
    }

    func refusal<C: Staged>(_ command: C, _ person: Investigator) throws -> Refusal? {
        try refusal(command, by: person.principal)
    }

    func investigationFacts(
        _ evidence: [ID<EvidenceFile>] = []
    ) throws -> InvestigationFacts {
        let claim = try claimFacts()
        guard let open = claim.investigation else { throw Refusal.noInvestigation }
        var facts = InvestigationFacts(claim: claim, investigation: open)
        facts.usable = Set(evidence.filter { files[$0] != nil })
        return facts
    }
}

extension PlanInvestigation: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(claim: try stage.claimFacts(), earlier: stage.investigation == nil ? 0 : 1)
    }

    static func plan(_ kinds: [InvestigationTask.Kind]? = nil) -> Self {
        var command = PlanInvestigation()
        command.tasks = kinds?.map { kind in
            var task = PlannedTask()
            task.kind = kind
            return task
        }
        command.reason = "as proposed"
        return command
    }
}

protocol StagedOnInvestigation: Staged where Facts == InvestigationFacts {}
extension StagedOnInvestigation {
    func facts(_ stage: ClaimStage) throws -> InvestigationFacts {
        try stage.investigationFacts()
    }
}

extension DeclineInvestigation: StagedOnInvestigation {}
extension DeclareInterest: StagedOnInvestigation {
    static func none(_ task: String) -> Self {
        var command = DeclareInterest()
        command.task = task
        command.hasNoInterest = true
        return command
    }
}
extension SubmitInvestigationReport: StagedOnInvestigation {
    static func report() throws -> Self {
        var command = SubmitInvestigationReport()
        command.conclusion = Personal(
            sealed: try Seals().insured.seal("盗抢属实", field: "narrative"))
        return command
    }
}
extension OrderReinspection: StagedOnInvestigation {}
extension CloseInvestigation: StagedOnInvestigation {}
extension StopInvestigation: StagedOnInvestigation {}

extension AppointAdjuster: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(
            investigation: try stage.investigationFacts(), book: stage.book(Self.authority))
    }

    static func appointment(_ change: (inout Self) -> Void = { _ in }) throws -> Self {
        var command = AppointAdjuster()
        command.task = "T1"
        command.firm = "北京诚信保险公估有限公司"
        command.licence = "260001"
        command.isIndependent = true
        command.fee = Money(minor: 4_000_00)
        command.reportDue = try #require(Day("2025-02-20"))
        change(&command)
        return command
    }
}

extension RecordFinding: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        let named = evidence ?? []
        return Facts(
            investigation: try stage.investigationFacts(named),
            adjusterReports: Set(named.filter { stage.files[$0] == .adjusterReport }))
    }

    static func finding(
        _ task: String, _ change: (inout Self) -> Void = { _ in }
    ) throws -> Self {
        var command = RecordFinding()
        command.task = task
        command.finding = Personal(
            sealed: try Seals().insured.seal("车位有撬痕", field: "narrative"))
        command.day = try #require(Day("2025-01-24"))
        command.evidence = [InvestigationScene.photo]
        command.completes = true
        change(&command)
        return command
    }
}

extension RecordInjuryVisit: Staged {
    func facts(_ stage: ClaimStage) throws -> InvestigationFacts {
        try stage.investigationFacts(evidence ?? [])
    }

    static func visit(_ next: String?, _ change: (inout Self) -> Void = { _ in }) throws -> Self {
        var command = RecordInjuryVisit()
        command.task = "T1"
        command.day = try #require(Day("2025-01-24"))
        command.condition = Personal(
            sealed: try Seals().insured.seal("左腿骨折，住院", field: "health"))
        command.nextVisit = next.flatMap { Day($0) }
        change(&command)
        return command
    }
}
