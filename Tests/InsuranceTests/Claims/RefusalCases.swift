import Testing

@testable import Insurance
@testable import Kernel

/// Every refusal of claims and payments, with a situation that meets it.
enum RefusalCases {
    static let notices: [RefusalCase] = [
        RefusalCase("claims.lossInFuture", "the loss is said to be tomorrow") {
            let tomorrow = try shanghai("2025-01-25 09:00")
            return try Scene.opening.stage.refusal(
                RegisterNotice.notice { $0.lossAt = tomorrow }, by: .lin)
        },
        RefusalCase("claims.likelyDuplicate", "policy, day and cause are those of a notice") {
            try Scene.noticeReceived.stage.refusal(RegisterNotice.notice(), by: .lin)
        },
        RefusalCase("record.exists", "an import brings the same notice again") {
            var stage = try Scene.opening.stage
            try stage.act(RegisterNotice.notice { $0.source = "import:1" }, by: .lin)
            return try stage.refusal(RegisterNotice.notice { $0.source = "import:1" }, by: .lin)
        },
        RefusalCase("customers.nameMissing", "nobody is named as the reporter") {
            try Scene.opening.stage.refusal(
                RegisterNotice.notice { $0.reporterName = Personal() }, by: .lin)
        },
        RefusalCase("standard.missing.claims.registration", "no standard is set") {
            var stage = try Scene.opening.stage
            stage.standards = []
            return try stage.refusal(RegisterNotice.notice(), by: .lin)
        },
        RefusalCase("post.missing", "a loss assessor takes a call") {
            try Scene.opening.stage.refusal(RegisterNotice.notice(), by: .qian)
        },
        RefusalCase("workflow.notInState.withdraw", "a claim was registered from it") {
            try Scene.claimRegistered.stage.refusal(WithdrawNotice(), by: .zhao)
        },
        RefusalCase("claims.claimedAlready", "a claim for the same was registered from it") {
            try Scene.claimRegistered.stage.refusal(RegisterClaim.claim(), by: .zhao)
        },
        RefusalCase("workflow.notInState.register", "the notice was withdrawn") {
            var stage = try Scene.noticeReceived.stage
            try stage.act(WithdrawNotice(), by: .zhao)
            return try stage.refusal(RegisterClaim.claim(), by: .zhao)
        },
        RefusalCase("claims.mergeWithItself", "both numbers are one notice") {
            var stage = try Scene.noticeReceived.stage
            stage.otherNotice = stage.notice
            return try stage.refusal(MergeNotices(), by: .zhao)
        },
        RefusalCase("claims.mergeOtherLoss", "the other loss was nine days before") {
            var stage = try Scene.noticeReceived.stage
            stage.otherNotice = try otherNotice(on: "2025-01-14 18:30").notice
            return try stage.refusal(MergeNotices(), by: .zhao)
        },
        RefusalCase("claims.mergeIntoEnded", "the other was withdrawn") {
            var stage = try Scene.noticeReceived.stage
            var other = try otherNotice(on: "2025-01-22 18:30")
            try other.act(WithdrawNotice(), by: .zhao)
            stage.otherNotice = other.notice
            return try stage.refusal(MergeNotices(), by: .zhao)
        },
        RefusalCase("claims.noticeWasInTime", "the terms set no days for notice") {
            try Scene.claimRegistered.stage.refusal(WeighLateNotice(), by: .wang)
        },
        RefusalCase("claims.lateNoticeUnweighed", "nobody said what follows from it") {
            try late(.lossVerified).refusal(ProposeDecision.proposal(), by: .li)
        },
        RefusalCase("claims.lateNoticeDecided", "the claim is approved") {
            try late(.approved).refusal(WeighLateNotice(), by: .wang)
        },
    ]

    /// A stage whose notice is of another loss under the same policy.
    private static func otherNotice(on loss: String) throws -> ClaimStage {
        var stage = try Scene.noticeReceived.stage
        let moment = try shanghai(loss)
        try stage.act(RegisterNotice.notice { $0.lossAt = moment }, by: .lin)
        return stage
    }

