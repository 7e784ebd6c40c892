import Testing

@testable import Insurance
@testable import Kernel

extension RefusalCases {
    static let judging: [RefusalCase] = [
        RefusalCase("claims.priceTwice", "two prices of one code") {
            try Scene.opening.stage.refusal(ProposePrices.prices(["A", "A"]), by: .wu)
        },
        RefusalCase("claims.priceCurrencies", "two currencies in one list") {
            var command = ProposePrices.prices(["A", "B"])
            command.items[1].unitPrice = Money(minor: 1, .usd)
            return try Scene.opening.stage.refusal(command, by: .wu)
        },
        RefusalCase("claims.priceListCode", "a list whose code holds a slash") {
            var command = ProposePrices.prices()
            command.code = "A/B"
            return try Scene.opening.stage.refusal(command, by: .wu)
        },
        RefusalCase("claims.publisherIsProposer", "who proposed prices publishes them") {
            var stage = try Scene.opening.stage
            try stage.act(ProposePrices.prices(), by: .wu)
            return try stage.refusal(PublishPrices(), by: .wu)
        },
        RefusalCase("claims.publisherIsProposer", "who proposed rules publishes them") {
            var stage = try Scene.opening.stage
            try stage.act(ProposeRules.rules(), by: .wu)
            return try stage.refusal(PublishRules(), by: .wu)
        },
        RefusalCase("claims.publishedAlready", "prices are published twice") {
            try AdjudicationScene.priced().refusal(PublishPrices(), by: .zheng)
        },
        RefusalCase("claims.otherCurrency", "rules with a limit in another currency") {
            var command = ProposeRules.rules()
            command.panelAbove = Money(minor: 1, .usd)
            return try Scene.opening.stage.refusal(command, by: .wu)
        },
        RefusalCase("case.missing", "rules for a product that is not sold") {
            var command = ProposeRules.rules()
            command.product = "NONE"
            return try Scene.opening.stage.refusal(command, by: .wu)
        },
        RefusalCase("claims.priceUnknown", "an item of no published list") {
            try AdjudicationScene.priced().refusal(
                AdjudicationScene.assessment("PARTS/DOOR", 1), by: .qian)
        },
        RefusalCase("claims.aboveListPrice", "more than twice the unit price without a reason") {
            try AdjudicationScene.priced().refusal(
                AdjudicationScene.assessment("PARTS/BUMPER", 2_000_01), by: .qian)
        },
        RefusalCase("claims.departureUnreasoned", "depreciation without a reason") {
            var command = AssessLoss.assessment()
            command.items[0].depreciationPermille = 100
            return try Scene.documentsComplete.stage.refusal(command, by: .qian)
        },
        RefusalCase("claims.otherCurrency", "salvage in dollars") {
            var command = AssessLoss.assessment(departure: "残值")
            command.items[0].salvage = Money(minor: 1, .usd)
            return try Scene.documentsComplete.stage.refusal(command, by: .qian)
        },
        RefusalCase("claims.adjustmentUnfit", "a disability benefit without its percentage") {
            var command = ProposeDecision.proposal()
            command.adjustments = [.of("DMG", .disability)]
            return try Scene.lossVerified.stage.refusal(command, by: .li)
        },
        RefusalCase("claims.adjustmentUnfit", "contribution on a fixed benefit") {
            var command = ProposeDecision.proposal()
            command.adjustments = [
                .of("DMG", .fixedSum) { $0.otherSumInsured = Money(minor: 1) }
            ]
            return try Scene.lossVerified.stage.refusal(command, by: .li)
        },
        RefusalCase("claims.coverageNotInClaim", "a term of no coverage of the claim") {
            var command = ProposeDecision.proposal()
            command.adjustments = [.of("NONE", .indemnity)]
            return try Scene.lossVerified.stage.refusal(command, by: .li)
        },
        RefusalCase("claims.otherCurrency", "an insured value in dollars") {
            var command = ProposeDecision.proposal()
            command.adjustments = [
                .of("DMG", .indemnity) { $0.insuredValue = Money(minor: 1, .usd) }
            ]
            return try Scene.lossVerified.stage.refusal(command, by: .li)
        },
        RefusalCase("claims.exGratiaElsewhere", "an ex gratia amount in a payment that is owed") {
            var command = ProposeDecision.proposal()
            command.exGratia = Money(minor: 1)
            return try Scene.lossVerified.stage.refusal(command, by: .li)
        },
        RefusalCase("claims.nobodyHasAuthority", "nobody may pay ex gratia") {
            try Scene.lossVerified.stage.refusal(AdjudicationScene.exGratia(), by: .li)
        },
        RefusalCase("claims.exGratiaMissing", "ex gratia without an amount") {
            let command = ProposeDecision.proposal(.exGratia, coverage: false)
            return try Scene.lossVerified.stage.refusal(command, by: .li)
        },
        RefusalCase("claims.exGratiaAboveLoss", "more ex gratia than the loss") {
            try Scene.lossVerified.stage.refusal(AdjudicationScene.exGratia(8_000_01), by: .li)
        },
        RefusalCase("claims.findingsAgainstRefusing", "ex gratia for what is owed") {
            var command = AdjudicationScene.exGratia()
            command.coverage.holds = true
            return try Scene.lossVerified.stage.refusal(command, by: .li)
        },
    ]

