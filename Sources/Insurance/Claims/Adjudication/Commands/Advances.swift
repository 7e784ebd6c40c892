package import Kernel

/// Asks for an advance while the time of article 25 runs out and nothing is determined. The
/// product's own act.
package struct CallAdvance: Command {
    package static let statement = CommandStatement<CallAdvance>(
        "claims.callAdvance", Words("提示预付赔款", "Call for an advance"),
        Words(
            "资料齐全后六十日将届满而金额未定，请理算员提出可确定部分的预付",
            "The sixty days run out and the amount is open: the calculator is asked for the "
                + "certain part"),
        duties: ["4.2.3a"], keeps: .drive, by: .system(["adjudication"]), numbers: [.advance],
        on: .numbered(Claim.self, "claim", \.claim), fields: [.claim(\.claim)])

    package var claim = ""

    package init() {}

    package init(_ claim: String) { self.claim = claim }

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> AdvanceFacts {
        try AdvanceFacts.gather(claim, context, transaction)
    }

    package func decide(_ facts: AdvanceFacts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim.claim.state
        _ = try ClaimWorkflow.main.take(.proposeAdvance, in: claim.state, of: claim)
        try require(facts.advance == nil, else: .advanceUnderWay)
        var decision = Decision()
        let advance = AdvancePayment(
            id: context.id("advance"), number: context.number(.advance), of: claim,
            index: facts.count, at: context.now)
        decision.open(AdvancePayment.self, .called(advance))
        let kind = AdjudicationTasks.proposeAdvance
        decision.open(
            WorkItem.self, .opened(facts.claim.item(kind, Post(.claimCalculator), context)))
        return decision
    }
}

/// Proposes what is certain to be paid in advance.
package struct ProposeAdvance: Command {
    package static let statement = CommandStatement<ProposeAdvance>(
        "claims.proposeAdvance", Words("提出预付赔款", "Propose an advance"),
        Words(
            "就已可确定的部分提出预付，不超过准备金和剩余限额；以后从赔款中扣除",
            "Propose to pay the certain part: within the reserve and the limits, taken off later"),
        duties: ["4.2.3a", "1.3.4"], by: .held(by: .claimCalculator), numbers: [.advance],
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim),
            Field("amount", \.amount, Words("预付金额", "Amount"), 1...Coverage.largest),
            .reason(\.reason),
        ])

    package var claim = ""
    package var amount = Money(minor: 0)
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> AdvanceFacts {
        try AdvanceFacts.gather(claim, context, transaction)
    }

    package func decide(_ facts: AdvanceFacts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim.claim.state
        let maker = try facts.claim.actor(context)
        try require(amount.currency == claim.currency, else: .otherCurrency(claim.currency))
        var decision = Decision()
        try facts.claim.take(.proposeAdvance, &decision, context)
        try require(claim.policyFinding == .inForce, else: .lossOutsidePeriod)
        let free = claim.advanceable
        try require(amount.minor <= free.minor, else: .advanceTooLarge(free))
        let terms = AdvancePayment.Terms(
            amount: amount, reason: reason, maker: maker, at: context.now)
        let advance: AdvancePayment
        if let called = facts.advance, called.state.state != .ordered {
            advance = called.state
            decision.change(called, .proposed(terms))
        } else {
            advance = AdvancePayment(
                id: context.id("advance"), number: context.number(.advance), of: claim,
                index: facts.count, at: context.now)
            decision.open(AdvancePayment.self, .called(advance), .proposed(terms))
        }
        try facts.take(
            .propose, of: advance, finishing: [AdjudicationTasks.proposeAdvance],
            then: (AdjudicationTasks.decideAdvance, .claimsApprover), &decision, context)
        decision.reason = reason
        decision.reply = ["advance": .string(advance.number)]
        return decision
    }
}

/// Approves an advance within authority, or returns it; never by who proposed it.
package struct DecideAdvance: Command {
    package static let statement = CommandStatement<DecideAdvance>(
        "claims.decideAdvance", Words("审批预付赔款", "Decide on an advance"),
        Words("由另一人在权限内同意预付或退回", "Another person approves it within authority, or returns it"),
        duties: ["4.2.3a", "1.3.3"],
        by: .held(by: .claimsApprover, .claimsSupervisor, .executive),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), Field("approves", \.approves, Words("同意预付", "Approves")),
            .reason(\.reason),
        ])

    package var claim = ""
    package var approves = false
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> AdvanceFacts {
        try AdvanceFacts.gather(claim, context, transaction)
    }

    package func decide(_ facts: AdvanceFacts, _ context: Context) throws(Refusal) -> Decision {
        let person = try facts.claim.actor(context)
        guard let advance = facts.advance, let terms = advance.terms else { throw .noAdvance }
        try require(terms.maker != person, else: .advanceByMaker)
        var decision = Decision()
        decision.reason = reason
        guard approves else {
            try facts.take(
                .returnToMaker, of: advance.state, finishing: [AdjudicationTasks.decideAdvance],
                then: (AdjudicationTasks.proposeAdvance, .claimCalculator), &decision, context)
            decision.change(advance, .returned(by: person, reason: reason))
            return decision
        }
        switch facts.book.answer(question(terms, facts, context), for: context.principal) {
        case .within(let use):
            try facts.take(
                .approve, of: advance.state, finishing: [AdjudicationTasks.decideAdvance],
                then: (AdjudicationTasks.orderAdvance, .paymentClerk), &decision, context)
            decision.change(advance, .approved(by: person, use, at: context.now))
        case .over(let holder, let level, _):
            try refer(to: holder, level, advance.state, facts, &decision, context)
        case .nobody: throw .nobodyHasAuthority
        }
        return decision
    }

    /// Over the limit it goes up to who has the authority; nothing is approved yet.
    private func refer(
        to holder: Authority.Holder, _ level: Int64, _ advance: AdvancePayment,
        _ facts: AdvanceFacts, _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        _ = try AdvanceWorkflow.main.take(.approve, in: advance.state, of: advance)
        let kind = AdjudicationTasks.decideAdvance
        try WorkItem.require(signed: facts.claim.work, kinds: [kind])
        decision.finish(facts.claim.work, kinds: [kind], step: "referUp")
        let item =
            switch holder {
            case .post(let post): facts.claim.item(kind, post, context)
            case .staff(let person):
                facts.claim.item(kind, Post(.claimsApprover), context, holder: person)
            }
        decision.open(WorkItem.self, .opened(item))
        decision.reply = ["outcome": "referredUp", "level": .integer(level)]
    }

    private func question(
        _ terms: AdvancePayment.Terms, _ facts: AdvanceFacts, _ context: Context
    ) -> AuthorityBook.Question {
        let claim = facts.claim.claim.state
        return AuthorityBook.Question(
            amount: terms.amount,
            claimTotal: Money(
                minor: claim.paidMinor.addingClamped(terms.amount.minor), claim.currency),
            product: claim.product, branch: claim.branch,
            day: facts.claim.time.day(of: context.now), makers: [terms.maker])
    }
}

