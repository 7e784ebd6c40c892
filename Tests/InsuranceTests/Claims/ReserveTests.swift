import TestSupport
import Testing

@testable import Insurance
@testable import Kernel

/// 准备金: by coverage, with its history, approved above authority, warned of when stale.
struct ReserveTests {
    @Test func `the first reserve is spread as the claimed items are, the rest on the last`() {
        func item(_ coverage: String, _ minor: Int64) -> ClaimedItem {
            var item = ClaimedItem()
            (item.coverage, item.claimed) = (coverage, Money(minor: minor))
            return item
        }
        func spread(_ total: Int64, _ items: ClaimedItem...) -> [Int64] {
            Claim.spread(Money(minor: total), over: items, Scene.product.coverages)
                .map(\.amount.minor)
        }
        #expect(spread(1_000, item("GLS", 1), item("DMG", 2)) == [666, 334])
        #expect(spread(1_000) == [1_000])
        #expect(spread(Coverage.largest, item("DMG", .max), item("GLS", .max)).reduce(0, +)
            == Coverage.largest)
        #expect(Claim.spread(Money(minor: 5), over: [], []).isEmpty)
    }

    @Test func `a change of one coverage leaves the others and keeps the history with reasons`()
        throws
    {
        var stage = try Scene.claimRegistered.stage
        try stage.act(ChangeReserve.change(1_500_00, "GLS"), by: .wang)
        let claim = try #require(stage.claim?.state)
        #expect(claim.reserveLines.map(\.coverage) == ["DMG", "GLS"])
        #expect(claim.reserve == Money(minor: 9_500_00))
        #expect(claim.reserves.map(\.reason) == ["first estimate", "second estimate"])
        #expect(claim.reserves.last?.authority?.level == 1)
    }

    @Test func `above the handler's authority it waits for the supervisor, and then stands`() throws
    {
        var stage = try Scene.claimRegistered.stage
        try stage.act(ChangeReserve.change(60_000_00), by: .wang)
        #expect(stage.claim?.reserve == Money(minor: 8_000_00))
        #expect(stage.claim?.reserveProposal?.entry.amount == Money(minor: 60_000_00))
        #expect(try stage.openWork("claims.approveReserve").post == Post(.claimsSupervisor))
        try stage.act(ApproveReserve.answer(true), by: .wu)
        let entry = try #require(stage.claim?.reserves.last)
        #expect(entry.amount == Money(minor: 60_000_00) && entry.approvedBy != nil)
        #expect(entry.by == Cast.wang.principal.text && entry.authority?.level == 2)
        #expect(stage.claim?.reserveProposal == nil)
        #expect(!stage.openKinds.contains("claims.approveReserve"))
    }

    @Test func `what is sent back changes nothing and goes to the handler again`() throws {
        var stage = try Scene.claimRegistered.stage
        try stage.act(ChangeReserve.change(60_000_00), by: .wang)
        try stage.act(ApproveReserve.answer(false), by: .wu)
        #expect(stage.claim?.reserve == Money(minor: 8_000_00))
        #expect(stage.claim?.reserveProposal == nil)
        #expect(stage.openKinds.contains("claims.reviewReserve"))
    }

    @Test func `a reserve nobody looked at for long is put before the handler, once`() throws {
        var stage = try Scene.claimRegistered.stage
        stage.pass(hours: 24 * Reserves.staleAfterDays)
        try stage.act(WarnOfStaleReserve(), by: .system("sweep"))
        #expect(stage.openKinds.contains("claims.reviewReserve"))
        #expect(
            try stage.refusal(WarnOfStaleReserve(), by: .system("sweep"))?.id
                == "documents.nothingDue")
        try stage.act(ChangeReserve.change(8_000_00), by: .wang)
        #expect(!stage.openKinds.contains("claims.reviewReserve"))
        #expect(stage.claim?.reserves.count == 2)
    }

    @Test func `how long a reserve may go unseen is the product's to say`() throws {
        var stage = try Scene.noticeReceived.stage
        let product = try #require(stage.product)
        var state = product.state
        state.reserveReviewDays = 7
        stage.product = Loaded(state, version: product.version)
        try stage.act(RegisterClaim.claim(), by: .zhao)
        let registered = try #require(stage.claim?.registeredAt)
        #expect(stage.claim?.reserveReviewAt == registered.adding(seconds: 7 * 86_400))
        stage.pass(hours: 24)
        try stage.act(ChangeReserve.change(9_000_00), by: .wang)
        let changed = try #require(stage.claim?.reserves.last?.at)
        #expect(changed > registered)
        #expect(stage.claim?.reserveReviewAt == changed.adding(seconds: 7 * 86_400))
    }

    @Test func `a first reserve above the lowest level stands and is put before who may agree`()
        throws
    {
        var stage = try Scene.noticeReceived.stage
        try stage.act(
            RegisterClaim.claim { $0.reserve = Money(minor: 60_000_00) }, by: .zhao)
        #expect(stage.claim?.reserve == Money(minor: 60_000_00))
        #expect(stage.claim?.reserveProposal?.level == 2)
        #expect(stage.openKinds.contains("claims.approveReserve"))
        try stage.act(ApproveReserve.answer(true), by: .wu)
        #expect(stage.claim?.reserveProposal == nil)
        #expect(stage.claim?.reserves.last?.authority?.level == 2)
        var small = try Scene.noticeReceived.stage
        try small.act(RegisterClaim.claim { $0.reserve = Money(minor: 50_000_00) }, by: .zhao)
        #expect(small.claim?.reserveProposal == nil)
    }

    @Test func `a decision ends a change that still waits`() throws {
        var stage = try Scene.inApproval.stage
        try stage.act(ChangeReserve.change(60_000_00), by: .wang)
        try stage.act(DecideClaim.decision(), by: .zhou)
        #expect(stage.claim?.reserveProposal == nil)
        #expect(stage.openKinds == ["claims.orderPayment"])
    }
}
