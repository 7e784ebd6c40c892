import Testing

@testable import Insurance
@testable import Kernel

/// Every refusal beside a claim, with a situation that meets it.
enum AfterwardsRefusalCases {
    static let all: [RefusalCase] = [reviews, recoveries, salvage, lawsuits, files]
        .flatMap(\.self)

    static let reviews: [RefusalCase] = [
        RefusalCase("reviews.nothingDecided", "the claim is not decided") {
            let stage = try Scene.inApproval.stage
            return try stage.refusal(RequestReview.request(stage.seals), by: .chu)
        },
        RefusalCase("reviews.alreadyReviewed", "the same decision again") {
            let stage = try AfterwardsScene.underReview()
            return try stage.refusal(RequestReview.request(stage.seals), by: .lin)
        },
        RefusalCase("reviews.tooLate", "a month after being told") {
            var stage = try AfterwardsScene.refused()
            stage.pass(hours: 31 * 24)
            return try stage.refusal(RequestReview.request(stage.seals), by: .chu)
        },
        RefusalCase("customers.nameMissing", "nobody is named") {
            try AfterwardsScene.refused().refusal(RequestReview(), by: .chu)
        },
        RefusalCase("post.missing", "a payment clerk records a request") {
            let stage = try AfterwardsScene.refused()
            return try stage.refusal(RequestReview.request(stage.seals), by: .feng)
        },
        RefusalCase("reviews.reviewerTookPart", "who decided reviews") {
            try AfterwardsScene.reviewRequested().refusal(BeginReview(), by: .wu)
        },
        RefusalCase("reviews.reviewerTooLow", "a lower level reviews") {
            try AfterwardsScene.reviewRequested().refusal(BeginReview(), by: .zhou)
        },
        RefusalCase("reviews.reserveMissing", "a changed decision names no reserve") {
            try AfterwardsScene.underReview().refusal(
                ConcludeReview.outcome(.changed), by: .zheng)
        },
        RefusalCase("workflow.notInState.begin", "it was taken up already") {
            try AfterwardsScene.underReview().refusal(BeginReview(), by: .zheng)
        },
        RefusalCase("workflow.notInState.tell", "it is not concluded") {
            try AfterwardsScene.underReview().refusal(TellReview(), by: .wang)
        },
        RefusalCase("workflow.notInState.reopenAfterReview", "the claim was reopened meanwhile") {
            var stage = try AfterwardsScene.underReview()
            try stage.act(ReopenClaim(), by: .wu)
            return try stage.refusal(
                ConcludeReview.outcome(.changed, reserve: 1), by: .zheng)
        },
        RefusalCase("reviews.notFollowed", "the claim is not decided anew") {
            var stage = try AfterwardsScene.underReview()
            try stage.act(ConcludeReview.outcome(.sentBack, reserve: 1), by: .zheng)
            try stage.act(TellReview(), by: .wang)
            return try stage.refusal(CloseReview(), by: .wang)
        },
        RefusalCase("claims.reopenedByReviewOnly", "a supervisor reopens as if after a review") {
            var command = ReopenClaim()
            command.kind = .review
            return try AfterwardsScene.closed().refusal(command, by: .wu)
        },
        RefusalCase("claims.reopenedTooOften", "the product allows none") {
            var stage = try AfterwardsScene.closed()
            var product = Scene.product
            product.reopeningCap = 0
            stage.product = Loaded(product, version: 1)
            return try stage.refusal(ReopenClaim(), by: .wu)
        },
    ]

