import Kernel

/// The stretches of a claim that many stories share.
extension DemoTeller {
    /// What happened to whom.
    struct Loss {
        let product: String
        var skipping = 0
        let cause: ClaimWords.Cause
        let place: String
        let course: String
        let reporter: String
        let phone: String
        let coverage: String
        let item: String
        let claimed: String
        let documents: [String]
    }

    /// From the telephone to the assessed and verified loss. Returns the claim's number.
    mutating func openClaim(_ loss: Loss) async throws -> String {
        let policy = try await policyHeld(loss.product, skipping: loss.skipping)
        let notice = try await act(
            .claimsIntake, "claims.registerNotice",
            [
                "channel": "phone", "policy": .string(policy),
                "lossAt": .string(now.adding(seconds: -7_200).iso8601),
                "place": .string(loss.place), "cause": .string(loss.cause.rawValue),
                "course": .string(loss.course), "estimate": .string(loss.claimed),
                "reporterName": .string(loss.reporter), "reporterPhone": .string(loss.phone),
                "source": .string(source),
            ])
        let claim = try await act(
            .registrationClerk, "claims.registerClaim",
            [
                "notice": .string(notice.text("number") ?? ""), "reserve": .string(loss.claimed),
                "reason": "电话报案估损",
            ]
        ).text("number") ?? ""
        wait(days: 1)
        try await act(
            .claimsHandler, "claims.receiveDocuments",
            [
                "claim": .string(claim), "documents": .array(loss.documents.map(JSON.string)),
            ])
        try await assess(claim, loss.coverage, loss.item, loss.claimed)
        return claim
    }

    mutating func assess(
        _ claim: String, _ coverage: String, _ item: String, _ amount: String
    ) async throws {
        try await act(
            .lossAssessor, "claims.assessLoss",
            [
                "claim": .string(claim),
                "items": [
                    [
                        "coverage": .string(coverage), "description": .string(item),
                        "claimed": .string(amount), "assessed": .string(amount),
                    ]
                ],
            ])
        try await act(.lossVerifier, "claims.verifyLoss", ["claim": .string(claim)])
    }

    /// Proposed by a calculator and decided by an approver the day after.
    mutating func decide(_ claim: String, pays: Bool, _ reason: String, _ terms: String)
        async throws
    {
        try await act(
            .claimCalculator, "claims.proposeDecision",
            [
                "claim": .string(claim), "outcome": pays ? "pay" : "refuse",
                "coverage": [
                    "holds": .bool(pays), "reason": .string(reason), "terms": .string(terms),
                ],
                "amount": ["holds": true, "reason": "金额经核损确认", "terms": "赔偿处理"],
                "completeness": ["holds": true, "reason": "资料齐全", "terms": "索赔须知"],
            ])
        wait(days: 1)
        try await act(
            .claimsApprover, "claims.decide",
            ["claim": .string(claim), "reason": "同意处理意见"], not: ["E1006", "E1007"])
    }

    /// Ordered, released, sent, confirmed the day after, and closed.
    mutating func payAndClose(
        _ claim: String, _ payee: String, _ account: String, _ amount: String
    ) async throws {
        let payment = try await act(
            .paymentClerk, "payments.order",
            [
                "claim": .string(claim), "method": "bankTransfer", "payee": .string(payee),
                "account": .string(account), "isEntitled": true,
                // Large ones ask for it; the same paper is looked at for all of them.
                "identityDocument": "residentCard", "identityNumber": "99999919850101001X",
                "identitySource": "original",
            ]
        ).text("payment") ?? ""
        try await act(.paymentReleaser, "payments.release", ["payment": .string(payment)])
        try await act(.paymentClerk, "payments.sendBatch", ["currency": "CNY"])
        wait(days: 1)
        try await act(
            .paymentClerk, "payments.confirm",
            [
                "payment": .string(payment), "reference": .string("DEMO-\(payment)"),
                "amount": .string(amount),
            ])
        try await act(.claimsHandler, "claims.close", ["claim": .string(claim)])
    }

    mutating func archive(_ claim: String, _ place: String) async throws {
        try await act(
            .claimsHandler, "archives.archive",
            ["claim": .string(claim), "place": .string(place)])
    }
}
