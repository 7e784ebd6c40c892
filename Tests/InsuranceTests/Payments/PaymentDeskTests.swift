import Kernel
import Testing

@testable import Insurance

/// Corrections, identity, duplicates, cheques, recalls, batches and the bank's statement.
struct PaymentDeskTests {
    @Test func `a corrected account needs a new release and the old one stays in the history`()
        throws
    {
        var stage = try Scene.paymentReleased.stage
        let before = stage.payment?.account
        try stage.act(RequestCorrection.corrected(stage.seals), by: .feng)
        #expect(stage.payment?.account == before && stage.payment?.state.state == .released)
        try stage.act(DecideCorrection.decision(), by: .wu)
        #expect(stage.payment?.state.state == .ordered && stage.payment?.releaser == nil)
        #expect(stage.payment?.account != before && stage.payment?.former.first?.account == before)
        #expect(stage.payment?.former.first?.requestedBy == Cast.feng.id)
        #expect(stage.payment?.former.first?.approvedBy == Cast.wu.id)
        #expect(stage.openKinds == ["claims.releasePayment"])
        try stage.act(ReleasePayment(), by: .chen)
    }

    @Test func `a correction that is not agreed to changes nothing`() throws {
        var stage = try Scene.paymentOrdered.stage
        let before = stage.payment?.account
        try stage.act(RequestCorrection.corrected(stage.seals), by: .feng)
        try stage.act(DecideCorrection.decision(false), by: .chen)
        #expect(stage.payment?.account == before && stage.payment?.former.isEmpty == true)
        #expect(stage.payment?.correction == nil)
        try stage.act(ReleasePayment(), by: .chen)
    }

    @Test func `what came back is paid by a successor to the corrected account`() throws {
        var stage = try PaymentScene.returned()
        let failed = try #require(stage.payment?.state)
        try stage.act(RequestCorrection.corrected(stage.seals), by: .feng)
        #expect(stage.openKinds == ["claims.orderPayment", "payments.decideCorrection"])
        try stage.act(DecideCorrection.decision(), by: .wu)
        let successor = try #require(stage.payment?.state)
        #expect(successor.replaces == failed.number && successor.state == .ordered)
        #expect(successor.amount == failed.amount && successor.account != failed.account)
        #expect(successor.maker == Cast.feng.id && stage.openKinds == ["claims.releasePayment"])
        #expect(stage.claim?.state.state == .paymentOrdered)
    }

    @Test func `with the identity on record the payment is released`() throws {
        var stage = try Scene.paymentOrdered.stage
        stage.paymentRules.identityFrom = Money(minor: 7_500_00)
        try stage.act(CheckIdentity.check(stage.seals), by: .wang)
        #expect(stage.payment?.identity?.by == Cast.wang.id)
        try stage.act(ReleasePayment(), by: .chen)
    }

    @Test func `the limit is that of the decision, so dividing it does not pass below`() throws {
        var stage = try PaymentScene.divided()
        stage.paymentRules.identityFrom = Money(minor: 7_500_00)
        let refusal = try stage.refusal(ReleasePayment(), by: .chen)
        #expect(stage.payment?.amount.minor == 3_000_00)
        #expect(refusal?.id == "payments.identityUnchecked")
    }

