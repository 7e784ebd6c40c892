import Testing

@testable import Insurance
@testable import Kernel

protocol StagedOnAdvance: Staged where Facts == AdvanceFacts {}
extension StagedOnAdvance {
    func facts(_ stage: ClaimStage) throws -> AdvanceFacts {
        let advance = stage.advances.last { $0.state.state != .withdrawn }
        return AdvanceFacts(
            claim: try stage.claimFacts(), advance: advance,
            book: stage.book(ClaimAuthority.advance), count: Int64(stage.advances.count))
    }
}
extension CallAdvance: StagedOnAdvance {}
extension ProposeAdvance: StagedOnAdvance {
    static func advance(_ minor: Int64 = 3_000_00) -> Self {
        var command = ProposeAdvance()
        command.amount = Money(minor: minor)
        command.reason = "修理费中已可确定的部分"
        return command
    }
}
extension DecideAdvance: StagedOnAdvance {
    static func advance(_ approves: Bool) -> Self {
        var command = DecideAdvance()
        command.approves = approves
        command.reason = "同意先予支付"
        return command
    }
}
extension PayAdvance: StagedOnAdvance {
    static func order(_ seals: Seals, entitled: Bool = true) throws -> Self {
        var command = PayAdvance()
        command.payee = Personal(sealed: try seals.insured.seal("何静", field: "name"))
        command.account = Personal(
            sealed: try seals.insured.seal("6222020000000000000", field: "bankAccount"))
        command.isEntitled = entitled
        return command
    }
}

enum AdvanceScene {
    static func proposed(by person: Cast = .li) throws -> ClaimStage {
        var stage = try Scene.documentsComplete.stage
        stage.authority.append(
            Scene.row(60, ClaimAuthority.advance, .claimsApprover, level: 1, 5_000_00))
        try stage.act(ProposeAdvance.advance(), by: person)
        return stage
    }

    static func approved() throws -> ClaimStage {
        var stage = try proposed()
        try stage.act(DecideAdvance.advance(true), by: .zhou)
        return stage
    }

    static func ordered() throws -> ClaimStage {
        var stage = try approved()
        try stage.act(PayAdvance.order(stage.seals), by: .feng)
        return stage
    }
}

/// 先予支付: the certain part, on its own line, taken off what is decided later.
struct AdvanceTests {
    @Test func `the sixty days run from the complete papers and end with the decision`() throws {
        #expect(try !Scene.claimRegistered.stage.running.contains("claims.advance"))
        #expect(try Scene.documentsComplete.stage.running.contains("claims.advance"))
        #expect(try !Scene.approved.stage.running.contains("claims.advance"))
        #expect(try !Scene.denied.stage.running.contains("claims.advance"))
    }

    @Test func `called for, proposed, approved, ordered: each leaves the next one's work`() throws {
        var stage = try Scene.documentsComplete.stage
        try stage.act(CallAdvance(), by: .system("adjudication"))
        #expect(stage.openKinds.contains("claims.proposeAdvance"))
        stage.authority.append(
            Scene.row(60, ClaimAuthority.advance, .claimsApprover, level: 1, 5_000_00))
        try stage.act(ProposeAdvance.advance(), by: .li)
        #expect(stage.advances.count == 1)
        #expect(!stage.openKinds.contains("claims.proposeAdvance"))
        #expect(stage.openKinds.contains("claims.decideAdvance"))
        try stage.act(DecideAdvance.advance(false), by: .zhou)
        #expect(stage.openKinds.contains("claims.proposeAdvance"))
        try stage.act(ProposeAdvance.advance(2_000_00), by: .li)
        try stage.act(DecideAdvance.advance(true), by: .zhou)
        #expect(stage.openKinds.contains("claims.orderAdvance"))
        try stage.act(PayAdvance.order(stage.seals), by: .feng)
        #expect(!stage.openKinds.contains("claims.orderAdvance"))
        #expect(stage.payment?.amount.minor == 2_000_00 && stage.payment?.basis == .advance)
        #expect(stage.claim?.state.state == .registered && stage.claim?.advancedMinor == 2_000_00)
    }

    @Test func `over the approver's limit an advance goes up to who has the authority`() throws {
        var stage = try AdvanceScene.proposed()
        stage.authority[stage.authority.count - 1] = Scene.row(
            60, ClaimAuthority.advance, .claimsApprover, level: 1, 2_999_99)
        stage.authority.append(
            Scene.row(61, ClaimAuthority.advance, .executive, level: 3, 9_000_00))
        try stage.act(DecideAdvance.advance(true), by: .zhou)
        #expect(stage.advances.last?.state.state == .proposed)
        #expect(try stage.openWork("claims.decideAdvance").post == Post(.executive))
        try stage.act(DecideAdvance.advance(true), by: .zheng)
        #expect(stage.advances.last?.state.state == .approved)
    }

