import Kernel

/// 家庭火灾: contents insured for less than their value, worn and partly kept: a long calculation.
enum HomeFire: DemoStory {
    static let name = "homeFire"
    static let beginsDaysBefore = 26

    static func tell(_ teller: inout DemoTeller) async throws {
        let claim = try await teller.register(
            try await teller.policyHeld("HOME", skipping: 1), "fire", "杭州市拱墅区莫干山路 18 号 3 幢",
            "厨房电器短路起火，客厅家具和家电受损", "陈国强", reserve: "60000.00 CNY")
        try await teller.receive(claim, ["claimForm", "lossList", "photos"])
        try await teller.assess(
            claim,
            [
                item("实木家具一套", "60000.00 CNY", wear: 250, nil),
                item("电视、冰箱、空调", "40000.00 CNY", wear: 300, "1000.00 CNY"),
            ])
        try await teller.propose(
            claim, "pay", coverage: (true, "火灾属于保险责任"), amount: "不足额投保，按比例赔偿",
            terms: "第六条",
            [
                "adjustments": [
                    [
                        "coverage": "contents", "basis": "indemnity",
                        "insuredValue": "320000.00 CNY", "reason": "财产清单评估价值 32 万元",
                    ]
                ]
            ])
        teller.wait(days: 1)
        // (60,000 − 25 % + 40,000 − 30 % − 1,000) × 200,000 / 320,000 − 500 = 44,500.
        try await teller.act(
            .claimsSupervisor, "claims.decide", ["claim": .string(claim), "reason": "同意按比例赔付"])
    }

    private static func item(
        _ what: String, _ loss: String, wear: Int64, _ salvage: String?
    ) -> JSON {
        [
            "coverage": "contents", "description": .string(what), "claimed": .string(loss),
            "assessed": .string(loss), "depreciationPermille": .integer(wear),
            "salvage": salvage.map(JSON.string) ?? .null, "departure": "按使用年限折旧，残值归被保险人",
        ]
    }
}
