package import Kernel

/// Proposes an edition of a product's adjudication rules: what goes to a panel, what a rule may
/// decide, and what counts as a risk flag.
package struct ProposeRules: Command {
    package static let statement = CommandStatement<ProposeRules>(
        "claims.proposeRules", Words("提交核赔规则", "Propose adjudication rules"),
        Words(
            "提交某产品的会商、规则核赔和风险标记标准，须另一人发布",
            "Propose when a product's claims go to a panel or are decided by rule; "
                + "a second person publishes it"),
        duties: ["4.2.3a", "4.2.3b", "1.3.4"], by: .held(by: .claimsSupervisor),
        fields: [
            Field("product", \.product, Words("产品代码", "Product code"), .line(40)),
            Field(
                "panelAbove", optional: \.panelAbove, Words("赔付会商起点", "Panel above, paying"),
                0...Coverage.largest),
            Field(
                "refusalPanelAbove", optional: \.refusalPanelAbove,
                Words("拒赔会商起点", "Panel above, refusing"), 0...Coverage.largest),
            Field(
                "panelForComplex", \.panelForComplex,
                Words("复杂案件会商", "Panel for complex claims")),
            Field(
                "straightThroughUpTo", optional: \.straightThroughUpTo,
                Words("规则核赔上限", "Decided by rule up to"), 1...Coverage.largest,
                help: Words(
                    "不填则不由规则核赔；还须授予规则相应权限",
                    "Nothing is decided by rule when left out; the rule also needs authority")),
            Field(
                "samplePermille", optional: \.samplePermille,
                Words("事后抽查（千分比）", "Checked afterwards, permille"), 0...1000),
            Field(
                "earlyLossDays", optional: \.earlyLossDays, Words("短期出险天数", "Early loss, days"),
                1...3650),
            Field(
                "lateNoticeDays", optional: \.lateNoticeDays, Words("迟延报案天数", "Late notice, days"),
                0...3650),
            Field(
                "manyClaims", optional: \.manyClaims, Words("一年内索赔次数", "Claims in a year"),
                2...1000),
            .reason(\.reason),
        ])

    package var product = ""
    package var panelAbove: Money?
    package var refusalPanelAbove: Money?
    package var panelForComplex = true
    package var straightThroughUpTo: Money?
    package var samplePermille: Int64?
    package var earlyLossDays: Int64?
    package var lateNoticeDays: Int64?
    package var manyClaims: Int64?
    package var reason = ""

    package struct Facts: Sendable {
        let product: Loaded<Product>?
        let earlier: Loaded<AdjudicationRules>?
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        try Facts(
            product: Product.newest(product, transaction),
            earlier: AdjudicationRules.newest(product, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let maker = context.principal.staff else { throw .notYourPost }
        guard let product = facts.product?.state else { throw .noSuch(Product.title) }
        let currency = product.coverages.first?.limit.currency ?? .cny
        let amounts = [panelAbove, refusalPanelAbove, straightThroughUpTo].compactMap(\.self)
        try require(
            amounts.allSatisfy { $0.currency == currency }, else: .otherCurrency(currency))
        let rules = AdjudicationRules(
            id: context.id("rules"), product: self.product,
            edition: (facts.earlier?.edition ?? 0).addingClamped(1),
            panel: PanelRule(
                largeAbove: panelAbove, refusalAbove: refusalPanelAbove,
                complexClaims: panelForComplex),
            straightThrough: straightThroughUpTo.map {
                .init(upTo: $0, samplePermille: samplePermille ?? 100)
            },
            risk: risk, reason: reason, by: maker, at: context.now)
        var decision = Decision()
        decision.open(AdjudicationRules.self, .proposed(rules))
        decision.reason = reason
        decision.reply = ["rules": .string(rules.number)]
        return decision
    }

    private var risk: ClaimRisk {
        var risk = ClaimRisk()
        risk.earlyLossDays = earlyLossDays ?? risk.earlyLossDays
        risk.lateNoticeDays = lateNoticeDays ?? risk.lateNoticeDays
        risk.manyClaims = manyClaims ?? risk.manyClaims
        return risk
    }
}

/// Publishes a proposed edition of rules; never by who proposed it.
package struct PublishRules: Command {
    package static let statement = CommandStatement<PublishRules>(
        "claims.publishRules", Words("发布核赔规则", "Publish adjudication rules"),
        Words("由提交人以外的人核对后发布", "A person other than the proposer checks and publishes it"),
        duties: ["4.2.3a", "4.2.3b"], by: .held(by: .claimsSupervisor, .executive),
        on: .numbered(AdjudicationRules.self, "rules", \.rules),
        fields: [
            Field(
                "rules", \.rules, Words("规则版本", "Edition of the rules"), .line(60),
                help: Words("如 AUTO/2", "Such as AUTO/2"))
        ])

    package var rules = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<AdjudicationRules> {
        try transaction.subject(rules, context)
    }

    package func decide(
        _ rules: Loaded<AdjudicationRules>, _ context: Context
    ) throws(Refusal) -> Decision {
        guard let person = context.principal.staff else { throw .notYourPost }
        try require(rules.state.state == .proposed, else: .publishedAlready)
        try require(rules.proposedBy != person, else: .publisherIsProposer)
        return Decision(changing: rules, .published(by: person, at: context.now))
    }
}
