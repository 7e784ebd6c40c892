package import Kernel

/// Sets a product, or a new edition of it: what is already registered keeps the edition it has.
package struct DefineProduct: Command {
    package static let statement = CommandStatement<DefineProduct>(
        "products.define", Words("定义产品", "Define a product"),
        Words(
            "新建产品或发布新版本；已立案件仍按原版本办理",
            "Set a product or a new edition of it; registered cases keep the edition they have"),
        by: .held(by: .executive, .underwritingSupervisor),
        fields: [
            Field("code", \.code, Words("产品代码", "Product code"), .line(40)),
            Field("zh", \.zh, Words("中文名称", "Name in Chinese"), .line(80)),
            Field("en", \.en, Words("英文名称", "Name in English"), .line(80)),
            Field("line", \.line, Words("险类", "Line of business")),
            Field(
                "coverages", \.coverages, Words("保险责任", "Coverages"), ListRule(min: 1, max: 50)),
            Field(
                "documents", \.documents, Words("索赔资料", "Documents a claim needs"),
                ListRule(max: 50)),
            Field(
                "simpleUpTo", \.simpleUpTo, Words("简易案件上限", "Simple up to"),
                0...Coverage.largest),
            Field(
                "complexAbove", \.complexAbove, Words("复杂案件起点", "Complex above"),
                0...Coverage.largest),
            Field(
                "answerDays", optional: \.answerDays,
                Words("补充资料期限（天）", "Days to answer a request for papers"), 5...365,
                help: Words("不填为 30 天", "30 when left out")),
            Field(
                "reopeningCap", optional: \.reopeningCap,
                Words("重开次数上限", "Reopenings at most"), 0...100),
            Field(
                "noticeDays", optional: \.noticeDays,
                Words("报案期限（天）", "Days to give notice"), 1...3650,
                help: Words("条款约定的出险后报案天数；不填为未约定",
                    "After the loss, as the terms say; left out when they do not")),
            Field(
                "reserveReviewDays", optional: \.reserveReviewDays,
                Words("准备金复核周期（天）", "Days until a reserve is looked at again"), 1...3650,
                help: Words("不填为 60 天", "60 when left out")),
        ])

    package var code = ""
    package var zh = ""
    package var en = ""
    package var line = LineOfBusiness.motor
    package var coverages: [Coverage] = []
    package var documents: [RequiredDocument] = []
    package var simpleUpTo = Money(minor: 0)
    package var complexAbove = Money(minor: 0)
    package var answerDays: Int64?
    package var reopeningCap: Int64?
    package var noticeDays: Int64?
    package var reserveReviewDays: Int64?

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<Product>? {
        try Product.newest(code, transaction)
    }

    package func decide(
        _ earlier: Loaded<Product>?, _ context: Context
    ) throws(Refusal) -> Decision {
        let codes = coverages.map(\.code)
        try require(Set(codes).count == codes.count, else: .coverageTwice)
        let papers = documents.map(\.code)
        try require(Set(papers).count == papers.count, else: .documentTwice)
        let named = Set(documents.flatMap { $0.coverages ?? [] })
        try require(named.isSubset(of: codes), else: .documentOfNoCoverage)
        try require(simpleUpTo.minor <= complexAbove.minor, else: .complexityOrder)
        let currencies = Set(coverages.flatMap { [$0.limit.currency, $0.deductible.currency] })
        try require(currencies.count == 1, else: .currenciesDiffer)
        let product = Product(
            id: context.id("product"), code: code, edition: (earlier?.edition ?? 0) + 1,
            name: Words(zh, en), line: line, coverages: coverages, documents: documents,
            simpleUpTo: simpleUpTo, complexAbove: complexAbove, answerDays: answerDays ?? 30,
            reopeningCap: reopeningCap, noticeDays: noticeDays,
            reserveReviewDays: reserveReviewDays)
        var decision = Decision()
        decision.open(Product.self, .defined(product))
        decision.reply = ["code": .string(code), "edition": .integer(product.edition)]
        return decision
    }
}

extension Refusal {
    static let coverageTwice = Refusal(
        .invalid, "products.coverageTwice",
        Words("保险责任代码重复", "a coverage code is used twice"))
    static let documentTwice = Refusal(
        .invalid, "products.documentTwice", Words("资料代码重复", "a document code is used twice"))
    static let documentOfNoCoverage = Refusal(
        .invalid, "products.documentOfNoCoverage",
        Words("资料适用的保险责任不在本产品内，请核对责任代码",
            "a document names a coverage the product does not have; check the code"))
    static let complexityOrder = Refusal(
        .invalid, "products.complexityOrder",
        Words("简易案件上限不能高于复杂案件起点", "a simple claim's ceiling lies above the floor of a complex one"))
    static let currenciesDiffer = Refusal(
        .invalid, "products.currenciesDiffer",
        Words("同一产品只能使用一种货币", "one product uses one currency"))
}