    @Test func `what was advanced is taken off the decision, and not a second time`() throws {
        var stage = try AdvanceScene.ordered()
        try stage.act(AssessLoss.assessment(), by: .qian)
        try stage.act(VerifyLoss(), by: .sun)
        try stage.act(ProposeDecision.proposal(), by: .li)
        try stage.act(DecideClaim.decision(), by: .zhou)
        // 8,000.00 less 500.00 is 7,500.00; 3,000.00 of it is on its way.
        #expect(stage.claim?.decisions.last?.amount.minor == 4_500_00)
        #expect(stage.claim?.decisions.last?.sheet.advanced.minor == 3_000_00)
        #expect(stage.claim?.advancedMinor == 0)
    }

    @Test func `a decision ends an advance that is not on its way`() throws {
        var stage = try AdvanceScene.approved()
        try stage.act(AssessLoss.assessment(), by: .qian)
        try stage.act(VerifyLoss(), by: .sun)
        try stage.act(ProposeDecision.proposal(), by: .li)
        try stage.act(DecideClaim.decision(), by: .zhou)
        #expect(stage.advances.last?.state.state == .withdrawn)
        #expect(!stage.openKinds.contains("claims.orderAdvance"))
        #expect(stage.claim?.decisions.last?.amount.minor == 7_500_00)
    }

    @Test func `an advance that comes back after the decision is paid again beside the decision`()
        throws
    {
        var stage = try AdvanceScene.ordered()
        try stage.act(ReleasePayment(), by: .chen)
        try stage.act(SendBatch(), by: .feng)
        try stage.act(AssessLoss.assessment(), by: .qian)
        try stage.act(VerifyLoss(), by: .sun)
        try stage.act(ProposeDecision.proposal(), by: .li)
        try stage.act(DecideClaim.decision(), by: .zhou)
        try stage.act(FailPayment.failure(), by: .feng)
        #expect(stage.claim?.state.state == .approved)
        #expect(
            Set(stage.openKinds).isSuperset(of: ["claims.orderAdvance", "claims.orderPayment"]))
        try stage.act(PayAdvance.order(stage.seals), by: .feng)
        #expect(!stage.openKinds.contains("claims.orderAdvance"))
        #expect(stage.openKinds.contains("claims.orderPayment"))
    }

    @Test func `a cancelled claim leaves no advance behind`() throws {
        var stage = try AdvanceScene.proposed()
        try stage.act(CancelClaim(), by: .wu)
        #expect(stage.advances.last?.state.state == .withdrawn && stage.openKinds == [])
    }

    static let refusals: [RefusalCase] = [
        RefusalCase("claims.advanceTooLarge", "more than the reserve") {
            try Scene.documentsComplete.stage.refusal(ProposeAdvance.advance(8_000_01), by: .li)
        },
        RefusalCase("claims.otherCurrency", "an advance in dollars") {
            var command = ProposeAdvance.advance()
            command.amount = Money(minor: 1, .usd)
            return try Scene.documentsComplete.stage.refusal(command, by: .li)
        },
        RefusalCase("workflow.notInState.proposeAdvance", "the claim is decided") {
            try Scene.approved.stage.refusal(ProposeAdvance.advance(), by: .li)
        },
        RefusalCase("workflow.notInState.propose", "it is proposed already") {
            try AdvanceScene.proposed().refusal(ProposeAdvance.advance(), by: .li)
        },
        RefusalCase("claims.advanceUnderWay", "it is called for beside another") {
            try AdvanceScene.proposed().refusal(CallAdvance(), by: .system("adjudication"))
        },
        RefusalCase("claims.noAdvance", "nothing is proposed") {
            try Scene.documentsComplete.stage.refusal(DecideAdvance.advance(true), by: .zhou)
        },
        RefusalCase("claims.advanceByMaker", "who proposed it approves") {
            try AdvanceScene.proposed(by: .everyone)
                .refusal(DecideAdvance.advance(true), by: .everyone)
        },
        RefusalCase("claims.nobodyHasAuthority", "nobody may approve an advance") {
            var stage = try AdvanceScene.proposed()
            stage.authority.removeLast()
            return try stage.refusal(DecideAdvance.advance(true), by: .zhou)
        },
        RefusalCase("payments.payerIsApprover", "who approved it orders the payment") {
            var stage = try AdvanceScene.proposed()
            try stage.act(DecideAdvance.advance(true), by: .everyone)
            return try stage.refusal(PayAdvance.order(stage.seals), by: .everyone)
        },
        RefusalCase("payments.payeeUnchecked", "nobody checked the payee") {
            let stage = try AdvanceScene.approved()
            return try stage.refusal(PayAdvance.order(stage.seals, entitled: false), by: .feng)
        },
        RefusalCase("workflow.notInState.order", "it is not approved") {
            let stage = try AdvanceScene.proposed()
            return try stage.refusal(PayAdvance.order(stage.seals), by: .feng)
        },
        RefusalCase("claims.advancePaid", "it is ordered twice") {
            let stage = try AdvanceScene.ordered()
            return try stage.refusal(PayAdvance.order(stage.seals), by: .feng)
        },
    ]
}