    static let panels: [RefusalCase] = [
        RefusalCase("claims.panelRequired", "a large amount is decided without a panel") {
            try AdjudicationScene.large().refusal(DecideClaim.decision(), by: .zheng)
        },
        RefusalCase("claims.panelOpen", "the panel has not concluded") {
            var stage = try AdjudicationScene.large()
            try stage.act(ConveneClaimPanel.panel(), by: .wu)
            return try stage.refusal(DecideClaim.decision(), by: .zheng)
        },
        RefusalCase("claims.panelOpen", "a second panel beside the first") {
            var stage = try AdjudicationScene.large()
            try stage.act(ConveneClaimPanel.panel(), by: .wu)
            return try stage.refusal(ConveneClaimPanel.panel(), by: .zheng)
        },
        RefusalCase("claims.makerOnPanel", "who assessed sits") {
            try AdjudicationScene.large().refusal(
                ConveneClaimPanel.panel([.zhou, .wu, .qian]), by: .wu)
        },
        RefusalCase("claims.makerOnPanel", "who proposed sits") {
            try AdjudicationScene.large().refusal(
                ConveneClaimPanel.panel([.li, .wu, .zhou]), by: .wu)
        },
        RefusalCase("claims.convenerIsMaker", "who assessed convenes") {
            var stage = try Scene.documentsComplete.stage
            try stage.act(AssessLoss.assessment(), by: .everyone)
            try stage.act(VerifyLoss(), by: .sun)
            try stage.act(ProposeDecision.proposal(), by: .li)
            return try stage.refusal(ConveneClaimPanel.panel(), by: .everyone)
        },
        RefusalCase("claims.panelSatByMaker", "a panel convened elsewhere had a maker") {
            var stage = try AdjudicationScene.ruled([(.zhou, .agree), (.wu, .agree)])
            var claim = try #require(stage.claim?.state)
            claim.assessment?.verifier = Cast.wu.id
            stage.claim = Loaded(claim, version: 9)
            return try stage.refusal(DecideClaim.decision(), by: .zheng)
        },
        RefusalCase("claims.panelAgainst", "a binding panel is against it") {
            try AdjudicationScene.ruled([(.zhou, .against), (.wu, .against)])
                .refusal(DecideClaim.decision(), by: .zheng)
        },
        RefusalCase("claims.panelUnanswered", "an advisory panel is not answered") {
            try AdjudicationScene.ruled([(.zhou, .against), (.wu, .against)], binding: false)
                .refusal(DecideClaim.decision(), by: .zheng)
        },
        RefusalCase("workflow.notInState.convenePanel", "nothing is proposed yet") {
            try Scene.lossVerified.stage.refusal(ConveneClaimPanel.panel(), by: .wu)
        },
        RefusalCase("claims.doubtedAlready", "the same person doubts twice") {
            var stage = try Scene.claimRegistered.stage
            try stage.act(DoubtClaim(), by: .qian)
            return try stage.refusal(DoubtClaim(), by: .qian)
        },
        RefusalCase("claims.doubtsEnough", "a twenty-first doubt") {
            var stage = try Scene.claimRegistered.stage
            var claim = try #require(stage.claim?.state)
            claim.doubts = (0..<20).map { number in
                Doubt(
                    by: ID(at: stage.now, random: (8, UInt64(number))), reason: "x", at: stage.now)
            }
            stage.claim = Loaded(claim, version: 9)
            return try stage.refusal(DoubtClaim(), by: .qian)
        },
        RefusalCase("claims.nothingDoubted", "no doubt is there to lift") {
            try Scene.claimRegistered.stage.refusal(LiftDoubt(), by: .wu)
        },
        RefusalCase("claims.doubterLifts", "who doubted lifts it") {
            var stage = try Scene.claimRegistered.stage
            try stage.act(DoubtClaim(), by: .wu)
            return try stage.refusal(LiftDoubt(), by: .wu)
        },
    ]

