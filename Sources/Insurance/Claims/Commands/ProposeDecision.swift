package import Kernel

/// 理算并提出处理意见: coverage, amount and completeness as three findings with their terms, the
/// calculation, and what is proposed. Whoever proposes never approves.
package struct ProposeDecision: Command {
    package static let statement = CommandStatement<ProposeDecision>(
        "claims.proposeDecision", Words("理算并提出处理意见", "Adjust and propose a decision"),
        Words(
            "分别核定责任、金额和资料完整性，生成理算书，提出赔付或拒赔意见",
            "Find on coverage, amount and completeness, calculate, and propose to pay or refuse"),
        duties: ["4.2.3a", "1.3.2"], by: .held(by: .claimCalculator),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), Field("outcome", \.outcome, Words("处理意见", "Proposal")),
            Field("coverage", \.coverage, Words("责任核定", "Finding on coverage")),
            Field("amount", \.amount, Words("金额核定", "Finding on the amount")),
            Field("completeness", \.completeness, Words("资料核定", "Finding on the documents")),
            Field(
                "adjustments", optional: \.adjustments, Words("理算要素", "Terms of adjustment"),
                ListRule(max: 50)),
            Field(
                "exGratia", optional: \.exGratia, Words("通融金额", "Ex gratia amount"),
                1...Coverage.largest),
            Field("ground", optional: \.ground, Words("拒赔类别", "Ground of refusal")),
        ])

    package var claim = ""
    package var outcome = Proposal.Outcome.pay
    package var coverage = Proposal.Finding()
    package var amount = Proposal.Finding()
    package var completeness = Proposal.Finding()
    package var adjustments: [CoverageAdjustment]?
    package var exGratia: Money?
    package var ground: RefusalGround?

    package init() {}

    package struct Facts: Sendable {
        let claim: ClaimFacts
        let book: AuthorityBook
        let adjudication: AdjudicationFacts
        /// Leaves to pay beyond a limit of the policy.
        var overLimits: [Loaded<OverLimit>] = []
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let claim = try ClaimFacts.gather(claim, context, transaction)
        return try Facts(
            claim: claim,
            book: AuthorityBook.load(ClaimAuthority.kind(of: outcome), transaction),
            adjudication: AdjudicationFacts.gather(claim.claim.state, transaction),
            overLimits: OverLimit.of(claim.claim.id, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim.claim.state
        let maker = try facts.claim.actor(context)
        var decision = Decision()
        try facts.claim.take(
            .propose, finishing: [ClaimTasks.adjust], &decision, context)
        try facts.claim.leaveInvestigation(&decision, context)
        try require(
            claim.lateNotice == nil || claim.lateNotice?.weighing != nil,
            else: .lateNoticeUnweighed)
        try checkFindings(claim)
        try checkGround(facts.adjudication)
        let sheet = try sheet(claim, facts)
        let proposal = Proposal(
            outcome: outcome, coverage: coverage, amount: amount, completeness: completeness,
            sheet: sheet, maker: maker, at: context.now, exGratia: exGratia, ground: ground,
            terms: adjustments ?? [])
        try checkExGratia(claim)
        let question = ClaimAuthority.question(
            proposal, claim, makers: claim.makers.union([maker]),
            on: facts.claim.time.day(of: context.now))
        let (post, level) = try ClaimAuthority.desk(facts.book.next(question, above: 0))
        decision.change(facts.claim.claim, .proposed(proposal, level: level))
        decision.open(
            WorkItem.self, .opened(facts.claim.item(ClaimTasks.approve, post, context)))
        let reasons = facts.adjudication.panelRule.reasons(proposal, claim, at: question.amount)
        facts.claim.callPanel(reasons, &decision, context)
        decision.reply = [
            "payable": .string(proposal.payable.description), "level": .integer(level),
            "panel": .array(reasons.map { .string($0.rawValue) }),
        ]
        return decision
    }

    /// Ex gratia is what is not owed, at most the loss.
    private func checkExGratia(_ claim: Claim) throws(Refusal) {
        guard outcome == .exGratia else {
            try require(exGratia == nil, else: .exGratiaElsewhere)
            return
        }
        guard let amount = exGratia else { throw .exGratiaMissing }
        try require(amount.currency == claim.currency, else: .otherCurrency(claim.currency))
        let items = claim.assessment?.items ?? []
        let loss = items.reduce(Int64(0)) { $0.addingClamped($1.assessed.minor) }
        try require(amount.minor <= loss, else: .exGratiaAboveLoss)
    }

    /// Who kept something back at the application is refused only after the policy was rescinded.
    private func checkGround(_ facts: AdjudicationFacts) throws(Refusal) {
        guard outcome == .refuse, ground == .nonDisclosure else { return }
        let declared = facts.rescissions.map(\.state).filter { $0.state == .declared }
        try require(!declared.isEmpty, else: .notRescinded)
        try require(declared.contains(where: \.carriesRefusal), else: .notMaterial)
    }

    /// The findings must carry the proposal: what is paid is covered, due and complete; what is
    /// refused is not covered or not due. A loss outside the policy period is never covered.
    private func checkFindings(_ claim: Claim) throws(Refusal) {
        try require(
            !coverage.holds || claim.policyFinding == .inForce, else: .lossOutsidePeriod)
        try require(
            !completeness.holds || claim.missingDocuments.isEmpty,
            else: .documentsMissing(claim.missingDocuments))
        switch outcome {
        case .pay:
            try require(
                coverage.holds && amount.holds && completeness.holds, else: .findingsAgainstPaying)
        case .refuse, .exGratia:
            try require(!coverage.holds || !amount.holds, else: .findingsAgainstRefusing)
        }
    }

    private func sheet(
        _ claim: Claim, _ facts: Facts
    ) throws(Refusal) -> CalculationSheet {
        let coverages = OverLimit.raise(claim.coverages, by: facts.overLimits)
        for term in adjustments ?? [] {
            try require(claim.coverage(term.coverage) != nil, else: .coverageNotInClaim)
            try require(term.isIn(claim.currency), else: .otherCurrency(claim.currency))
            if let fault = term.fault { throw .adjustmentUnfit(fault) }
        }
        guard let assessment = claim.assessment,
            let sheet = CalculationSheet.calculate(
                assessment.items, coverages,
                used: claim.limitUsed(beside: facts.adjudication.takenElsewhere), claim.currency,
                terms: adjustments ?? [], advanced: claim.advancedMinor)
        else { throw .notCalculable }
        return sheet
    }
}

extension Claim {
    /// What is no longer there of each coverage's limit: taken by this claim and by the others of
    /// the loss.
    func limitUsed(beside taken: [String: Int64]) -> [String: Int64] {
        limitUsed.merging(taken) { $0.addingClamped($1) }
    }

    /// What earlier decisions to pay took of each coverage's limit. A reopened claim has some.
    var limitUsed: [String: Int64] {
        var used: [String: Int64] = [:]
        for decision in decisions where decision.outcome == .pay {
            for line in decision.sheet.lines {
                used[line.coverage] = (used[line.coverage] ?? 0).addingClamped(line.payable.minor)
            }
        }
        return used
    }
}

extension Int64 {
    /// The sum, or the end of the range it would leave.
    func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflowed) = addingReportingOverflow(other)
        return overflowed ? (other < 0 ? .min : .max) : sum
    }
}

