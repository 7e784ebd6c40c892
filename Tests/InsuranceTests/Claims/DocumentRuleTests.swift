import TestSupport
import Testing

@testable import Insurance
@testable import Kernel

/// Papers: what is asked for and why, the one request, its pause, and what follows.
struct DocumentRuleTests {
    static let fire: Product = {
        var base = RequiredDocument("form", Words("索赔申请书", "Claim form"))
        base.validDays = nil
        var report = RequiredDocument("fireReport", Words("火灾事故认定书", "Fire report"))
        report.causes = [.fire]
        var kinship = RequiredDocument("kinship", Words("关系证明", "Proof of relationship"))
        kinship.claimants = [.heir, .beneficiary]
        var glass = RequiredDocument("glass", Words("玻璃照片", "Photo of the glass"))
        glass.coverages = ["GLS"]
        return Product(
            id: Scene.product.id, code: "AUTO", edition: 1, name: Scene.product.name,
            line: .motor, coverages: Scene.product.coverages,
            documents: [base, report, kinship, glass], simpleUpTo: Scene.product.simpleUpTo,
            complexAbove: Scene.product.complexAbove)
    }()

    @Test func `a paper is asked for where cause, claimant and coverage are those of the claim`()
        throws
    {
        func codes(
            _ cause: ClaimWords.Cause, _ claimant: ClaimWords.Claimant, _ coverages: Set<String>
        ) throws -> [String] {
            try Checklist.lines(of: Self.fire, .init(cause, claimant, coverages)).lines.map(\.code)
        }
        #expect(try codes(.collision, .insured, []) == ["form"])
        #expect(try codes(.fire, .insured, ["DMG"]) == ["form", "fireReport"])
        #expect(try codes(.collision, .heir, ["GLS"]) == ["form", "kinship", "glass"])
    }

    @Test func `each line says why it is asked for, in both languages`() throws {
        let lines = try Checklist.lines(of: Self.fire, .init(.fire, .heir, ["GLS"])).lines
        #expect(lines.count == 4)
        for line in lines { if let why = line.why { expectBothLanguages(why) } }
        #expect(lines[1].why?.zh == "出险原因为火灾")
        #expect(lines[2].why?.zh == "索赔人为继承人")
        #expect(lines[3].why?.zh == "涉及保险责任玻璃单独破碎")
        #expect(lines[0].why?.zh == "家用车保险的每一件赔案均需提供")
    }

    @Test func `a revised checklist keeps what came in and drops what is no longer needed`() throws
    {
        var known = try Checklist.lines(of: Self.fire, .init(.fire, .insured, [])).lines
        known[1].receivedAt = Scene.epoch
        let revised = try Checklist.revised(
            known, of: Self.fire, .init(.collision, .heir, [])
        ).lines
        #expect(revised.map(\.code) == ["form", "fireReport", "kinship"])
        #expect(revised.filter(\.isMissing).map(\.code) == ["form", "kinship"])
    }

    @Test func `registering starts the promise to ask, once and completely`() throws {
        let stage = try Scene.claimRegistered.stage
        #expect(stage.running == ["claims.decision", "claims.documentRequest"])
        #expect(stage.openKinds == ["claims.assess", "claims.requestDocuments"])
    }

    @Test func `the one request leaves with every paper and its reason and ends that promise`()
        throws
    {
        var stage = try Scene.claimRegistered.stage
        let decision = try stage.act(RequestDocuments.all(), by: .wang)
        let request = try #require(stage.request?.state)
        #expect(request.state == .sent && request.ordinal == 1)
        #expect(request.items.map(\.code) == ["form", "licence"])
        #expect(request.items.allSatisfy { $0.why != nil })
        #expect(decision.messages.map(\.template) == ["claim.documents"])
        #expect(stage.running == ["claims.decision"])
        #expect(stage.openKinds == ["claims.assess", "claims.proveDelivery"])
        #expect(stage.claim?.documentRequests.map(\.number) == [request.number])
    }