    static let rescinding: [RefusalCase] = [
        RefusalCase("claims.knownLater", "it becomes known tomorrow") {
            try Scene.lossVerified.stage.refusal(
                ProposeRescission.proposal(known: "2025-01-25"), by: .li)
        },
        RefusalCase("claims.rescissionLapsed", "31 days after it was known") {
            try Scene.lossVerified.stage.refusal(
                ProposeRescission.proposal(known: "2024-12-24"), by: .li)
        },
        RefusalCase("claims.rescissionLapsed", "it lapsed between proposal and declaration") {
            var stage = try Scene.lossVerified.stage
            try stage.act(ProposeRescission.proposal(known: "2024-12-26"), by: .li)
            stage.pass(hours: 48)
            return try stage.refusal(DeclareRescission(), by: .wu)
        },
        RefusalCase("claims.rescissionUnderWay", "it is proposed twice") {
            var stage = try Scene.lossVerified.stage
            try stage.act(ProposeRescission.proposal(), by: .li)
            return try stage.refusal(ProposeRescission.proposal(), by: .wang)
        },
        RefusalCase("claims.rescinderIsMaker", "who proposed it declares it") {
            var stage = try Scene.lossVerified.stage
            try stage.act(ProposeRescission.proposal(), by: .everyone)
            return try stage.refusal(DeclareRescission(), by: .everyone)
        },
        RefusalCase("claims.rescissionDecided", "it is dropped after it was declared") {
            var stage = try Scene.lossVerified.stage
            try stage.act(ProposeRescission.proposal(), by: .li)
            try stage.act(DeclareRescission(), by: .wu)
            return try stage.refusal(DropRescission(), by: .zheng)
        },
        RefusalCase("claims.notRescinded", "refused for non-disclosure under a standing policy") {
            try Scene.lossVerified.stage.refusal(AdjudicationScene.nonDisclosure(), by: .li)
        },
        RefusalCase("claims.notRescinded", "the rescission is only proposed") {
            var stage = try Scene.lossVerified.stage
            try stage.act(ProposeRescission.proposal(), by: .wang)
            return try stage.refusal(AdjudicationScene.nonDisclosure(), by: .li)
        },
        RefusalCase("claims.notMaterial", "negligence that did not bear on the event") {
            var stage = try Scene.lossVerified.stage
            try stage.act(
                ProposeRescission.proposal(fault: .grossNegligence), by: .wang)
            try stage.act(DeclareRescission(), by: .wu)
            return try stage.refusal(AdjudicationScene.nonDisclosure(), by: .li)
        },
    ]
}

extension CoverageAdjustment {
    static func of(
        _ coverage: String, _ basis: Basis, _ change: (inout CoverageAdjustment) -> Void = { _ in }
    ) -> CoverageAdjustment {
        var term = CoverageAdjustment()
        term.coverage = coverage
        term.basis = basis
        term.reason = "依据"
        change(&term)
        return term
    }
}