/// 核赔权限 of claims: which kind of row and which question.
enum ClaimAuthority {
    static let advance = "claims.advance"

    static func kind(of outcome: Proposal.Outcome) -> String {
        switch outcome {
        case .pay: "claims.indemnity"
        case .refuse: "claims.refusal"
        case .exGratia: "claims.exGratia"
        }
    }

    /// A refusal is measured by what the customer would have been paid, at least the reserve.
    static func question(
        _ proposal: Proposal, _ claim: Claim, makers: Set<ID<StaffMember>>, on day: Day
    ) -> AuthorityBook.Question {
        let payable = proposal.payable
        let amount =
            proposal.outcome.pays
            ? payable : Money(minor: max(payable.minor, claim.reserve.minor), claim.currency)
        return AuthorityBook.Question(
            amount: amount,
            coverageTotal: Money(minor: coverageTotal(proposal, claim, amount), claim.currency),
            claimTotal: Money(minor: claim.paidMinor.addingClamped(amount.minor), claim.currency),
            product: claim.product, branch: claim.branch, day: day, makers: makers)
    }

    /// The largest total of one coverage with what earlier decisions paid of it. A refusal, whose
    /// amount has no lines, counts in full.
    private static func coverageTotal(
        _ proposal: Proposal, _ claim: Claim, _ amount: Money
    ) -> Int64 {
        let used = claim.limitUsed
        guard proposal.outcome == .pay else {
            return (used.values.max() ?? 0).addingClamped(amount.minor)
        }
        return proposal.sheet.lines.map {
            (used[$0.coverage] ?? 0).addingClamped($0.payable.minor)
        }.max() ?? 0
    }