    static let recoveries: [RefusalCase] = [
        RefusalCase("recoveries.limitationPassed", "the last day is over") {
            let stage = try AfterwardsScene.closed()
            var command = try OpenRecovery.against(stage.seals)
            command.limitation = Day(number: 20_000)
            return try stage.refusal(command, by: .wang)
        },
        RefusalCase("recoveries.opponentMissing", "nobody is named") {
            let stage = try AfterwardsScene.closed()
            var command = try OpenRecovery.against(stage.seals)
            command.opponent = nil
            return try stage.refusal(command, by: .wang)
        },
        RefusalCase("recoveries.nothingPaid", "nothing was paid") {
            let stage = try AfterwardsScene.refused()
            return try stage.refusal(OpenRecovery.against(stage.seals), by: .wang)
        },
        RefusalCase("recoveries.moreThanPaid", "more is expected than was paid") {
            let stage = try AfterwardsScene.closed()
            return try stage.refusal(OpenRecovery.against(stage.seals, 7_500_01), by: .wang)
        },
        RefusalCase("recoveries.moreThanPaid", "a second recovery goes over what was paid") {
            let stage = try AfterwardsScene.subrogation()
            return try stage.refusal(OpenRecovery.against(stage.seals, 1_500_01), by: .wang)
        },
        RefusalCase("recoveries.moreThanPaid", "more comes than was paid") {
            let stage = try AfterwardsScene.demanded()
            return try stage.refusal(ReceiveRecovery.receipt(7_500_01), by: .feng)
        },
        RefusalCase("recoveries.insuranceOfPersons", "a claim of accident insurance") {
            var stage = try AfterwardsScene.closed()
            let claim = try #require(stage.claim?.state)
            stage.claim = Loaded(try claim.inLine(.accident), version: 9)
            return try stage.refusal(OpenRecovery.against(stage.seals), by: .wang)
        },
        RefusalCase("recoveries.family", "the insured's son drove") {
            let stage = try AfterwardsScene.closed()
            var command = try OpenRecovery.against(stage.seals)
            command.relation = .family
            return try stage.refusal(command, by: .wang)
        },
        RefusalCase("recoveries.barred", "the insured released them before the payment") {
            var stage = try AfterwardsScene.subrogation()
            var settlement = RecordSettlement()
            (settlement.waives, settlement.beforePayment) = (true, true)
            try stage.act(settlement, by: .wang)
            return try stage.refusal(DemandRecovery.letter(), by: .wang)
        },
        RefusalCase("claims.receiptKnown", "the reference with another amount") {
            var stage = try AfterwardsScene.demanded()
            try stage.act(ReceiveRecovery.receipt(1_00), by: .feng)
            return try stage.refusal(ReceiveRecovery.receipt(2_00), by: .feng)
        },
        RefusalCase("claims.receiptKnown", "recorded on the claim with a recovery's reference") {
            var stage = try AfterwardsScene.demanded()
            try stage.act(ReceiveRecovery.receipt(1_00), by: .feng)
            var command = RecordRecovery()
            (command.amount, command.reference) = (Money(minor: 1_00), "RB-1")
            return try stage.refusal(command, by: .feng)
        },
        RefusalCase("recoveries.receivedInFuture", "it comes tomorrow") {
            var command = ReceiveRecovery.receipt(1_00)
            command.receivedOn = Day(number: 20_500)
            return try AfterwardsScene.demanded().refusal(command, by: .feng)
        },
        RefusalCase("workflow.notInState.receive", "nothing was demanded") {
            try AfterwardsScene.subrogation().refusal(ReceiveRecovery.receipt(1_00), by: .feng)
        },
        RefusalCase("recoveries.outstanding", "something has not come") {
            var stage = try AfterwardsScene.demanded()
            try stage.act(ReceiveRecovery.receipt(1_00), by: .feng)
            return try stage.refusal(CloseRecovery(), by: .wang)
        },
        RefusalCase("recoveries.nothingOutstanding", "everything has come") {
            var stage = try AfterwardsScene.demanded()
            try stage.act(ReceiveRecovery.receipt(6_000_00), by: .feng)
            return try stage.refusal(ProposeWaiver(), by: .wang)
        },
        RefusalCase("recoveries.waiverIsOwn", "who proposed approves") {
            var stage = try AfterwardsScene.demanded()
            try stage.act(ProposeWaiver(), by: .wu)
            return try stage.refusal(ApproveWaiver(), by: .wu)
        },
        RefusalCase("recoveries.waiverOverAuthority", "it is more than the supervisor's limit") {
            var stage = try AfterwardsScene.demanded()
            try stage.act(ProposeWaiver(), by: .wang)
            return try stage.refusal(ApproveWaiver(), by: .wu)
        },
        RefusalCase("claims.nobodyHasAuthority", "nobody may waive") {
            var stage = try AfterwardsScene.demanded()
            stage.authority = []
            return try stage.refusal(ProposeWaiver(), by: .wang)
        },
        RefusalCase("recoveries.tooManyEntries", "a hundred costs were recorded") {
            var stage = try AfterwardsScene.subrogation()
            var recovery = try #require(stage.aside.recovery?.state)
            let cost = Recovery.Cost(amount: Money(minor: 1), what: "fee", at: stage.now)
            recovery.costs = Array(repeating: cost, count: 100)
            stage.aside.recovery = Loaded(recovery, version: 101)
            var command = RecordRecoveryCost()
            command.amount = Money(minor: 1)
            return try stage.refusal(command, by: .wang)
        },
    ]

