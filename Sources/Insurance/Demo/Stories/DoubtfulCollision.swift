import Kernel

/// 疑点车险: a handler finds the claim odd; a panel discusses it, one member dissents, it is paid.
enum DoubtfulCollision: DemoStory {
    static let name = "doubtfulCollision"
    static let beginsDaysBefore = 18

    static func tell(_ teller: inout DemoTeller) async throws {
        let claim = try await teller.register(
            try await teller.policyHeld("AUTO", skipping: 3), "collision", "成都市武侯区天府大道隧道内",
            "夜间撞隧道护栏，车头严重受损", "王志强", reserve: "48000.00 CNY")
        try await teller.act(
            .claimsHandler, "claims.doubt",
            ["claim": .string(claim), "reason": "报案地点与车载定位相距两公里，夜间单方事故"])
        try await teller.receive(claim, ["claimForm", "licence", "invoice", "police"])
        try await teller.assess(
            claim,
            [
                [
                    "coverage": "damage", "description": "车头总成、大灯、气囊",
                    "claimed": "48000.00 CNY", "assessed": "42000.00 CNY",
                    "departure": "旧痕不予计入",
                ]
            ])
        try await teller.propose(
            claim, "pay", coverage: (true, "碰撞属于保险责任，定位误差已由交警说明"),
            amount: "核定 42000 元，扣除免赔额", terms: "第一章第六条")
        try await teller.discuss(
            claim,
            [
                ("E1005", true, "交警认定书与损失部位一致"),
                ("E1004", true, "定位误差有合理解释"),
                ("E1001", false, "建议先做痕迹鉴定再赔付"),
            ], minutes: "到会三人，两人同意、一人反对并保留意见；结论：同意赔付。")
        teller.wait(days: 1)
        try await teller.act(
            .claimsSupervisor, "claims.decide", ["claim": .string(claim), "reason": "依会商结论同意赔付"])
    }
}
