package import Kernel

/// 下达付款指令: orders the payment of what was decided, or of one part of it, to the entitled
/// person's own account. The amount is the decision's or the plan's, never a field; a second
/// person releases it.
package struct OrderPayment: Command {
    package static let statement = CommandStatement<OrderPayment>(
        "payments.order", Words("下达付款指令", "Order the payment"),
        Words(
            "按核赔金额（或分配方案中的一份）向权利人本人账户下达付款指令，须另一人复核放款",
            "Order payment of the decided amount, or of one part, to the entitled person's own "
                + "account"),
        duties: ["4.2.4a", "4.2.4b"], by: .held(by: .paymentClerk), numbers: [.payment],
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), Field("method", \.method, Words("付款方式", "Method")),
            Field(
                "payee", \.payee, Words("收款人", "Payee"),
                PersonalRule(.name, of: "payee", max: 80, searchable: true)),
            Field(
                "account", \.account, Words("收款账号", "Account"),
                PersonalRule(.bankAccount, of: "payee", max: 40, searchable: true),
                help: Words("支票、本票填出票抬头账号", "For a cheque the account it is drawn for")),
            Field(
                "isEntitled", \.isEntitled,
                Words("已核对收款人为权利人本人", "Payee checked to be the entitled person"),
                help: Words("不得付至他人账户", "Never to another person's account")),
        ] + partFields + identityFields)

    private static let partFields: [Field<OrderPayment>] = [
        Field(
            "part", optional: \.part, Words("分配方案中的份号", "Part of the plan"),
            1...Int64(PaymentPlan.mostParts),
            help: Words("有多份未下达时必填", "Needed when several parts are open")),
        Field(
            "payeeRole", optional: \.payeeRole, Words("收款人身份", "Payee's role"),
            help: Words("不填即被保险人", "The insured when left out")),
        Field(
            "mandate", optional: \.mandate, Words("书面授权或身份证明文号", "Written authority"),
            .line(120),
            help: Words(
                "监护人、继承人、维修单位、医疗机构必填", "Needed for guardians, heirs, repairers, hospitals")),
        Field(
            "party", optional: \.party, Words("当事人", "Party"), "party",
            help: Words("收款人已登记为当事人时填写", "When the payee is a party of the case")),
        Field("invoice", optional: \.invoice, Words("发票号码", "Invoice number"), .line(60)),
    ]

    private static let identityFields: [Field<OrderPayment>] = [
        Field("identityDocument", optional: \.document, Words("领款人证件", "Payee's document")),
        Field(
            "identityNumber", optional: \.identityNumber, Words("证件号码", "Document number"),
            PersonalRule(.identityNumber, of: "payee", max: 40, searchable: true)),
        Field("identitySource", optional: \.identitySource, Words("核对方式", "Checked against")),
    ]

    package var claim = ""
    package var method = ClaimWords.PaymentMethod.bankTransfer
    package var payee = Personal()
    package var account = Personal()
    package var isEntitled = false
    package var part: Int64?
    package var payeeRole: PayeeRole?
    package var mandate: String?
    package var invoice: String?
    package var party: ID<ClaimParty>?
    package var document: IdentityDocument?
    package var identityNumber: Personal?
    package var identitySource: IdentitySource?

    package init() {}

    /// The insured's values go with the insured's key; everybody else is a person of their own.
    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] {
        if let party, let known = try reader.load(party) { return ["payee": known.person] }
        guard let claim: Loaded<Claim> = try reader.load(number: claim) else { return [:] }
        let planned = claim.openParts.first { part == nil || $0.part.number == part }?.part.role
        return (payeeRole ?? planned ?? .insured) == .insured
            ? ["payee": claim.insured.person] : [:]
    }

    package struct Facts: Sendable {
        let claim: ClaimFacts
        var party: ClaimParty?
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        try Facts(
            claim: ClaimFacts.gather(claim, context, transaction),
            party: party.flatMap { try transaction.load($0)?.state })
    }

    package func decide(_ gathered: Facts, _ context: Context) throws(Refusal) -> Decision {
        let facts = gathered.claim
        let maker = try facts.actor(context)
        let claim = facts.claim.state
        try require(
            !claim.decisions.contains { $0.approver == maker && $0.outcome.pays },
            else: .payerIsApprover)
        guard let payee = payee.sealed, let account = account.sealed else { throw .nameMissing }
        try require(isEntitled, else: .payeeUnchecked)
        var decision = Decision()
        let open = try open(facts, &decision, context)
        let payment = Payment(
            id: context.id("payment"), number: context.number(.payment), of: claim,
            open.terms, to: try receiver(payee, account, open.part, gathered), maker: maker,
            at: context.now)
        let ordered = Order(payment: payment, identity: identity(maker, context))
        ordered.record(facts, &decision, context)
        decision.reply = [
            "payment": .string(payment.number), "amount": .string(payment.amount.description),
            "part": .integer(payment.part),
        ]
        return decision
    }

    /// The part it pays, once the claim's step is taken.
    private func open(
        _ facts: ClaimFacts, _ decision: inout Decision, _ context: Context
    ) throws(Refusal) -> Claim.OpenPart {
        let open = facts.claim.state.openParts
        try facts.takeOrder(&decision, context)
        guard let first = open.first else { throw .nothingToPay }
        if let part {
            guard let named = open.first(where: { $0.part.number == part }) else {
                throw .partNotOpen
            }
            return named
        }
        let siblings = open.filter { $0.decision == first.decision }
        try require(siblings.count == 1, else: .partUnnamed)
        return first
    }

    private func receiver(
        _ payee: Sealed, _ account: Sealed, _ part: PaymentPlan.Part, _ facts: Facts
    ) throws(Refusal) -> Payment.Receiver {
        let role = payeeRole ?? part.role ?? .insured
        try require(part.role == nil || part.role == role, else: .payeeRoleDiffers)
        try require(!role.needsMandate || mandate != nil, else: .mandateMissing)
        if party != nil {
            let isEntitled = facts.party?.mayReceive(as: role, facts.claim.claim.state) ?? false
            try require(isEntitled, else: .notEntitled)
        }
        var receiver = Payment.Receiver(payee: payee, account: account)
        receiver.method = method
        receiver.role = role
        receiver.mandate = mandate
        receiver.invoice = invoice
        receiver.party = party
        return receiver
    }

    private func identity(
        _ maker: ID<StaffMember>, _ context: Context
    ) -> Payment.IdentityCheck? {
        identityNumber?.sealed.map {
            Payment.IdentityCheck(
                document: document ?? .residentCard, number: $0,
                against: identitySource ?? .original, by: maker, at: context.now)
        }
    }
}

