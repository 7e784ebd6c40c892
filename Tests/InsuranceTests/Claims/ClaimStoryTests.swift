import Kernel
import Testing

@testable import Insurance

/// What each accepted command leaves: states, promises, work and messages.
struct ClaimStoryTests {
    /// Scene, state of the claim, clocks that run, open work.
    private static let undecided = ["claims.advance", "claims.decision"]

    static let line: [(Scene, Claim.State, [String], [String])] = [
        (
            .claimRegistered, .registered, ["claims.decision", "claims.documentRequest"],
            ["claims.assess", "claims.requestDocuments"]
        ),
        (.documentsComplete, .registered, undecided, ["claims.assess"]),
        (.lossAssessed, .lossAssessed, undecided, ["claims.verify"]),
        (.lossVerified, .lossVerified, undecided, ["claims.adjust"]),
        (.inApproval, .inApproval, undecided, ["claims.approve"]),
        (.approved, .approved, ["claims.payment"], ["claims.orderPayment"]),
        (.paymentOrdered, .paymentOrdered, ["claims.payment"], ["claims.releasePayment"]),
        (.paymentReleased, .paymentOrdered, ["claims.payment"], ["payments.send"]),
        (.paymentSent, .paymentOrdered, ["claims.payment"], ["payments.awaitBank"]),
        (.paid, .paid, [], ["claims.close"]),
        (.closed, .closed, [], []),
        (.denied, .denied, ["claims.refusalNotice"], ["claims.notifyRefusal"]),
        (.refusalTold, .denied, [], ["claims.close"]),
        (.refusalClosed, .closed, [], []),
    ]

    @Test(arguments: line)
    func `each step leaves the state, the running promises and the open work of the table`(
        scene: Scene, state: Claim.State, running: [String], work: [String]
    ) throws {
        let stage = try scene.stage
        #expect(stage.claim?.state.state == state)
        #expect(stage.running == running)
        #expect(stage.openKinds == work)
    }

    @Test func `a notice is received with its number, its promise and a task at the claims desk`()
        throws
    {
        let stage = try Scene.noticeReceived.stage
        let notice = try #require(stage.notice)
        #expect(notice.state.state == .received && notice.policyFinding == .inForce)
        #expect(notice.lossDay == Day("2025-01-23") && notice.product == "AUTO")
        #expect(stage.running == ["claims.registration"] && stage.openKinds == ["claims.register"])
        #expect(stage.work.last?.post == Post(.registrationClerk))
        #expect(notice.distinctFrom.isEmpty)
    }

    @Test func `a loss under an unknown policy or outside its period is taken all the same`() throws
    {
        var unknown = try Scene.opening.stage
        try unknown.act(RegisterNotice.notice { $0.policy = "POL-9" }, by: .chu)
        #expect(unknown.notice?.policyFinding == .unknownPolicy)
        var outside = try Scene.opening.stage
        let late = try shanghai("2024-05-31 23:59")
        try outside.act(RegisterNotice.notice { $0.lossAt = late }, by: .lin)
        #expect(outside.notice?.policyFinding == .outsidePeriod)
        var first = try Scene.opening.stage
        let dawn = try shanghai("2024-06-01 00:00")
        try first.act(RegisterNotice.notice { $0.lossAt = dawn }, by: .lin)
        #expect(first.notice?.policyFinding == .inForce)
    }

    @Test func `a second loss of the day is taken once it is said to be another`() throws {
        var stage = try Scene.noticeReceived.stage
        let first = try #require(stage.notice?.number)
        try stage.act(RegisterNotice.notice { $0.distinct = true }, by: .lin)
        #expect(stage.notice?.distinctFrom == [first])
    }

    @Test func `a withdrawn notice ends its promise and its work`() throws {
        var stage = try Scene.noticeReceived.stage
        var command = WithdrawNotice()
        command.reason = "reported twice by mistake"
        let decision = try stage.act(command, by: .lin)
        #expect(stage.notice?.state.state == .withdrawn)
        #expect(stage.running.isEmpty && stage.openKinds.isEmpty)
        #expect(decision.reason == command.reason && stage.work.last?.status == .withdrawn)
    }

