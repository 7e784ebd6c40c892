package import Kernel

/// One share of a decision: in permille, or a fixed amount.
package struct PaymentShare: FieldRecord, Codable, Hashable {
    package static let fields: [Field<PaymentShare>] = [
        Field(
            "title", \.title, Words("用途", "What it is for"), .line(60),
            help: Words("如「维修费」，不写姓名", "Such as repairs; no names")),
        Field("role", \.role, Words("收款人身份", "Payee's role")),
        Field("permille", optional: \.permille, Words("份额（千分比）", "Share in permille"), 1...1000),
        Field("amount", optional: \.amount, Words("金额", "Amount"), 1...Coverage.largest),
    ]

    package var title = ""
    package var role = PayeeRole.insured
    package var permille: Int64?
    package var amount: Money?

    package init() {}
}

/// 分配赔款: divides what was decided among several who are entitled to it, before anything of it
/// is ordered. All shares are in permille or all are amounts; together they are the whole.
package struct DividePayment: Command {
    package static let statement = CommandStatement<DividePayment>(
        "payments.divide", Words("分配赔款", "Divide the payment"),
        Words(
            "将核赔金额按千分比或金额分给数名权利人，合计须等于核赔金额，尾差一分一厘分清",
            "Divide the decided amount among several payees, exactly, by permille or by amount"),
        duties: ["4.2.4a", "4.2.4b"], by: .held(by: .paymentClerk, .claimsHandler),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim),
            Field(
                "shares", \.shares, Words("份额", "Shares"),
                ListRule(min: 2, max: PaymentPlan.mostParts)),
        ])

    package var claim = ""
    package var shares: [PaymentShare] = []

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ClaimFacts {
        try ClaimFacts.gather(claim, context, transaction)
    }

    package func decide(_ facts: ClaimFacts, _ context: Context) throws(Refusal) -> Decision {
        let person = try facts.actor(context)
        let claim = facts.claim.state
        var decision = Decision()
        try facts.take(.dividePayment, &decision, context)
        let latest = Int64(claim.decisions.count) - 1
        guard let decided = claim.decisions.last, decided.outcome.pays,
            decided.amount.minor > 0
        else { throw .nothingToPay }
        try require(claim.livePayments(of: latest).isEmpty, else: .divisionStarted)
        let amounts = try amounts(decided.amount)
        let parts = zip(shares, amounts).enumerated().map { index, share in
            PaymentPlan.Part(
                number: Int64(index) + 1, role: share.0.role, title: share.0.title,
                amount: Money(minor: share.1, decided.amount.currency))
        }
        decision.change(
            facts.claim,
            .paymentDivided(
                PaymentPlan(decision: latest, parts: parts, by: person, at: context.now)))
        decision.reply = [
            "parts": .array(
                parts.map {
                    ["part": .integer($0.number), "amount": .string($0.amount.description)]
                })
        ]
        return decision
    }

    private func amounts(_ total: Money) throws(Refusal) -> [Int64] {
        let permille = shares.compactMap(\.permille)
        if permille.count == shares.count, shares.allSatisfy({ $0.amount == nil }) {
            guard let amounts = PaymentPlan.divide(total.minor, permille: permille),
                amounts.allSatisfy({ $0 > 0 })
            else { throw .sharesNotWhole }
            return amounts
        }
        let fixed = shares.compactMap(\.amount)
        try require(fixed.count == shares.count && permille.isEmpty, else: .sharesMixed)
        var sum = Money.zero(total.currency)
        for amount in fixed {
            guard let next = sum.adding(amount) else { throw .sharesNotWhole }
            sum = next
        }
        try require(sum == total, else: .sharesNotWhole)
        return fixed.map(\.minor)
    }
}

extension Refusal {
    static let divisionStarted = Refusal(
        .conflict, "payments.divisionStarted",
        Words(
            "已有付款在途或到账，不能重新分配；请先撤销",
            "a part is ordered or paid already; stop it before dividing anew"))
    static let sharesNotWhole = Refusal(
        .conflict, "payments.sharesNotWhole",
        Words(
            "各份合计须为 1000‰ 或等于核赔金额，且每份不少于一分",
            "the shares must make 1000 permille, or the decided amount, each at least one fen"))
    static let sharesMixed = Refusal(
        .conflict, "payments.sharesMixed",
        Words("各份须一律填千分比或一律填金额", "give permille for all shares, or amounts for all"))
}
