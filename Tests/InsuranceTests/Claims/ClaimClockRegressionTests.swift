import Testing

@testable import Insurance
@testable import Kernel

/// The themes of `ClockRegressionTests` that concern several promises of one case together.
struct ClaimClockRegressionTests {
    private func clock(_ metric: String, _ stage: ClaimStage) throws -> ClockRecord {
        try #require(stage.clocks.last { $0.clock.metric == metric }?.state)
    }

    @Test func `metric precedence`() throws {
        var stage = try Scene.claimRegistered.stage
        let decision = try clock("claims.decision", stage).clock
        let first = try clock("claims.progress", stage)
        stage.pass(hours: 24)
        try stage.act(ReportProgress(), by: .wang)
        #expect(try clock("claims.decision", stage).clock == decision)
        #expect(stage.conversations == ["claims.firstContact", "claims.progress"])
        let second = try clock("claims.progress", stage)
        #expect(second.id != first.id && second.clock.stoppedAt == nil)
        #expect(second.clock.startedAt > first.clock.startedAt)
    }

    @Test func `who stops the clock`() throws {
        var stage = try Scene.noticeReceived.stage
        try stage.act(RecordContact.contact(.noAnswer), by: .wang)
        try stage.act(RecordContact.contact(.leftMessage), by: .wang)
        #expect(stage.conversations == ["claims.firstContact"], "an attempt is no contact")
        try stage.act(RegisterClaim.claim(), by: .zhao)
        #expect(stage.conversations.contains("claims.firstContact"), "inner work is none either")
        try stage.act(RecordContact.contact(), by: .wang)
        #expect(!stage.conversations.contains("claims.firstContact"))
        #expect(!stage.work.contains { $0.kind == "claims.firstContact" && $0.state.isOpen })
        #expect(
            stage.running == ["claims.decision", "claims.documentRequest"],
            "one answer satisfies one clock")
        #expect(try clock("claims.firstContact", stage).endedBy == Cast.wang.id)
    }

    @Test func `statistics missing`() throws {
        let stage = try Scene.closed.stage
        #expect(stage.clocks.count >= 6)
        let own = stage.clocks.filter { $0.state.subject.stream.kind != ClaimArchive.table }
        for record in own {
            let columns = Dictionary(uniqueKeysWithValues: record.state.columns)
            #expect(record.clock.stoppedAt != nil && record.consumed != nil)
            #expect(record.endedBy != nil, "\(record.clock.metric)")
            for column in ["metric", "standard", "status", "started_at", "due_at", "stopped_at",
                "consumed", "ended_by", "basis"]
            {
                #expect(columns[column] != .null, "\(record.clock.metric) \(column)")
            }
        }
    }

    @Test func `merge`() throws {
        var stage = try Scene.claimRegistered.stage
        var duplicate = CancelClaim()
        duplicate.kind = .duplicate
        duplicate.reason = "told twice"
        try stage.act(duplicate, by: .wu)
        #expect(stage.running.isEmpty && stage.conversations.isEmpty)
        #expect(!stage.work.contains { $0.state.isOpen && !$0.state.isOfArchive })
        let own = stage.clocks.filter { $0.state.subject.stream.kind != ClaimArchive.table }
        #expect(own.allSatisfy { $0.warnAt == nil }, "nothing is left to escalate")
    }
}
