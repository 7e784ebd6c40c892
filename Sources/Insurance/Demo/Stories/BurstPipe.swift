import Kernel

/// 水管爆裂: a home claim that lay too long on one desk. The decision came late, and the breach was
/// explained, the person who had held it heard, and a training decided. The late report of progress
/// is still to be explained.
enum BurstPipe: DemoStory {
    static let name = "burstPipe"
    static let beginsDaysBefore = 62

    static func tell(_ teller: inout DemoTeller) async throws {
        let claim = try await open(&teller)
        try await teller.take(ClaimTasks.assess, of: claim, as: .lossAssessor)
        teller.wait(days: 22)
        try await teller.sweep()
        try await decide(claim, &teller)
        try await account(claim, &teller)
    }

    private static func open(_ teller: inout DemoTeller) async throws -> String {
        let policy = try await teller.policyInForce("HOME", skipping: 6)
        let notice = try await teller.act(
            .claimsIntake, "claims.registerNotice",
            [
                "channel": "phone", "policy": .string(policy),
                "lossAt": .string(teller.now.adding(seconds: -7_200).iso8601),
                "place": "杭州市拱墅区湖墅南路某小区 3 幢 1102 室", "cause": "burstPipe",
                "course": "厨房水管夜间爆裂，地板和橱柜被泡", "estimate": "8600.00 CNY",
                "reporterName": "沈丽华", "reporterPhone": "13900005678",
                "source": .string(teller.source),
            ]
        ).text("number") ?? ""
        try await teller.act(
            .claimsHandler, "claims.recordContact",
            [
                "notice": .string(notice), "channel": "phone", "outcome": "reached",
                "note": "已告知先行止损并拍照留存，约定次日上门",
            ])
        let claim = try await teller.act(
            .registrationClerk, "claims.registerClaim",
            ["notice": .string(notice), "reserve": "8600.00 CNY", "reason": "电话报案估损"]
        ).text("number") ?? ""
        try await teller.act(
            .claimsHandler, "claims.receiveDocuments",
            ["claim": .string(claim), "documents": ["claimForm", "lossList", "photos"]])
        return claim
    }

    private static func decide(_ claim: String, _ teller: inout DemoTeller) async throws {
        try await teller.act(
            .lossAssessor, "claims.assessLoss",
            [
                "claim": .string(claim),
                "items": [
                    [
                        "coverage": "contents", "description": "地板与橱柜",
                        "claimed": "8600.00 CNY", "assessed": "7900.00 CNY",
                        "departure": "橱柜按使用年限折旧",
                    ]
                ],
            ])
        try await teller.act(.lossVerifier, "claims.verifyLoss", ["claim": .string(claim)])
        try await teller.act(
            .claimCalculator, "claims.proposeDecision",
            [
                "claim": .string(claim), "outcome": "pay",
                "coverage": ["holds": true, "reason": "水管爆裂属于保险责任", "terms": "第六条"],
                "amount": ["holds": true, "reason": "扣除免赔额 500 元", "terms": "第六条"],
                "completeness": ["holds": true, "reason": "资料齐全", "terms": "索赔须知"],
            ])
        try await teller.act(
            .claimsApprover, "claims.decide", ["claim": .string(claim), "reason": "同意赔付"],
            not: ["E1006"])
        try await teller.act(
            .claimsHandler, "claims.deliverDecision",
            [
                "claim": .string(claim), "channel": "phone",
                "note": "已就处理迟延致歉，并告知赔付金额及折旧的计算",
            ])
    }

    /// 追责: cause, statement and decision.
    private static func account(_ claim: String, _ teller: inout DemoTeller) async throws {
        let number = try await teller.breach(of: .decision, in: claim).number
        try await teller.act(
            .claimsSupervisor, "breaches.explain",
            [
                "breach": .string(number), "cause": "company",
                "explanation": "案件领取后未及时定损，期间既未转办也未告知主管",
            ])
        let breach = try await teller.breach(of: .decision, in: claim)
        if let person = breach.explanation?.responsible {
            try await teller.act(
                as: person, "breaches.state",
                ["breach": .string(number), "text": "当月台风案件集中，本案排期靠后，未及时提出转办"])
        }
        try await teller.act(
            .executive, "breaches.decide",
            [
                "breach": .string(number), "measure": "training",
                "reason": "首次超时，参加时效管理培训，并调整定损排班",
            ])
    }
}