    @Test func `a supervisor's ruling lets exactly the payments pass that it names`() throws {
        var stage = try Scene.paymentOrdered.stage
        stage.similar = [.init(payment: "PAY-1", claim: "CLM-1", reason: .sameAccount)]
        let refusal = try stage.refusal(ReleasePayment(), by: .chen)
        #expect(refusal?.message.zh.contains("PAY-1") == true)
        #expect(refusal?.message.zh.contains("同一账号") == true)
        var ruling = AcceptDuplicate()
        ruling.reason = "two accidents, two bills"
        try stage.act(ruling, by: .wu)
        #expect(stage.payment?.duplicates?.reason == "two accidents, two bills")
        var later = stage
        later.similar.append(.init(payment: "PAY-2", claim: "CLM-2", reason: .sameAccount))
        #expect(
            try later.refusal(ReleasePayment(), by: .chen)?.id == "payments.possibleDuplicate")
        try stage.act(ReleasePayment(), by: .chen)
    }

    @Test func `a small payment that looks like another is shown and does not wait`() throws {
        var stage = try Scene.paymentOrdered.stage
        stage.paymentRules.duplicateFrom = Money(minor: 7_500_01)
        stage.similar = [.init(payment: "PAY-1", claim: "CLM-1", reason: .samePayee)]
        let decision = try stage.act(ReleasePayment(), by: .chen)
        #expect(decision.reply["similar"]?.elements?.count == 1)
    }

    @Test func `a cheque is handed over against a receipt, and cleared like a transfer`() throws {
        var stage = try PaymentScene.cheque(handedOver: false)
        #expect(stage.openKinds == ["payments.handOver"])
        #expect(try stage.refusal(SendBatch(), by: .feng)?.id == "payments.nothingReleased")
        try stage.act(HandOverCheque.cheque(), by: .feng)
        #expect(stage.payment?.cheque?.number == "30201001")
        #expect(stage.payment?.cheque?.validUntil.description == "2025-02-04")
        #expect(stage.openKinds == ["payments.awaitBank"])
        try stage.act(ConfirmPayment.confirmation(), by: .feng)
        #expect(stage.claim?.state.state == .paid)
    }

    @Test func `a cheque that nobody cashed in time opens its part again`() throws {
        var stage = try PaymentScene.cheque()
        stage.pass(hours: 11 * 24)
        try stage.act(FailPayment.failure(.chequeExpired), by: .feng)
        #expect(stage.payment?.failure?.code == .chequeExpired)
        #expect(stage.claim?.openParts.count == 1 && stage.openKinds == ["claims.orderPayment"])
    }

    @Test(arguments: [true, false])
    func `what was sent is asked back, and the bank's answer decides`(succeeded: Bool) throws {
        var stage = try Scene.paymentSent.stage
        #expect(try stage.refusal(StopPayment(), by: .chen)?.id == "workflow.notInState.stop")
        try stage.act(RecallPayment(), by: .chen)
        #expect(stage.payment?.state.state == .sent)
        #expect(stage.openKinds == ["payments.answerRecall", "payments.awaitBank"])
        var answer = AnswerRecall()
        answer.succeeded = succeeded
        try stage.act(answer, by: .feng)
        #expect(stage.payment?.state.state == (succeeded ? .failed : .sent))
        #expect(
            stage.openKinds == [succeeded ? "claims.orderPayment" : "payments.awaitBank"])
    }

    @Test func `a large batch leaves when another person compared its totals`() throws {
        var stage = try PaymentScene.awaiting()
        #expect(stage.batch?.state.state == .awaiting && stage.payment?.state.state == .released)
        #expect(stage.openKinds == ["payments.approveBatch", "payments.send"])
        #expect(try stage.refusal(SendBatch(), by: .feng)?.id == "payments.nothingReleased")
        try stage.act(RefusalCases.totals(1, 7_500_00), by: .chen)
        #expect(stage.payment?.state.state == .sent && stage.batch?.approvedBy == Cast.chen.id)
        #expect(stage.openKinds == ["payments.awaitBank"])
    }

    @Test func `a returned batch gives its payments back`() throws {
        var stage = try PaymentScene.awaiting()
        try stage.act(ReturnBatch(), by: .chen)
        #expect(stage.payment?.batch == nil && stage.openKinds == ["payments.send"])
        stage.paymentRules = .shipped
        try stage.act(SendBatch(), by: .feng)
        #expect(stage.payment?.state.state == .sent)
    }

    @Test func `a line that agrees confirms, and the same line again changes nothing`() throws {
        var stage = try Scene.paymentSent.stage
        let line = ReconcileLine.line("1", stage.payment?.number, 7_500_00)
        let decision = try stage.act(line, by: .feng)
        #expect(decision.reply["outcome"] == "confirmed" && stage.claim?.state.state == .paid)
        let again = try stage.act(line, by: .feng)
        #expect(again.changes.isEmpty && again.reply["alreadyCompared"] == true)
        // The same money on another statement is known too.
        var other = line
        other.sheet = "ST-2"
        #expect(try stage.act(other, by: .feng).reply["outcome"] == "alreadyConfirmed")
        #expect(stage.claim?.paidMinor == 7_500_00 && stage.difference == nil)
    }

    @Test func `a line by its reference alone finds what it returns`() throws {
        var stage = try Scene.paid.stage
        try stage.act(ReconcileLine.line("1", nil, 7_500_00, .returned), by: .feng)
        #expect(stage.payment?.state.state == .failed && stage.claim?.paidMinor == 0)
        #expect(stage.openKinds == ["claims.orderPayment"])
    }

    @Test func `every disagreement becomes a difference with an owner and a promise`() throws {
        let sent = try Scene.paymentSent.stage
        let number = try #require(sent.payment?.number)
        let paid = try Scene.paid.stage
        let ordered = try Scene.paymentOrdered.stage
        let cases: [(ClaimStage, ReconcileLine, ReconciliationDifference.Kind)] = [
            (sent, .line("1", number, 7_500_01), .amountDiffers),
            (sent, .line("1", "PAY-9", 7_500_00), .unknown),
            (paid, .line("1", number, 7_500_00, reference: "BANK-2"), .duplicate),
            (ordered, .line("1", ordered.payment?.number, 7_500_00), .unexpected),
        ]
        for (before, line, kind) in cases {
            var stage = before
            let money = stage.claim?.paidMinor
            try stage.act(line, by: .feng)
            #expect(stage.difference?.kind == kind, "\(kind)")
            #expect(stage.claim?.paidMinor == money, "\(kind)")
            #expect(stage.openKinds.contains("payments.resolveDifference"), "\(kind)")
            #expect(stage.running.contains("payments.reconciliation"), "\(kind)")
        }
        var unknown = sent
        try unknown.act(ReconcileLine.line("1", nil, 7_500_00), by: .feng)
        #expect(unknown.difference?.candidates == [number])
    }

    @Test func `a difference is resolved by somebody else and its promise ends`() throws {
        var stage = try PaymentScene.difference()
        var resolve = ResolveDifference()
        resolve.reason = "the bank typed a wrong fen"
        try stage.act(resolve, by: .chen)
        #expect(stage.difference?.state.state == .resolved)
        #expect(stage.difference?.ruling?.by == Cast.chen.id)
        #expect(!stage.running.contains("payments.reconciliation"))
    }

    @Test func `the file has quotes everywhere and no cell that a spreadsheet would run`() {
        let record = BatchFile.record(["=1+1", "李\"明\"", "-5", " @x", "6222", "＋1"])
        #expect(
            String(decoding: record, as: UTF8.self)
                == "\"'=1+1\",\"李\"\"明\"\"\",\"'-5\",\"' @x\",\"6222\",\"'＋1\"\r\n")
    }
}
