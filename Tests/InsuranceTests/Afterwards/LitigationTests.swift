import Testing

@testable import Insurance
@testable import Kernel

/// Lawsuits, as rules.
struct LitigationTests {
    @Test func `a hearing is a piece of work that is due on its day`() throws {
        var stage = try AfterwardsScene.lawsuit()
        var hearing = SetHearing()
        hearing.at = stage.now.adding(seconds: 86_400)
        try stage.act(hearing, by: .wang)
        #expect(try stage.openWork("litigation.hearing").dueAt == hearing.at)
        #expect(try stage.refusal(HoldHearing(), by: .wang)?.id == "litigation.hearingNotYet")
        #expect(
            try stage.refusal(RecordOutcome.of(.settlement), by: .wang)?.id
                == "litigation.hearingOpen")
        stage.pass(hours: 30)
        try stage.act(HoldHearing(), by: .wang)
        #expect(stage.openAside == ["archives.archive", "litigation.conduct"])
    }

    @Test func `the days to appeal run from service, and an appeal stops them`() throws {
        var stage = try AfterwardsScene.lawsuit()
        try stage.act(RecordOutcome.of(.judgment, 5_000_00), by: .wang)
        #expect(stage.aside.lawsuit?.state.state == .judged && stage.running == ["claims.appeal"])
        let clock = try #require(stage.clocks.last { $0.clock.metric == "claims.appeal" })
        #expect(clock.clock.startedAt == (try shanghai("2025-01-24 00:00")))
        var appeal = Appeal()
        appeal.docket = "2025-01-99"
        try stage.act(appeal, by: .wu)
        #expect(stage.running == [] && stage.aside.lawsuit?.instance == 2)
        #expect(stage.aside.lawsuit?.docket == "2025-01-99")
        try stage.act(RecordOutcome.of(.finalJudgment), by: .wang)
        try stage.act(CloseLitigation(), by: .wang)
        #expect(stage.aside.lawsuit?.state.state == .closed)
    }

    @Test func `a judgment is paid by taking the claim up again, then the lawsuit is closed`()
        throws
    {
        var stage = try AfterwardsScene.lawsuit()
        try stage.act(RecordOutcome.of(.judgment, 5_000_00), by: .wang)
        try stage.act(AcceptJudgment(), by: .wu)
        #expect(try stage.refusal(CloseLitigation(), by: .wang)?.id == "litigation.notPerformed")
        try stage.act(ReopenForJudgment(), by: .wu)
        #expect(stage.claim?.reserve.minor == 5_000_00)
        #expect(stage.claim?.state.countedReopenings == 0)
        #expect(
            try stage.refusal(CloseLitigation(), by: .wang)?.id == "litigation.notPerformed")
        try stage.act(CancelClaim(), by: .wu)
        #expect(
            try stage.refusal(ReopenForJudgment(), by: .wu)?.id == "litigation.performedAlready")
        try stage.act(CloseLitigation(), by: .wang)
    }

    @Test func `an open lawsuit keeps the file from being archived`() throws {
        var stage = try AfterwardsScene.lawsuit()
        try stage.setDefaultRetention()
        let refusal = try #require(try stage.refusal(ArchiveFile(), by: .wang))
        #expect(refusal.id == "archives.linesOpen")
        let number = try #require(stage.aside.lawsuit?.number)
        #expect(refusal.message.zh.contains(number))
    }
}
