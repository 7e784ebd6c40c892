import TestSupport
import Testing

@testable import Insurance
@testable import Kernel

extension DecideByRule: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        let claim = try stage.claimFacts()
        return Facts(
            claim: claim, rules: stage.rules.last { $0.state.state == .published }?.state,
            risk: ClaimRisk.Facts(
                claim: claim.claim.state, notice: stage.notice?.state,
                inception: stage.policy?.inception, earlierClaims: stage.earlierClaims),
            book: stage.book(StraightThroughTest.authority), earlier: stage.ruled)
    }
}

extension CheckRuleDecision: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        let ruled = try #require(stage.ruled)
        return Facts(decision: ruled, work: stage.openWork(of: ruled.state.stream))
    }

    static func check(_ agrees: Bool) -> Self {
        var command = CheckRuleDecision()
        command.agrees = agrees
        command.finding = "发票与损失相符"
        return command
    }
}

enum RuleScene {
    static let system = Principal.system("adjudication")

    /// A small glass claim, complete, under published rules that may decide up to 3,000.00.
    static func ready(
        claimed: Int64 = 800_00, sample: Int64 = 0,
        _ change: (inout RegisterClaim) -> Void = { _ in }
    ) throws -> ClaimStage {
        var stage = try Scene.noticeReceived.stage
        var rules = ProposeRules.rules()
        rules.samplePermille = sample
        try stage.act(rules, by: .wu)
        try stage.act(PublishRules(), by: .zheng)
        stage.authority.append(authority(3_000_00))
        try stage.act(
            RegisterClaim.claim {
                var item = ClaimedItem()
                (item.coverage, item.description) = ("GLS", "前挡风玻璃")
                item.claimed = Money(minor: claimed)
                $0.items = [item]
                $0.reserve = Money(minor: 1_000_00)
                change(&$0)
            }, by: .zhao)
        try stage.act(ReceiveDocuments.documents(), by: .wang)
        return stage
    }

    static func authority(_ maximum: Int64) -> Loaded<Authority> {
        Loaded(
            Authority(
                id: ID(at: Scene.epoch, random: (4, 77)), kind: StraightThroughTest.authority,
                holder: .post(AdjudicationRules.post(of: "AUTO")), level: 1, product: "AUTO",
                scope: .single, from: Day(number: 20_000), maximum: Money(minor: maximum),
                grantedBy: "system:setup", document: "DOC-2"), version: 3)
    }

    static func judged(_ stage: ClaimStage) throws -> ClaimStage {
        var stage = stage
        try stage.act(DecideByRule("CLM"), by: system)
        return stage
    }
}

