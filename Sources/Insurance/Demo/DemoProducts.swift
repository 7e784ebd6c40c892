import Kernel

/// What the demo insurer sells.
package struct DemoProduct: Sendable {
    let code: String
    let name: Words
    let line: LineOfBusiness
    let currency: Currency
    /// Code, names, limit and deductible in whole units, deductible rate, terms.
    let coverages: [(String, Words, Int64, Int64, Int64, String)]
    let documents: [(String, Words)]
    let simpleUpTo: Int64
    let complexAbove: Int64

    /// How often it is sold, of a thousand.
    let share: Int

    static let all = [motor, home, accident, medical, motorAbroad]

    private static let motor = DemoProduct(
        code: "AUTO", name: Words("家庭自用机动车综合保险", "Private motor insurance"), line: .motor,
        currency: .cny,
        coverages: [
            ("damage", Words("机动车损失", "Own damage"), 180_000, 500, 0, "第一章第六条"),
            ("liability", Words("第三者责任", "Third-party liability"), 1_000_000, 0, 0, "第二章第二十条"),
            ("occupants", Words("车上人员责任", "Occupants"), 50_000, 0, 0, "第三章第三十八条"),
        ],
        documents: [
            ("claimForm", Words("索赔申请书", "Claim form")),
            ("licence", Words("驾驶证与行驶证", "Driving and vehicle licence")),
            ("invoice", Words("修理发票", "Repair invoice")),
            ("police", Words("事故责任认定书", "Accident report of the police")),
        ],
        simpleUpTo: 5_000, complexAbove: 100_000, share: 520)

    private static let home = DemoProduct(
        code: "HOME", name: Words("家庭财产综合保险", "Home contents and building"), line: .property,
        currency: .cny,
        coverages: [
            ("building", Words("房屋主体", "Building"), 2_000_000, 1_000, 0, "第五条"),
            ("contents", Words("室内财产", "Contents"), 200_000, 500, 0, "第六条"),
            ("burglary", Words("盗抢", "Burglary"), 50_000, 200, 100, "第九条"),
        ],
        documents: [
            ("claimForm", Words("索赔申请书", "Claim form")),
            ("lossList", Words("损失清单", "List of the loss")),
            ("photos", Words("现场照片", "Photographs")),
        ],
        simpleUpTo: 3_000, complexAbove: 100_000, share: 180)

    private static let accident = DemoProduct(
        code: "ACCIDENT", name: Words("个人意外伤害保险", "Personal accident"), line: .accident,
        currency: .cny,
        coverages: [
            ("disability", Words("意外伤残", "Accidental disability"), 500_000, 0, 0, "第四条第一款"),
            ("treatment", Words("意外医疗", "Accident treatment"), 50_000, 100, 200, "第四条第二款"),
        ],
        documents: [
            ("claimForm", Words("索赔申请书", "Claim form")),
            ("records", Words("病历与诊断证明", "Medical records")),
            ("receipts", Words("医疗费用收据", "Medical receipts")),
        ],
        simpleUpTo: 3_000, complexAbove: 80_000, share: 150)

    private static let medical = DemoProduct(
        code: "MEDICAL", name: Words("个人住院医疗保险", "Hospital treatment"), line: .medical,
        currency: .cny,
        coverages: [
            ("inpatient", Words("住院医疗", "Inpatient treatment"), 2_000_000, 10_000, 0, "第七条"),
            ("outpatient", Words("特殊门诊", "Special outpatient treatment"), 200_000, 0, 200, "第八条"),
        ],
        documents: [
            ("claimForm", Words("索赔申请书", "Claim form")),
            ("discharge", Words("出院小结", "Discharge summary")),
            ("receipts", Words("医疗费用收据", "Medical receipts")),
            ("settlement", Words("医保结算单", "Statement of the basic insurance")),
        ],
        simpleUpTo: 5_000, complexAbove: 100_000, share: 120)

    private static let motorAbroad = DemoProduct(
        code: "AUTO-USD", name: Words("涉外机动车综合保险", "Motor insurance in US dollars"),
        line: .motor, currency: .usd,
        coverages: [
            ("damage", Words("机动车损失", "Own damage"), 60_000, 500, 0, "Section A"),
            ("liability", Words("第三者责任", "Third-party liability"), 300_000, 0, 0, "Section B"),
        ],
        documents: [
            ("claimForm", Words("索赔申请书", "Claim form")),
            ("invoice", Words("修理发票", "Repair invoice")),
        ],
        simpleUpTo: 1_000, complexAbove: 20_000, share: 30)

    /// Defines the products that are not there yet. Returns how many are new.
    package static func install(_ door: DemoDoor) async throws -> Int {
        var added = 0
        for product in all {
            let known = try await door.dispatcher.database.read { reader in
                try Product.newest(product.code, reader) != nil
            }
            if known { continue }
            try await door.perform(DefineProduct.self, product.fields)
            added += 1
        }
        return added
    }

    private var fields: JSON {
        func money(_ units: Int64) -> JSON {
            .string(Money(minor: units * 100, currency).description)
        }
        return [
            "code": .string(code), "zh": .string(name.zh), "en": .string(name.en),
            "line": .string(line.rawValue),
            "coverages": .array(
                coverages.map { code, name, limit, deductible, permille, terms in
                    [
                        "code": .string(code), "zh": .string(name.zh), "en": .string(name.en),
                        "limit": money(limit), "deductible": money(deductible),
                        "deductiblePermille": .integer(permille), "terms": .string(terms),
                    ]
                }),
            "documents": .array((asked + DemoProduct.forOthers).map(\.fieldJSON)),
            "simpleUpTo": money(simpleUpTo), "complexAbove": money(complexAbove),
            "noticeDays": 10,
        ]
    }

    /// What every claim needs, and what a cause asks for besides.
    private var asked: [RequiredDocument] {
        var asked = documents.map { RequiredDocument($0, $1) }
        for index in asked.indices where asked[index].code == "licence" {
            asked[index].validDays = 180
        }
        if line == .motor {
            var weather = RequiredDocument("weather", Words("气象证明", "Weather report"))
            weather.causes = [.lightning]
            asked.append(weather)
        }
        return asked
    }

    /// What somebody else than the insured has to prove.
    private static let forOthers: [RequiredDocument] = {
        var attorney = RequiredDocument("powerOfAttorney", Words("授权委托书", "Power of attorney"))
        attorney.claimants = [.agent]
        var relation = RequiredDocument("relationship", Words("关系证明", "Proof of relationship"))
        relation.claimants = [.heir, .beneficiary, .guardian]
        return [attorney, relation]
    }()

    /// The product that a chance chooses by its share.
    static func sold(_ chances: inout Chances) -> DemoProduct {
        var left = Int(chances.between(0...999))
        for product in all {
            left -= product.share
            if left < 0 { return product }
        }
        return motor
    }
}
