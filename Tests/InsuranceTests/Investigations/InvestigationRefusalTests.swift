import Foundation
import Testing

@testable import Insurance
@testable import Kernel

struct InvestigationRefusalTests {
    private static func adjuster() throws -> ClaimStage {
        var stage = try Scene.claimRegistered.stage
        stage.authority = try InvestigationScene.registered.stage.authority
        stage.files = try InvestigationScene.registered.stage.files
        return try stage.doing(PlanInvestigation.plan([.lossAdjuster]), .ping)
    }

    private static func injury() throws -> ClaimStage {
        try Scene.claimRegistered.stage
            .doing(PlanInvestigation.plan([.injuryFollowUp]), .ping)
            .doing(DeclareInterest.none("T1"), .meng)
    }

    static let planning: [RefusalCase] = [
        RefusalCase("investigation.planned", "one is under way") {
            try InvestigationScene.planned.stage.refusal(PlanInvestigation.plan(), .ping)
        },
        RefusalCase("investigation.nothingProposed", "nothing was proposed and no task is named") {
            try Scene.claimRegistered.stage.refusal(PlanInvestigation.plan(), .ping)
        },
        RefusalCase("investigation.claimDecided", "the claim is before an approver") {
            try Scene.inApproval.stage.refusal(PlanInvestigation.plan([.witness]), .ping)
        },
        RefusalCase("investigation.none", "there is none to decline") {
            try Scene.claimRegistered.stage.refusal(DeclineInvestigation(), .ping)
        },
        RefusalCase("workflow.notInState.decline", "it was planned already") {
            try InvestigationScene.planned.stage.refusal(DeclineInvestigation(), .ping)
        },
        RefusalCase("post.missing", "a surveyor plans") {
            try InvestigationScene.registered.stage.refusal(PlanInvestigation.plan(), .hou)
        },
        RefusalCase("standard.missing.claims.survey", "no standard is set") {
            var stage = try InvestigationScene.registered.stage
            stage.standards = ["claims.decision"]
            return try stage.refusal(PlanInvestigation.plan(), .ping)
        },
    ]

    static let working: [RefusalCase] = [
        RefusalCase("investigation.notDeclared", "a finding comes before the declaration") {
            try InvestigationScene.planned.stage.refusal(RecordFinding.finding("T1"), .hou)
        },
        RefusalCase("investigation.notDeclared", "another person declared") {
            try InvestigationScene.declared.stage.refusal(RecordFinding.finding("T1"), .gu)
        },
        RefusalCase("investigation.hasInterest", "who has an interest records a finding") {
            var stage = try InvestigationScene.planned.stage
            var command = DeclareInterest.none("T1")
            command.hasNoInterest = false
            try stage.act(command, by: Investigator.hou.principal)
            return try stage.refusal(RecordFinding.finding("T1"), .hou)
        },
        RefusalCase("investigation.noTask", "the task does not exist") {
            try InvestigationScene.declared.stage.refusal(RecordFinding.finding("T9"), .hou)
        },
        RefusalCase("investigation.taskDone", "the task is done") {
            try InvestigationScene.declared.stage.doing(RecordFinding.finding("T1"), .hou)
                .refusal(RecordFinding.finding("T1"), .hou)
        },
        RefusalCase("investigation.evidenceNotOfCase", "the file is of another case") {
            try InvestigationScene.declared.stage.refusal(
                RecordFinding.finding("T1") { $0.evidence = [InvestigationScene.others] }, .hou)
        },
        RefusalCase("investigation.findingMissing", "nothing is said") {
            try InvestigationScene.declared.stage.refusal(
                RecordFinding.finding("T1") { $0.finding = Personal() }, .hou)
        },
        RefusalCase("investigation.dayInFuture", "it is said to be seen tomorrow") {
            try InvestigationScene.declared.stage.refusal(
                RecordFinding.finding("T1") { $0.day = $0.day.adding(days: 1) }, .hou)
        },
        RefusalCase("investigation.tasksOpen", "the report comes before the tasks are done") {
            try InvestigationScene.declared.stage.refusal(
                SubmitInvestigationReport.report(), .hou)
        },
        RefusalCase("investigation.notAnInjuryTask", "a visit in a survey of the site") {
            try InvestigationScene.declared.stage.refusal(RecordInjuryVisit.visit(nil), .hou)
        },
        RefusalCase("investigation.nextVisitEarlier", "the next visit is on the same day") {
            try injury().refusal(RecordInjuryVisit.visit("2025-01-24"), .meng)
        },
        RefusalCase("investigation.taskFull", "a task has a hundred findings") {
            var stage = try InvestigationScene.declared.stage
            var open = try RecordFinding.finding("T1")
            open.completes = false
            for _ in 0..<100 { try stage.act(open, by: Investigator.hou.principal) }
            return try stage.refusal(open, .hou)
        },
    ]

