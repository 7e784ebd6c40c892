import Kernel

/// 追尾: a simple collision from the telephone to the voucher, kept on time.
enum RearEndCollision: DemoStory {
    static let name = "rearEndCollision"
    static let beginsDaysBefore = 30

    static func tell(_ teller: inout DemoTeller) async throws {
        let policy = try await teller.policyInForce("AUTO")
        let notice = try await teller.act(
            .claimsIntake, "claims.registerNotice",
            [
                "channel": "phone", "policy": .string(policy),
                "lossAt": .string(teller.now.adding(seconds: -5_400).iso8601),
                "place": "杭州市西湖区文三路与学院路口", "cause": "collision",
                "course": "等红灯时被后车追尾，后保险杠受损", "estimate": "3200.00 CNY",
                "reporterName": "张晓明", "reporterPhone": "13800001234",
                "source": .string(teller.source),
            ])
        let claim = try await teller.act(
            .registrationClerk, "claims.registerClaim",
            [
                "notice": .string(notice.text("number") ?? ""), "reserve": "3200.00 CNY",
                "reason": "电话报案估损",
            ]
        ).text("number") ?? ""
        try await teller.act(
            .claimsHandler, "claims.recordContact",
            [
                "notice": .string(notice.text("number") ?? ""), "channel": "phone",
                "outcome": "reached", "note": "已告知理赔流程和所需资料，客户次日送交",
            ])
        try await assess(claim, &teller)
        try await pay(claim, &teller)
    }

    private static func assess(_ claim: String, _ teller: inout DemoTeller) async throws {
        try await teller.act(
            .claimsHandler, "claims.receiveDocuments",
            [
                "claim": .string(claim),
                "documents": ["claimForm", "licence", "invoice", "police"],
            ])
        try await teller.act(
            .lossAssessor, "claims.assessLoss",
            [
                "claim": .string(claim),
                "items": [
                    [
                        "coverage": "damage", "description": "后保险杠更换与喷漆",
                        "claimed": "3200.00 CNY", "assessed": "3000.00 CNY",
                        "departure": "工时按本地维修价格核减",
                    ]
                ],
            ])
        try await teller.act(.lossVerifier, "claims.verifyLoss", ["claim": .string(claim)])
        try await teller.act(
            .claimCalculator, "claims.proposeDecision",
            [
                "claim": .string(claim), "outcome": "pay",
                "coverage": ["holds": true, "reason": "碰撞属于保险责任", "terms": "第一章第六条"],
                "amount": [
                    "holds": true, "reason": "核定 3000 元，扣除免赔额 500 元", "terms": "第一章第六条",
                ],
                "completeness": ["holds": true, "reason": "资料齐全", "terms": "索赔须知"],
            ])
    }

    private static func pay(_ claim: String, _ teller: inout DemoTeller) async throws {
        teller.wait(days: 1)
        try await teller.act(
            .claimsApprover, "claims.decide", ["claim": .string(claim), "reason": "同意赔付"],
            not: ["E1006"])
        try await teller.act(
            .claimsHandler, "claims.deliverDecision",
            [
                "claim": .string(claim), "channel": "phone",
                "note": "已告知赔付 2500 元及免赔额的计算，客户无异议",
            ])
        let payment = try await teller.act(
            .paymentClerk, "payments.order",
            [
                "claim": .string(claim), "method": "bankTransfer", "payee": "张晓明",
                "account": "6222021234567890128", "isEntitled": true,
            ]
        ).text("payment") ?? ""
        try await teller.act(
            .paymentReleaser, "payments.release", ["payment": .string(payment)])
        try await teller.act(.paymentClerk, "payments.sendBatch", ["currency": "CNY"])
        teller.wait(days: 1)
        try await teller.act(
            .paymentClerk, "payments.confirm",
            [
                "payment": .string(payment), "reference": .string("DEMO-\(payment)"),
                "amount": "2500.00 CNY",
            ])
        try await teller.act(.claimsHandler, "claims.close", ["claim": .string(claim)])
    }
}