/// What a published rule may decide by itself, and what it leaves to people.
struct StraightThroughTests {
    @Test func `a small complete claim is decided by rule, explained, and paid by two persons`()
        throws
    {
        var stage = try RuleScene.judged(RuleScene.ready())
        let decided = try #require(stage.claim?.decisions.last)
        #expect(decided.outcome == .pay && decided.amount.minor == 800_00)
        #expect(decided.approver == nil && decided.rule == "AUTO/1")
        #expect(decided.authority.version == 3 && decided.authority.maximum.minor == 3_000_00)
        #expect(decided.reasons.contains("责任") && decided.reasons.contains("资料"))
        #expect(decided.terms == ["§ 8"])
        #expect(stage.ruled?.findings.count == 3)
        #expect(stage.running == ["claims.payment"] && stage.openKinds == ["claims.orderPayment"])
        try stage.act(OrderPayment.order(stage.seals), by: .everyone)
        #expect(
            try stage.refusal(ReleasePayment(), by: .everyone)?.id == "payments.releaserIsMaker")
        try stage.act(ReleasePayment(), by: .chen)
    }

    /// What is different, and the reason that is found.
    static let obstacles: [(String, @Sendable (inout ClaimStage) throws -> Void)] = [
        (
            "flag.doubted",
            { stage in
                var doubt = DoubtClaim()
                doubt.reason = "alone at night"
                try stage.act(doubt, by: .wang)
            }
        ),
        ("flag.manyClaims", { $0.earlierClaims = 2 }),
        ("noAuthority", { $0.authority.removeLast() }),
        ("noAuthority", { $0.authority[$0.authority.count - 1] = RuleScene.authority(799_99) }),
        (
            "flag.earlyLoss",
            { stage in
                var inception = try #require(stage.policy?.state)
                inception = inception.moved(to: try #require(Day("2025-01-01")))
                stage.policy = Loaded(inception, version: 2)
            }
        ),
        (
            "inHand",
            { stage in
                let index = try #require(stage.work.firstIndex { $0.kind == "claims.assess" })
                var item = stage.work[index].state
                item.apply(.claimed(by: Cast.qian.id))
                stage.work[index] = Loaded(item, version: 2)
            }
        ),
    ]

    @Test(arguments: obstacles.indices)
    func `what stands in the way is recorded and the claim goes on by hand`(index: Int) throws {
        let (code, change) = StraightThroughTests.obstacles[index]
        var stage = try RuleScene.ready()
        try change(&stage)
        let open = stage.openKinds
        stage = try RuleScene.judged(stage)
        #expect(stage.ruled?.reasons.map(\.code) == [code])
        #expect(stage.ruled?.state.state == .declined)
        #expect(stage.claim?.state.state == .registered && stage.claim?.decisions.isEmpty == true)
        #expect(stage.openKinds == open)
        for reason in stage.ruled?.reasons ?? [] { expectBothLanguages(reason.explanation) }
    }

    @Test func `more than the rules allow, other sizes and nothing itemised go to people`() throws {
        func codes(
            claimed: Int64 = 800_00, _ change: (inout RegisterClaim) -> Void = { _ in }
        ) throws -> [String] {
            try RuleScene.judged(RuleScene.ready(claimed: claimed, change)).ruled?.reasons
                .map(\.code) ?? []
        }
        #expect(try codes(claimed: 3_000_00) == ["flag.nearLimit"])
        #expect(try codes(claimed: 3_000_01) == ["aboveLimit", "flag.nearLimit"])
        #expect(try codes { $0.complexity = .normal } == ["notSimple"])
        #expect(try codes { $0.items = [] } == ["noItems", "nothingPayable"])
        #expect(try codes(claimed: 0) == ["nothingPayable"])
    }

    static let refusals: [RefusalCase] = [
        RefusalCase("claims.ruledAlready", "the rules left it to people") {
            var stage = try RuleScene.ready()
            try stage.act(DoubtClaim(), by: .wang)
            return try RuleScene.judged(stage).refusal(DecideByRule(), by: RuleScene.system)
        },
        RefusalCase("workflow.notInState.approveByRule", "the rules decided it") {
            try RuleScene.judged(RuleScene.ready()).refusal(DecideByRule(), by: RuleScene.system)
        },
        RefusalCase("claims.noRules", "no rules are published") {
            var stage = try RuleScene.ready()
            stage.rules = []
            return try stage.refusal(DecideByRule(), by: RuleScene.system)
        },
        RefusalCase("claims.documentsMissing", "a paper is missing") {
            var stage = try RuleScene.ready()
            var claim = try #require(stage.claim?.state)
            claim.documents[0].receivedAt = nil
            stage.claim = Loaded(claim, version: 9)
            return try stage.refusal(DecideByRule(), by: RuleScene.system)
        },
        RefusalCase("post.missing", "a person plays the rule") {
            try RuleScene.ready().refusal(DecideByRule(), by: .everyone)
        },
        RefusalCase("claims.nothingRuled", "what was left to people is checked") {
            var stage = try RuleScene.ready()
            try stage.act(DoubtClaim(), by: .wang)
            return try RuleScene.judged(stage).refusal(CheckRuleDecision.check(true), by: .wu)
        },
        RefusalCase("claims.checkedAlready", "it is checked twice") {
            var stage = try RuleScene.judged(RuleScene.ready(sample: 1000))
            try stage.act(CheckRuleDecision.check(true), by: .wu)
            return try stage.refusal(CheckRuleDecision.check(true), by: .zhou)
        },
    ]

    @Test func `all are drawn of a thousand, none of none, and the draw can be repeated`() throws {
        var all = try RuleScene.judged(RuleScene.ready(sample: 1000))
        #expect(all.ruled?.isSampled == true && all.openKinds.contains("claims.checkRule"))
        let item = try all.openWork("claims.checkRule")
        #expect(item.stream.kind == "rule_decision")
        try all.act(CheckRuleDecision.check(false), by: .zhou)
        #expect(all.ruled?.state.check?.agrees == false && all.ruled?.state.state == .checked)
        #expect(!all.openKinds.contains("claims.checkRule"))
        #expect(try RuleScene.judged(RuleScene.ready()).ruled?.isSampled == false)
        let draw = RuleDecision.Draw(secret: [0, 0, 0, 0, 0, 0, 3, 233] + [9, 9], share: 1)
        #expect(draw.seed == "00000000000003e9" && draw.value == 1 && !draw.isDrawn)
    }

    @Test func `draws spread over the thousand`() {
        let random = SeededBytes(3).bytes
        let drawn = (0..<2_000).count { _ in
            RuleDecision.Draw(secret: random(32), share: 250).isDrawn
        }
        #expect((400...600).contains(drawn))
    }
}

/// The flags, each by its own fact.
struct ClaimRiskTests {
    private func flags(
        _ change: (inout ClaimStage) throws -> Void = { _ in }, claimed: Int64 = 800_00
    ) throws -> [ClaimRisk.Kind] {
        var stage = try RuleScene.ready(claimed: claimed)
        try change(&stage)
        let claim = try #require(stage.claim?.state)
        return ClaimRisk().flags(
            ClaimRisk.Facts(
                claim: claim, notice: stage.notice?.state, inception: stage.policy?.inception,
                earlierClaims: stage.earlierClaims)
        ).map(\.kind)
    }

    @Test func `an ordinary claim has none`() throws {
        #expect(try flags() == [])
    }

    @Test func `the 30th day after inception is no early loss, the 29th is`() throws {
        func inception(_ day: String) throws -> [ClaimRisk.Kind] {
            try flags {
                let policy = try #require($0.policy?.state)
                $0.policy = Loaded(policy.moved(to: try #require(Day(day))), version: 2)
            }
        }
        #expect(try inception("2024-12-24") == [])
        #expect(try inception("2024-12-25") == [.earlyLoss])
    }

    @Test func `the third claim in a year and an amount near the limit are flagged`() throws {
        #expect(try flags({ $0.earlierClaims = 1 }) == [])
        #expect(try flags({ $0.earlierClaims = 2 }) == [.manyClaims])
        #expect(try flags(claimed: 2_699_99) == [])
        #expect(try flags(claimed: 2_700_00) == [.nearLimit])
    }
}

extension Policy {
    /// The same policy from another day.
    func moved(to inception: Day) -> Policy {
        Policy(
            id: id, number: number, product: product, edition: edition, line: line,
            holder: holder, holderName: holderName, inception: inception, expiry: expiry,
            overrides: overrides, branch: branch, source: source, remarks: remarks)
    }
}
