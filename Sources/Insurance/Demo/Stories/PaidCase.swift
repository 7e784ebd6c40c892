import Kernel

/// What the stories of the payment desk share: a claim from the telephone to the decision to pay.
struct PaidCase {
    var product: String
    var skipping = 0
    var place: String
    var cause: String
    var course: String
    var reporter: String
    var phone: String
    var documents: [String]
    /// Coverage, what it is, and the amount found, of which nothing is departed from.
    var items: [(coverage: String, description: String, amount: String)]
    var reserve: String
    var terms: String

    /// Tells it and returns the claim's number.
    func decided(_ teller: inout DemoTeller) async throws -> String {
        let claim = try await registered(&teller)
        let papers = JSON.array(documents.map(JSON.string))
        try await teller.act(
            .claimsHandler, "claims.receiveDocuments",
            ["claim": .string(claim), "documents": papers])
        try await teller.act(
            .lossAssessor, "claims.assessLoss",
            [
                "claim": .string(claim),
                "items": .array(
                    items.map {
                        [
                            "coverage": .string($0.coverage),
                            "description": .string($0.description),
                            "claimed": .string($0.amount), "assessed": .string($0.amount),
                        ]
                    }),
            ])
        try await teller.act(.lossVerifier, "claims.verifyLoss", ["claim": .string(claim)])
        try await teller.act(
            .claimCalculator, "claims.proposeDecision",
            [
                "claim": .string(claim), "outcome": "pay",
                "coverage": finding("属于保险责任"), "amount": finding("金额经核损确认"),
                "completeness": finding("资料齐全"),
            ])
        teller.wait(days: 1)
        try await teller.act(
            .claimsApprover, "claims.decide", ["claim": .string(claim), "reason": "同意赔付"])
        return claim
    }

    private func registered(_ teller: inout DemoTeller) async throws -> String {
        let policy = try await teller.policyInForce(product, skipping: skipping)
        let notice = try await teller.act(
            .claimsIntake, "claims.registerNotice",
            [
                "channel": "phone", "policy": .string(policy),
                "lossAt": .string(teller.now.adding(seconds: -7_200).iso8601),
                "place": .string(place), "cause": .string(cause), "course": .string(course),
                "reporterName": .string(reporter), "reporterPhone": .string(phone),
                "source": .string(teller.source),
            ])
        return try await teller.act(
            .registrationClerk, "claims.registerClaim",
            [
                "notice": .string(notice.text("number") ?? ""), "reserve": .string(reserve),
                "reason": "电话报案估损",
            ]
        ).text("number") ?? ""
    }

    private func finding(_ reason: String) -> JSON {
        ["holds": true, "reason": .string(reason), "terms": .string(terms)]
    }
}

extension DemoTeller {
    /// Releases, sends and confirms, in that order.
    mutating func pay(_ payments: [(number: String, amount: String)]) async throws {
        for payment in payments {
            try await act(
                .paymentReleaser, "payments.release", ["payment": .string(payment.number)])
        }
        try await act(.paymentClerk, "payments.sendBatch", ["currency": "CNY"])
        wait(days: 1)
        for payment in payments {
            try await act(
                .paymentClerk, "payments.confirm",
                [
                    "payment": .string(payment.number),
                    "reference": .string("DEMO-\(payment.number)"),
                    "amount": .string(payment.amount),
                ])
        }
    }
}
