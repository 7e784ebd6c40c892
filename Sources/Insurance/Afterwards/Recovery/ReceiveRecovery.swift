package import Kernel

/// 登记回款: one receipt of the bank, once. Subrogation never brings more than was paid.
package struct ReceiveRecovery: Command {
    package static let statement = CommandStatement<ReceiveRecovery>(
        "recoveries.receive", Words("登记回款", "Record a receipt"),
        Words(
            "依据银行回单登记回款，同一流水号只登记一次；代位求偿所得不超过已付赔款",
            "By the bank's record, once for each reference; subrogation never more than was paid"),
        duties: ["4.2.4b"], keeps: .evidence, by: .held(by: .paymentClerk),
        on: .numbered(Recovery.self, "recovery", \.recovery),
        fields: [
            .recovery(\.recovery),
            Field("amount", \.amount, Words("金额", "Amount"), 1...Coverage.largest),
            Field("reference", \.reference, Words("银行流水号", "Bank reference"), .line(80)),
            Field("receivedOn", \.receivedOn, Words("到账日", "Received on")),
        ])

    package var recovery = ""
    package var amount = Money(minor: 0)
    package var reference = ""
    package var receivedOn = Day(number: 0)

    package struct Facts: Sendable {
        let recovery: SideLineFacts<Recovery>
        let others: [Loaded<Recovery>]
        let known: Loaded<RecoveryReceipt>?
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let facts = try SideLineFacts<Recovery>.gather(recovery, context, transaction)
        return try Facts(
            recovery: facts,
            others: AfterwardsStore.recoveries(of: facts.claim.number, transaction),
            known: AfterwardsStore.receipt(reference, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let recovery = facts.recovery.line.state
        let currency = recovery.expected.currency
        try require(amount.currency == currency, else: .otherCurrency(currency))
        try require(
            receivedOn <= facts.recovery.time.day(of: context.now), else: .receivedInFuture)
        if let known = facts.known {
            try require(
                known.recovery == recovery.number && known.amount == amount,
                else: .receiptKnown(known.claimNumber))
            return Decision.alreadyRecorded
        }
        var decision = Decision()
        try facts.recovery.take(.receive, RecoveryWorkflow.main, &decision, context)
        try staysWithinPaid(facts)
        decision.change(
            facts.recovery.line,
            .received(amount: amount, reference: reference, at: context.now))
        decision.change(
            facts.recovery.claim,
            .recovered(amount: amount, kind: recovery.kind, reference: reference, at: context.now))
        decision.open(
            RecoveryReceipt.self,
            .recorded(
                RecoveryReceipt(
                    id: context.id("receipt"), claim: recovery.claim,
                    claimNumber: recovery.claimNumber, recovery: recovery.number,
                    kind: recovery.kind, reference: reference, amount: amount,
                    receivedOn: receivedOn, recordedBy: context.principal.text,
                    at: context.now)))
        return decision
    }

    private func staysWithinPaid(_ facts: Facts) throws(Refusal) {
        let claim = facts.recovery.claim
        let (_, overflowed) = claim.recoveredMinor.addingReportingOverflow(amount.minor)
        try require(!overflowed, else: .recoveryTooLarge)
        let kind = facts.recovery.line.kind
        if kind == .salvage { return }
        let received = facts.others.filter { $0.kind == kind }
            .reduce(amount.minor) { $0.addingClamped($1.receivedMinor) }
        try require(received <= claim.paidMinor, else: .moreThanPaid)
    }
}

/// 追偿结束: everything that was expected has come.
package struct CloseRecovery: Command {
    package static let statement = CommandStatement<CloseRecovery>(
        "recoveries.close", Words("追偿结束", "Close the recovery"),
        Words(
            "预计金额全部收到后结束；不足部分须先批准放弃或核销",
            "Once everything expected has come; what is short is first waived or written off"),
        duties: ["1.3.3"], by: .held(by: .claimsHandler, .claimsSupervisor),
        on: .numbered(Recovery.self, "recovery", \.recovery), fields: [.recovery(\.recovery)])

    package var recovery = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> SideLineFacts<Recovery> {
        try SideLineFacts.gather(recovery, context, transaction)
    }

    package func decide(
        _ facts: SideLineFacts<Recovery>, _ context: Context
    ) throws(Refusal) -> Decision {
        let staff = try facts.actor(context)
        var decision = Decision()
        try facts.take(
            .close, RecoveryWorkflow.main, finishing: [AfterwardsTasks.pursue], &decision, context)
        let left = facts.line.outstanding
        try require(left.minor == 0, else: .stillOutstanding(left))
        decision.change(facts.line, .closed(.received, by: staff, at: context.now))
        return decision
    }
}

extension Refusal {
    static let receivedInFuture = Refusal(
        .invalid, "recoveries.receivedInFuture",
        Words("到账日不能晚于今天", "it cannot have been received after today"))

    static func stillOutstanding(_ left: Money) -> Refusal {
        Refusal(
            .conflict, "recoveries.outstanding",
            Words(
                "尚有 \(left) 未收到；不再追索的，请提出放弃或核销",
                "\(left) has not come; to stop here, propose to waive or write it off"))
    }
}
