import Testing

@testable import Insurance
@testable import Kernel

/// When a claim is discussed by several, and what their conclusion does.
struct ClaimPanelTests {
    @Test func `a large amount calls a panel: the secretary has the task and the reasons stand`()
        throws
    {
        let stage = try AdjudicationScene.large()
        #expect(stage.claim?.panelReasons == [.large])
        #expect(stage.openKinds == ["claims.approve", "claims.convenePanel"])
        #expect(stage.decisions.last?.reply["panel"] == ["large"])
    }

    @Test func `an adopted panel lets the claim be decided, and the decision names it`() throws
    {
        var stage = try AdjudicationScene.ruled([
            (.zhou, .agree), (.wu, .agree), (.zheng, .against),
        ])
        try stage.act(DecideClaim.decision(), by: .zheng)
        #expect(stage.claim?.decisions.last?.panel == stage.panels.last?.number)
        #expect(stage.claim?.decisions.last?.panelAnswer == nil)
        #expect(stage.claim?.state.state == .approved)
    }

    @Test func `a binding panel against it sends it back, and a new proposal needs a new panel`()
        throws
    {
        var stage = try AdjudicationScene.ruled([(.zhou, .against), (.wu, .against)])
        try stage.act(ReturnProposal(), by: .zheng)
        #expect(stage.claim?.panelReasons == [])
        stage.pass(hours: 1)
        try stage.act(ProposeDecision.proposal(), by: .li)
        #expect(
            try stage.refusal(DecideClaim.decision(), by: .zheng)?.id == "claims.panelRequired")
    }

    @Test func `an advisory panel is followed or answered`() throws {
        var stage = try AdjudicationScene.ruled(
            [(.zhou, .against), (.wu, .against)], binding: false)
        var command = DecideClaim.decision()
        command.panelAnswer = "补充查勘已核实"
        try stage.act(command, by: .zheng)
        #expect(stage.claim?.decisions.last?.panelAnswer == "补充查勘已核实")
    }

    @Test func `a tie adopts nothing, unless the chair has a casting vote`() throws {
        let votes: [(Cast, Panel.Vote.Choice)] = [
            (.zhou, .agree), (.wu, .against), (.zheng, .abstain),
        ]
        let tied = try AdjudicationScene.ruled(votes).panels.last?.conclusion
        #expect(tied?.isAdopted == false && tied?.isByCastingVote == false)
        let cast = try AdjudicationScene.ruled(votes, casting: true).panels.last?.conclusion
        #expect(cast?.isAdopted == true && cast?.isByCastingVote == true)
        let against = try AdjudicationScene.ruled(
            [(.zhou, .against), (.wu, .agree)], casting: true
        ).panels.last?.conclusion
        #expect(against?.isAdopted == false && against?.isByCastingVote == true)
    }

    @Test func `the chair is asked to conclude once everybody has voted`() throws {
        var stage = try AdjudicationScene.large()
        try stage.act(ConveneClaimPanel.panel(), by: .wu)
        try stage.act(VoteInPanel.vote(.agree), by: .zhou)
        try stage.act(VoteInPanel.vote(.agree), by: .wu)
        #expect(!stage.openKinds.contains("panels.close"))
        var recuse = RecuseFromPanel()
        recuse.reason = "与被保险人相识"
        try stage.act(recuse, by: .zheng)
        #expect(try stage.openWork("panels.close").holder == Cast.zhou.id)
    }

    @Test func `a chair who steps aside is followed by who now chairs`() throws {
        var stage = try AdjudicationScene.large()
        try stage.act(ConveneClaimPanel.panel(), by: .wu)
        try stage.act(VoteInPanel.vote(.agree), by: .wu)
        try stage.act(VoteInPanel.vote(.agree), by: .zheng)
        try stage.act(RecuseFromPanel(), by: .zhou)
        #expect(stage.panels.last?.chair == Cast.wu.id)
        #expect(try stage.openWork("panels.close").holder == Cast.wu.id)
    }

    @Test func `the claim is the first paper and the motion names the proposal`() throws
    {
        var stage = try AdjudicationScene.large()
        try stage.act(ConveneClaimPanel.panel(), by: .wu)
        let panel = try #require(stage.panels.last?.state)
        #expect(panel.papers[0].reference.hasPrefix("claim/"))
        #expect(panel.motion.contains("金额较大") && panel.motion.contains("赔付"))
        #expect(!stage.openKinds.contains("claims.convenePanel"))
        #expect(stage.openKinds.filter { $0 == "panels.vote" }.count == 3)
    }

    @Test func `a doubt raised while it waits calls a panel, and lifted needs none`() throws {
        var stage = try Scene.inApproval.stage
        try stage.act(DoubtClaim(), by: .wang)
        #expect(stage.openKinds == ["claims.approve", "claims.convenePanel"])
        #expect(
            try stage.refusal(DecideClaim.decision(), by: .zhou)?.id == "claims.panelRequired")
        try stage.act(LiftDoubt(), by: .wu)
        try stage.act(DecideClaim.decision(), by: .zhou)
        #expect(stage.claim?.state.state == .approved && stage.openKinds == ["claims.orderPayment"])
    }

    @Test func `ex gratia is decided under its own authority, after a panel, and uses no limit`()
        throws
    {
        var stage = try Scene.lossVerified.stage
        stage.authority.append(
            Scene.row(9, "claims.exGratia", .executive, level: 3, 10_000_00))
        try stage.act(AdjudicationScene.exGratia(), by: .li)
        #expect(stage.claim?.panelReasons == [.exGratia])
        #expect(
            try stage.refusal(DecideClaim.decision(), by: .zheng)?.id == "claims.panelRequired")
        try stage.act(ConveneClaimPanel.panel(), by: .wu)
        for person in [Cast.zhou, .wu] { try stage.act(VoteInPanel.vote(.agree), by: person) }
        try stage.act(ClosePanel(), by: .zhou)
        try stage.act(DecideClaim.decision(), by: .zheng)
        let claim = try #require(stage.claim?.state)
        #expect(claim.decisions.last?.amount.minor == 2_000_00 && claim.limitUsed == [:])
        try stage.act(OrderPayment.order(stage.seals), by: .feng)
        #expect(stage.payment?.amount.minor == 2_000_00)
    }

    @Test func `a rescinded policy carries the refusal, and the customer is told of both`() throws {
        var stage = try Scene.lossVerified.stage
        try stage.act(ProposeRescission.proposal(), by: .wang)
        #expect(stage.openKinds == ["claims.adjust", "claims.declareRescission"])
        let declared = try stage.act(DeclareRescission(), by: .wu)
        #expect(declared.messages.map(\.template) == ["policy.rescinded"])
        try stage.act(AdjudicationScene.nonDisclosure(), by: .li)
        #expect(stage.claim?.proposal?.ground == .nonDisclosure)
        // Whoever reports a further loss under it is told at once that it is no more.
        try stage.act(RegisterNotice.notice { $0.distinct = true }, by: .lin)
        #expect(stage.notice?.policyFinding == .rescinded)
    }

    @Test func `the right to rescind ends with the 30th day or the second anniversary`() throws {
        let inception = try #require(Day("2024-06-01"))
        let known = try #require(Day("2025-01-10"))
        #expect(Rescission.last(knownOn: known, inception: inception) == Day("2025-02-09"))
        let late = try #require(Day("2026-05-20"))
        #expect(Rescission.last(knownOn: late, inception: inception) == Day("2026-06-01"))
        let leap = try #require(Day("2024-02-29"))
        #expect(
            Rescission.last(knownOn: try #require(Day("2026-02-20")), inception: leap)
                == Day("2026-02-28"))
    }

    @Test func `above the list price a reason is kept with what the list said`() throws {
        var stage = try AdjudicationScene.priced()
        try stage.act(
            AdjudicationScene.assessment("PARTS/BUMPER", 2_500_00, reason: "仅有原厂件"), by: .qian)
        let item = try #require(stage.claim?.assessment?.items.first)
        #expect(item.listed?.minor == 2_000_00 && item.priceDeparture == "仅有原厂件")
    }

    @Test func `a new edition of prices waits for a second person`() throws {
        var stage = try AdjudicationScene.priced()
        try stage.act(ProposePrices.prices(["BUMPER"], 900_00), by: .wu)
        #expect(stage.prices.map(\.edition) == [1, 2])
        #expect(stage.prices.map(\.state.state) == [.published, .proposed])
    }
}
