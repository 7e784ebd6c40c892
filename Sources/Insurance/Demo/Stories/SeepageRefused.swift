import Kernel

/// 拒赔通知书: seepage over years is excluded; the refusal goes out with reasons, terms and the ways
/// of appeal, by registered mail, within the three days.
enum SeepageRefused: DemoStory {
    static let name = "seepageRefused"
    static let beginsDaysBefore = 22

    static func tell(_ teller: inout DemoTeller) async throws {
        let policy = try await teller.policyInForce("HOME", skipping: 4)
        let notice = try await teller.act(
            .claimsIntake, "claims.registerNotice",
            [
                "channel": "counter", "policy": .string(policy),
                "lossAt": .string(teller.now.adding(seconds: -2 * 86_400).iso8601),
                "place": "成都市丹桂路18号3幢1202室", "cause": "burstPipe",
                "course": "卫生间墙面渗水发霉，怀疑水管破裂", "estimate": "6800.00 CNY",
                "reporterName": "罗建国", "reporterPhone": "13800009012", "relation": "本人",
                "source": .string(teller.source),
            ])
        let claim = try await teller.act(
            .registrationClerk, "claims.registerClaim",
            [
                "notice": .string(notice.text("number") ?? ""), "reserve": "6800.00 CNY",
                "reason": "按报案估损计提",
            ]
        ).text("number") ?? ""
        try await refuse(claim, &teller)
        teller.wait(days: 1)
        let letter = try await teller.act(
            .claimsHandler, "claims.deliverRefusal", ["claim": .string(claim)]
        ).text("letter") ?? ""
        teller.wait(days: 2)
        try await teller.act(
            .claimsHandler, "letters.recordDelivery",
            [
                "letter": .string(letter), "means": "registeredMail",
                "evidence": "挂号信 XA33207791 签收", "deliveredAt": .string(teller.now.iso8601),
            ])
    }

    private static func refuse(_ claim: String, _ teller: inout DemoTeller) async throws {
        try await teller.act(
            .lossAssessor, "claims.assessLoss",
            [
                "claim": .string(claim),
                "items": [
                    [
                        "coverage": "building", "description": "卫生间墙面修复",
                        "claimed": "6800.00 CNY", "assessed": "5200.00 CNY",
                        "departure": "按市场价格核减",
                    ]
                ],
            ])
        try await teller.act(.lossVerifier, "claims.verifyLoss", ["claim": .string(claim)])
        try await teller.act(
            .claimCalculator, "claims.proposeDecision",
            [
                "claim": .string(claim), "outcome": "refuse",
                "coverage": [
                    "holds": false, "reason": "查勘确认为防水层老化长期渗漏，并非水管突然破裂，属于责任免除",
                    "terms": "第十条第（三）项",
                ],
                "amount": ["holds": true, "reason": "修复费用经核损", "terms": "第十五条"],
                "completeness": ["holds": false, "reason": "现场照片以查勘照片为准", "terms": "第二十条"],
            ])
        try await teller.act(
            .claimsApprover, "claims.decide", ["claim": .string(claim), "reason": "同意拒赔"],
            not: ["E1007"])
    }
}
