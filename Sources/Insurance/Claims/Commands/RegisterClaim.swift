package import Kernel

/// 立案: opens the claim's file from a notice, sets the case reserve, pins the product's edition
/// and the policy's own limits, and starts the promise to decide.
///
/// A notice opens further claims: under another policy that covers the loss, for other coverages,
/// or for another injured person. What is the same claim again is refused.
package struct RegisterClaim: Command {
    package static let statement = CommandStatement<RegisterClaim>(
        "claims.registerClaim", Words("立案", "Register a claim"),
        Words(
            "由报案立案并计提未决赔款准备金，核定时限随即开始计算",
            "Open the claim's file from a notice with a case reserve; the promise to "
                + "decide starts"),
        duties: ["4.2.1b", "4.3.1a", "1.3.3"], by: .held(by: .registrationClerk),
        numbers: [.claim], on: .numbered(Notice.self, "notice", \.notice),
        fields: [
            Field("notice", \.notice, Words("报案号", "Notice number"), .line(40)),
            Field("reserve", \.reserve, Words("准备金", "Case reserve"), 0...Coverage.largest),
            .reason(\.reason),
            Field(
                "complexity", optional: \.complexity, Words("案件类型", "Complexity"),
                help: Words("不填则按准备金判定", "Judged by the reserve when left out")),
            Field(
                "items", optional: \.items, Words("索赔项目", "Claimed items"), ListRule(max: 200)),
            Field(
                "remarks", optional: \.remarks, Words("导入提示", "Remarks of the import"),
                ListRule(max: 20, each: .line(120))),
            Field(
                "claimant", optional: \.claimant, Words("索赔人", "Claimant"),
                help: Words("不填为被保险人本人", "The insured when left out")),
            Field(
                "policy", optional: \.policy, Words("保单号", "Policy number"), .line(60),
                help: Words("不填为报案所报保单", "That of the notice when left out")),
            Field(
                "coverages", optional: \.coverages, Words("保险责任", "Coverages"),
                ListRule(min: 1, max: 50, each: .line(40)),
                help: Words("本案所涉责任；不填为全部", "Those this claim is about; all when left out")),
            Field(
                "injured", optional: \.injured, Words("受伤人姓名", "Name of the injured"),
                PersonalRule(.name, of: "injured", max: 80, searchable: true),
                help: Words("一人一案时填写", "For a claim of one injured person")),
            Field("source", optional: \.source, Words("来源标识", "Source key"), .line(120)),
        ])

    package var notice = ""
    package var reserve = Money(minor: 0)
    package var reason = ""
    package var complexity: Complexity?
    package var items: [ClaimedItem]?
    package var remarks: [String]?
    package var claimant: ClaimWords.Claimant?
    package var policy: String?
    package var coverages: [String]?
    package var injured: Personal?
    package var source: String?

    package struct Facts: Sendable {
        let notice: Loaded<Notice>
        let policy: Loaded<Policy>?
        var rescission: Loaded<Rescission>?
        let product: Loaded<Product>?
        let clocks: CaseTime
        let starting: CaseTime
        let work: [Loaded<WorkItem>]
        let imported: Loaded<Claim>?
        let kind: Complexity
        /// What the model of triage was asked, where nobody said how complex the claim is.
        var triage: ModelRun?
        var held: [Claim.HeldPaper] = []
        /// The claims registered from the notice before.
        var siblings: [Loaded<Claim>] = []
        /// Who may set aside how much.
        var book = AuthorityBook(rows: [])
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let notice: Loaded<Notice> = try transaction.subject(self.notice, context)
        let policy: Loaded<Policy>? = try transaction.load(number: policy ?? notice.policy)
        let product = try policy.flatMap {
            try Product.edition($0.edition, of: $0.product, transaction)
        }
        let triage = try complexity == nil
            ? product.map { try Complexity.triage(reserve, $0.state) } : nil
        let kind = complexity ?? triage?.0 ?? .normal
        let imported: Loaded<Claim>? = try source.flatMap {
            try transaction.loadFirst(where: "source = \($0)")
        }
        return try Facts(
            notice: notice, policy: policy,
            rescission: policy.flatMap { try Rescission.declared(of: $0.number, transaction) },
            product: product,
            clocks: CaseTime.load(
                of: notice.state.stream, starting: [], scopes: [],
                calendar: ClaimClocks.calendar, transaction),
            starting: CaseTime.load(
                of: nil, starting: [.decision, .documentRequest, .progress, .advance],
                scopes: ClaimClocks.scopes(policy?.state, kind), calendar: ClaimClocks.calendar,
                transaction),
            work: WorkItem.open(of: CaseReference(notice.state), transaction), imported: imported,
            kind: kind, triage: triage?.1,
            held: held(notice.state, policy, product, context, transaction),
            siblings: notice.claim == nil
                ? []
                : transaction.loadAll(
                    where: "notice = \(notice.number) ORDER BY number LIMIT 100"),
            book: AuthorityBook.load(Reserves.authorityKind, transaction))
    }

    /// Papers of other files that need not be asked for again.
    private func held(
        _ notice: Notice, _ policy: Loaded<Policy>?, _ product: Loaded<Product>?,
        _ context: Context, _ transaction: any Transaction
    ) throws -> [Claim.HeldPaper] {
        guard let policy, let product else { return [] }
        return try DocumentStore.held(
            for: product.documents, notice: notice.number, policy: policy.number,
            insured: policy.holderName.person, but: nil, at: context.now, transaction)
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        if let known = facts.imported { throw .alreadyRecorded(Claim.title, known.number) }
        let notice = facts.notice
        let left = try NoticeWorkflow.main.take(
            notice.claim == nil ? .register : .registerFurther, in: notice.state.state,
            of: notice.state)
        guard let policy = facts.policy?.state, let product = facts.product?.state else {
            throw .policyUnknown
        }
        let (papers, checklist) = try Checklist.lines(of: product, situation(notice.state))
        let claim = claim(
            notice.state, policy, product, Checklist.marking(facts.held, in: papers), facts,
            context)
        try require(
            (coverages ?? []).allSatisfy { product.coverage($0) != nil }, else: .unknownCoverage)
        if let same = facts.siblings.first(where: { isSame(as: $0.state, claim) }) {
            throw .claimedAlready(same.number)
        }
        try require(reserve.currency == claim.currency, else: .otherCurrency(claim.currency))
        for item in items ?? [] {
            try require(claim.coverage(item.coverage) != nil, else: .coverageNotInClaim)
            try require(
                item.claimed.currency == claim.currency, else: .otherCurrency(claim.currency))
        }
        try WorkItem.require(signed: facts.work, kinds: [ClaimTasks.register])
        var decision = Decision()
        let referral = facts.referral(of: claim, context)
        if let referral {
            decision.open(
                Claim.self, .registered(claim), .reserves(.proposed(referral.proposal)))
        } else {
            decision.open(Claim.self, .registered(claim))
        }
        for party in parties(claim, notice.state, context) {
            decision.open(ClaimParty.self, .added(party))
        }
        decision.change(notice, .registered(.init(claim: claim.number, at: context.now)))
        try decision.take(
            left.clocks, facts.clocks, of: CaseReference(notice.state), step: left.step.title,
            context)
        decision.finish(facts.work, kinds: [ClaimTasks.register], step: left.step.rawValue)
        try begin(claim, facts.starting, referral?.to, &decision, context)
        let proposal = try Investigation.propose(
            claim, notice.state, facts.starting, &decision, context)
        decision.keep(
            [facts.triage, checklist, proposal].compactMap(\.self), of: claim,
            in: Self.statement.name, context)
        decision.reason = reason
        decision.reply = [
            "number": .string(claim.number), "complexity": .string(claim.complexity.rawValue),
        ]
        return decision
    }

    /// Whether a claim of the same notice is for the same: one policy, a coverage in both, and no
    /// injured person of its own.
    private func isSame(as other: Claim, _ claim: Claim) -> Bool {
        guard injured == nil, other.policy == claim.policy else { return false }
        return !Set(other.coverages.map(\.code)).isDisjoint(with: claim.coverages.map(\.code))
    }

    private func begin(
        _ claim: Claim, _ time: CaseTime, _ reserveApprover: Authority.Holder?,
        _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        let taken = try ClaimWorkflow.main.take(.register, in: .registered, of: claim)
        try decision.take(
            taken.clocks, time, of: CaseReference(claim), step: taken.step.title, context)
        let item = WorkItem(
            id: context.id("work.assess"), of: CaseReference(claim), kind: ClaimTasks.assess,
            title: ClaimTasks.title(ClaimTasks.assess), post: Post(.lossAssessor),
            branch: claim.branch, openedAt: context.now)
        decision.open(WorkItem.self, .opened(item))
        let facts = ClaimFacts(claim: Loaded(claim, version: 1), time: time, work: [])
        if let reserveApprover { facts.askApproval(reserveApprover, &decision, context) }
        if claim.missingDocuments.isEmpty {
            try decision.take(
                [.start(.advance)], time, of: CaseReference(claim), step: taken.step.title,
                context)
            return
        }
        try facts.beginRequest(&decision, context)
    }

    /// Those the notice and the policy know of: the insured and who reported.
    private func parties(
        _ claim: Claim, _ notice: Notice, _ context: Context
    ) -> [ClaimParty] {
        let insured = ClaimParty.Details(roles: [.policyholder, .insured], name: claim.insured)
        var notifier = ClaimParty.Details(roles: [.notifier], name: notice.reporterName)
        notifier.phone = notice.reporterPhone
        notifier.relation = notice.relation
        var parties = [("party.insured", insured), ("party.notifier", notifier)]
        if let name = injured?.sealed {
            parties.append(("party.injured", ClaimParty.Details(roles: [.injured], name: name)))
        }
        return parties.map { label, details in
            ClaimParty(
                id: context.id(label), of: CaseReference(claim), details, at: context.now)
        }
    }

    private func claim(
        _ notice: Notice, _ policy: Policy, _ product: Product,
        _ documents: [Claim.DocumentLine], _ facts: Facts, _ context: Context
    ) -> Claim {
        let currency = product.coverages.first?.limit.currency ?? .cny
        let covered = policy.coverages(of: product).filter { coverages?.contains($0.code) ?? true }
        let finding = Notice.PolicyFinding(
            policy, facts.rescission?.state, on: notice.lossDay, facts.clocks)
        return Claim(
            id: context.id("claim"), number: context.number(.claim), notice: notice.number,
            policy: policy.number, product: product.code, edition: product.edition,
            line: product.line, policyFinding: finding, lossDay: notice.lossDay,
            registeredAt: context.now, branch: policy.branch ?? notice.branch,
            insured: policy.holderName, reporterPhone: notice.reporterPhone, source: source,
            currency: currency, claimedItems: items ?? [], remarks: remarks ?? [],
            coverages: covered, complexity: facts.kind,
            state: .registered,
            documents: documents,
            reserves: [
                .init(
                    amount: reserve, reason: reason, by: context.principal.text, at: context.now,
                    lines: Claim.spread(reserve, over: items ?? [], covered))
            ],
            approvalLevel: 0, decisions: [], paidMinor: 0, recoveredMinor: 0, vouchers: [],
            customerTold: [],
            reopenings: 0, cause: notice.cause, claimant: claimant ?? .insured,
            reserveReviewAt: Reserves.reviewed(context.now, every: product.reserveReviewDays),
            reserveReviewDays: product.reserveReviewDays,
            lateNotice: LateNotice(of: notice, product))
    }

    private func situation(_ notice: Notice) -> Checklist.Situation {
        Checklist.Situation(
            notice.cause, claimant ?? .insured, Set((items ?? []).map(\.coverage)))
    }
}

