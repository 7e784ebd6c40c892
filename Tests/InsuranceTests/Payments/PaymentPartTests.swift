import Kernel
import Testing

@testable import Insurance

/// Several payees and parts: exact to the fen, never more than was decided, paid with the last.
struct PaymentPartTests {
    static let divisions: [(Int64, [Int64], [Int64])] = [
        (100, [333, 333, 334], [33, 33, 34]), (100, [335, 330, 335], [34, 33, 33]),
        (1, [500, 500], [1, 0]), (7_500_00, [600, 400], [4_500_00, 3_000_00]),
        (.max, [1, 999], [9_223_372_036_854_776, 9_214_148_664_817_921_031]),
        (10, [1000], [10]),
    ]

    @Test(arguments: divisions)
    func `shares get whole fen and the fen left over go to the largest remainders`(
        total: Int64, permille: [Int64], amounts: [Int64]
    ) {
        #expect(PaymentPlan.divide(total, permille: permille) == amounts)
        #expect(amounts.reduce(0, +) == total)
    }

    @Test func `every division adds up, whatever the shares`() {
        for total in stride(from: Int64(0), through: 5_000, by: 7) {
            for first in stride(from: Int64(1), through: 997, by: 31) {
                let shares = [first, 1, 1, 998 - first]
                let parts = PaymentPlan.divide(total, permille: shares)
                #expect(parts?.reduce(0, +) == total)
                #expect(parts?.allSatisfy { $0 >= 0 } == true)
            }
        }
    }

    @Test(arguments: [[], [999], [500, 501], [0, 1000], [-1, 1001]] as [[Int64]])
    func `shares that are not the whole divide nothing`(permille: [Int64]) {
        #expect(PaymentPlan.divide(100, permille: permille) == nil)
    }

    @Test func `two payees are paid one after the other and the claim with the last`() throws {
        var stage = try PaymentScene.dividedSent()
        let numbers = stage.payments.sorted { $0.part < $1.part }.map(\.state.number)
        #expect(stage.batch?.total == Money(minor: 7_500_00) && stage.batch?.payments.count == 2)
        #expect(stage.openKinds == ["payments.awaitBank", "payments.awaitBank"])
        var first = ConfirmPayment.confirmation("BANK-1", 4_500_00)
        first.payment = numbers[0]
        try stage.act(first, by: .feng)
        #expect(stage.claim?.state.state == .paymentOrdered && stage.claim?.paidMinor == 4_500_00)
        #expect(stage.claim?.paymentProgress == .partlyPaid && stage.running == ["claims.payment"])
        #expect(stage.openKinds == ["payments.awaitBank"])
        var second = ConfirmPayment.confirmation("BANK-2", 3_000_00)
        second.payment = numbers[1]
        try stage.act(second, by: .feng)
        #expect(stage.claim?.state.state == .paid && stage.claim?.paidMinor == 7_500_00)
        #expect(stage.claim?.paymentProgress == .paid && stage.running.isEmpty)
        #expect(stage.openKinds == ["claims.close"] && stage.claim?.vouchers.count == 2)
    }

    @Test func `a part that fails is open again while the other one is paid`() throws {
        var stage = try PaymentScene.dividedSent()
        let numbers = stage.payments.sorted { $0.part < $1.part }.map(\.state.number)
        try stage.act(FailPayment.failure(of: numbers[0]), by: .feng)
        #expect(stage.claim?.state.state == .paymentFailed)
        #expect(stage.claim?.openParts.map(\.part.number) == [1])
        var second = ConfirmPayment.confirmation("BANK-2", 3_000_00)
        second.payment = numbers[1]
        try stage.act(second, by: .feng)
        #expect(stage.claim?.state.state == .paymentFailed && stage.running == ["claims.payment"])
        try stage.act(OrderPayment.part(nil, stage.seals), by: .feng)
        #expect(stage.payment?.amount == Money(minor: 4_500_00) && stage.payment?.part == 1)
        try stage.act(ReleasePayment(), by: .chen)
        try stage.act(SendBatch(), by: .feng)
        try stage.act(ConfirmPayment.confirmation("BANK-3", 4_500_00), by: .feng)
        #expect(stage.claim?.state.state == .paid && stage.claim?.paidMinor == 7_500_00)
    }

