package import Kernel

/// 产品: what the insurer sells, as far as a claim needs it: coverages with their limits and
/// deductibles, the papers a claim asks for, and how complex a claim is taken to be.
package enum Products {
    package static let commands: [any Command.Type] = [DefineProduct.self]
}

/// A line of business: clocks, authorities and competence are set per line.
package enum LineOfBusiness: String, ChoiceValue {
    case motor, property, accident, medical, life

    package var title: Words {
        switch self {
        case .motor: Words("机动车辆保险", "Motor")
        case .property: Words("财产保险", "Property")
        case .accident: Words("意外伤害保险", "Accident")
        case .medical: Words("医疗保险", "Medical")
        case .life: Words("人寿保险", "Life")
        }
    }
}

/// What a product promises to pay for.
package struct Coverage: FieldRecord, Codable, Hashable {
    package static let fields: [Field<Coverage>] = [
        Field("code", \.code, Words("责任代码", "Coverage code"), .line(40)),
        Field("zh", \.zh, Words("中文名称", "Name in Chinese"), .line(80)),
        Field("en", \.en, Words("英文名称", "Name in English"), .line(80)),
        Field("limit", \.limit, Words("限额", "Limit"), 0...Coverage.largest),
        Field("deductible", \.deductible, Words("免赔额", "Deductible"), 0...Coverage.largest),
        Field(
            "deductiblePermille", \.deductiblePermille,
            Words("免赔率（千分比）", "Deductible rate in permille"), 0...1000),
        Field("terms", \.terms, Words("条款依据", "Terms that grant it"), .line(120)),
        Field(
            "perPerson", optional: \.perPerson, Words("限额按人计算", "The limit is for each person"),
            help: Words(
                "否则同一事故的各赔案共用限额", "Otherwise the claims of one loss share it")),
    ]
    /// The largest amount in minor units that one field takes.
    package static let largest: Int64 = 100_000_000_000_00

    package var code = ""
    package var zh = ""
    package var en = ""
    package var limit = Money(minor: 0)
    package var deductible = Money(minor: 0)
    package var deductiblePermille: Int64 = 0
    package var terms = ""
    package var perPerson: Bool?

    package init() {}

    package var title: Words { Words(zh, en) }
}

/// A paper that a claim needs.
package struct RequiredDocument: FieldRecord, Codable, Hashable {
    package static let fields: [Field<RequiredDocument>] = [
        Field("code", \.code, Words("资料代码", "Document code"), .line(40)),
        Field("zh", \.zh, Words("中文名称", "Name in Chinese"), .line(80)),
        Field("en", \.en, Words("英文名称", "Name in English"), .line(80)),
        Field(
            "causes", optional: \.causes, Words("适用出险原因", "For these causes"), ListRule(max: 30),
            help: Words("不填则各种原因均需提供", "Every cause when left out")),
        Field(
            "claimants", optional: \.claimants, Words("适用索赔人", "For these claimants"),
            ListRule(max: 10), help: Words("不填则各类索赔人均需提供", "Every claimant when left out")),
        Field(
            "coverages", optional: \.coverages, Words("适用保险责任", "For these coverages"),
            ListRule(max: 50, each: .line(40)),
            help: Words("不填则各项责任均需提供", "Every coverage when left out")),
        Field(
            "validDays", optional: \.validDays, Words("留存有效天数", "Days a copy stays valid"),
            1...3660,
            help: Words(
                "有效期内公司已留存的，不得再向客户索要",
                "While the insurer holds a copy that young, it is not asked for again")),
    ]

    package var code = ""
    package var zh = ""
    package var en = ""
    package var causes: [ClaimWords.Cause]?
    package var claimants: [ClaimWords.Claimant]?
    package var coverages: [String]?
    package var validDays: Int64?

    package init() {}

    package init(_ code: String, _ title: Words) {
        self.code = code
        zh = title.zh
        en = title.en
    }

    package var title: Words { Words(zh, en) }
}

/// A product in one edition. A case pins the edition it was registered under.
package struct Product: ReferenceState {
    package enum Event: Sendable, Codable {
        case defined(Product)
    }

    package static let table = "product"
    package static let title = Words("产品", "product")

    package let id: ID<Product>
    package let code: String
    package let edition: Int64
    package let name: Words
    package let line: LineOfBusiness
    package let coverages: [Coverage]
    package let documents: [RequiredDocument]
    /// A claim whose reserve is at most this is simple.
    package let simpleUpTo: Money
    /// A claim whose reserve is above this is complex.
    package let complexAbove: Money
    /// How many days a customer has to answer the one request for papers.
    package var answerDays: Int64 = 30
    /// How often a claim is reopened at most, without an executive.
    package internal(set) var reopeningCap: Int64?
    /// Within how many days after the loss the terms ask for notice.
    package internal(set) var noticeDays: Int64?
    /// A reserve that nobody looked at for so many days is stale.
    package internal(set) var reserveReviewDays: Int64?

    package var columns: [(String, SQLValue)] {
        [("code", code.sql), ("edition", edition.sql), ("line", line.rawValue.sql)]
    }

    package static func opened(by event: Event) -> Product? {
        switch event {
        case .defined(let product): product
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .defined(let product): self = product
        }
    }

    package func coverage(_ code: String) -> Coverage? {
        coverages.first { $0.code == code }
    }

    /// The newest edition of a product, or `nil`.
    package static func newest(_ code: String, _ reader: any Reader) throws -> Loaded<Product>? {
        try reader.loadFirst(where: "code = \(code) ORDER BY edition DESC")
    }

    /// One edition of a product, or `nil`.
    package static func edition(
        _ edition: Int64, of code: String, _ reader: any Reader
    ) throws -> Loaded<Product>? {
        try reader.loadFirst(where: "code = \(code) AND edition = \(edition)")
    }
}
