import Kernel
import Testing

@testable import Insurance

/// Payments: two persons, once, and the customer told.
struct PaymentTests {
    @Test func `an ordered payment has the decided amount and nobody's field says another`() throws
    {
        let stage = try Scene.paymentOrdered.stage
        let payment = try #require(stage.payment)
        #expect(payment.amount == Money(minor: 7_500_00) && payment.state.state == .ordered)
        #expect(payment.maker == Cast.feng.id && payment.decision == 0)
        #expect(payment.state.stream == stage.claim?.state.stream)
        #expect(OrderPayment.statement.fields.allSatisfy { $0.name != "amount" })
    }

    @Test func `a second person releases it and its work is done`() throws {
        let stage = try Scene.paymentReleased.stage
        #expect(stage.payment?.state.state == .released && stage.payment?.releaser == Cast.chen.id)
        #expect(stage.work.contains { $0.kind == "claims.releasePayment" && $0.status == .done })
    }

    @Test func `a batch has control totals and names each payment once`() throws {
        let stage = try Scene.paymentSent.stage
        let batch = try #require(stage.batch)
        #expect(batch.total == Money(minor: 7_500_00) && batch.payments == [stage.payment?.number])
        #expect(stage.payment?.state.state == .sent && stage.payment?.batch == batch.number)
        #expect(try stage.refusal(SendBatch(), by: .feng)?.id == "payments.nothingReleased")
    }

    @Test func `a confirmation pays the claim, issues the voucher and tells the customer at once`()
        throws
    {
        let stage = try Scene.paid.stage
        #expect(stage.claim?.paidMinor == 7_500_00 && stage.claim?.vouchers.count == 1)
        #expect(stage.claim?.customerTold.map(\.what) == ["paid"])
        let decision = try #require(stage.decisions.last)
        #expect(decision.messages.map(\.template) == ["claim.paid"])
        guard case .string(let code)? = decision.reply["code"] else {
            Issue.record("the reply has no code")
            return
        }
        #expect(code.count == 24 && Voucher.hash(ofCode: code) == stage.voucher?.codeHash)
        #expect(stage.voucher?.number == stage.claim?.vouchers.first)
    }

    @Test func `the same confirmation again changes nothing and says so`() throws {
        var stage = try Scene.paid.stage
        let decision = try stage.act(ConfirmPayment.confirmation(), by: .feng)
        #expect(decision.changes.isEmpty && decision.messages.isEmpty)
        #expect(decision.reply["alreadyConfirmed"] == true)
        #expect(stage.claim?.paidMinor == 7_500_00)
        let other = try stage.refusal(ConfirmPayment.confirmation("BANK-1", 7_500_01), by: .feng)
        #expect(other?.id == "payments.confirmedOtherwise")
    }

    @Test func `a returned payment is ordered anew while the promise runs on`() throws {
        var stage = try Scene.paymentSent.stage
        var command = FailPayment()
        command.reason = "account closed"
        try stage.act(command, by: .feng)
        #expect(stage.payment?.state.state == .failed)
        #expect(stage.claim?.state.state == .paymentFailed && stage.running == ["claims.payment"])
        #expect(stage.openKinds == ["claims.orderPayment"])
        try stage.act(OrderPayment.order(stage.seals), by: .feng)
        try stage.act(ReleasePayment(), by: .chen)
        try stage.act(SendBatch(), by: .feng)
        try stage.act(ConfirmPayment.confirmation("BANK-2"), by: .feng)
        #expect(stage.claim?.state.state == .paid && stage.claim?.paidMinor == 7_500_00)
    }

    @Test(arguments: [Scene.paymentOrdered, .paymentReleased])
    func `a payment is stopped before it is sent and can be ordered again`(scene: Scene) throws {
        var stage = try scene.stage
        var command = StopPayment()
        command.reason = "the account was mistyped"
        try stage.act(command, by: .chen)
        #expect(stage.payment?.state.state == .stopped)
        #expect(stage.claim?.state.state == .paymentFailed)
        #expect(stage.openKinds == ["claims.orderPayment"] && stage.running == ["claims.payment"])
    }

    @Test(arguments: Payment.State.allCases)
    func `each step of a payment is possible in its states only`(state: Payment.State) throws {
        guard let stage = try PaymentTests.stage(state) else {
            Issue.record("no scene reaches \(state)")
            return
        }
        let released = try stage.refusal(ReleasePayment(), by: .chen)?.id
        #expect(released == (state == .ordered ? nil : "workflow.notInState.release"))
        let stopped = try stage.refusal(StopPayment(), by: .wu)?.id
        let mayStop = state == .ordered || state == .released
        #expect(stopped == (mayStop ? nil : "workflow.notInState.stop"))
        let failed = try stage.refusal(FailPayment(), by: .feng)?.id
        let mayFail = state == .sent || state == .confirmed
        #expect(failed == (mayFail ? nil : "workflow.notInState.fail"))
        let confirmed = try stage.refusal(ConfirmPayment.confirmation(), by: .feng)?.id
        let mayConfirm = state == .sent || state == .confirmed
        #expect(confirmed == (mayConfirm ? nil : "workflow.notInState.confirm"))
    }

    private static func stage(_ state: Payment.State) throws -> ClaimStage? {
        switch state {
        case .ordered: return try Scene.paymentOrdered.stage
        case .released: return try Scene.paymentReleased.stage
        case .sent: return try Scene.paymentSent.stage
        case .confirmed: return try Scene.paid.stage
        case .failed:
            var stage = try Scene.paymentSent.stage
            try stage.act(FailPayment(), by: .feng)
            return stage
        case .stopped:
            var stage = try Scene.paymentOrdered.stage
            try stage.act(StopPayment(), by: .chen)
            return stage
        }
    }

    @Test func `voucher codes are read without looking alike and differ`() {
        let codes = (0..<200).map { Voucher.code(Array(repeating: UInt8($0), count: 32)) }
        #expect(
            codes.allSatisfy { $0.utf8.count == 24 && $0.allSatisfy { !"01ILOU".contains($0) } })
    }
}
