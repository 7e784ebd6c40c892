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
        ])

    package var claim = ""
    package var outcome = Proposal.Outcome.pay
    package var coverage = Proposal.Finding()
    package var amount = Proposal.Finding()
    package var completeness = Proposal.Finding()

    package init() {}

    package struct Facts: Sendable {
        let claim: ClaimFacts
        let book: AuthorityBook
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        try Facts(
            claim: ClaimFacts.gather(claim, context, transaction),
            book: AuthorityBook.load(ClaimAuthority.kind(of: outcome), transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim.claim.state
        let maker = try facts.claim.actor(context)
        var decision = Decision()
        try facts.claim.take(
            .propose, finishing: [ClaimTasks.adjust], &decision, context)
        try facts.claim.leaveInvestigation(&decision, context)
        try checkFindings(claim)
        let sheet = try sheet(claim)
        let proposal = Proposal(
            outcome: outcome, coverage: coverage, amount: amount, completeness: completeness,
            sheet: sheet, maker: maker, at: context.now)
        let question = ClaimAuthority.question(
            proposal, claim, makers: claim.makers.union([maker]), facts.claim.time, context)
        let (post, level) = try ClaimAuthority.desk(facts.book.next(question, above: 0))
        decision.change(facts.claim.claim, .proposed(proposal, level: level))
        decision.open(
            WorkItem.self, .opened(facts.claim.item(ClaimTasks.approve, post, context)))
        decision.reply = [
            "payable": .string(sheet.payable.description), "level": .integer(level),
        ]
        return decision
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
        case .refuse:
            try require(!coverage.holds || !amount.holds, else: .findingsAgainstRefusing)
        }
    }

    private func sheet(_ claim: Claim) throws(Refusal) -> CalculationSheet {
        guard let assessment = claim.assessment,
            let sheet = CalculationSheet.calculate(
                assessment.items, claim.coverages, used: claim.limitUsed, claim.currency)
        else { throw .notCalculable }
        return sheet
    }
}

extension Claim {
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
    static func kind(of outcome: Proposal.Outcome) -> String {
        outcome == .pay ? "claims.indemnity" : "claims.refusal"
    }

    /// A refusal is measured by what the customer would have been paid, at least the reserve.
    static func question(
        _ proposal: Proposal, _ claim: Claim, makers: Set<ID<StaffMember>>, _ time: CaseTime,
        _ context: Context
    ) -> AuthorityBook.Question {
        let payable = proposal.sheet.payable
        let amount =
            proposal.outcome == .pay
            ? payable : Money(minor: max(payable.minor, claim.reserve.minor), claim.currency)
        return AuthorityBook.Question(
            amount: amount,
            coverageTotal: Money(minor: coverageTotal(proposal, claim, amount), claim.currency),
            claimTotal: Money(minor: claim.paidMinor.addingClamped(amount.minor), claim.currency),
            product: claim.product, branch: claim.branch, day: time.day(of: context.now),
            makers: makers)
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
    static let notCalculable = Refusal(
        .conflict, "claims.notCalculable",
        Words("定损项目无法理算，请退回定损更正", "the assessed items cannot be calculated; return the assessment"))
    static let nobodyHasAuthority = Refusal(
        .conflict, "claims.nobodyHasAuthority",
        Words("没有任何人具备该金额的核赔权限，请先授权", "nobody has the authority for this amount; grant it first"))
}
