import Kernel
import Testing

@testable import Insurance

/// What each accepted command of an investigation leaves.
struct InvestigationTests {
    private typealias Case = InvestigationPlan.Circumstances

    private static let calm = Case(
        line: .motor, cause: .collision, complexity: .normal, reserveMinor: 8_000_00,
        hoursUntilReported: 2, lacksPoliceReport: false)

    private func proposed(_ change: (inout Case) -> Void) throws -> [String] {
        var one = Self.calm
        change(&one)
        return try InvestigationPlan.propose(one).proposed.map {
            "\($0.kind.rawValue):\($0.ground.rawValue)"
        }
    }

    @Test func `the rule proposes the means that fit the case, each once with its ground`() throws {
        #expect(try proposed { _ in } == [])
        #expect(try proposed { $0.reserveMinor = 20_000_01 } == ["siteSurvey:largeLoss"])
        #expect(try proposed { $0.reserveMinor = 20_000_00 } == [])
        #expect(
            try proposed {
                $0.cause = .vehicleTheft
                $0.lacksPoliceReport = true
                $0.reserveMinor = 90_000_00
                $0.complexity = .complex
            } == ["siteSurvey:theft", "documents:noPoliceReport", "witness:theft"])
        #expect(try proposed { $0.hoursUntilReported = 49 } == ["witness:reportedLate"])
        #expect(try proposed { $0.hoursUntilReported = 48 } == [])
        #expect(
            try proposed {
                $0.hoursUntilReported = 49
                $0.complexity = .simple
            } == [])
        #expect(
            try proposed {
                $0.line = .property
                $0.cause = .fire
                $0.reserveMinor = 100_000_01
            } == ["siteSurvey:fire", "lossAdjuster:largeLoss"])
        #expect(
            try proposed {
                $0.line = .accident
                $0.cause = .fall
                $0.reserveMinor = 10_000_01
            } == ["documents:injury", "injuryFollowUp:injury"])
        #expect(
            try proposed {
                $0.line = .medical
                $0.cause = .illness
                $0.complexity = .complex
                $0.reserveMinor = 90_000_00
            } == ["documents:largeLoss"])
    }

    @Test func `a small collision is registered without an investigation`() throws {
        let stage = try Scene.claimRegistered.stage
        #expect(stage.investigation == nil)
        #expect(stage.openKinds == ["claims.assess", "claims.requestDocuments"])
    }

    @Test func `a stolen car is registered with a proposal and the question whether to do it`()
        throws
    {
        let stage = try InvestigationScene.registered.stage
        let investigation = try #require(stage.investigation)
        #expect(investigation.number == "\(stage.claim?.number ?? "")-I1")
        #expect(investigation.proposed.map(\.kind) == [.siteSurvey, .witness])
        #expect(investigation.state.state == .proposed)
        #expect(stage.claim?.openInvestigation == nil)
        #expect(
            stage.openKinds
                == ["claims.assess", "claims.planInvestigation", "claims.requestDocuments"])
        #expect(stage.running == ["claims.decision", "claims.documentRequest"])
    }

    @Test func `accepting the proposal sends out its tasks and starts the promise`() throws {
        let stage = try InvestigationScene.planned.stage
        let investigation = try #require(stage.investigation)
        #expect(investigation.tasks.map(\.code) == ["T1", "T2"])
        #expect(investigation.tasks.map(\.post.code) == ["surveyor", "investigator"])
        #expect(investigation.state.state == .planned)
        #expect(stage.claim?.openInvestigation == investigation.number)
        #expect(
            stage.openKinds == [
                "claims.assess", "claims.requestDocuments", "claims.task.siteSurvey",
                "claims.task.witness",
            ])
        #expect(stage.running == ["claims.decision", "claims.documentRequest", "claims.survey"])
    }

    @Test func `a person may order other means, or an investigation nobody proposed`() throws {
        var stage = try InvestigationScene.registered.stage
        var plan = PlanInvestigation.plan([.documents])
        plan.tasks?[0].special = true
        try stage.act(plan, by: Investigator.huang.principal)
        let task = try #require(stage.investigation?.tasks.first)
        #expect(task.kind == .documents && task.post == Post(.specialInvestigator))
        var calm = try Scene.claimRegistered.stage
        try calm.act(PlanInvestigation.plan([.witness]), by: Investigator.ping.principal)
        #expect(calm.investigation?.state.state == .planned)
        #expect(calm.investigation?.proposed.isEmpty == true)
    }

    @Test func `declining ends the proposal with its reason and its question`() throws {
        var stage = try InvestigationScene.registered.stage
        var command = DeclineInvestigation()
        command.reason = "the police found the car"
        let decision = try stage.act(command, by: Investigator.ping.principal)
        #expect(stage.investigation?.ending == .declined)
        #expect(stage.openKinds == ["claims.assess", "claims.requestDocuments"])
        #expect(decision.reason == command.reason)
    }

    @Test func `an open investigation keeps the claim from being adjusted, a closed one does not`()
        throws
    {
        func adjusted(_ stage: ClaimStage) throws -> ClaimStage {
            var stage = stage
            try stage.act(ReceiveDocuments.documents(), by: .wang)
            try stage.act(
                AssessLoss.assessment(claimed: 60_000_00, assessed: 60_000_00), by: .qian)
            try stage.act(VerifyLoss(), by: .sun)
            return stage
        }
        let open = try adjusted(InvestigationScene.tasksDone.stage)
        let refusal = try open.refusal(ProposeDecision.proposal(), by: .li)
        #expect(refusal?.id == "investigation.open")
        #expect(refusal?.message.en.contains(open.investigation?.number ?? "?") == true)
        var closed = try adjusted(InvestigationScene.closed.stage)
        #expect(closed.investigation?.ending == .accepted)
        try closed.act(ProposeDecision.proposal(), by: .li)
        #expect(closed.claim?.state.state == .inApproval)
    }

    @Test func `a proposal nobody decided ends on record when the claim is adjusted without it`()
        throws
    {
        var stage = try InvestigationScene.registered.stage
        try stage.act(ReceiveDocuments.documents(), by: .wang)
        try stage.act(
            AssessLoss.assessment(claimed: 60_000_00, assessed: 60_000_00), by: .qian)
        try stage.act(VerifyLoss(), by: .sun)
        try stage.act(ProposeDecision.proposal(), by: .li)
        #expect(stage.investigation?.ending == .declined)
        #expect(stage.openKinds == ["claims.approve"])
    }

    @Test func `findings with their files make the tasks done, the last asks for the report`()
        throws
    {
        let stage = try InvestigationScene.tasksDone.stage
        let investigation = try #require(stage.investigation)
        #expect(investigation.state.state == .underWay)
        #expect(investigation.openTasks.isEmpty)
        #expect(investigation.tasks[0].findings[0].evidence == [InvestigationScene.photo])
        #expect(investigation.investigators == [Investigator.hou.id, Investigator.meng.id])
        #expect(
            stage.openKinds
                == ["claims.assess", "claims.reportInvestigation", "claims.requestDocuments"])
        #expect(stage.running == ["claims.decision", "claims.documentRequest", "claims.survey"])
    }

    @Test func `who has an interest stands aside and somebody else does the task`() throws {
        var stage = try InvestigationScene.planned.stage
        var command = DeclareInterest.none("T1")
        command.hasNoInterest = false
        try stage.act(command, by: Investigator.hou.principal)
        #expect(
            try stage.refusal(RecordFinding.finding("T1"), .hou)?.id
                == "investigation.hasInterest")
        #expect(
            try stage.refusal(DeclareInterest.none("T1"), .hou)?.id
                == "investigation.hasInterest")
        try stage.act(DeclareInterest.none("T1"), by: Investigator.gu.principal)
        try stage.act(RecordFinding.finding("T1"), by: Investigator.gu.principal)
        #expect(stage.investigation?.tasks[0].doneAt != nil)
    }

    @Test func `the report stops the promise and waits for somebody else`() throws {
        let stage = try InvestigationScene.reported.stage
        #expect(stage.investigation?.state.state == .reported)
        #expect(stage.running == ["claims.decision", "claims.documentRequest"])
        #expect(
            stage.openKinds
                == ["claims.assess", "claims.requestDocuments", "claims.reviewInvestigation"])
        let closed = try InvestigationScene.closed.stage
        #expect(closed.claim?.openInvestigation == nil)
        #expect(closed.openKinds == ["claims.assess", "claims.requestDocuments"])
    }

    @Test func `a re-inspection is another person's, with the promise running again`() throws {
        var stage = try InvestigationScene.reinspection.stage
        #expect(stage.investigation?.state.state == .reinspection)
        #expect(stage.running == ["claims.decision", "claims.documentRequest", "claims.survey"])
        #expect(
            stage.openKinds
                == ["claims.assess", "claims.requestDocuments", "claims.task.siteSurvey"])
        try stage.act(DeclareInterest.none("T3"), by: Investigator.gu.principal)
        try stage.act(RecordFinding.finding("T3"), by: Investigator.gu.principal)
        try stage.act(SubmitInvestigationReport.report(), by: Investigator.gu.principal)
        try stage.act(CloseInvestigation(), by: Investigator.ping.principal)
        #expect(stage.investigation?.reports.count == 2)
        #expect(stage.investigation?.ending == .accepted)
        #expect(stage.running == ["claims.decision", "claims.documentRequest"])
    }

    @Test func `an adjuster is appointed within authority and done with the file of the report`()
        throws
    {
        var stage = try Scene.claimRegistered.stage
        stage.authority = try InvestigationScene.registered.stage.authority
        stage.files = try InvestigationScene.registered.stage.files
        try stage.act(PlanInvestigation.plan([.lossAdjuster]), by: Investigator.ping.principal)
        try stage.act(AppointAdjuster.appointment(), by: Investigator.ping.principal)
        #expect(stage.investigation?.tasks[0].appointment?.authority.level == 1)
        try stage.act(DeclareInterest.none("T1"), by: Investigator.ping.principal)
        let report = try RecordFinding.finding("T1") {
            $0.evidence = [InvestigationScene.adjusterReport]
        }
        try stage.act(report, by: Investigator.ping.principal)
        #expect(stage.investigation?.openTasks.isEmpty == true)
    }

    @Test func `an injured person is visited until no further visit is set`() throws {
        var stage = try Scene.claimRegistered.stage
        try stage.act(
            PlanInvestigation.plan([.injuryFollowUp]), by: Investigator.ping.principal)
        try stage.act(DeclareInterest.none("T1"), by: Investigator.meng.principal)
        try stage.act(RecordInjuryVisit.visit("2025-02-07"), by: Investigator.meng.principal)
        #expect(stage.investigation?.tasks[0].visits.first?.next == Day("2025-02-07"))
        #expect(stage.investigation?.openTasks.count == 1)
        stage.now = try shanghai("2025-02-07 15:00")
        let last = try RecordInjuryVisit.visit(nil) {
            $0.day = Day("2025-02-07") ?? $0.day
        }
        try stage.act(last, by: Investigator.meng.principal)
        #expect(stage.investigation?.openTasks.isEmpty == true)
        #expect(
            stage.openKinds
                == ["claims.assess", "claims.reportInvestigation", "claims.requestDocuments"])
    }

    @Test(arguments: [
        InvestigationScene.registered, .planned, .tasksDone, .reported, .reinspection,
    ])
    func `cancelling the claim ends its investigation with nothing left open`(
        scene: InvestigationScene
    ) throws {
        var stage = try scene.stage
        var command = CancelClaim()
        command.reason = "the car was found"
        try stage.act(command, by: .wang)
        #expect(stage.investigation?.ending == .claimEnded)
        #expect(stage.running.isEmpty && stage.openKinds.isEmpty)
        #expect(stage.claim?.openInvestigation == nil)
    }

    @Test(arguments: [InvestigationScene.planned, .tasksDone, .reported, .reinspection])
    func `a supervisor stops it with everything it opened`(scene: InvestigationScene) throws {
        var stage = try scene.stage
        var command = StopInvestigation()
        command.reason = "solved by the police"
        try stage.act(command, by: Investigator.huang.principal)
        #expect(stage.investigation?.ending == .stopped)
        #expect(stage.openKinds == ["claims.assess", "claims.requestDocuments"])
        #expect(stage.running == ["claims.decision", "claims.documentRequest"])
        #expect(stage.claim?.openInvestigation == nil)
    }
}
