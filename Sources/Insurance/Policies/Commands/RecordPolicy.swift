package import Kernel

/// Records a policy issued elsewhere, so that losses under it can be reported.
package struct RecordPolicy: Command {
    package static let statement = CommandStatement<RecordPolicy>(
        "policies.record", Words("登记保单", "Record a policy"),
        Words("登记已承保的保单，供报案与理赔查询", "Record an issued policy, so that losses can be reported"),
        duties: ["2.3.3a"], by: .held(by: .underwritingIntake, .registrationClerk),
        fields: [
            Field("number", \.number, Words("保单号", "Policy number"), .line(60)),
            Field("product", \.product, Words("产品代码", "Product code"), .line(40)),
            Field(
                "holderName", \.holderName, Words("投保人姓名", "Policyholder's name"),
                PersonalRule(.name, of: "holder", max: 80, searchable: true)),
            Field(
                "holder", optional: \.holder, Words("客户编号", "Customer number"), .line(40),
                help: Words("已登记的客户", "A customer already recorded")),
            Field("inception", \.inception, Words("起保日", "Inception")),
            Field("expiry", \.expiry, Words("终保日", "Last day of cover")),
            Field(
                "overrides", optional: \.overrides, Words("个别约定", "Own limits and deductibles"),
                ListRule(max: 50)),
            Field(
                "seller", optional: \.seller, Words("销售人员工号", "Staff number of the seller"),
                .line(40)),
            Field("source", optional: \.source, Words("来源标识", "Source key"), .line(120)),
            Field(
                "remarks", optional: \.remarks, Words("导入提示", "Remarks of the import"),
                ListRule(max: 20, each: .line(60))),
        ])

    package var number = ""
    package var product = ""
    package var holderName = Personal()
    package var holder: String?
    package var inception = Day(number: 0)
    package var expiry = Day(number: 0)
    package var overrides: [CoverageOverride]?
    package var seller: String?
    package var source: String?
    package var remarks: [String]?

    package struct Facts: Sendable {
        let product: Loaded<Product>?
        let known: Loaded<Policy>?
        let seller: RosterEntry?
    }

    package init() {}

    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] {
        guard let holder, let customer: Loaded<Customer> = try reader.load(number: holder) else {
            return [:]
        }
        return ["holder": customer.person]
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        try Facts(
            product: Product.newest(product, transaction),
            known: transaction.load(number: number),
            seller: seller.flatMap { try RosterEntry.find(number: $0, transaction) })
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let product = facts.product else { throw .noSuch(Product.title) }
        if let known = facts.known { throw .alreadyRecorded(Policy.title, known.number) }
        try require(inception <= expiry, else: .periodReversed)
        let overrides = overrides ?? []
        try require(
            overrides.allSatisfy { product.state.coverage($0.code) != nil },
            else: .unknownCoverage)
        // A limit in another currency would mean another sum, and could not be added up.
        try require(overrides.allSatisfy { $0.isIn(product.state) }, else: .overrideCurrency)
        try require((seller == nil) == (facts.seller == nil), else: .noSuch(StaffRecord.title))
        guard let name = holderName.sealed else { throw .nameMissing }
        var policy = Policy(
            id: context.id("policy"), number: number, product: product.code,
            edition: product.edition, line: product.line, holder: name.person, holderName: name,
            inception: inception, expiry: expiry, overrides: overrides,
            branch: context.principal.branch, source: source, remarks: remarks ?? [])
        policy.seller = facts.seller?.id
        var decision = Decision()
        decision.open(Policy.self, .recorded(policy))
        decision.reply = ["number": .string(number)]
        return decision
    }
}

extension Refusal {
    static let periodReversed = Refusal(
        .invalid, "policies.periodReversed",
        Words("终保日早于起保日", "the last day of cover lies before the inception"))
    static let unknownCoverage = Refusal(
        .invalid, "policies.unknownCoverage",
        Words("产品没有该保险责任", "the product has no such coverage"))
    static let overrideCurrency = Refusal(
        .invalid, "policies.overrideCurrency",
        Words(
            "个别约定的币种与产品不同，请按产品币种填写",
            "an own limit or deductible is not in the product's currency; give it in that one"))
}
