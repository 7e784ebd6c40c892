package import Kernel

/// 申请更正账户: new account data for a payment that is not sent, or that came back. Nothing changes
/// until another person approves.
package struct RequestCorrection: Command {
    package static let statement = CommandStatement<RequestCorrection>(
        "payments.requestCorrection", Words("申请更正账户", "Ask to correct the account"),
        Words(
            "对未发出或被退回的付款申请更正户名账号，须另一人审批后生效",
            "Ask for other account data on an unsent or returned payment; another person decides"),
        duties: ["4.2.4b"], by: .held(by: .paymentClerk),
        on: .numbered(Payment.self, "payment", \.payment),
        fields: [
            .payment(\.payment),
            Field(
                "payee", \.payee, Words("收款人", "Payee"),
                PersonalRule(.name, of: "payee", max: 80, searchable: true)),
            Field(
                "account", \.account, Words("收款账号", "Account"),
                PersonalRule(.bankAccount, of: "payee", max: 40, searchable: true)),
            .reason(\.reason),
        ])

    /// How often the account data of one payment may be corrected.
    static let mostCorrections = 10

    package var payment = ""
    package var payee = Personal()
    package var account = Personal()
    package var reason = ""

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
        let payment = facts.payment.state
        guard let payee = payee.sealed, let account = account.sealed else { throw .nameMissing }
        try require(payment.former.count < Self.mostCorrections, else: .correctedTooOften)
        var decision = Decision()
        try facts.take(
            .requestCorrection, then: [PaymentTasks.decideCorrection], &decision, context)
        if payment.state == .failed {
            try require(facts.openPart != nil, else: .partNotOpen)
        }
        decision.change(
            facts.payment,
            .correctionRequested(
                .init(
                    payee: payee, account: account, requestedBy: person, reason: reason,
                    at: context.now)))
        decision.reason = reason
        return decision
    }
}

/// 审批账户更正: another person, never the one who asked nor the payment's maker. What was released
/// must be released anew; a payment that came back gets a successor.
package struct DecideCorrection: Command {
    package static let statement = CommandStatement<DecideCorrection>(
        "payments.decideCorrection", Words("审批账户更正", "Decide the correction"),
        Words(
            "由申请人和付款经办人以外的人审批；同意后须重新复核放款，被退回的付款另生成一笔",
            "Decided by neither the one who asked nor the maker; then released anew"),
        duties: ["4.2.4b", "1.3.3"], by: .held(by: .paymentReleaser, .claimsSupervisor),
        numbers: [.payment], on: .numbered(Payment.self, "payment", \.payment),
        fields: [
            .payment(\.payment), Field("agrees", \.agrees, Words("是否同意", "Agrees")),
            .reason(\.reason),
        ])

    package var payment = ""
    package var agrees = false
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> PaymentFacts {
        try PaymentFacts.gather(payment, context, transaction)
    }

    package func decide(_ facts: PaymentFacts, _ context: Context) throws(Refusal) -> Decision {
        let person = try facts.claim.actor(context)
        let payment = facts.payment.state
        try require(
            payment.correction?.requestedBy != person && payment.maker != person,
            else: .correctorIsMaker)
        var decision = Decision()
        decision.reason = reason
        try facts.take(
            .decideCorrection, finishing: [PaymentTasks.decideCorrection], &decision, context)
        guard agrees else {
            decision.change(facts.payment, .correctionRejected(by: person, reason: reason))
            return decision
        }
        decision.change(facts.payment, .correctionApproved(by: person, at: context.now))
        if payment.state == .failed {
            try succeed(payment, facts, &decision, context)
        } else if payment.state == .released {
            let sending = facts.work.filter {
                $0.kind == PaymentTasks.send || $0.kind == PaymentTasks.handOver
            }
            decision.withdraw(sending, reason: "corrected")
            decision.open(WorkItem.self, .opened(facts.item(PaymentTasks.release, context)))
        }
        return decision
    }

    /// The part of what came back is ordered again, to the corrected account.
    private func succeed(
        _ payment: Payment, _ facts: PaymentFacts, _ decision: inout Decision,
        _ context: Context
    ) throws(Refusal) {
        guard let request = payment.correction, let open = facts.openPart else {
            throw .partNotOpen
        }
        try facts.claim.takeOrder(&decision, context)
        var receiver = Payment.Receiver(payee: request.payee, account: request.account)
        receiver.method = payment.method
        receiver.role = payment.role
        receiver.mandate = payment.mandate
        receiver.invoice = payment.invoice
        receiver.party = payment.party
        let successor = Payment(
            id: context.id("payment"), number: context.number(.payment),
            of: facts.claim.claim.state, open.terms, to: receiver, replaces: payment.number,
            maker: request.requestedBy, at: context.now)
        Order(payment: successor, identity: payment.identity)
            .record(facts.claim, &decision, context)
        decision.reply = ["payment": .string(successor.number)]
    }
}

extension PaymentFacts {
    /// The part of a payment that came back, while nothing else pays it.
    var openPart: Claim.OpenPart? {
        claim.claim.openParts.first {
            $0.decision == payment.decision && $0.part.number == payment.part
                && payment.state.basis == .decision
        }
    }
}

extension Refusal {
    static let correctorIsMaker = Refusal(
        .forbidden, "payments.correctorIsMaker",
        Words(
            "申请人或付款经办人不得审批账户更正",
            "neither who asked for the correction nor who ordered the payment decides it"))
    static let correctedTooOften = Refusal(
        .conflict, "payments.correctedTooOften",
        Words(
            "该付款已更正多次，请撤销后重新下达", "it was corrected too often; stop it and order it anew"))
}
