import Kernel

/// 意外受伤: the injured rider is visited; the next visit lies ahead.
enum InjuredRider: DemoStory {
    static let name = "injuredRider"
    static let beginsDaysBefore = 12

    static func tell(_ teller: inout DemoTeller) async throws {
        let policy = try await teller.policyInForce("ACCIDENT", skipping: 4)
        let claim = try await teller.register(
            [
                "channel": "agent", "policy": .string(policy),
                "lossAt": .string(teller.now.adding(seconds: -54_000).iso8601),
                "place": "上海市闵行区沪闵路", "cause": "trafficAccident",
                "course": "骑电动自行车被右转汽车刮倒，左小腿骨折，送医院手术",
                "estimate": "32000.00 CNY", "reporterName": "孙丽华", "relation": "配偶",
                "reporterPhone": "13601651234",
            ], reserve: "32000.00 CNY")
        try await teller.act(
            .claimsHandler, "claims.planInvestigation",
            ["claim": .string(claim), "reason": "涉及人伤，采纳规则建议"])
        teller.wait(days: 1)
        let record = try await teller.attach(
            DemoPaper.pdf("Discharge summary - fracture of the tibia"), "住院病历.pdf",
            .injuryRecord, to: claim, as: .investigator)
        try await teller.find(
            claim, "T1", "核对住院病历、影像与费用清单，诊断与受伤经过一致", record, as: .investigator)
        try await visit(claim, &teller)
    }

    private static func visit(_ claim: String, _ teller: inout DemoTeller) async throws {
        try await teller.act(
            .investigator, "claims.declareInterest",
            ["claim": .string(claim), "task": "T2", "hasNoInterest": true])
        try await teller.act(
            .investigator, "claims.recordInjuryVisit",
            [
                "claim": .string(claim), "task": "T2", "day": .string(teller.today.description),
                "condition": "左胫骨骨折术后第五天，神志清楚，家属陪护，预计住院两周",
                "nextVisit": .string(teller.today.adding(days: 14).description),
            ])
    }
}
