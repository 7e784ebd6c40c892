package import Kernel

/// 超保额赔付许可: that one coverage of one claim may be paid beyond the limit of the policy, by
/// somebody who holds that right of its own. The calculation never exceeds a limit without one.
package struct OverLimit: Aggregate {
    package enum Event: Sendable, Codable {
        case allowed(OverLimit)
    }

    package static let table = "over_limit"
    package static let title = Words("超保额赔付许可", "leave to pay over a limit")
    /// The kind of authority it takes, beside that for what is owed.
    package static let kind = "claims.overLimit"

    package let id: ID<OverLimit>
    package let claim: ID<Claim>
    package let claimNumber: String
    package let coverage: String
    /// What may be paid beyond the limit.
    package let amount: Money
    package let reason: String
    package let by: ID<StaffMember>
    /// The row that allowed it, with its version.
    package let authority: AuthorityBook.Use
    package let at: Moment

    package var stream: StreamName { StreamName(kind: Claim.table, id: claim.text) }

    package var columns: [(String, SQLValue)] {
        [("claim", claim.sql), ("coverage", coverage.sql)]
    }

    package static func opened(by event: Event) -> OverLimit? {
        switch event {
        case .allowed(let leave): leave
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .allowed(let leave): self = leave
        }
    }

    /// The leaves given for a claim; a claim has few.
    static func of(
        _ claim: ID<Claim>, _ reader: any Reader
    ) throws -> [Loaded<OverLimit>] {
        try reader.loadAll(where: "claim = \(claim) ORDER BY id LIMIT 50")
    }

    /// The coverages with their limits raised by what was allowed.
    static func raise(
        _ coverages: [Coverage], by leaves: [Loaded<OverLimit>]
    ) -> [Coverage] {
        coverages.map { coverage in
            var raised = coverage
            for leave in leaves where leave.coverage == coverage.code {
                raised.limit = raised.limit.adding(leave.amount) ?? raised.limit
            }
            return raised
        }
    }
}

/// Allows one coverage of a claim to be paid beyond the policy's limit.
package struct AllowOverLimit: Command {
    package static let statement = CommandStatement<AllowOverLimit>(
        "claims.allowOverLimit", Words("批准超保额赔付", "Allow payment over a limit"),
        Words(
            "持有超保额权限的人在理算之前批准某项责任超出保单限额的金额，说明理由，全程留痕",
            "Who holds that right allows, before the calculation, an amount beyond the policy's "
                + "limit of a coverage, with the reason; the row used is kept"),
        duties: ["4.2.3a"], by: .held(by: .claimsSupervisor, .executive),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim),
            Field("coverage", \.coverage, Words("责任代码", "Coverage code"), .line(40)),
            Field(
                "amount", \.amount, Words("超出限额的金额", "Amount beyond the limit"),
                1...Coverage.largest),
            .reason(\.reason),
        ])

    package var claim = ""
    package var coverage = ""
    package var amount = Money(minor: 0)
    package var reason = ""

    package init() {}

    package struct Facts: Sendable {
        let claim: ClaimFacts
        let book: AuthorityBook
        let earlier: [Loaded<OverLimit>]
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let claim = try ClaimFacts.gather(claim, context, transaction)
        return try Facts(
            claim: claim, book: AuthorityBook.load(OverLimit.kind, transaction),
            earlier: OverLimit.of(claim.claim.id, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim.claim.state
        let actor = try facts.claim.actor(context)
        guard let covered = claim.coverage(coverage) else { throw .coverageNotInClaim }
        try require(
            amount.currency == covered.limit.currency, else: .otherCurrency(claim.currency))
        // Afterwards the sheet stands: it goes back to the maker first.
        let open: Set<Claim.State> = [.registered, .lossAssessed, .lossVerified]
        try require(open.contains(claim.state), else: .overLimitTooLate)
        try require(!claim.makers.contains(actor), else: .approverIsMaker)
        let use = try use(facts, claim, context)
        var decision = Decision()
        decision.open(
            OverLimit.self,
            .allowed(
                OverLimit(
                    id: context.id("leave"), claim: claim.id, claimNumber: claim.number,
                    coverage: coverage, amount: amount, reason: reason, by: actor,
                    authority: use, at: context.now)))
        decision.reason = reason
        return decision
    }

    /// Measured by all that was allowed for the claim, so that small pieces do not add up.
    private func use(
        _ facts: Facts, _ claim: Claim, _ context: Context
    ) throws(Refusal) -> AuthorityBook.Use {
        let total = facts.earlier.reduce(amount.minor) { $0.addingClamped($1.amount.minor) }
        let question = AuthorityBook.Question(
            amount: Money(minor: total, amount.currency), product: claim.product,
            branch: claim.branch, day: facts.claim.time.day(of: context.now),
            makers: claim.makers)
        guard case .within(let use) = facts.book.answer(question, for: context.principal) else {
            throw .overLimitAuthority
        }
        return use
    }
}

extension Refusal {
    static let overLimitTooLate = Refusal(
        .conflict, "claims.overLimitTooLate",
        Words(
            "理算书已提出，请先退回理算再批准超保额金额",
            "the calculation was proposed already; return it to the maker first"))
    static let overLimitAuthority = Refusal(
        .forbidden, "claims.overLimitAuthority",
        Words(
            "您没有批准该金额的超保额权限，请由持有此权限的人办理",
            "you hold no right to pay that far beyond a limit; ask somebody who does"))
}
