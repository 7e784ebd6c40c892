import Testing

@testable import Insurance
@testable import Kernel

/// Recoveries, as rules.
struct RecoveryTests {
    @Test func `a recovery outlives the closed claim, with its own work and two clocks`() throws {
        let stage = try AfterwardsScene.subrogation()
        #expect(stage.claim?.state.state == .closed)
        #expect(stage.running == ["claims.recoveryDemand", "claims.recoveryLimitation"])
        #expect(stage.openAside == ["archives.archive", "recoveries.pursue"])
        #expect(stage.aside.recovery?.state.stream == stage.claim?.state.stream)
    }

    @Test func `the limitation clock ends with the day given, and a demand begins it anew`() throws
    {
        var stage = try AfterwardsScene.subrogation()
        func due() throws -> Day {
            let clock = try #require(
                stage.clocks.last {
                    $0.clock.metric == "claims.recoveryLimitation" && $0.clock.stoppedAt == nil
                })
            return try stage.time(of: nil).day(of: clock.clock.due)
        }
        #expect(try due() == Day(number: 21_000))
        try stage.act(DemandRecovery.letter(), by: .wang)
        #expect(try due() == Day(number: 21_200))
        #expect(stage.running == ["claims.recoveryLimitation"])
    }

    @Test func `money comes in two receipts, each once, and adds up on the claim`() throws {
        var stage = try AfterwardsScene.demanded()
        try stage.act(ReceiveRecovery.receipt(2_000_00, "RB-1"), by: .feng)
        #expect(try stage.refusal(CloseRecovery(), by: .wang)?.id == "recoveries.outstanding")
        try stage.act(ReceiveRecovery.receipt(4_000_00, "RB-2"), by: .feng)
        let again = try stage.act(ReceiveRecovery.receipt(4_000_00, "RB-2"), by: .feng)
        #expect(again.changes.isEmpty && again.reply["alreadyRecorded"] == true)
        #expect(stage.claim?.recoveredMinor == 6_000_00 && stage.claim?.paidMinor == 7_500_00)
        #expect(stage.aside.receipts.map(\.amount.minor) == [2_000_00, 4_000_00])
        try stage.act(CloseRecovery(), by: .wang)
        #expect(stage.aside.recovery?.ending == .received && stage.running == [])
        #expect(stage.openAside == ["archives.archive"])
    }

    @Test func `a shortfall is written off by another person within authority`() throws {
        var stage = try AfterwardsScene.demanded()
        try stage.act(ReceiveRecovery.receipt(5_000_00), by: .feng)
        var propose = ProposeWaiver()
        propose.kind = .writeOff
        try stage.act(propose, by: .wu)
        #expect(try stage.openWork("recoveries.approveWaiver").post == Post(.claimsSupervisor))
        #expect(try stage.refusal(ApproveWaiver(), by: .wu)?.id == "recoveries.waiverIsOwn")
        try stage.act(ApproveWaiver(), by: .zheng)
        #expect(stage.aside.recovery?.ending == .writtenOff)
        #expect(stage.claim?.recoveredMinor == 5_000_00)
    }

    @Test func `a waiver that is returned is pursued further`() throws {
        var stage = try AfterwardsScene.demanded()
        try stage.act(ProposeWaiver(), by: .wang)
        try stage.act(ReturnWaiver(), by: .wu)
        #expect(stage.aside.recovery?.state.state == .demanded)
        #expect(stage.openAside == ["archives.archive", "recoveries.pursue"])
        #expect(try stage.refusal(ReceiveRecovery.receipt(1_00), by: .feng) == nil)
    }

    @Test func `against the family there is a claim only when they acted on purpose`() throws {
        let stage = try AfterwardsScene.closed()
        var command = try OpenRecovery.against(stage.seals)
        command.relation = .family
        #expect(try stage.refusal(command, by: .wang)?.id == "recoveries.family")
        command.isIntentional = true
        #expect(try stage.refusal(command, by: .wang) == nil)
    }

    @Test func `a waiver by the insured after the payment without consent is void`() throws {
        var stage = try AfterwardsScene.subrogation()
        var settlement = RecordSettlement()
        settlement.waives = true
        try stage.act(settlement, by: .wang)
        #expect(stage.decisions.last?.reply["bars"] == false)
        #expect(try stage.refusal(DemandRecovery.letter(), by: .wang) == nil)
        settlement.beforePayment = true
        try stage.act(settlement, by: .wang)
        #expect(stage.decisions.last?.reply["bars"] == true)
        #expect(try stage.refusal(DemandRecovery.letter(), by: .wang)?.id == "recoveries.barred")
    }

    @Test func `salvage is appraised by one person and sold by another`() throws {
        var stage = try AfterwardsScene.salvage()
        try stage.act(AppraiseSalvage.value(800_00), by: .wang)
        let sale = try SellSalvage.sale(stage.seals, 700_00)
        #expect(try stage.refusal(sale, by: .wang)?.id == "recoveries.sellerAppraised")
        #expect(try stage.refusal(sale, by: .wu)?.id == "recoveries.belowAppraisal")
        var reasoned = sale
        reasoned.reason = "the market fell"
        try stage.act(reasoned, by: .wu)
        #expect(stage.aside.recovery?.outstanding == Money(minor: 700_00))
        try stage.act(ReceiveRecovery.receipt(700_00), by: .feng)
        try stage.act(CloseRecovery(), by: .wang)
        #expect(stage.claim?.recoveredMinor == 700_00)
    }

    @Test func `what was deducted goes to the insured and is counted nowhere else`() throws {
        var stage = try AfterwardsScene.salvage(deducted: true)
        try stage.act(AppraiseSalvage.value(800_00), by: .wang)
        let sale = try SellSalvage.sale(stage.seals, 800_00)
        #expect(try stage.refusal(sale, by: .wu)?.id == "recoveries.salvageDeducted")
        try stage.act(HandOverSalvage(), by: .wang)
        #expect(stage.aside.recovery?.ending == .handedOver)
        #expect(stage.claim?.recoveredMinor == 0)
    }

    @Test func `costs stand beside receipts and never reduce them`() throws {
        var stage = try AfterwardsScene.demanded()
        var cost = RecordRecoveryCost()
        (cost.amount, cost.what) = (Money(minor: 300_00), "lawyer")
        try stage.act(cost, by: .wang)
        #expect(stage.aside.recovery?.costs.map(\.amount.minor) == [300_00])
        #expect(stage.aside.recovery?.outstanding.minor == 6_000_00)
    }
}