    @Test func `sending pauses nothing, proven delivery pauses from the moment it arrived`() throws
    {
        var stage = try Scene.claimRegistered.stage
        try stage.act(RequestDocuments.all(), by: .wang)
        let sent = stage.now
        #expect(stage.decisionClock?.isPaused == false)
        stage.pass(hours: 30)
        var proof = ProveDocumentDelivery.proof()
        proof.deliveredAt = sent.adding(seconds: 7_200)
        try stage.act(proof, by: .wang)
        let clock = try #require(stage.decisionClock)
        #expect(clock.isPaused && clock.segments.last?.from == proof.deliveredAt)
        #expect(stage.request?.pausedFrom == proof.deliveredAt)
    }

    @Test func `the promise runs on with the last missing paper and not before`() throws {
        var stage = try Scene.delivered()
        try stage.act(ReceiveDocuments.documents(["form"]), by: .wang)
        #expect(stage.decisionClock?.isPaused == true)
        #expect(stage.request?.state.state == .delivered)
        stage.pass(hours: 48)
        let arrived = stage.now
        try stage.act(ReceiveDocuments.documents(["licence"]), by: .wang)
        let clock = try #require(stage.decisionClock)
        #expect(!clock.isPaused && clock.segments.last?.from == arrived)
        #expect(stage.request?.state.state == .answered)
        #expect(stage.openKinds == ["claims.assess"])
    }

    @Test func `papers that come before delivery is proven answer the request without a pause`()
        throws
    {
        var stage = try Scene.claimRegistered.stage
        try stage.act(RequestDocuments.all(), by: .wang)
        try stage.act(ReceiveDocuments.documents(), by: .wang)
        #expect(stage.request?.state.state == .answered)
        #expect(stage.decisionClock?.segments.count == 1)
        #expect(stage.openKinds == ["claims.assess"])
    }

    @Test func `a promise that was broken before the proof came stays broken`() throws {
        var stage = try Scene.claimRegistered.stage
        try stage.act(RequestDocuments.all(), by: .wang)
        let sent = stage.now
        stage.pass(hours: 24 * 40)
        var proof = ProveDocumentDelivery.proof()
        proof.deliveredAt = sent
        let now = stage.now
        try stage.act(proof, by: .wang)
        let clock = try #require(stage.decisionClock)
        #expect(clock.outcome(asOf: stage.now) == .breached)
        #expect(clock.segments.last?.from == now)
    }

    @Test func `a further request waits for a supervisor, is counted and pauses nothing`() throws {
        var stage = try Scene.answered()
        var further = RequestDocuments.all(["licence"])
        further.insufficient = [.init("licence", "照片模糊，看不清有效期")]
        further.reason = "驾驶证照片无法辨认"
        try stage.act(further, by: .wang)
        #expect(stage.request?.state.state == .awaitingApproval && stage.request?.ordinal == 2)
        #expect(stage.claim?.missingDocuments.map(\.code) == ["licence"])
        #expect(stage.openKinds == ["claims.approveDocumentRequest", "claims.assess"])
        try stage.act(ApproveDocumentRequest.answer(true), by: .wu)
        #expect(stage.request?.state.state == .sent)
        try stage.act(ProveDocumentDelivery.proof(), by: .wang)
        #expect(stage.request?.state.state == .delivered && stage.request?.pausedFrom == nil)
        #expect(stage.decisionClock?.isPaused == false)
    }

    @Test func `what a refused further request found wrong stands after all`() throws {
        var stage = try Scene.answered()
        var further = RequestDocuments.all(["licence"])
        further.insufficient = [.init("licence", "复印件")]
        further.reason = "需要原件"
        try stage.act(further, by: .wang)
        try stage.act(ApproveDocumentRequest.answer(false), by: .wu)
        #expect(stage.request?.state.state == .withdrawn)
        #expect(stage.claim?.missingDocuments.isEmpty == true)
    }