    static let salvage: [RefusalCase] = [
        RefusalCase("recoveries.salvageUnnamed", "nothing is named") {
            var command = OpenRecovery.salvage()
            command.item = nil
            return try AfterwardsScene.closed().refusal(command, by: .wang)
        },
        RefusalCase("recoveries.notForSalvage", "a letter demands salvage") {
            try AfterwardsScene.salvage().refusal(DemandRecovery.letter(), by: .wang)
        },
        RefusalCase("recoveries.onlyForSalvage", "a claim against a driver is appraised") {
            try AfterwardsScene.subrogation().refusal(AppraiseSalvage.value(1), by: .wang)
        },
        RefusalCase("recoveries.notAppraised", "it is sold unseen") {
            let stage = try AfterwardsScene.salvage()
            return try stage.refusal(SellSalvage.sale(stage.seals, 1_00), by: .wu)
        },
        RefusalCase("recoveries.sellerAppraised", "who appraised sells") {
            var stage = try AfterwardsScene.salvage()
            try stage.act(AppraiseSalvage.value(1_00), by: .wang)
            return try stage.refusal(SellSalvage.sale(stage.seals, 1_00), by: .wang)
        },
        RefusalCase("recoveries.belowAppraisal", "it is sold for less") {
            var stage = try AfterwardsScene.salvage()
            try stage.act(AppraiseSalvage.value(1_00), by: .wang)
            return try stage.refusal(SellSalvage.sale(stage.seals, 99), by: .wu)
        },
        RefusalCase("recoveries.salvageDeducted", "what was deducted is sold") {
            var stage = try AfterwardsScene.salvage(deducted: true)
            try stage.act(AppraiseSalvage.value(1_00), by: .wang)
            return try stage.refusal(SellSalvage.sale(stage.seals, 1_00), by: .wu)
        },
        RefusalCase("recoveries.salvageNotDeducted", "what was not deducted is handed over") {
            try AfterwardsScene.salvage().refusal(HandOverSalvage(), by: .wang)
        },
    ]

    static let lawsuits: [RefusalCase] = [
        RefusalCase("litigation.docketKnown", "the same docket again") {
            let stage = try AfterwardsScene.lawsuit()
            return try stage.refusal(OpenLitigation.lawsuit(stage.seals), by: .wang)
        },
        RefusalCase("litigation.hearingInPast", "a hearing yesterday is set") {
            try AfterwardsScene.lawsuit().refusal(SetHearing(), by: .wang)
        },
        RefusalCase("litigation.hearingOpen", "a second hearing before the first") {
            var stage = try AfterwardsScene.lawsuit()
            var hearing = SetHearing()
            hearing.at = stage.now.adding(seconds: 864_000)
            try stage.act(hearing, by: .wang)
            return try stage.refusal(hearing, by: .wang)
        },
        RefusalCase("litigation.noHearing", "no hearing is set") {
            try AfterwardsScene.lawsuit().refusal(HoldHearing(), by: .wang)
        },
        RefusalCase("litigation.hearingNotYet", "the hearing is to come") {
            var stage = try AfterwardsScene.lawsuit()
            var hearing = SetHearing()
            hearing.at = stage.now.adding(seconds: 864_000)
            try stage.act(hearing, by: .wang)
            return try stage.refusal(HoldHearing(), by: .wang)
        },
        RefusalCase("litigation.servedInFuture", "it is served tomorrow") {
            try AfterwardsScene.lawsuit().refusal(
                RecordOutcome.of(.judgment, served: 20_500), by: .wang)
        },
        RefusalCase("litigation.resultOfOtherForum", "a court gives an award") {
            try AfterwardsScene.lawsuit().refusal(RecordOutcome.of(.award), by: .wang)
        },
        RefusalCase("litigation.resultOfOtherForum", "arbitration gives a judgment") {
            try AfterwardsScene.lawsuit(.arbitration).refusal(
                RecordOutcome.of(.judgment), by: .wang)
        },
        RefusalCase("litigation.appealTooLate", "the insurer appeals a month later") {
            var stage = try AfterwardsScene.lawsuit()
            try stage.act(RecordOutcome.of(.judgment), by: .wang)
            stage.pass(hours: 31 * 24)
            return try stage.refusal(Appeal(), by: .wu)
        },
        RefusalCase("litigation.nothingOrdered", "nothing is payable") {
            var stage = try AfterwardsScene.lawsuit()
            try stage.act(RecordOutcome.of(.withdrawal), by: .wang)
            return try stage.refusal(ReopenForJudgment(), by: .wu)
        },
        RefusalCase("litigation.performedAlready", "the claim was reopened for it") {
            var stage = try AfterwardsScene.lawsuit()
            try stage.act(RecordOutcome.of(.settlement, 1_00), by: .wang)
            try stage.act(ReopenForJudgment(), by: .wu)
            return try stage.refusal(ReopenForJudgment(), by: .wu)
        },
        RefusalCase("litigation.notPerformed", "what is payable was not paid") {
            var stage = try AfterwardsScene.lawsuit()
            try stage.act(RecordOutcome.of(.settlement, 1_00), by: .wang)
            return try stage.refusal(CloseLitigation(), by: .wang)
        },
        RefusalCase("workflow.notInState.close", "a lawsuit that is pending is closed") {
            try AfterwardsScene.lawsuit().refusal(CloseLitigation(), by: .wang)
        },
    ]

