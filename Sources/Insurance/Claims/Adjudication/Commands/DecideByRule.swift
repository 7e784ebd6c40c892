package import Kernel

/// 规则核赔: decides a small, simple, complete claim without a risk flag by the published rules of
/// its product, within the authority that was granted to them. It pays or leaves the claim to
/// people with the reasons; it never refuses.
package struct DecideByRule: Command {
    package static let statement = CommandStatement<DecideByRule>(
        "claims.decideByRule", Words("规则核赔", "Decide by rule"),
        Words(
            "资料齐全、无风险标记的小额简易案件由已发布的规则在权限内核赔并说明理由；绝不拒赔",
            "Small simple claims, complete and without a risk flag, are decided by published rules "
                + "within their authority, explained, and never refused"),
        duties: ["4.2.3a", "1.3.4"], keeps: .drive, by: .system(["adjudication"]),
        numbers: [.letter], on: .numbered(Claim.self, "claim", \.claim), fields: [.claim(\.claim)])

    package var claim = ""

    package struct Facts: Sendable {
        let claim: ClaimFacts
        let rules: AdjudicationRules?
        let risk: ClaimRisk.Facts
        let book: AuthorityBook
        let earlier: Loaded<RuleDecision>?
        /// What the other claims of the loss took of shared limits.
        var takenElsewhere: [String: Int64] = [:]
    }

    package init() {}

    package init(_ claim: String) { self.claim = claim }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let claim = try ClaimFacts.gather(
            claim, context, transaction, starting: [.payment, .decisionNotice],
            letters: [.decision])
        let state = claim.claim.state
        return try Facts(
            claim: claim, rules: AdjudicationRules.holding(state.product, transaction)?.state,
            risk: ClaimRisk.Facts.gather(state, transaction),
            book: AuthorityBook.load(StraightThroughTest.authority, transaction),
            earlier: transaction.load(number: RuleDecision.number(of: state)),
            takenElsewhere: SharedLimits.taken(beside: state, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim.claim.state
        _ = try ClaimWorkflow.main.take(.approveByRule, in: claim.state, of: claim)
        try require(facts.earlier == nil, else: .ruledAlready)
        guard let rules = facts.rules, let limits = rules.straightThrough else { throw .noRules }
        try require(
            claim.missingDocuments.isEmpty, else: .documentsMissing(claim.missingDocuments))
        let test = StraightThroughTest(facts, rules, limits, context)
        var decision = Decision()
        guard let passed = test.passed else {
            let left = RuleDecision(
                id: context.id("rule"), of: claim, rules, at: context.now, reasons: test.reasons,
                amount: nil, findings: [], draw: nil)
            decision.open(RuleDecision.self, .found(left))
            decision.reply = ["outcome": "declined"]
            return decision
        }
        try settle(passed, rules, limits, facts, &decision, context)
        return decision
    }

    private func settle(
        _ passed: StraightThroughTest.Passed, _ rules: AdjudicationRules,
        _ limits: AdjudicationRules.StraightThrough, _ facts: Facts, _ decision: inout Decision,
        _ context: Context
    ) throws(Refusal) {
        let claim = facts.claim.claim.state
        try facts.claim.take(
            .approveByRule, finishing: [ClaimTasks.assess],
            then: [
                (ClaimTasks.orderPayment, .paymentClerk),
                (ClaimTasks.decisionNotice, .claimsHandler),
            ], &decision, context)
        let findings = passed.findings(claim, rules)
        let decided = ClaimDecision(
            outcome: .pay, amount: passed.sheet.payable,
            reasons: findings.map(\.zh).joined(separator: "\n"),
            terms: passed.terms(claim), sheet: passed.sheet, approver: nil,
            authority: passed.use, at: context.now, rule: rules.number)
        decision.change(facts.claim.claim, .decided(decided))
        facts.claim.tell(decided, &decision, context)
        let found = RuleDecision(
            id: context.id("rule"), of: claim, rules, at: context.now, reasons: [],
            amount: passed.sheet.payable, findings: findings,
            draw: .init(secret: context.secret("sample"), share: limits.samplePermille))
        decision.open(RuleDecision.self, .found(found))
        if found.isSampled {
            decision.open(WorkItem.self, .opened(check(found, claim, context)))
        }
        decision.reply = [
            "outcome": "decided", "amount": .string(passed.sheet.payable.description),
            "sampled": .bool(found.isSampled),
        ]
    }

    /// The checking is a case of its own: it goes on when the claim is closed.
    private func check(_ found: RuleDecision, _ claim: Claim, _ context: Context) -> WorkItem {
        let kind = AdjudicationTasks.checkRule
        return WorkItem(
            id: context.id("work.check"), of: CaseReference(found), kind: kind,
            title: ClaimTasks.title(kind), post: Post(.claimsApprover), branch: claim.branch,
            openedAt: context.now)
    }
}

/// Whether rules may decide a claim, and every reason why not.
struct StraightThroughTest {
    static let authority = "claims.straightThrough"

    struct Passed {
        let sheet: CalculationSheet
        let use: AuthorityBook.Use
    }

    private(set) var reasons: [RuleDecision.Reason] = []
    private(set) var passed: Passed?

    init(
        _ facts: DecideByRule.Facts, _ rules: AdjudicationRules,
        _ limits: AdjudicationRules.StraightThrough, _ context: Context
    ) {
        judge(facts, rules, limits, context)
    }

    private mutating func judge(
        _ facts: DecideByRule.Facts, _ rules: AdjudicationRules,
        _ limits: AdjudicationRules.StraightThrough, _ context: Context
    ) {
        let claim = facts.claim.claim.state
        look(claim, limits)
        for flag in rules.risk.flags(facts.risk) {
            note("flag.\(flag.kind.rawValue)", flag.explanation.zh, flag.explanation.en)
        }
        let isTaken = facts.claim.work.contains {
            $0.kind != ClaimTasks.assess || $0.state.status != .pooled
        }
        if isTaken { note("inHand", "已有人办理本案", "somebody works on the claim already") }
        guard let sheet = sheet(claim, facts.takenElsewhere) else {
            return note("notCalculable", "索赔项目无法理算", "the claimed items cannot be calculated")
        }
        if sheet.payable.minor <= 0 {
            note("nothingPayable", "按规则无应付金额", "nothing would be payable by the rules")
        }
        guard let use = use(sheet, claim, facts, context) else {
            return note(
                "noAuthority", "金额超出规则权限", "the amount is over the authority of the rules")
        }
        if reasons.isEmpty { passed = Passed(sheet: sheet, use: use) }
    }

    private mutating func look(_ claim: Claim, _ limits: AdjudicationRules.StraightThrough) {
        if claim.complexity != .simple { note("notSimple", "不是简易案件", "it is not a simple claim") }
        if claim.policyFinding != .inForce {
            note("notInForce", "出险日保单无效", "the policy was not in force")
        }
        if claim.reopenings > 0 { note("reopened", "重开的案件", "it was reopened") }
        if claim.claimedItems.isEmpty {
            note("noItems", "没有逐项索赔金额", "the claim is not itemised")
        }
        if limits.upTo.currency != claim.currency || claim.claimedTotal > limits.upTo.minor {
            note("aboveLimit", "索赔金额超过 \(limits.upTo)", "more than \(limits.upTo) is claimed")
        }
    }

    private mutating func note(_ code: String, _ zh: String, _ en: String) {
        reasons.append(.init(code: code, explanation: Words(zh, en)))
    }

    /// What is claimed, taken as the loss: amounts this small are not disputed.
    private func sheet(_ claim: Claim, _ taken: [String: Int64]) -> CalculationSheet? {
        let items = claim.claimedItems.map { claimed in
            var item = Assessment.Item()
            item.coverage = claimed.coverage
            item.description = claimed.description
            item.claimed = claimed.claimed
            item.assessed = claimed.claimed
            return item
        }
        return CalculationSheet.calculate(
            items, claim.coverages, used: claim.limitUsed(beside: taken), claim.currency,
            advanced: claim.advancedMinor)
    }

    private func use(
        _ sheet: CalculationSheet, _ claim: Claim, _ facts: DecideByRule.Facts,
        _ context: Context
    ) -> AuthorityBook.Use? {
        let question = AuthorityBook.Question(
            amount: sheet.payable, product: claim.product, branch: claim.branch,
            day: facts.claim.time.day(of: context.now), makers: [])
        let holder = Principal(
            .system("adjudication"), posts: [AdjudicationRules.post(of: claim.product)])
        if case .within(let use) = facts.book.answer(question, for: holder) { return use }
        return nil
    }
}

extension StraightThroughTest.Passed {
    /// The three findings, written by the rule.
    func findings(_ claim: Claim, _ rules: AdjudicationRules) -> [Words] {
        [
            Words(
                "责任：出险日 \(claim.lossDay) 在保险期间内，无风险标记（规则 \(rules.number)）",
                "Coverage: \(claim.lossDay) lies in the policy period, no risk flag "
                    + "(rules \(rules.number))"),
            Words(
                "金额：索赔 \(Money(minor: claim.claimedTotal, claim.currency))，"
                    + "按条款理算 \(sheet.payable)",
                "Amount: \(Money(minor: claim.claimedTotal, claim.currency)) claimed, "
                    + "\(sheet.payable) by the terms"),
            Words(
                "资料：清单 \(claim.documents.count) 项全部收到",
                "Documents: all \(claim.documents.count) of the checklist were received"),
        ]
    }

    func terms(_ claim: Claim) -> [String] {
        sheet.lines.compactMap { claim.coverage($0.coverage)?.terms }.filter { !$0.isEmpty }
    }
}

extension Refusal {
    static let ruledAlready = Refusal(
        .conflict, "claims.ruledAlready",
        Words("规则已对本案给出结论", "the rules have spoken on this claim already"))
    static let noRules = Refusal(
        .conflict, "claims.noRules",
        Words("该产品没有已发布的规则核赔标准，由人办理", "no published rules decide for this product: people do"))
}
