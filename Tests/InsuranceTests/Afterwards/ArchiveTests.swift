import Testing

@testable import Insurance
@testable import Kernel

/// The file after the claim, as rules.
struct ArchiveTests {
    @Test func `closing hands the file over with its promise and its work`() throws {
        let stage = try AfterwardsScene.closed()
        #expect(stage.aside.archive?.state.state == .due)
        #expect(stage.openAside == ["archives.archive"])
        #expect(stage.clocks.contains { $0.clock.metric == "claims.archiving" })
    }

    @Test func `the longest rule wins and every rule that holds is named`() throws {
        let stage = try AfterwardsScene.archived()
        let filing = try #require(stage.aside.archive?.filing)
        #expect(filing.retention.map(\.code) == ["accounting", "moneyLaundering", "contractShort"])
        #expect(stage.aside.archive?.state.keepUntil?.description == "2055-01-25")
        #expect(filing.retention.last?.until.description == "2030-05-31")
    }

    @Test func `a longer contract is kept longer, and an unknown one as long as either`() throws {
        let stage = try AfterwardsScene.closed()
        let claim = try #require(stage.claim?.state)
        let from = try #require(Day("2024-02-29"))
        func codes(_ period: (Day, Day)?) -> Set<String> {
            let rules = DefaultRetention.commands.map { command in
                RetentionRule(
                    id: ID(at: stage.now, random: (1, 1)), code: command.code, edition: 1,
                    name: Words(command.zh, command.en), condition: command.condition,
                    anchor: command.anchor, years: command.years,
                    basis: Words(command.basisZh, command.basisEn), certainty: .primary,
                    setBy: "-")
            }
            return Set(
                RetentionQuestion(
                    claim: claim, period: period, closedOn: from, isDisputed: false
                ).reasons(rules).map(\.code))
        }
        #expect(codes((from, from.adding(days: 364))).contains("contractShort"))
        #expect(!codes((from, from.adding(days: 364))).contains("contractLong"))
        #expect(codes((from, from.adding(days: 1_800))).contains("contractLong"))
        #expect(codes(nil).isSuperset(of: ["contractShort", "contractLong"]))
        #expect(from.adding(years: 1).description == "2025-03-01")
    }

    @Test func `two persons dispose of a file whose time is over`() throws {
        var stage = try AfterwardsScene.ended()
        let insured = try #require(stage.claim?.insured.person)
        let reporter = try #require(stage.notice?.reporterName.person)
        stage.aside.people = [insured, reporter]
        stage.aside.erasable = [reporter]
        let (one, two) = (FileCast.complianceOne.principal, FileCast.complianceTwo.principal)
        try stage.act(ProposeDisposal(), by: one)
        #expect(try stage.refusal(DisposeFile(), by: one)?.id == "archives.disposerIsProposer")
        try stage.act(DisposeFile(), by: two)
        let disposal = try #require(stage.aside.archive?.disposal)
        #expect(disposal.erased == 1 && disposal.kept == 1)
        #expect(stage.decisions.last?.erasures == stage.aside.erasable)
        #expect(stage.openAside == [])
        #expect(try stage.refusal(ReopenClaim(), by: .wu)?.id == "archives.disposed")
    }

    @Test func `a hold stops disposal until somebody else lifts it`() throws {
        var stage = try AfterwardsScene.ended()
        let (one, two) = (FileCast.complianceOne.principal, FileCast.complianceTwo.principal)
        try stage.act(SetHold(), by: one)
        #expect(try stage.refusal(ProposeDisposal(), by: two)?.id == "archives.underHold")
        #expect(try stage.refusal(LiftHold(), by: one)?.id == "archives.liftsOwnHold")
        try stage.act(LiftHold(), by: two)
        #expect(try stage.refusal(ProposeDisposal(), by: two) == nil)
    }

    @Test func `a hold set after the proposal stops the second person too`() throws {
        var stage = try AfterwardsScene.ended()
        let (one, two) = (FileCast.complianceOne.principal, FileCast.complianceTwo.principal)
        try stage.act(ProposeDisposal(), by: one)
        try stage.act(SetHold(), by: FileCast.auditor.principal)
        #expect(try stage.refusal(DisposeFile(), by: two)?.id == "archives.underHold")
        try stage.act(ReturnDisposal(), by: two)
        #expect(stage.aside.archive?.state.state == .archived)
    }

    @Test func `a file that lacks papers is put away only with a supervisor's reason`() throws {
        var stage = try AfterwardsScene.refused()
        var claim = try #require(stage.claim?.state)
        claim.customerTold = []
        stage.claim = Loaded(claim, version: 20)
        try stage.setDefaultRetention()
        var command = ArchiveFile()
        command.lack = "taken by the police"
        #expect(try stage.refusal(command, by: .wang)?.id == "archives.fileIncomplete")
        try stage.act(command, by: .wu)
        #expect(stage.aside.archive?.filing?.lack == "taken by the police")
    }
}
