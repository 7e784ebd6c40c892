import Kernel

/// 一次性告知: a stay in hospital whose papers are asked for once and completely. The promise to
/// decide stands still from the proven delivery to the last paper, and the claim is approved.
enum MedicalPapers: DemoStory {
    static let name = "medicalPapers"
    static let beginsDaysBefore = 26

    static func tell(_ teller: inout DemoTeller) async throws {
        let policy = try await teller.policyInForce("MEDICAL", skipping: 1)
        let notice = try await teller.act(
            .serviceAgent, "claims.registerNotice",
            [
                "channel": "phone", "policy": .string(policy),
                "lossAt": .string(teller.now.adding(seconds: -6 * 86_400).iso8601),
                "place": "杭州市第一人民医院", "cause": "illness",
                "course": "急性阑尾炎住院手术，现已出院", "estimate": "46000.00 CNY",
                "reporterName": "周佩兰", "reporterPhone": "13800005678", "relation": "本人",
                "source": .string(teller.source),
            ])
        let claim = try await teller.act(
            .registrationClerk, "claims.registerClaim",
            [
                "notice": .string(notice.text("number") ?? ""), "reserve": "46000.00 CNY",
                "reason": "按住院费用清单估计",
                "items": [
                    [
                        "coverage": "inpatient", "description": "住院手术费用",
                        "claimed": "46000.00 CNY",
                    ]
                ],
            ]
        ).text("number") ?? ""
        try await papers(claim, &teller)
        try await decide(claim, &teller)
    }

    private static func papers(_ claim: String, _ teller: inout DemoTeller) async throws {
        try await teller.act(
            .claimsHandler, "claims.receiveDocuments",
            ["claim": .string(claim), "documents": ["claimForm"]])
        let request = try await teller.act(
            .claimsHandler, "documents.request",
            ["claim": .string(claim), "documents": ["discharge", "receipts", "settlement"]]
        ).text("number") ?? ""
        teller.wait(days: 2)
        try await teller.act(
            .claimsHandler, "documents.proveDelivery",
            [
                "request": .string(request), "means": "courier",
                "evidence": "快递 SF1120045577 本人签收",
                "deliveredAt": .string(teller.now.adding(seconds: -7_200).iso8601),
            ])
        teller.wait(days: 5)
        try await teller.act(
            .claimsHandler, "claims.receiveDocuments",
            ["claim": .string(claim), "documents": ["discharge", "receipts"]])
        teller.wait(days: 2)
        try await teller.act(
            .claimsHandler, "claims.receiveDocuments",
            ["claim": .string(claim), "documents": ["settlement"]])
    }

    private static func decide(_ claim: String, _ teller: inout DemoTeller) async throws {
        try await teller.act(
            .lossAssessor, "claims.assessLoss",
            [
                "claim": .string(claim),
                "items": [
                    [
                        "coverage": "inpatient", "description": "住院手术费用",
                        "claimed": "46000.00 CNY", "assessed": "24800.00 CNY",
                        "departure": "扣除医保已报销部分",
                    ]
                ],
            ])
        try await teller.act(.lossVerifier, "claims.verifyLoss", ["claim": .string(claim)])
        try await teller.act(
            .claimCalculator, "claims.proposeDecision",
            [
                "claim": .string(claim), "outcome": "pay",
                "coverage": ["holds": true, "reason": "住院手术属于保险责任", "terms": "第七条"],
                "amount": ["holds": true, "reason": "扣除免赔额 10000 元", "terms": "第七条第二款"],
                "completeness": ["holds": true, "reason": "资料已一次补齐", "terms": "第二十一条"],
            ])
        try await teller.act(
            .claimsApprover, "claims.decide", ["claim": .string(claim), "reason": "同意赔付"],
            not: ["E1007"])
    }
}