    static let adjusting: [RefusalCase] = [
        RefusalCase("investigation.adjusterNotIndependent", "independence is not declared") {
            try adjuster().refusal(
                AppointAdjuster.appointment { $0.isIndependent = false }, .ping)
        },
        RefusalCase("claims.otherCurrency", "the fee is in dollars") {
            try adjuster().refusal(
                AppointAdjuster.appointment { $0.fee = Money(minor: 1, .usd) }, .ping)
        },
        RefusalCase("investigation.dueInPast", "the report is due today") {
            try adjuster().refusal(
                AppointAdjuster.appointment { $0.reportDue = Day("2025-01-24") ?? $0.reportDue },
                .ping)
        },
        RefusalCase("investigation.feeOverAuthority", "the fee is above the handler's authority") {
            try adjuster().refusal(
                AppointAdjuster.appointment { $0.fee = Money(minor: 5_000_01) }, .ping)
        },
        RefusalCase("investigation.notAnAdjusterTask", "the task is a survey of the site") {
            try InvestigationScene.planned.stage.refusal(AppointAdjuster.appointment(), .ping)
        },
        RefusalCase("investigation.adjusterNotAppointed", "a report without an appointment") {
            try adjuster().doing(DeclareInterest.none("T1"), .ping)
                .refusal(RecordFinding.finding("T1"), .ping)
        },
        RefusalCase("investigation.adjusterReportMissing", "done without the file of the report") {
            try adjuster().doing(AppointAdjuster.appointment(), .ping)
                .doing(DeclareInterest.none("T1"), .ping)
                .refusal(RecordFinding.finding("T1"), .ping)
        },
    ]

    static let ending: [RefusalCase] = [
        RefusalCase("investigation.open", "the claim is adjusted meanwhile") {
            var stage = try InvestigationScene.planned.stage
            try stage.act(ReceiveDocuments.documents(), by: .wang)
            try stage.act(AssessLoss.assessment(), by: .qian)
            try stage.act(VerifyLoss(), by: .sun)
            return try stage.refusal(ProposeDecision.proposal(), by: .li)
        },
        RefusalCase("investigation.reviewerIsInvestigator", "who investigated accepts") {
            let both = Principal(
                .staff(Investigator.hou.id), posts: .held(.claimsHandler), staffVersion: 1)
            return try InvestigationScene.reported.stage.refusal(CloseInvestigation(), by: both)
        },
        RefusalCase("investigation.reviewerIsInvestigator", "who investigated orders it again") {
            let both = Principal(
                .staff(Investigator.meng.id), posts: .held(.claimsHandler), staffVersion: 1)
            return try InvestigationScene.reported.stage.refusal(OrderReinspection(), by: both)
        },
        RefusalCase("investigation.reinspectorIsSurveyor", "who surveyed looks again") {
            try InvestigationScene.reinspection.stage.doing(DeclareInterest.none("T3"), .hou)
                .refusal(RecordFinding.finding("T3"), .hou)
        },
        RefusalCase("workflow.notInState.accept", "no report was submitted") {
            try InvestigationScene.tasksDone.stage.refusal(CloseInvestigation(), .ping)
        },
        RefusalCase("workflow.notInState.report", "it was submitted already") {
            try InvestigationScene.reported.stage.refusal(
                SubmitInvestigationReport.report(), .hou)
        },
        RefusalCase("investigation.tooManyTasks", "twenty tasks were had") {
            var stage = try InvestigationScene.reported.stage
            for round in 0..<18 {
                let person = Principal(
                    .staff(ID(at: Scene.epoch, random: (9, UInt64(round)))),
                    posts: .held(.surveyor), staffVersion: 1)
                try stage.act(OrderReinspection(), by: Investigator.ping.principal)
                let task = "T\(round + 3)"
                try stage.act(DeclareInterest.none(task), by: person)
                try stage.act(RecordFinding.finding(task), by: person)
                try stage.act(SubmitInvestigationReport.report(), by: person)
            }
            return try stage.refusal(OrderReinspection(), .ping)
        },
        RefusalCase("investigation.tooMany", "a tenth is ordered") {
            var stage = try Scene.claimRegistered.stage
            let facts = PlanInvestigation.Facts(claim: try stage.claimFacts(), earlier: 9)
            let context = stage.context(Investigator.ping.principal)
            do {
                _ = try PlanInvestigation.plan([.witness]).decide(facts, context)
                return nil
            } catch let refusal as Refusal {
                return refusal
            }
        },
    ]

    static let cases = planning + working + adjusting + ending

    @Test(arguments: cases)
    func `each refusal is met by its fact and nothing else`(one: RefusalCase) throws {
        let refusal = try #require(try one.meet(), "accepted: \(one)")
        #expect(refusal.id == one.id)
        expectBothLanguages(refusal.message)
    }

    @Test func `no refusal of investigations is without a case`() throws {
        let stated = try ClaimRefusalTests.statedIDs(in: ["Investigations"])
        #expect(stated.count > 20)
        #expect(stated.subtracting(Self.cases.map(\.id)).sorted() == [])
    }

    @Test(arguments: Investigations.commands.indices)
    func `nobody without the post may, before anything else is looked at`(index: Int) {
        let permission = ClaimRefusalTests.permission(Investigations.commands[index])
        guard case .posts(let posts) = permission else {
            Issue.record("not for posts")
            return
        }
        #expect(!posts.isEmpty && !posts.contains(Post(.claimCalculator)))
        for person in Cast.allCases where person != .everyone {
            let expected = person.posts.contains { posts.contains(Post($0)) }
            #expect(permission.allows(person.principal) == expected, "\(person)")
        }
    }
}
