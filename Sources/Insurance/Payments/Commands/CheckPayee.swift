package import Kernel

/// 核对领款人身份: who the payee is, by which paper, checked against what, by whom.
package struct CheckIdentity: Command {
    package static let statement = CommandStatement<CheckIdentity>(
        "payments.checkIdentity", Words("核对领款人身份", "Check the payee's identity"),
        Words(
            "登记领款人的证件种类、号码（加密）、核对方式和核对人",
            "Record the payee's document, its sealed number, and how and by whom it was checked"),
        duties: ["4.2.4b"], by: .held(by: .paymentClerk, .claimsHandler),
        on: .numbered(Payment.self, "payment", \.payment),
        fields: [
            .payment(\.payment), Field("document", \.document, Words("证件", "Document")),
            Field(
                "number", \.number, Words("证件号码", "Document number"),
                PersonalRule(.identityNumber, of: "payee", max: 40, searchable: true)),
            Field("against", \.against, Words("核对方式", "Checked against")),
        ])

    package var payment = ""
    package var document = IdentityDocument.residentCard
    package var number = Personal()
    package var against = IdentitySource.original

    package init() {}

    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] {
        guard let payment: Loaded<Payment> = try reader.load(number: payment) else { return [:] }
        return ["payee": payment.payee.person]
    }

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> PaymentFacts {
        try PaymentFacts.gather(payment, context, transaction)
    }

    package func decide(_ facts: PaymentFacts, _ context: Context) throws(Refusal) -> Decision {
        let person = try facts.claim.actor(context)
        guard let number = number.sealed else { throw .nameMissing }
        var decision = Decision()
        try facts.take(.checkIdentity, &decision, context)
        decision.change(
            facts.payment,
            .identityChecked(
                .init(
                    document: document, number: number, against: against, by: person,
                    at: context.now)))
        return decision
    }
}

/// 认定并非重复: a supervisor's recorded word on payments that look alike.
package struct AcceptDuplicate: Command {
    package static let statement = CommandStatement<AcceptDuplicate>(
        "payments.acceptDuplicate", Words("认定并非重复付款", "Rule that it is no duplicate"),
        Words(
            "理赔主管查明疑似重复的付款确属不同赔付，说明理由后方可放款",
            "A supervisor records why payments that look alike are not the same"),
        duties: ["4.2.4b", "4.4.2b"], by: .held(by: .claimsSupervisor),
        on: .numbered(Payment.self, "payment", \.payment),
        fields: [.payment(\.payment), .reason(\.reason)])

    package var payment = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> PaymentFacts {
        try PaymentFacts.gather(payment, context, transaction, comparing: true)
    }

    package func decide(_ facts: PaymentFacts, _ context: Context) throws(Refusal) -> Decision {
        let person = try facts.claim.actor(context)
        try require(facts.payment.maker != person, else: .releaserIsMaker)
        var decision = Decision()
        try facts.take(.acceptDuplicate, &decision, context)
        try require(!facts.similar.isEmpty, else: .nothingSimilar)
        decision.change(
            facts.payment,
            .duplicatesAccepted(
                .init(
                    payments: facts.similar.map(\.payment), reason: reason, by: person,
                    at: context.now)))
        decision.reason = reason
        decision.reply = ["similar": .array(facts.similar.map(\.shown))]
        return decision
    }
}

extension Refusal {
    static let nothingSimilar = Refusal(
        .conflict, "payments.nothingSimilar",
        Words("没有疑似重复的付款，无需认定", "no payment looks like this one; nothing is to be ruled on"))
}
