package import Kernel

/// 下达付款指令: orders the payment of the latest decision to the entitled person's own account.
/// The amount is the decision's, never a field; a second person releases it.
package struct OrderPayment: Command {
    package static let statement = CommandStatement<OrderPayment>(
        "payments.order", Words("下达付款指令", "Order the payment"),
        Words(
            "按核赔金额向权利人本人账户下达付款指令，须另一人复核放款",
            "Order payment of the decided amount to the entitled person's own account"),
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
                Words("已核对收款人为权利人本人", "Payee checked to be the entitled person"),
                help: Words("不得付至他人账户", "Never to another person's account")),
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
    ) throws -> ClaimFacts {
        try ClaimFacts.gather(claim, context, transaction)
    }

    package func decide(_ facts: ClaimFacts, _ context: Context) throws(Refusal) -> Decision {
        let maker = try facts.actor(context)
        let claim = facts.claim.state
        try require(claim.decisions.last?.approver != maker, else: .payerIsApprover)
        guard let payee = payee.sealed, let account = account.sealed else { throw .nameMissing }
        try require(isEntitled, else: .payeeUnchecked)
        var decision = Decision()
        try facts.take(
            .orderPayment, finishing: [ClaimTasks.orderPayment],
            then: [(ClaimTasks.releasePayment, .paymentReleaser)], &decision, context)
        guard let decided = claim.decisions.last, decided.outcome.pays,
            decided.amount.minor > 0
        else { throw .nothingToPay }
        let payment = Payment(
            id: context.id("payment"), number: context.number(.payment), of: claim,
            amount: decided.amount, method: method, payee: payee, account: account, maker: maker,
            at: context.now)
        decision.change(facts.claim, .paymentOrdered(payment.id))
        decision.open(Payment.self, .ordered(payment))
        decision.reply = [
            "payment": .string(payment.number), "amount": .string(payment.amount.description),
        ]
        return decision
    }
}

extension Refusal {
    static let payeeUnchecked = Refusal(
        .conflict, "payments.payeeUnchecked",
        Words("请先核对收款人为权利人本人", "check first that the payee is the entitled person"))
    static let nothingToPay = Refusal(
        .conflict, "payments.nothingToPay", Words("没有待付的核赔金额", "no decided amount is to be paid"))
    static let payerIsApprover = Refusal(
        .forbidden, "payments.payerIsApprover",
        Words("核赔人不得经办付款", "whoever decided the claim may not order its payment"))
}