    @Test func `what came back after the claim was closed is owed again, and its voucher is void`()
        throws
    {
        var stage = try Scene.closed.stage
        try stage.act(FailPayment.failure(), by: .feng)
        let claim = try #require(stage.claim)
        #expect(claim.state.state == .paymentFailed && claim.paidMinor == 0 && claim.ending == nil)
        #expect(claim.reserve.minor == 7_500_00 && claim.openParts.count == 1)
        #expect(stage.voucher?.voidedAt != nil && stage.running == ["claims.payment"])
        #expect(stage.openKinds == ["claims.orderPayment"])
        #expect(stage.decisions.last?.messages.map(\.template) == ["claim.paymentReturned"])
        try stage.act(OrderPayment.order(stage.seals), by: .feng)
        try stage.act(ReleasePayment(), by: .chen)
        try stage.act(SendBatch(), by: .feng)
        try stage.act(ConfirmPayment.confirmation("BANK-2"), by: .feng)
        try stage.act(CloseClaim(), by: .wang)
        #expect(stage.claim?.paidMinor == 7_500_00 && stage.claim?.state.state == .closed)
    }

    @Test func `what an earlier decision owes is paid while the reopened claim goes on`() throws {
        var stage = try Scene.closed.stage
        try stage.act(ReopenClaim(), by: .wu)
        try stage.act(FailPayment.failure(), by: .feng)
        #expect(stage.claim?.state.state == .registered && stage.claim?.openParts.count == 1)
        #expect(stage.running == ["claims.decision", "claims.payment"])
        #expect(try stage.refusal(CancelClaim(), by: .wu)?.id == "claims.paymentOpen")
        try stage.act(OrderPayment.order(stage.seals), by: .feng)
        try stage.act(ReleasePayment(), by: .chen)
        try stage.act(SendBatch(), by: .feng)
        try stage.act(ConfirmPayment.confirmation("BANK-2"), by: .feng)
        #expect(stage.claim?.state.state == .registered && stage.running == ["claims.decision"])
        #expect(stage.claim?.isSettled == true && stage.openKinds == ["claims.assess"])
    }

    @Test func `a party is paid in the part they play and no other, and never the dead`() throws {
        let stage = try Scene.approved.stage
        let claim = try #require(stage.claim?.state)
        let name = try stage.seals.insured.seal("何静", field: "name")
        var details = ClaimParty.Details(roles: [.beneficiary], name: name)
        func party() -> ClaimParty {
            ClaimParty(
                id: ID(at: Scene.epoch, random: (5, 6)), of: CaseReference(claim), details,
                at: stage.now)
        }
        #expect(party().mayReceive(as: .beneficiary, claim))
        #expect(!party().mayReceive(as: .thirdParty, claim))
        details.isDeceased = true
        #expect(!party().mayReceive(as: .beneficiary, claim))
    }

    @Test func `an heir is paid with a written authority and keeps it on the payment`() throws {
        var stage = try Scene.approved.stage
        let order = try OrderPayment.part(nil, stage.seals) {
            $0.payeeRole = .heir
            $0.mandate = "公证书 2025-18"
            $0.invoice = "inv 00-17 a"
        }
        try stage.act(order, by: .feng)
        #expect(stage.payment?.mandate == "公证书 2025-18" && stage.payment?.role == .heir)
        #expect(stage.payment?.invoice == "INV0017A")
    }

    @Test func `an advance is released, sent and paid without the claim's main line`() throws {
        var stage = try Scene.inApproval.stage
        let claim = try #require(stage.claim)
        let context = stage.context(Cast.feng.principal)
        var terms = Payment.Terms(
            decision: 0, decided: Money(minor: 1_000_00), amount: Money(minor: 1_000_00))
        terms.basis = .advance
        let name = try stage.seals.insured.seal("何静", field: "name")
        let payment = Payment(
            id: context.id("advance"), number: "PAY-A", of: claim.state, terms,
            to: .init(payee: name, account: name), maker: Cast.feng.id, at: stage.now)
        var decision = Decision()
        Order(payment: payment).record(try stage.claimFacts(), &decision, context)
        try stage.play(decision)
        try stage.act(ReleasePayment(), by: .chen)
        try stage.act(SendBatch(), by: .feng)
        try stage.act(ConfirmPayment.confirmation("BANK-A", 1_000_00), by: .feng)
        #expect(stage.claim?.state.state == .inApproval && stage.claim?.paidMinor == 1_000_00)
        #expect(stage.openKinds == ["claims.approve"])
    }
}