    /// The post whose queue it goes to. Nobody having the authority means a person must first be
    /// granted it: fail closed.
    static func desk(_ answer: AuthorityBook.Answer) throws(Refusal) -> (Post, Int64) {
        switch answer {
        case .over(.post(let post), let level, _): (post, level)
        case .over(.staff, let level, _): (Post(.claimsApprover), level)
        case .within(let use): (Post(.claimsApprover), use.level)
        case .nobody: throw .nobodyHasAuthority
        }
    }
}

extension Refusal {
    static let lossOutsidePeriod = Refusal(
        .conflict, "claims.lossOutsidePeriod",
        Words(
            "出险日不在保险期间内，责任核定不能成立", "the loss lies outside the policy period and cannot be covered"))

    static func documentsMissing(_ missing: [Claim.DocumentLine]) -> Refusal {
        let zh = missing.map(\.title.zh).joined(separator: "、")
        let en = missing.map(\.title.en).joined(separator: ", ")
        return Refusal(
            .conflict, "claims.documentsMissing",
            Words("资料尚缺：\(zh)", "documents are missing: \(en)"))
    }

    static let findingsAgainstPaying = Refusal(
        .conflict, "claims.findingsAgainstPaying",
        Words("三项核定未全部成立，不能提出赔付", "not all three findings hold, so payment cannot be proposed"))
    static let findingsAgainstRefusing = Refusal(
        .conflict, "claims.findingsAgainstRefusing",
        Words("责任与金额均成立，不能提出拒赔", "coverage and amount both hold, so refusal cannot be proposed"))
    static func adjustmentUnfit(_ why: Words) -> Refusal {
        Refusal(.invalid, "claims.adjustmentUnfit", why)
    }

    static let exGratiaElsewhere = Refusal(
        .invalid, "claims.exGratiaElsewhere",
        Words("只有通融赔付才填写通融金额", "only an ex gratia proposal names such an amount"))
    static let exGratiaMissing = Refusal(
        .invalid, "claims.exGratiaMissing",
        Words("请填写通融金额", "name the amount to be paid ex gratia"))
    static let exGratiaAboveLoss = Refusal(
        .invalid, "claims.exGratiaAboveLoss",
        Words("通融金额不能超过定损金额", "an ex gratia payment is at most the assessed loss"))
    static let notRescinded = Refusal(
        .conflict, "claims.notRescinded",
        Words(
            "以未如实告知拒赔前须先解除合同（司法解释二第8条），请先提请解除",
            "a refusal for non-disclosure needs the policy rescinded first; propose that"))
    static let notMaterial = Refusal(
        .conflict, "claims.notMaterial",
        Words(
            "重大过失未告知对事故无严重影响，不得据此拒赔",
            "what was negligently kept back did not bear on the event: no ground to refuse"))
    static let notCalculable = Refusal(
        .conflict, "claims.notCalculable",
        Words("定损项目无法理算，请退回定损更正", "the assessed items cannot be calculated; return the assessment"))
    static let nobodyHasAuthority = Refusal(
        .conflict, "claims.nobodyHasAuthority",
        Words("没有任何人具备该金额的核赔权限，请先授权", "nobody has the authority for this amount; grant it first"))
}