    static let files: [RefusalCase] = [
        RefusalCase("archives.linesOpen", "a recovery is open") {
            try AfterwardsScene.subrogation().refusal(ArchiveFile(), by: .wang)
        },
        RefusalCase("archives.fileIncomplete", "nothing proves that the refusal was told") {
            var stage = try AfterwardsScene.refused()
            var claim = try #require(stage.claim?.state)
            claim.customerTold = []
            stage.claim = Loaded(claim, version: 20)
            return try stage.refusal(ArchiveFile(), by: .wang)
        },
        RefusalCase("workflow.notInState.archive", "it is archived already") {
            try AfterwardsScene.archived().refusal(ArchiveFile(), by: .wang)
        },
        RefusalCase("archives.retentionRuns", "its time is not over") {
            try AfterwardsScene.archived().refusal(ProposeDisposal(), by: .wu)
        },
        RefusalCase("archives.noRetention", "no rule is set") {
            var stage = try AfterwardsScene.ended()
            stage.aside.rules = []
            return try stage.refusal(ProposeDisposal(), by: .wu)
        },
        RefusalCase("archives.underHold", "an auditor holds it") {
            var stage = try AfterwardsScene.ended()
            try stage.act(SetHold(), by: FileCast.auditor.principal)
            return try stage.refusal(ProposeDisposal(), by: .wu)
        },
        RefusalCase("archives.liftsOwnHold", "who set it lifts it") {
            var stage = try AfterwardsScene.closed()
            try stage.act(SetHold(), by: FileCast.complianceOne.principal)
            return try stage.refusal(LiftHold(), by: FileCast.complianceOne.principal)
        },
        RefusalCase("workflow.notInState.lift", "it was lifted already") {
            var stage = try AfterwardsScene.closed()
            try stage.act(SetHold(), by: FileCast.auditor.principal)
            try stage.act(LiftHold(), by: FileCast.complianceOne.principal)
            return try stage.refusal(LiftHold(), by: FileCast.complianceOne.principal)
        },
        RefusalCase("archives.disposerIsProposer", "who proposed approves") {
            var stage = try AfterwardsScene.ended()
            try stage.act(ProposeDisposal(), by: FileCast.complianceOne.principal)
            return try stage.refusal(DisposeFile(), by: FileCast.complianceOne.principal)
        },
        RefusalCase("archives.disposed", "a lawsuit is opened on a destroyed file") {
            var stage = try AfterwardsScene.ended()
            try stage.act(ProposeDisposal(), by: FileCast.complianceOne.principal)
            try stage.act(DisposeFile(), by: FileCast.complianceTwo.principal)
            return try stage.refusal(OpenLitigation.lawsuit(stage.seals), by: .wang)
        },
        RefusalCase("archives.personKept", "a customer is erased too early (by the store)") {
            let filing = try AfterwardsScene.archived().aside.archive?.filing
            return Refusal.personKept("CLM-1", try #require(filing?.retention.first))
        },
        RefusalCase("archives.noFile", "the claim is not closed, which the store finds") {
            Refusal.noFile(Claim.State.registered.title)
        },
    ]
}

extension Claim {
    /// The same claim in another line of business.
    func inLine(_ line: LineOfBusiness) throws -> Claim {
        guard case .object(var state) = try JSON(encoding: self) else { return self }
        state["line"] = .string(line.rawValue)
        return try JSON.object(state).decode(Claim.self)
    }
}
