import Testing

@testable import Insurance
@testable import Kernel

/// Reviews and reopening, as rules.
struct ReviewTests {
    @Test func `a request opens a case with its promise, and work for a level that reaches it`()
        throws
    {
        let stage = try AfterwardsScene.reviewRequested()
        let review = try #require(stage.aside.review)
        #expect(review.state.state == .requested && review.decision == 0 && review.level == 2)
        #expect(review.participants.contains(Cast.wu.id))
        #expect(review.participants.contains(Cast.li.id))
        #expect(stage.running == ["claims.review"])
        #expect(try stage.openWork("reviews.begin").post == Post(.claimsSupervisor))
        #expect(stage.claim?.state.state == .closed)
    }

    @Test func `a review goes to an executive when all of its level took part in the decision`()
        throws
    {
        var stage = try Scene.refusalTold.stage
        stage.aside.reviewers = [Post(.claimsSupervisor): [Cast.wu.id]]
        try stage.act(RequestReview.request(stage.seals), by: .chu)
        #expect(try stage.openWork("reviews.begin").post == Post(.executive))
    }

    @Test func `a changed decision takes the claim up again without counting against the cap`()
        throws
    {
        var stage = try AfterwardsScene.underReview()
        try stage.act(ConcludeReview.outcome(.changed, reserve: 8_000_00), by: .zheng)
        #expect(stage.aside.review?.state.state == .changed)
        #expect(stage.claim?.state.state == .registered && stage.claim?.reserve.minor == 8_000_00)
        #expect(stage.claim?.reopenings == 1 && stage.claim?.state.countedReopenings == 0)
        #expect(stage.openKinds.contains("claims.assess"))
        #expect(stage.aside.archive?.state.state == .recalled)
        try stage.act(TellReview(), by: .wang)
        let message = try #require(stage.decisions.last?.messages.first)
        #expect(message.template == "claim.reviewed" && message.values["outcome"] == "changed")
        #expect(stage.running == ["claims.decision"])
        #expect(try stage.refusal(CloseReview(), by: .wang)?.id == "reviews.notFollowed")
        try stage.act(AssessLoss.assessment(), by: .qian)
        try stage.act(VerifyLoss(), by: .sun)
        try stage.act(ProposeDecision.proposal(), by: .li)
        try stage.act(DecideClaim.decision(), by: .zhou)
        try stage.act(CloseReview(), by: .wang)
        #expect(stage.aside.review?.state.state == .closed)
    }

    @Test func `an upheld decision leaves the claim closed`() throws {
        var stage = try AfterwardsScene.underReview()
        try stage.act(ConcludeReview.outcome(.upheld), by: .zheng)
        #expect(stage.claim?.state.state == .closed && stage.claim?.reopenings == 0)
        #expect(stage.aside.archive?.state.state == .due)
        try stage.act(TellReview(), by: .wang)
        try stage.act(CloseReview(), by: .wang)
        #expect(stage.aside.review?.state.state == .closed && stage.running == [])
    }

    @Test func `a claim that is denied and told may be sent back before it is closed`() throws {
        var stage = try Scene.refusalTold.stage
        try stage.act(RequestReview.request(stage.seals), by: .chu)
        try stage.act(BeginReview(), by: .zheng)
        try stage.act(ConcludeReview.outcome(.sentBack, reserve: 1_00), by: .zheng)
        #expect(stage.claim?.state.state == .registered)
        #expect(stage.openKinds == ["claims.assess", "reviews.tell"])
    }

    @Test func `a withdrawn request may be made again in time`() throws {
        var stage = try AfterwardsScene.reviewRequested()
        try stage.act(WithdrawReview(), by: .chu)
        #expect(stage.running == [] && stage.openAside == ["archives.archive"])
        try stage.act(RequestReview.request(stage.seals), by: .chu)
        #expect(stage.aside.review?.state.state == .requested)
    }

    @Test func `the member of a panel about the claim takes no part in its review`() throws {
        var stage = try AfterwardsScene.refused()
        let claim = try #require(stage.claim?.state)
        let context = stage.context(Cast.wu.principal)
        let panel = Panel(
            id: context.id("panel"), number: "PAN-1", subject: CaseReference(claim),
            motion: "refuse", members: [Cast.zheng.id], quorum: 1, isBinding: false, papers: [],
            hasCastingVote: false, convenedBy: Cast.wu.id, convenedAt: context.now,
            chair: Cast.zheng.id)
        stage.aside.panels = [Loaded(panel, version: 1)]
        try stage.act(RequestReview.request(stage.seals), by: .chu)
        #expect(try stage.refusal(BeginReview(), by: .zheng)?.id == "reviews.reviewerTookPart")
    }

    @Test func `a paid claim is reopened for a supplement and keeps what was paid`() throws {
        var stage = try Scene.paid.stage
        var command = ReopenClaim()
        command.kind = .furtherLoss
        command.reserve = Money(minor: 1_000_00)
        try stage.act(command, by: .wu)
        #expect(stage.claim?.state.state == .registered && stage.claim?.paidMinor == 7_500_00)
        #expect(stage.openKinds == ["claims.assess"])
    }

    @Test func `over the product's own cap an executive may reopen, and nobody else`() throws {
        var stage = try AfterwardsScene.closed()
        var product = Scene.product
        product.reopeningCap = 0
        stage.product = Loaded(product, version: 1)
        #expect(try stage.refusal(ReopenClaim(), by: .wu)?.id == "claims.reopenedTooOften")
        var judgment = ReopenClaim()
        judgment.kind = .judgment
        #expect(try stage.refusal(judgment, by: .wu) == nil)
        try stage.act(ReopenClaim(), by: .zheng)
        #expect(stage.claim?.state.countedReopenings == 1)
    }
}