/// Orders the payment of an approved advance. A second person releases it, as any payment.
package struct PayAdvance: Command {
    package static let statement = CommandStatement<PayAdvance>(
        "claims.payAdvance", Words("下达预付付款指令", "Order the payment of an advance"),
        Words(
            "按已同意的预付金额向权利人本人账户下达付款指令，须另一人复核放款",
            "Order payment of the approved advance to the entitled person's own account"),
        duties: ["4.2.4a", "4.2.4b"], by: .held(by: .paymentClerk), numbers: [.payment],
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), Field("method", \.method, Words("付款方式", "Method")),
            Field(
                "payee", \.payee, Words("收款人", "Payee"),
                PersonalRule(.name, of: "payee", max: 80, searchable: true)),
            Field(
                "account", \.account, Words("收款账号", "Account"),
                PersonalRule(.bankAccount, of: "payee", max: 40, searchable: true)),
            Field(
                "isEntitled", \.isEntitled,
                Words("已核对收款人为权利人本人", "Payee checked to be the entitled person")),
        ])

    package var claim = ""
    package var method = ClaimWords.PaymentMethod.bankTransfer
    package var payee = Personal()
    package var account = Personal()
    package var isEntitled = false

    package init() {}

    /// The payee is the insured: what is sealed here goes with the insured's key.
    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] {
        guard let claim: Loaded<Claim> = try reader.load(number: claim) else { return [:] }
        return ["payee": claim.insured.person]
    }

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> AdvanceFacts {
        try AdvanceFacts.gather(claim, context, transaction)
    }

    package func decide(_ facts: AdvanceFacts, _ context: Context) throws(Refusal) -> Decision {
        let maker = try facts.claim.actor(context)
        guard let payee = payee.sealed, let account = account.sealed else { throw .nameMissing }
        guard let advance = facts.advance, let terms = advance.terms else { throw .noAdvance }
        try require(advance.approver != maker, else: .payerIsApprover)
        try require(isEntitled, else: .payeeUnchecked)
        let claim = facts.claim.claim.state
        try require(!claim.isOnItsWay(advance.state), else: .advancePaid)
        var decision = Decision()
        try facts.take(
            .order, of: advance.state, finishing: [AdjudicationTasks.orderAdvance], then: nil,
            &decision, context)
        var paid = Payment.Terms(
            decision: advance.index, decided: terms.amount, amount: terms.amount)
        paid.basis = .advance
        var receiver = Payment.Receiver(payee: payee, account: account)
        receiver.method = method
        let payment = Payment(
            id: context.id("payment"), number: context.number(.payment), of: claim, paid,
            to: receiver, maker: maker, at: context.now)
        Order(payment: payment).record(facts.claim, &decision, context)
        decision.change(advance, .ordered(payment: payment.number, at: context.now))
        decision.reply = [
            "payment": .string(payment.number), "amount": .string(payment.amount.description),
        ]
        return decision
    }
}

extension Claim {
    /// What may be paid in advance at most: within the reserve and what is left of the limits.
    var advanceable: Money {
        let used = limitUsed
        var left: Int64 = 0
        for coverage in coverages {
            left = left.addingClamped(max(0, coverage.limit.minor - (used[coverage.code] ?? 0)))
        }
        return Money(minor: max(0, min(left, reserve.minor) - max(0, advancedMinor)), currency)
    }

    func isOnItsWay(_ advance: AdvancePayment) -> Bool {
        livePayments.contains { $0.basis == .advance && $0.decision == advance.index }
    }
}

extension Refusal {
    static let advanceUnderWay = Refusal(
        .conflict, "claims.advanceUnderWay", Words("本案已有预付事项", "an advance is under way already"))
    static let noAdvance = Refusal(
        .conflict, "claims.noAdvance", Words("没有待办的预付，请先提出", "no advance is proposed; propose one"))
    static let advanceByMaker = Refusal(
        .forbidden, "claims.advanceByMaker",
        Words("提出人不得审批预付", "whoever proposed the advance may not decide it"))
    static let advancePaid = Refusal(
        .conflict, "claims.advancePaid", Words("该预付已在支付中", "this advance is on its way already"))

    static func advanceTooLarge(_ most: Money) -> Refusal {
        Refusal(
            .invalid, "claims.advanceTooLarge",
            Words(
                "预付最多 \(most)（准备金与剩余限额之内）",
                "at most \(most) can be advanced, within the reserve and the limits"))
    }
}
