package import Kernel

/// 发函追索: interrupts the limitation, which then runs anew to the day given.
package struct DemandRecovery: Command {
    package static let statement = CommandStatement<DemandRecovery>(
        "recoveries.demand", Words("发函追索", "Demand"),
        Words(
            "向对方提出履行请求，时效中断并重新起算",
            "Ask for it in writing: the limitation is interrupted and runs anew"),
        duties: ["1.3.3", "4.3.2a"], by: .held(by: .claimsHandler, .claimsSupervisor),
        on: .numbered(Recovery.self, "recovery", \.recovery),
        fields: [
            .recovery(\.recovery),
            Field("document", \.document, Words("函件编号", "Letter"), .line(120)),
            Field("limitation", \.limitation, Words("新的时效届满日", "New last day")),
        ])

    package var recovery = ""
    package var document = ""
    package var limitation = Day(number: 0)

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> SideLineFacts<Recovery> {
        try SideLineFacts.gather(recovery, context, transaction, starting: [.recoveryLimitation])
    }

    package func decide(
        _ facts: SideLineFacts<Recovery>, _ context: Context
    ) throws(Refusal) -> Decision {
        try require(
            limitation > facts.time.day(of: context.now), else: .limitationPassed)
        var decision = Decision()
        try facts.take(.demand, RecoveryWorkflow.main, &decision, context)
        try require(!facts.line.state.isBarred, else: .recoveryBarred)
        try require(facts.line.kind != .salvage, else: .notForSalvage)
        decision.change(
            facts.line,
            .demanded(.init(document: document, limitation: limitation, at: context.now)))
        try decision.startLimitation(until: limitation, facts.time, facts.line.state, context)
        return decision
    }
}

/// 登记追偿费用.
package struct RecordRecoveryCost: Command {
    package static let statement = CommandStatement<RecordRecoveryCost>(
        "recoveries.recordCost", Words("登记追偿费用", "Record a cost of the recovery"),
        Words("登记律师费、拍卖费等，与回款分列", "A lawyer's or auctioneer's cost, apart from receipts"),
        duties: ["1.3.3"], keeps: .evidence, by: .held(by: .claimsHandler, .claimsSupervisor),
        on: .numbered(Recovery.self, "recovery", \.recovery),
        fields: [
            .recovery(\.recovery),
            Field("amount", \.amount, Words("金额", "Amount"), 1...Coverage.largest),
            Field("what", \.what, Words("费用名称", "What for"), .line(120)),
        ])

    package var recovery = ""
    package var amount = Money(minor: 0)
    package var what = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> SideLineFacts<Recovery> {
        try SideLineFacts.gather(recovery, context, transaction)
    }

    package func decide(
        _ facts: SideLineFacts<Recovery>, _ context: Context
    ) throws(Refusal) -> Decision {
        let currency = facts.line.expected.currency
        try require(amount.currency == currency, else: .otherCurrency(currency))
        try require(facts.line.costs.count < 100, else: .tooManyEntries)
        var decision = Decision()
        try facts.take(.recordCost, RecoveryWorkflow.main, &decision, context)
        decision.change(
            facts.line, .costRecorded(.init(amount: amount, what: what, at: context.now)))
        return decision
    }
}

/// 被保险人与第三者和解: recorded with what the law makes of it (保险法 第61条).
package struct RecordSettlement: Command {
    package static let statement = CommandStatement<RecordSettlement>(
        "recoveries.recordSettlement",
        Words("登记被保险人和解", "Record the insured's settlement"),
        Words(
            "赔付前放弃的，追偿权消灭；赔付后未经同意放弃的无效",
            "A waiver before the payment ends the claim; after it, without consent, it is void"),
        duties: ["1.3.3"], by: .held(by: .claimsHandler, .claimsSupervisor),
        on: .numbered(Recovery.self, "recovery", \.recovery),
        fields: [
            .recovery(\.recovery),
            Field("waives", \.waives, Words("放弃向第三者索赔", "The insured releases them")),
            Field("beforePayment", \.beforePayment, Words("在赔付之前", "Before the payment")),
            Field("consented", \.consented, Words("经保险人同意", "With the insurer's consent")),
            Field(
                "received", \.received, Words("被保险人已获赔偿", "What the insured received"),
                0...Coverage.largest),
            Field("document", \.document, Words("依据文件", "Document"), .line(120)),
        ])

    package var recovery = ""
    package var waives = false
    package var beforePayment = false
    package var consented = false
    package var received = Money(minor: 0)
    package var document = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> SideLineFacts<Recovery> {
        try SideLineFacts.gather(recovery, context, transaction)
    }

    package func decide(
        _ facts: SideLineFacts<Recovery>, _ context: Context
    ) throws(Refusal) -> Decision {
        let currency = facts.line.expected.currency
        try require(received.currency == currency, else: .otherCurrency(currency))
        try require(facts.line.settlements.count < 20, else: .tooManyEntries)
        var decision = Decision()
        try facts.take(.recordSettlement, RecoveryWorkflow.main, &decision, context)
        let settlement = Recovery.Settlement(
            waives: waives, beforePayment: beforePayment, consented: consented,
            received: received, document: document, at: context.now)
        decision.change(facts.line, .settledByInsured(settlement))
        decision.reply = ["bars": .bool(settlement.bars)]
        return decision
    }
}

extension Recovery {
    /// Whether the insured released the third party in a way that ends the insurer's claim.
    var isBarred: Bool { settlements.contains(where: \.bars) }
}

extension Refusal {
    static let recoveryBarred = Refusal(
        .conflict, "recoveries.barred",
        Words("被保险人已有效放弃对第三者的请求权，请提出核销，并依保险法第61条处理赔款",
            "the insured validly released the third party; propose to write it off, and see "
                + "Insurance Law 61 for what was paid"))
    static let notForSalvage = Refusal(
        .conflict, "recoveries.notForSalvage",
        Words("损余物资不发函追索，请估价后变卖或归被保险人", "salvage is not demanded: appraise it, then sell it"))
    static let tooManyEntries = Refusal(
        .conflict, "recoveries.tooManyEntries",
        Words("登记条数已达上限，请合并登记", "too many entries; put several together"))
}