    @Test func `registering pins coverages, papers and reserve and ends the notice's promise`()
        throws
    {
        let stage = try Scene.claimRegistered.stage
        let claim = try #require(stage.claim)
        #expect(claim.coverages == Scene.product.coverages && claim.edition == 1)
        #expect(claim.missingDocuments.map(\.code) == ["form", "licence"])
        #expect(claim.reserve == Money(minor: 8_000_00) && claim.complexity == .normal)
        #expect(claim.insured == stage.policy?.holderName)
        #expect(stage.notice?.state.claim == claim.number)
        #expect(
            stage.clocks.filter { $0.clock.stoppedAt != nil }.map(\.clock.metric)
                == ["claims.registration"])
    }

    static let complexities: [(Int64, Complexity)] = [
        (5_000_00, .simple), (5_000_01, .normal), (50_000_01, .complex),
    ]

    @Test(arguments: complexities)
    func `complexity follows the reserve when nobody states it`(
        minor: Int64, expected: Complexity
    ) throws {
        var stage = try Scene.noticeReceived.stage
        try stage.act(RegisterClaim.claim { $0.reserve = Money(minor: minor) }, by: .zhao)
        #expect(stage.claim?.complexity == expected)
        var stated = try Scene.noticeReceived.stage
        try stated.act(RegisterClaim.claim { $0.complexity = .simple }, by: .zhao)
        #expect(stated.claim?.complexity == .simple)
    }

    @Test func `papers received again keep the moment of the first time`() throws {
        var stage = try Scene.documentsComplete.stage
        let before = stage.claim?.documents
        try stage.act(ReceiveDocuments.documents(["form"]), by: .zhao)
        #expect(stage.claim?.documents == before)
    }

    @Test func `a reserve keeps its history`() throws {
        var stage = try Scene.claimRegistered.stage
        var command = ChangeReserve()
        command.reserve = Money(minor: 12_000_00)
        command.reason = "second estimate"
        try stage.act(command, by: .wu)
        #expect(stage.claim?.reserves.map(\.amount.minor) == [8_000_00, 12_000_00])
        #expect(stage.claim?.reserve.minor == 12_000_00)
    }

    @Test func `a returned assessment and a returned proposal are made again`() throws {
        var stage = try Scene.lossAssessed.stage
        var back = ReturnAssessment()
        back.reason = "photographs are missing"
        try stage.act(back, by: .sun)
        #expect(stage.claim?.state.state == .registered && stage.claim?.assessment == nil)
        #expect(stage.openKinds == ["claims.assess"])
        var proposed = try Scene.inApproval.stage
        var again = ReturnProposal()
        again.reason = "terms do not fit"
        try proposed.act(again, by: .zhou)
        #expect(proposed.claim?.state.state == .lossVerified && proposed.claim?.proposal == nil)
        #expect(proposed.openKinds == ["claims.adjust"])
        #expect(proposed.running == ClaimStoryTests.undecided)
    }

    @Test func `a proposal goes to the lowest level that has the authority`() throws {
        let small = try Scene.inApproval.stage
        #expect(small.claim?.approvalLevel == 1)
        #expect(try small.openWork("claims.approve").post == Post(.claimsApprover))
        let refused = try Scene.refusalProposed.stage
        #expect(refused.claim?.approvalLevel == 2)
        #expect(try refused.openWork("claims.approve").post == Post(.claimsSupervisor))
    }

    @Test func `a decision keeps amount, reasons, terms and the row that allowed it`() throws {
        let paid = try #require(try Scene.approved.stage.claim?.decisions.last)
        #expect(paid.amount == Money(minor: 7_500_00) && paid.authority.level == 1)
        #expect(paid.reasons == "coverage\namount\npapers" && paid.terms.count == 3)
        #expect(paid.authority.version == 1 && paid.approver == Cast.zhou.id)
        let denied = try #require(try Scene.denied.stage.claim?.decisions.last)
        #expect(denied.amount.minor == 0 && denied.reasons == "coverage")
    }

    @Test func `over the limit it goes up a level with a trace instead of being decided`() throws {
        var stage = try Scene.inApproval.stage
        stage.authority[0] = Scene.row(1, "claims.indemnity", .claimsApprover, level: 1, 7_499_99)
        let decision = try stage.act(DecideClaim.decision(), by: .zhou)
        #expect(stage.claim?.state.state == .inApproval && stage.claim?.approvalLevel == 2)
        #expect(stage.claim?.decisions.isEmpty == true)
        #expect(try stage.openWork("claims.approve").post == Post(.claimsSupervisor))
        #expect(stage.openKinds == ["claims.approve"])
        #expect(stage.running == ClaimStoryTests.undecided)
        #expect(decision.reply["outcome"] == "referredUp")
        #expect(try stage.refusal(DecideClaim.decision(), by: .zhou)?.id == "claims.notYourLevel")
        try stage.act(DecideClaim.decision(), by: .wu)
        #expect(stage.claim?.state.state == .approved)
    }

    @Test func `a higher level may decide what waits for a lower one`() throws {
        var stage = try Scene.inApproval.stage
        try stage.act(DecideClaim.decision(), by: .zheng)
        #expect(stage.claim?.decisions.last?.authority.level == 3)
    }

    @Test func `a low approver cannot send a case round in circles`() throws {
        var stage = try Scene.documentsComplete.stage
        try stage.act(AssessLoss.assessment(claimed: 79_000_00, assessed: 79_000_00), by: .qian)
        try stage.act(VerifyLoss(), by: .sun)
        try stage.act(ProposeDecision.proposal(), by: .li)
        #expect(stage.claim?.approvalLevel == 3)
        #expect(try stage.refusal(DecideClaim.decision(), by: .zhou)?.id == "claims.notYourLevel")
        #expect(try stage.refusal(DecideClaim.decision(), by: .wu)?.id == "claims.notYourLevel")
        try stage.act(DecideClaim.decision(), by: .zheng)
    }

    @Test func `the customer is told of a refusal with reasons and terms, sealed address only`()
        throws
    {
        let stage = try Scene.refusalTold.stage
        let message = try #require(stage.decisions.last?.messages.last)
        #expect(message.template == "claim.refused" && message.values["reasons"] == "coverage")
        #expect(message.address == stage.claim?.reporterPhone)
        #expect(stage.claim?.wasToldOfRefusal == true)
    }

    @Test func `closing sets the reserve back and tells the customer`() throws {
        let stage = try Scene.closed.stage
        #expect(stage.claim?.reserve.minor == 0 && stage.claim?.ending == .paid)
        #expect(stage.decisions.last?.messages.map(\.template) == ["claim.closed"])
        #expect(try Scene.refusalClosed.stage.claim?.ending == .denied)
    }

    @Test func `a decision of nothing to pay is closed without a payment`() throws {
        var stage = try Scene.documentsComplete.stage
        try stage.act(AssessLoss.assessment(claimed: 400_00, assessed: 400_00), by: .qian)
        try stage.act(VerifyLoss(), by: .sun)
        try stage.act(ProposeDecision.proposal(), by: .li)
        try stage.act(DecideClaim.decision(), by: .zhou)
        #expect(stage.claim?.decisions.last?.amount.minor == 0)
        #expect(stage.openKinds == ["claims.close"])
        try stage.act(CloseClaim(), by: .wang)
        #expect(stage.claim?.ending == .zeroPayment && stage.running.isEmpty)
    }

    @Test(arguments: [Scene.claimRegistered, .lossAssessed, .lossVerified, .inApproval])
    func `a claim is cancelled from every undecided state with nothing left open`(
        scene: Scene
    ) throws {
        var stage = try scene.stage
        var command = CancelClaim()
        command.reason = "the customer repairs it himself"
        try stage.act(command, by: .wang)
        #expect(stage.claim?.state.state == .cancelled && stage.claim?.reserve.minor == 0)
        #expect(stage.claim?.ending == .cancelled(.customerWithdrawal))
        #expect(stage.running.isEmpty && stage.openKinds.isEmpty)
        #expect(stage.decisions.last?.messages.map(\.template) == ["claim.closed"])
    }

    @Test func `a reopened claim starts a new promise and keeps what was paid`() throws {
        var stage = try Scene.closed.stage
        let first = stage.clocks.filter { $0.clock.metric == "claims.decision" }.count
        var command = ReopenClaim()
        command.reserve = Money(minor: 2_000_00)
        command.reason = "hidden damage"
        try stage.act(command, by: .wu)
        let claim = try #require(stage.claim)
        #expect(claim.state.state == .registered && claim.reopenings == 1)
        #expect(claim.paidMinor == 7_500_00 && claim.decisions.count == 1 && claim.ending == nil)
        #expect(claim.assessment == nil && claim.proposal == nil && claim.reserve.minor == 2_000_00)
        #expect(stage.running == ["claims.decision"] && stage.openKinds == ["claims.assess"])
        #expect(stage.clocks.filter { $0.clock.metric == "claims.decision" }.count == first + 1)
    }

    @Test func `a claim refused again after reopening is told again before it is closed`() throws {
        var stage = try Scene.refusalClosed.stage
        try stage.act(ReopenClaim(), by: .wu)
        try stage.act(AssessLoss.assessment(), by: .qian)
        try stage.act(VerifyLoss(), by: .sun)
        try stage.act(ProposeDecision.refusal(), by: .li)
        try stage.act(DecideClaim.decision(), by: .zheng)
        #expect(try stage.refusal(CloseClaim(), by: .wang)?.id == "claims.refusalNotTold")
        try stage.act(DeliverRefusal(), by: .wang)
        try stage.act(CloseClaim(), by: .wang)
        #expect(stage.claim?.state.state == .closed)
    }

    @Test func `recoveries add up apart from what was paid, also after the end`() throws {
        var stage = try Scene.closed.stage
        var command = RecordRecovery()
        command.amount = Money(minor: 1_000_00)
        command.reference = "SUB-1"
        try stage.act(command, by: .feng)
        let again = try stage.act(command, by: .feng)
        #expect(again.reply["alreadyRecorded"] == true)
        command.reference = "SUB-2"
        try stage.act(command, by: .feng)
        #expect(stage.claim?.recoveredMinor == 2_000_00 && stage.claim?.paidMinor == 7_500_00)
        #expect(stage.claim?.state.state == .closed)
    }
}