    /// The scene with a notice that came a day after the loss, where the terms ask for less.
    private static func late(_ scene: Scene) throws -> ClaimStage {
        var stage = try scene.stage
        var product = try #require(stage.product?.state)
        product.noticeDays = 0
        var claim = try #require(stage.claim)
        var state = claim.state
        state.lateNotice = LateNotice(of: try #require(stage.notice?.state), product)
        claim = Loaded(state, version: claim.version)
        stage.claim = claim
        return stage
    }

    static let preparing: [RefusalCase] = [
        RefusalCase("record.exists", "an import registers the same claim again") {
            var stage = try Scene.noticeReceived.stage
            try stage.act(RegisterClaim.claim { $0.source = "import:2" }, by: .zhao)
            return try stage.refusal(RegisterClaim.claim { $0.source = "import:2" }, by: .zhao)
        },
        RefusalCase("claims.policyUnknown", "the policy of the notice is not recorded") {
            var stage = try Scene.opening.stage
            try stage.act(RegisterNotice.notice { $0.policy = "POL-9" }, by: .lin)
            return try stage.refusal(RegisterClaim.claim(), by: .zhao)
        },
        RefusalCase("claims.otherCurrency", "the reserve is in dollars") {
            try Scene.noticeReceived.stage.refusal(
                RegisterClaim.claim { $0.reserve = Money(minor: 1, .usd) }, by: .zhao)
        },
        RefusalCase("claims.otherCurrency", "a claimed item is in euros") {
            var item = ClaimedItem()
            item.coverage = "DMG"
            item.claimed = Money(minor: 1, .eur)
            return try Scene.noticeReceived.stage.refusal(
                RegisterClaim.claim { [item] in $0.items = [item] }, by: .zhao)
        },
        RefusalCase("claims.coverageNotInClaim", "a claimed item names no coverage of it") {
            var item = ClaimedItem()
            item.coverage = "NONE"
            return try Scene.noticeReceived.stage.refusal(
                RegisterClaim.claim { [item] in $0.items = [item] }, by: .zhao)
        },
        RefusalCase("standard.missing.claims.decision", "no standard is set") {
            var stage = try Scene.noticeReceived.stage
            stage.standards = ["claims.registration"]
            return try stage.refusal(RegisterClaim.claim(), by: .zhao)
        },
        RefusalCase("claims.documentNotAsked", "the paper is not on the list") {
            try Scene.claimRegistered.stage.refusal(
                ReceiveDocuments.documents(["form", "diary"]), by: .wang)
        },
        RefusalCase("claims.coverageNotInClaim", "an item is assessed under no coverage of it") {
            try Scene.claimRegistered.stage.refusal(AssessLoss.assessment("NONE"), by: .qian)
        },
        RefusalCase("claims.otherCurrency", "an item is assessed in dollars") {
            try Scene.claimRegistered.stage.refusal(
                AssessLoss.assessment("DMG", claimed: 1, assessed: 1, .usd), by: .qian)
        },
        RefusalCase("claims.departureUnreasoned", "less is assessed without a reason") {
            try Scene.claimRegistered.stage.refusal(
                AssessLoss.assessment(claimed: 8_000_00, assessed: 7_999_99), by: .qian)
        },
        RefusalCase("claims.departureUnreasoned", "more is assessed with an empty reason") {
            try Scene.claimRegistered.stage.refusal(
                AssessLoss.assessment(claimed: 1, assessed: 2, departure: ""), by: .qian)
        },
        RefusalCase("claims.verifierIsAssessor", "who assessed verifies") {
            var stage = try Scene.claimRegistered.stage
            try stage.act(AssessLoss.assessment(), by: .everyone)
            return try stage.refusal(VerifyLoss(), by: .everyone)
        },
        RefusalCase("claims.verifierIsAssessor", "who assessed returns it to himself") {
            var stage = try Scene.claimRegistered.stage
            try stage.act(AssessLoss.assessment(), by: .everyone)
            return try stage.refusal(ReturnAssessment(), by: .everyone)
        },
        RefusalCase("post.missing", "the product itself assesses") {
            try Scene.claimRegistered.stage.refusal(AssessLoss.assessment(), by: .system("import"))
        },
    ]

    static let deciding: [RefusalCase] = [
        RefusalCase("claims.lossOutsidePeriod", "the loss lies before the policy began") {
            var stage = try Scene.opening.stage
            let before = try shanghai("2024-05-31 12:00")
            try stage.act(RegisterNotice.notice { $0.lossAt = before }, by: .lin)
            try stage.act(RegisterClaim.claim(), by: .zhao)
            try stage.act(ReceiveDocuments.documents(), by: .wang)
            try stage.act(AssessLoss.assessment(), by: .qian)
            try stage.act(VerifyLoss(), by: .sun)
            return try stage.refusal(ProposeDecision.proposal(), by: .li)
        },
        RefusalCase("claims.documentsMissing", "a paper is missing and found complete") {
            var stage = try Scene.claimRegistered.stage
            try stage.act(ReceiveDocuments.documents(["form"]), by: .wang)
            try stage.act(AssessLoss.assessment(), by: .qian)
            try stage.act(VerifyLoss(), by: .sun)
            return try stage.refusal(ProposeDecision.proposal(), by: .li)
        },
        RefusalCase("claims.findingsAgainstPaying", "payment without the amount holding") {
            try Scene.lossVerified.stage.refusal(
                ProposeDecision.proposal(.pay, amount: false), by: .li)
        },
        RefusalCase("claims.findingsAgainstRefusing", "only papers are missing") {
            try Scene.lossVerified.stage.refusal(
                ProposeDecision.proposal(.refuse, complete: false), by: .li)
        },
        RefusalCase("claims.notCalculable", "the policy's own limit is in another currency") {
            var stage = try Scene.opening.stage
            stage.policy = Loaded(try foreignLimit(stage.seals), version: 1)
            try stage.act(RegisterNotice.notice(), by: .lin)
            try stage.act(RegisterClaim.claim(), by: .zhao)
            try stage.act(ReceiveDocuments.documents(), by: .wang)
            try stage.act(AssessLoss.assessment(), by: .qian)
            try stage.act(VerifyLoss(), by: .sun)
            return try stage.refusal(ProposeDecision.proposal(), by: .li)
        },
        RefusalCase("claims.nobodyHasAuthority", "no row reaches the amount at proposal") {
            var stage = try Scene.lossVerified.stage
            stage.authority = [Scene.row(1, "claims.indemnity", .executive, level: 3, 7_499_99)]
            return try stage.refusal(ProposeDecision.proposal(), by: .li)
        },
        RefusalCase("claims.nobodyHasAuthority", "all rows were revoked since the proposal") {
            var stage = try Scene.inApproval.stage
            stage.authority = []
            return try stage.refusal(DecideClaim.decision(), by: .zheng)
        },
        RefusalCase("claims.approverIsMaker", "who proposed decides") {
            var stage = try Scene.lossVerified.stage
            try stage.act(ProposeDecision.proposal(), by: .everyone)
            return try stage.refusal(DecideClaim.decision(), by: .everyone)
        },
        RefusalCase("claims.approverIsMaker", "who assessed decides") {
            var stage = try Scene.documentsComplete.stage
            try stage.act(AssessLoss.assessment(), by: .everyone)
            try stage.act(VerifyLoss(), by: .sun)
            try stage.act(ProposeDecision.proposal(), by: .li)
            return try stage.refusal(DecideClaim.decision(), by: .everyone)
        },
        RefusalCase("claims.approverIsMaker", "who verified decides") {
            var stage = try Scene.lossAssessed.stage
            try stage.act(VerifyLoss(), by: .everyone)
            try stage.act(ProposeDecision.proposal(), by: .li)
            return try stage.refusal(DecideClaim.decision(), by: .everyone)
        },
        RefusalCase("claims.approverIsMaker", "who proposed returns the proposal") {
            var stage = try Scene.lossVerified.stage
            try stage.act(ProposeDecision.proposal(), by: .everyone)
            return try stage.refusal(ReturnProposal(), by: .everyone)
        },
        RefusalCase("claims.limitTaken", "another claim of the loss was paid meanwhile") {
            var stage = try Scene.inApproval.stage
            for coverage in stage.claim?.coverages ?? [] {
                stage.takenElsewhere[coverage.code] = coverage.limit.minor
            }
            return try stage.refusal(DecideClaim.decision(), by: .zhou)
        },
        RefusalCase("claims.notYourLevel", "an approver of the first level decides a refusal") {
            try Scene.refusalProposed.stage.refusal(DecideClaim.decision(), by: .zhou)
        },
        RefusalCase("claims.nothingProposed", "the proposal of a stored claim is missing") {
            var stage = try Scene.inApproval.stage
            var claim = try #require(stage.claim?.state)
            claim.proposal = nil
            stage.claim = Loaded(claim, version: 9)
            return try stage.refusal(DecideClaim.decision(), by: .zhou)
        },
        RefusalCase("standard.missing.claims.payment", "no standard is set") {
            var stage = try Scene.inApproval.stage
            stage.standards = []
            return try stage.refusal(DecideClaim.decision(), by: .zhou)
        },
        RefusalCase("claims.refusalTold", "the notice of refusal is delivered twice") {
            try Scene.refusalTold.stage.refusal(DeliverRefusal(), by: .wang)
        },
    ]

    private static func foreignLimit(_ seals: Seals) throws -> Policy {
        var override = CoverageOverride()
        override.code = "DMG"
        override.limit = Money(minor: 80_000_00, .usd)
        let name = try seals.insured.seal("何静", field: "name")
        return Policy(
            id: ID(at: Scene.epoch, random: (3, 1)), number: "POL-1", product: "AUTO", edition: 1,
            line: .motor, holder: name.person, holderName: name,
            inception: try #require(Day("2024-06-01")), expiry: try #require(Day("2025-05-31")),
            overrides: [override], branch: nil, source: nil, remarks: [])
    }
}