/// A new payment with what it means for its claim: used by whatever orders one.
struct Order {
    let payment: Payment
    var identity: Payment.IdentityCheck?

    func record(_ facts: ClaimFacts, _ decision: inout Decision, _ context: Context) {
        let live = Claim.LivePayment(payment)
        decision.change(facts.claim, .paymentOrdered(live))
        if let identity {
            decision.open(Payment.self, .ordered(payment), .identityChecked(identity))
        } else {
            decision.open(Payment.self, .ordered(payment))
        }
        let left = facts.claim.openParts.filter {
            $0.decision != payment.decision || $0.part.number != payment.part
        }
        // An advance is no part of a decision, whatever its number.
        if payment.basis == .decision, left.isEmpty {
            decision.finish(facts.work, kinds: [ClaimTasks.orderPayment], step: "orderPayment")
        }
        decision.open(
            WorkItem.self,
            .opened(
                PaymentTasks.item(
                    PaymentTasks.release, of: payment.reference, branch: facts.claim.branch,
                    dueAt: facts.time.open(.payment)?.clock.due, context)))
    }
}

extension ClaimParty {
    /// Whether they have a part in this claim that money may be paid for, and live to receive it.
    func mayReceive(as role: PayeeRole, _ claim: Claim) -> Bool {
        isPresent && !details.isDeceased
            && (subject.number == claim.number || subject.number == claim.notice)
            && !role.parties.isDisjoint(with: details.roles)
    }
}

extension Claim.OpenPart {
    var terms: Payment.Terms {
        var terms = Payment.Terms(decision: decision, decided: decided, amount: part.amount)
        terms.part = part.number
        return terms
    }
}

extension ClaimFacts {
    /// The claim's step of ordering: what an earlier decision still owes is ordered while a
    /// reopened claim is about something else.
    func takeOrder(_ decision: inout Decision, _ context: Context) throws(Refusal) {
        let isEarlier = !claim.openParts.isEmpty
            && ClaimWorkflow.main.rule(.orderEarlier).from.contains(claim.state.state)
        try take(isEarlier ? .orderEarlier : .orderPayment, &decision, context)
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
    static let partNotOpen = Refusal(
        .conflict, "payments.partNotOpen",
        Words("该份赔款不存在或已下达，请核对份号", "there is no such part, or it is ordered already; check it"))
    static let partUnnamed = Refusal(
        .conflict, "payments.partUnnamed",
        Words("赔款分为数份，请指明付哪一份", "it is paid in several parts; say which one this is"))
    static let payeeRoleDiffers = Refusal(
        .conflict, "payments.payeeRoleDiffers",
        Words("收款人身份与分配方案不符", "the plan gives this part to somebody of another role"))
    static let notEntitled = Refusal(
        .conflict, "payments.notEntitled",
        Words(
            "该当事人在本案中没有领取这笔赔款的身份",
            "this party plays no part in the case for which this could be paid"))
    static let mandateMissing = Refusal(
        .conflict, "payments.mandateMissing",
        Words(
            "代收款须有权利人书面授权或身份证明，请填写文号",
            "who takes money for the entitled person needs a written authority; name it"))
}
