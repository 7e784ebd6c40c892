import Kernel

/// 一案两付: a liability claim divided between the repairer of the other car, who shows a written
/// authority, and the injured driver; both identities are checked.
enum TwoPayees: DemoStory {
    static let name = "twoPayees"
    static let beginsDaysBefore = 25

    static func tell(_ teller: inout DemoTeller) async throws {
        let claim = try await PaidCase(
            product: "AUTO", skipping: 9, place: "杭州市滨江区江南大道与江晖路口", cause: "collision",
            course: "转弯未让行，与直行轿车相撞，对方车辆受损、驾驶人手部擦伤", reporter: "陈国强",
            phone: "13800005678", documents: ["claimForm", "licence", "invoice", "police"],
            items: [
                ("liability", "第三者车辆左前门与翼子板修复", "6800.00 CNY"),
                ("liability", "第三者门诊医疗费", "3200.00 CNY"),
            ], reserve: "10000.00 CNY", terms: "第二章第二十条"
        ).decided(&teller)
        try await teller.act(
            .claimsHandler, "payments.divide",
            [
                "claim": .string(claim),
                "shares": [
                    ["title": "第三者车辆修理费", "role": "repairer", "amount": "6800.00 CNY"],
                    ["title": "第三者医疗费", "role": "thirdParty", "amount": "3200.00 CNY"],
                ],
            ])
        let repairer = try await teller.act(
            .paymentClerk, "payments.order",
            [
                "claim": .string(claim), "part": 1, "method": "bankTransfer",
                "payee": "杭州江南汽车维修有限公司", "account": "9999990123456789014",
                "isEntitled": true, "mandate": "第三者委托收款书 2025-016",
                "invoice": "25332000000118824", "identityDocument": "businessLicence",
                "identityNumber": "91330108MA2DEMO01X", "identitySource": "businessRegister",
            ]
        ).text("payment") ?? ""
        let injured = try await teller.act(
            .paymentClerk, "payments.order",
            [
                "claim": .string(claim), "part": 2, "method": "bankTransfer", "payee": "周文静",
                "account": "9999990123456789022", "isEntitled": true,
            ]
        ).text("payment") ?? ""
        try await teller.act(
            .paymentClerk, "payments.checkIdentity",
            [
                "payment": .string(injured), "document": "residentCard",
                "number": "99999919880412102X", "against": "policeRegister",
            ])
        try await teller.pay([(repairer, "6800.00 CNY"), (injured, "3200.00 CNY")])
        try await teller.act(.claimsHandler, "claims.close", ["claim": .string(claim)])
    }
}
