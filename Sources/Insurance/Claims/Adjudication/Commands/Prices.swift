package import Kernel

/// Proposes an edition of a price list. Nothing holds before a second person publishes it.
package struct ProposePrices: Command {
    package static let statement = CommandStatement<ProposePrices>(
        "claims.proposePrices", Words("提交价格库", "Propose a price list"),
        Words(
            "提交某地区配件、工时等价格的新版本，须另一人发布",
            "Propose an edition of prices for parts and labour; a second person publishes it"
        ),
        duties: ["4.2.3a", "1.3.3"], by: .held(by: .lossVerifier, .claimsSupervisor),
        fields: [
            Field("code", \.code, Words("价格库代码", "Code of the list"), .line(40)),
            Field(
                "branch", optional: \.branch, Words("机构", "Branch"), "branch",
                help: Words("不填即全部机构", "Every branch when left out")),
            Field("from", \.from, Words("生效日", "From")),
            Field("items", \.items, Words("价格", "Prices"), ListRule(min: 1, max: 1000)),
            Field("source", \.source, Words("来源", "Source"), .line(200)),
        ])

    package var code = ""
    package var branch: ID<Branch>?
    package var from = Day(number: 0)
    package var items: [PriceList.Item] = []
    package var source = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<PriceList>? {
        try PriceList.newest(code, branch, transaction)
    }

    package func decide(
        _ earlier: Loaded<PriceList>?, _ context: Context
    ) throws(Refusal) -> Decision {
        guard let maker = context.principal.staff else { throw .notYourPost }
        try require(Set(items.map(\.code)).count == items.count, else: .priceTwice)
        try require(
            Set(items.map(\.unitPrice.currency)).count == 1, else: .priceCurrencies)
        // The place of an item in a claim is LIST/ITEM.
        try require(!code.contains("/"), else: .priceListCode)
        let list = PriceList(
            id: context.id("prices"), code: code, branch: branch, from: from,
            edition: (earlier?.edition ?? 0).addingClamped(1), items: items, source: source,
            by: maker)
        var decision = Decision()
        decision.open(PriceList.self, .proposed(list))
        decision.reply = ["list": .string(list.id.text), "edition": .integer(list.edition)]
        return decision
    }
}

/// Publishes a proposed price list; never by who proposed it.
package struct PublishPrices: Command {
    package static let statement = CommandStatement<PublishPrices>(
        "claims.publishPrices", Words("发布价格库", "Publish a price list"),
        Words("由提交人以外的人核对后发布", "A person other than the proposer checks and publishes it"),
        duties: ["4.2.3a", "1.3.3"], by: .held(by: .claimsSupervisor, .executive),
        fields: [Field("list", \.list, Words("价格库", "Price list"), "price_list")])

    package var list = ID<PriceList>.blank

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<PriceList> {
        guard let found = try transaction.hold(list) else {
            throw Refusal.noSuch(PriceList.title)
        }
        return found
    }

    package func decide(
        _ list: Loaded<PriceList>, _ context: Context
    ) throws(Refusal) -> Decision {
        guard let person = context.principal.staff else { throw .notYourPost }
        try require(list.state.state == .proposed, else: .publishedAlready)
        try require(list.proposedBy != person, else: .publisherIsProposer)
        return Decision(changing: list, .published(by: person, at: context.now))
    }
}

extension Refusal {
    static let priceTwice = Refusal(
        .invalid, "claims.priceTwice", Words("价格编码重复", "a price code is used twice"))
    static let priceCurrencies = Refusal(
        .invalid, "claims.priceCurrencies",
        Words("同一价格库只能使用一种货币", "one price list uses one currency"))
    static let priceListCode = Refusal(
        .invalid, "claims.priceListCode",
        Words("价格库代码不能含“/”", "the code of a list must not hold a slash"))
    static let publishedAlready = Refusal(
        .conflict, "claims.publishedAlready",
        Words("该版本已发布，请提交新版本", "this edition is published; propose a new one"))
    static let publisherIsProposer = Refusal(
        .forbidden, "claims.publisherIsProposer",
        Words("提交人不能发布，请由另一人发布", "whoever proposed it may not publish it"))
}
