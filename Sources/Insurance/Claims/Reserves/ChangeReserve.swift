package import Kernel

/// Changes what is set aside for one coverage of the claim, or confirms it as it stands; the
/// history stays. Above the authority of who changes it, it waits for somebody who has it.
package struct ChangeReserve: Command {
    package static let statement = CommandStatement<ChangeReserve>(
        "claims.changeReserve", Words("调整准备金", "Change the reserve"),
        Words(
            "按保险责任调整未决赔款准备金并说明理由，历史保留；超权限的上报审批",
            "Change the case reserve of a coverage with a reason; the history stays; above your "
                + "authority it goes up for approval"),
        duties: ["4.2.3a"], by: .held(by: .claimsHandler, .claimsSupervisor),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim),
            Field(
                "coverage", optional: \.coverage, Words("保险责任", "Coverage"), .line(40),
                help: Words("涉及多项责任时必填", "Needed where several coverages have a reserve")),
            Field("reserve", \.reserve, Words("准备金", "Case reserve"), 0...Coverage.largest),
            .reason(\.reason),
        ])

    package var claim = ""
    package var coverage: String?
    package var reserve = Money(minor: 0)
    package var reason = ""

    package struct Facts: Sendable {
        let claim: ClaimFacts
        let book: AuthorityBook
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        try Facts(
            claim: ClaimFacts.gather(claim, context, transaction),
            book: AuthorityBook.load(Reserves.authorityKind, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim.claim.state
        try require(reserve.currency == claim.currency, else: .otherCurrency(claim.currency))
        let entry = try entry(claim, context)
        var decision = Decision()
        try facts.claim.take(
            .changeReserve, finishing: [ClaimTasks.reviewReserve], &decision, context)
        try require(claim.reserveProposal == nil, else: .reserveProposalOpen)
        decision.reason = reason
        decision.reply = ["total": .string(entry.amount.description)]
        switch facts.answer(entry, context) {
        case .within(let use):
            var entry = entry
            entry.authority = use
            decision.change(facts.claim.claim, .reserveChanged(entry))
        case .over(let holder, let level, let passed):
            let proposer = try facts.claim.actor(context)
            let proposal = Claim.ReserveProposal(
                entry: entry, proposer: proposer, level: level, passed: passed)
            decision.change(facts.claim.claim, .reserves(.proposed(proposal)))
            facts.claim.askApproval(holder, &decision, context)
            decision.reply["outcome"] = "referredUp"
        case .nobody: throw .nobodyHasReserveAuthority
        }
        return decision
    }

    private func entry(_ claim: Claim, _ context: Context) throws(Refusal) -> Claim.ReserveEntry {
        var lines = claim.reserveLines
        let code = try code(claim, lines)
        lines.removeAll { $0.coverage == code }
        lines.append(.init(code, reserve))
        lines.sort { $0.coverage < $1.coverage }
        var total = Money.zero(claim.currency)
        for line in lines {
            guard let sum = total.adding(line.amount), sum.minor <= Coverage.largest else {
                throw .reserveTooLarge
            }
            total = sum
        }
        return Claim.ReserveEntry(
            amount: total, reason: reason, by: context.principal.text, at: context.now,
            lines: lines)
    }

    private func code(
        _ claim: Claim, _ lines: [Claim.ReserveLine]
    ) throws(Refusal) -> String {
        if let coverage {
            try require(claim.coverage(coverage) != nil, else: .coverageNotInClaim)
            return coverage
        }
        try require(lines.count <= 1, else: .reserveCoverageUnnamed)
        guard let code = lines.first?.coverage ?? claim.coverages.first?.code else {
            throw .coverageNotInClaim
        }
        return code
    }
}

extension ChangeReserve.Facts {
    /// Raising is measured by what it is raised to, lowering by what it is lowered from. Leaving
    /// it as it is, having looked at it, needs no authority.
    fileprivate func answer(
        _ entry: Claim.ReserveEntry, _ context: Context
    ) -> AuthorityBook.Answer {
        let claim = claim.claim.state
        if entry.lines == claim.reserveLines, entry.amount == claim.reserve,
            let use = claim.reserves.last?.authority
        {
            return .within(use)
        }
        let question = claim.reserveQuestion(
            max(entry.amount.minor, claim.reserve.minor), makers: [], self.claim.time, context)
        return book.answer(question, for: context.principal)
    }
}

extension Claim {
    func reserveQuestion(
        _ minor: Int64, makers: Set<ID<StaffMember>>, _ time: CaseTime, _ context: Context
    ) -> AuthorityBook.Question {
        AuthorityBook.Question(
            amount: Money(minor: minor, currency), product: product, branch: branch,
            day: time.day(of: context.now), makers: makers)
    }
}

extension ClaimFacts {
    func askApproval(
        _ holder: Authority.Holder, _ decision: inout Decision, _ context: Context
    ) {
        let post: Post
        var person: ID<StaffMember>?
        switch holder {
        case .post(let named): post = named
        case .staff(let id):
            post = Post(.claimsSupervisor)
            person = id
        }
        decision.open(
            WorkItem.self,
            .opened(item(ClaimTasks.approveReserve, post, context, holder: person)))
    }
}

extension Refusal {
    static let reserveProposalOpen = Refusal(
        .conflict, "claims.reserveProposalOpen",
        Words("已有准备金调整待审批，请等审批后再调", "a change of the reserve waits for approval already"))
    static let reserveCoverageUnnamed = Refusal(
        .invalid, "claims.reserveCoverageUnnamed",
        Words("本案多项责任计提了准备金，请指明保险责任", "several coverages have a reserve; name the one you mean"))
    static let reserveTooLarge = Refusal(
        .invalid, "claims.reserveTooLarge", Words("准备金合计超出上限", "the reserve's total is too large"))
    static let nobodyHasReserveAuthority = Refusal(
        .conflict, "claims.nobodyHasReserveAuthority",
        Words("没有任何人具备该金额的准备金权限，请先授权", "nobody has the authority for this reserve; grant it first"))
}
