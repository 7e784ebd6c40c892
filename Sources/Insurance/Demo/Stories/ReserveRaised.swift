import Kernel

/// 准备金审批: a fall that proves worse than reported. The handler raises the reserve of one coverage
/// above the own authority, and the supervisor approves it. Left open for the office.
enum ReserveRaised: DemoStory {
    static let name = "reserveRaised"
    static let beginsDaysBefore = 15

    static func tell(_ teller: inout DemoTeller) async throws {
        let policy = try await teller.policyInForce("ACCIDENT", skipping: 3)
        let notice = try await teller.act(
            .claimsIntake, "claims.registerNotice",
            [
                "channel": "agent", "policy": .string(policy),
                "lossAt": .string(teller.now.adding(seconds: -86_400).iso8601),
                "place": "宁波市望江路工地", "cause": "fall",
                "course": "从脚手架跌落，腰椎骨折，已住院", "estimate": "20000.00 CNY",
                "reporterName": "孙丽华", "reporterPhone": "13800003456", "relation": "配偶",
                "source": .string(teller.source),
            ])
        let claim = try await teller.act(
            .registrationClerk, "claims.registerClaim",
            [
                "notice": .string(notice.text("number") ?? ""), "reserve": "20000.00 CNY",
                "reason": "按已发生医疗费估计",
                "items": [
                    [
                        "coverage": "treatment", "description": "住院治疗",
                        "claimed": "20000.00 CNY",
                    ]
                ],
            ]
        ).text("number") ?? ""
        teller.wait(days: 3)
        try await teller.act(
            .claimsHandler, "claims.changeReserve",
            [
                "claim": .string(claim), "coverage": "disability", "reserve": "150000.00 CNY",
                "reason": "主治医生预计构成八级伤残",
            ])
        teller.wait(days: 1)
        try await teller.act(
            .claimsSupervisor, "claims.approveReserve",
            ["claim": .string(claim), "approves": true, "reason": "伤残评估意见充分"])
    }
}