extension RegisterClaim.Facts {
    /// Who is asked about the first reserve. It stands at once, for a loss is set aside for as
    /// soon as it is known, also while somebody has yet to agree: whoever is at the first level
    /// that has the authority, where the levels below have not.
    fileprivate func referral(
        of claim: Claim, _ context: Context
    ) -> (proposal: Claim.ReserveProposal, to: Authority.Holder)? {
        guard let entry = claim.reserves.last, let maker = context.principal.staff else {
            return nil
        }
        let question = claim.reserveQuestion(entry.amount.minor, makers: [], starting, context)
        guard case .over(let holder, let level, let passed) = book.next(question, above: 0),
            !passed.isEmpty
        else { return nil }
        let proposal = Claim.ReserveProposal(
            entry: entry, proposer: maker, level: level, passed: passed)
        return (proposal, holder)
    }
}

extension Policy {
    /// The product's coverages with this policy's own limits and deductibles.
    func coverages(of product: Product) -> [Coverage] {
        product.coverages.map { coverage in
            var own = coverage
            if let override = overrides.first(where: { $0.code == coverage.code }) {
                own.limit = override.limit ?? coverage.limit
                own.deductible = override.deductible ?? coverage.deductible
            }
            return own
        }
    }
}

extension Refusal {
    static let policyUnknown = Refusal(
        .conflict, "claims.policyUnknown",
        Words(
            "未找到保单，请先登记保单再立案", "the policy is not recorded; record it before registering the claim")
    )

    static func claimedAlready(_ number: String) -> Refusal {
        Refusal(
            .conflict, "claims.claimedAlready",
            Words(
                "该报案已就相同责任立案：\(number)。另立一案请填写不同的保单、责任或受伤人",
                "already registered from this notice: \(number); a further claim names another "
                    + "policy, other coverages or an injured person"))
    }

    static func otherCurrency(_ currency: Currency) -> Refusal {
        Refusal(
            .invalid, "claims.otherCurrency",
            Words(
                "金额币种应为 \(currency.rawValue)", "amounts of this claim are in \(currency.rawValue)"))
    }
}
