package import Kernel

/// 对账: compares one line of a bank's statement with what is on record. What agrees is confirmed or
/// recorded as returned; what does not becomes a difference with an owner. The same line again
/// changes nothing.
package struct ReconcileLine: Command {
    package static let statement = CommandStatement<ReconcileLine>(
        "payments.reconcileLine", Words("核对银行流水", "Compare a line of the bank's statement"),
        Words(
            "按付款号或银行流水号与付款逐笔核对：相符的确认到账或登记退票，不符的生成差异待办",
            "Match by payment number or bank reference: confirm, record as returned, or open a "
                + "difference"),
        duties: ["4.2.4a", "4.2.4b", "4.2.4c"], keeps: .drive, by: .held(by: .paymentClerk),
        numbers: [.voucher, .difference],
        fields: [
            Field("statement", \.sheet, Words("对账单号", "Statement"), .line(60)),
            Field("line", \.line, Words("行号", "Line"), .line(60)),
            Field("reference", \.reference, Words("银行流水号", "Bank reference"), .line(80)),
            Field("payment", optional: \.payment, Words("付款号", "Payment number"), .line(40)),
            Field("amount", \.amount, Words("金额", "Amount"), 1...Coverage.largest),
            Field("result", \.result, Words("结果", "Result")),
            Field("code", optional: \.code, Words("退回原因", "Kind of reason")),
            Field("reason", optional: \.reason, Words("退回说明", "The bank's words"), .line(200)),
        ])

    package var sheet = ""
    package var line = ""
    package var reference = ""
    package var payment: String?
    package var amount = Money(minor: 0)
    package var result = BankLine.Booking.paid
    package var code: ReturnReason?
    package var reason: String?

    package init() {}

    package struct Facts: Sendable {
        var known: Loaded<BankLine>?
        var payment: PaymentFacts?
        /// The payment that already has this bank reference.
        var holder: String?
        var candidates: [String] = []
        let time: CaseTime
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let time = try CaseTime.load(
            of: nil, starting: [.reconciliation], scopes: ["*"], calendar: ClaimClocks.calendar,
            transaction)
        if let known = try ReconciliationStore.line(sheet, line, transaction) {
            return Facts(known: known, time: time)
        }
        let number = try ReconciliationStore.payment(payment, reference: reference, transaction)
        return try Facts(
            payment: number.map { try PaymentFacts.gather($0, context, transaction) },
            holder: ReconciliationStore.holder(of: reference, transaction),
            candidates: number == nil
                ? ReconciliationStore.candidates(amount, transaction) : [],
            time: time)
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        if let known = facts.known { return try repeated(known.state) }
        var decision = Decision()
        let finding = finding(facts)
        switch finding {
        case .confirm(let payment):
            try payment.confirm(reference: reference, amount, &decision, context)
        case .fail(let payment):
            let words = reason ?? (code ?? .other).title.zh
            try payment.fail(
                .init(code: code ?? .other, reason: words, at: context.now), &decision, context)
        case .already, .differs: break
        }
        try record(finding, facts, &decision, context)
        return decision
    }

    /// The same line again: nothing changes. Another content under its name is refused.
    private func repeated(_ known: BankLine) throws(Refusal) -> Decision {
        try require(
            known.reference == reference && known.amount == amount && known.result == result,
            else: .bankLineChanged)
        var decision = Decision()
        decision.reply = [
            "outcome": .string(known.outcome.rawValue), "alreadyCompared": true,
            "difference": known.difference.map(JSON.string) ?? .null,
        ]
        return decision
    }

    private enum Finding {
        case confirm(PaymentFacts)
        case fail(PaymentFacts)
        case already(BankLine.Outcome)
        case differs(ReconciliationDifference.Kind)

        var outcome: BankLine.Outcome {
            switch self {
            case .confirm: .confirmed
            case .fail: .returned
            case .already(let outcome): outcome
            case .differs: .difference
            }
        }
    }

    private func finding(_ facts: Facts) -> Finding {
        guard let found = facts.payment else { return .differs(.unknown) }
        let payment = found.payment.state
        let isSame = payment.amount == amount
        switch (result, payment.state) {
        case (.paid, .sent):
            if facts.holder != nil { return .differs(.duplicate) }
            return isSame ? .confirm(found) : .differs(.amountDiffers)
        case (.paid, .confirmed):
            let isKnown = payment.bankReference == reference && isSame
            return isKnown ? .already(.alreadyConfirmed) : .differs(.duplicate)
        case (.returned, .sent), (.returned, .confirmed):
            return isSame ? .fail(found) : .differs(.amountDiffers)
        case (.returned, .failed):
            return isSame ? .already(.alreadyReturned) : .differs(.amountDiffers)
        default: return .differs(.unexpected)
        }
    }

    private func record(
        _ finding: Finding, _ facts: Facts, _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        var number: String?
        if case .differs = finding { number = context.number(.difference) }
        let line = BankLine(
            id: context.id("line"), statement: sheet, line: line, reference: reference,
            amount: amount, result: result, payment: facts.payment?.payment.number,
            outcome: finding.outcome, difference: number, by: context.principal.text,
            at: context.now)
        decision.open(BankLine.self, .compared(line))
        decision.reply["outcome"] = .string(finding.outcome.rawValue)
        guard case .differs(let kind) = finding, let number else { return }
        let difference = ReconciliationDifference(
            id: context.id("difference"), number: number, kind, of: line,
            expected: facts.payment?.payment.amount, candidates: facts.candidates)
        let subject = CaseReference(difference)
        try decision.take(
            ReconciliationWorkflow.main.rule(.find).clocks, facts.time, of: subject,
            step: ReconciliationWorkflow.Step.find.title, context)
        decision.open(ReconciliationDifference.self, .opened(difference))
        decision.open(
            WorkItem.self,
            .opened(PaymentTasks.item(PaymentTasks.resolveDifference, of: subject, context)))
        decision.reply["difference"] = .string(number)
        decision.reply["kind"] = .string(kind.rawValue)
    }
}

extension NumberSeries {
    package static let difference = NumberSeries("RCD")
}

extension Refusal {
    static let bankLineChanged = Refusal(
        .conflict, "payments.bankLineChanged",
        Words(
            "该对账单的这一行此前内容不同，请核对对账单",
            "this line of the statement was different before; check the statement"))
}
