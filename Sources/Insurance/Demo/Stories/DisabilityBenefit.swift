import Kernel

/// 意外伤残: a benefit of a fixed sum by the grade of disability, beside no indemnity limit.
enum DisabilityBenefit: DemoStory {
    static let name = "disabilityBenefit"
    static let beginsDaysBefore = 22

    static func tell(_ teller: inout DemoTeller) async throws {
        let claim = try await teller.register(
            try await teller.policyHeld("ACCIDENT"), "fall", "上海市杨浦区军工路工地宿舍",
            "下楼时踩空摔倒，右腕骨折，治疗终结后鉴定为十级伤残", "刘建华", reserve: "50000.00 CNY")
        try await teller.receive(claim, ["claimForm", "records", "receipts"])
        try await teller.assess(
            claim,
            [
                [
                    "coverage": "disability", "description": "十级伤残给付",
                    "claimed": "50000.00 CNY", "assessed": "50000.00 CNY",
                ]
            ])
        try await teller.propose(
            claim, "pay", coverage: (true, "意外伤害所致伤残"), amount: "十级伤残按保险金额 10% 给付",
            terms: "第四条第一款",
            [
                "adjustments": [
                    [
                        "coverage": "disability", "basis": "disability", "disabilityPercent": 10,
                        "reason": "《人身保险伤残评定标准》十级",
                    ]
                ]
            ])
        teller.wait(days: 1)
        try await teller.act(
            .claimsSupervisor, "claims.decide", ["claim": .string(claim), "reason": "同意给付"])
    }
}