    @Test func `the customer is reminded twice, then a person decides`() throws {
        var stage = try Scene.delivered()
        for count in 1...2 {
            stage.now = try #require(stage.request?.remindAt)
            let decision = try stage.act(RemindOfDocuments(), by: .system("sweep"))
            #expect(decision.messages.map(\.template) == ["claim.documentsReminder"])
            #expect(stage.request?.reminders.count == count)
        }
        #expect(stage.request?.remindAt == nil)
        stage.now = try #require(stage.request?.expiresAt)
        try stage.act(ExpireDocumentRequest(), by: .system("sweep"))
        #expect(stage.request?.state.state == .expired)
        #expect(stage.claim?.state.state == .registered)
        #expect(stage.openKinds == ["claims.assess", "claims.settleDocumentRequest"])
        #expect(stage.decisionClock?.isPaused == true)
        var wait = SettleDocumentRequest()
        (wait.days, wait.reason) = (15, "客户住院")
        try stage.act(wait, by: .wu)
        #expect(stage.request?.state.state == .delivered)
    }

    @Test func `a supervisor waives what never came, and the promise runs on`() throws {
        var stage = try Scene.expired()
        var waive = SettleDocumentRequest()
        (waive.option, waive.reason) = (.waive, "损失清楚，无需驾驶证")
        try stage.act(waive, by: .wu)
        #expect(stage.claim?.missingDocuments.isEmpty == true)
        #expect(stage.decisionClock?.isPaused == false)
        #expect(stage.claim?.documents.allSatisfy { $0.waived != nil } == true)
    }

    @Test func `deciding on the file leaves the papers missing and the claim to people`() throws {
        var stage = try Scene.expired()
        var settle = SettleDocumentRequest()
        (settle.option, settle.reason) = (.decideOnFile, "依现有资料核定")
        try stage.act(settle, by: .wu)
        #expect(stage.claim?.missingDocuments.count == 2 && stage.claim?.decisions.isEmpty == true)
        #expect(stage.request?.state.state == .settled && stage.decisionClock?.isPaused == false)
    }

    @Test func `a decided claim asks for nothing any more`() throws {
        var stage = try Scene.claimRegistered.stage
        try stage.act(RequestDocuments.all(), by: .wang)
        try stage.act(AssessLoss.assessment(), by: .qian)
        try stage.act(VerifyLoss(), by: .sun)
        try stage.act(
            ProposeDecision.proposal(.refuse, coverage: false, complete: false), by: .li)
        try stage.act(DecideClaim.decision(), by: .wu)
        #expect(stage.request?.state.state == .withdrawn)
        #expect(stage.openKinds == ["claims.notifyRefusal"])
        #expect(stage.running == ["claims.refusalNotice"])
    }

    @Test func `mail that the receiving server took over proves delivery by itself`() throws {
        var stage = try Scene.claimRegistered.stage
        var request = RequestDocuments.all()
        request.email = Personal(
            sealed: try stage.seals.insured.seal("he@example.com", field: "email"))
        let decision = try stage.act(request, by: .wang)
        #expect(decision.messages.first?.channel == .mail)
        #expect(try stage.refusal(NoteMailDelivery(), by: .system("sweep"))?.id == nil)
        try stage.act(NoteMailDelivery(), by: .system("sweep"))
        #expect(stage.request?.delivery?.means == .electronicMail)
        #expect(stage.decisionClock?.isPaused == true)
    }

    @Test func `another claimant asks for other papers, and the promise to ask begins again`()
        throws
    {
        var stage = try Scene.opening.stage
        stage.product = Loaded(Self.fire, version: 1)
        try stage.act(RegisterNotice.notice(), by: .lin)
        try stage.act(RegisterClaim.claim(), by: .zhao)
        try stage.act(ReceiveDocuments.documents(["form"]), by: .wang)
        #expect(stage.running == ["claims.advance", "claims.decision"])
        var revise = ReviseChecklist()
        (revise.claimant, revise.reason) = (.heir, "被保险人身故")
        try stage.act(revise, by: .wang)
        #expect(stage.claim?.missingDocuments.map(\.code) == ["kinship"])
        #expect(
            stage.running == ["claims.advance", "claims.decision", "claims.documentRequest"])
        #expect(stage.openKinds == ["claims.assess", "claims.requestDocuments"])
    }
}
