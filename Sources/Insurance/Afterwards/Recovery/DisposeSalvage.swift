package import Kernel

/// 损余估价.
package struct AppraiseSalvage: Command {
    package static let statement = CommandStatement<AppraiseSalvage>(
        "recoveries.appraise", Words("损余估价", "Appraise the salvage"),
        Words("登记损余物资的估价及依据", "What the salvage is worth, and by which document"),
        duties: ["1.3.3"], by: .held(by: .claimsHandler, .claimsSupervisor),
        on: .numbered(Recovery.self, "recovery", \.recovery),
        fields: [
            .recovery(\.recovery),
            Field("amount", \.amount, Words("估价", "Appraised value"), 0...Coverage.largest),
            Field("document", \.document, Words("估价依据", "Document"), .line(120)),
        ])

    package var recovery = ""
    package var amount = Money(minor: 0)
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
        try require(amount.currency == currency, else: .otherCurrency(currency))
        try require(facts.line.kind == .salvage, else: .onlyForSalvage)
        let staff = try facts.actor(context)
        var decision = Decision()
        try facts.take(.appraise, RecoveryWorkflow.main, &decision, context)
        decision.change(
            facts.line,
            .appraised(.init(amount: amount, document: document, by: staff, at: context.now)))
        return decision
    }
}

/// 变卖损余: by another person than who appraised it; below the appraisal only with a reason. What
/// the adjudication deducted belongs to the insured and is not sold for the insurer.
package struct SellSalvage: Command {
    package static let statement = CommandStatement<SellSalvage>(
        "recoveries.sell", Words("变卖损余", "Sell the salvage"),
        Words(
            "由估价人以外的人员变卖；低于估价须说明理由；残值已扣减的归被保险人，不得变卖",
            "By another person than who appraised it; below the appraisal with a reason; never "
                + "what was deducted"),
        duties: ["1.3.3"], by: .held(by: .claimsHandler, .claimsSupervisor),
        on: .numbered(Recovery.self, "recovery", \.recovery),
        fields: [
            .recovery(\.recovery),
            Field("price", \.price, Words("成交价", "Price"), 1...Coverage.largest),
            Field(
                "buyer", \.buyer, Words("买受人", "Buyer"),
                PersonalRule(.name, of: "buyer", max: 80)),
            Field(
                "reason", optional: \.reason,
                Words("低于估价的理由", "Why below the appraisal"), .line(300)),
        ])

    package var recovery = ""
    package var price = Money(minor: 0)
    package var buyer = Personal()
    package var reason: String?

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
        try require(price.currency == currency, else: .otherCurrency(currency))
        guard let buyer = buyer.sealed else { throw .nameMissing }
        try require(facts.line.kind == .salvage, else: .onlyForSalvage)
        let staff = try facts.actor(context)
        var decision = Decision()
        try facts.take(.sell, RecoveryWorkflow.main, &decision, context)
        try require(!facts.line.isDeducted, else: .salvageDeducted)
        guard let appraisal = facts.line.appraisal else { throw .notAppraised }
        try require(appraisal.by != staff, else: .sellerAppraised)
        try require(
            price.minor >= appraisal.amount.minor || reason != nil, else: .belowAppraisal)
        decision.change(facts.line, .sold(price: price, buyer: buyer, at: context.now))
        decision.reason = reason
        return decision
    }
}

/// 损余归被保险人: only what the adjudication deducted, so that its value counts once.
package struct HandOverSalvage: Command {
    package static let statement = CommandStatement<HandOverSalvage>(
        "recoveries.handOver", Words("损余归被保险人", "Leave the salvage to the insured"),
        Words(
            "残值已在理算中扣减的，损余归被保险人，不再计入追偿",
            "What the calculation deducted stays with the insured and is counted nowhere else"),
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
        try require(facts.line.kind == .salvage, else: .onlyForSalvage)
        let staff = try facts.actor(context)
        var decision = Decision()
        try facts.take(
            .handOver, RecoveryWorkflow.main, finishing: [AfterwardsTasks.pursue], &decision,
            context)
        try require(facts.line.isDeducted, else: .salvageNotDeducted)
        decision.change(facts.line, .closed(.handedOver, by: staff, at: context.now))
        return decision
    }
}

extension Refusal {
    static let onlyForSalvage = Refusal(
        .conflict, "recoveries.onlyForSalvage",
        Words("仅损余物资可估价、变卖或归被保险人", "only salvage is appraised, sold or left to the insured"))
    static let salvageDeducted = Refusal(
        .conflict, "recoveries.salvageDeducted",
        Words("残值已在理算中扣减，损余归被保险人，请办理「损余归被保险人」",
            "its value was deducted from the payment: it belongs to the insured; hand it over"))
    static let salvageNotDeducted = Refusal(
        .conflict, "recoveries.salvageNotDeducted",
        Words("残值未在理算中扣减，归被保险人将重复得利，请变卖或更正理算",
            "its value was not deducted: leaving it would pay it twice; sell it"))
    static let notAppraised = Refusal(
        .conflict, "recoveries.notAppraised", Words("请先估价", "have it appraised first"))
    static let sellerAppraised = Refusal(
        .forbidden, "recoveries.sellerAppraised",
        Words("估价人不得变卖，请由他人办理", "whoever appraised it may not sell it; ask a colleague"))
    static let belowAppraisal = Refusal(
        .invalid, "recoveries.belowAppraisal",
        Words("成交价低于估价，请说明理由", "the price lies below the appraisal: give the reason"))
}
