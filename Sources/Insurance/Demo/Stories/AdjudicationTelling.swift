import Kernel

/// What the stories of adjudication have in common: reported, registered, complete.
extension DemoTeller {
    /// A policy under `product` that began at least `days` ago, so that its loss is no early one.
    func policyHeld(_ product: String, days: Int = 60, skipping: Int = 0) async throws -> String {
        let latest = today.adding(days: -days).description
        let day = today.description
        return try await door.dispatcher.database.read { reader in
            let row = try reader.rows(
                """
                SELECT number FROM policy WHERE product = \(product)
                    AND inception <= \(latest) AND expiry >= \(day)
                ORDER BY number LIMIT 1 OFFSET \(skipping)
                """
            ).first
            guard let row else { throw Refusal.noSuch(Policy.title) }
            return try row.text("number")
        }
    }

    /// Reported and registered: the claim's number.
    mutating func register(
        _ policy: String, _ cause: String, _ place: String, _ course: String, _ reporter: String,
        reserve: String, items: JSON = .null
    ) async throws -> String {
        let notice = try await act(
            .claimsIntake, "claims.registerNotice",
            [
                "channel": "phone", "policy": .string(policy),
                "lossAt": .string(now.adding(seconds: -7_200).iso8601), "place": .string(place),
                "cause": .string(cause), "course": .string(course), "estimate": .string(reserve),
                "reporterName": .string(reporter), "reporterPhone": "13900004321",
                "source": .string(source),
            ])
        let claim = try await act(
            .registrationClerk, "claims.registerClaim",
            [
                "notice": .string(notice.text("number") ?? ""), "reserve": .string(reserve),
                "reason": "电话报案估损", "items": items,
            ])
        return claim.text("number") ?? ""
    }

    mutating func receive(_ claim: String, _ documents: [String]) async throws {
        try await act(
            .claimsHandler, "claims.receiveDocuments",
            ["claim": .string(claim), "documents": .array(documents.map(JSON.string))])
    }

    /// Assessed by one and verified by another.
    mutating func assess(_ claim: String, _ items: JSON) async throws {
        wait(days: 1)
        try await act(
            .lossAssessor, "claims.assessLoss", ["claim": .string(claim), "items": items])
        try await act(.lossVerifier, "claims.verifyLoss", ["claim": .string(claim)])
    }

    mutating func propose(
        _ claim: String, _ outcome: String, coverage: (Bool, String), amount: String,
        terms: String, _ more: JSON.Object = [:]
    ) async throws {
        var fields: JSON.Object = [
            "claim": .string(claim), "outcome": .string(outcome),
            "coverage": [
                "holds": .bool(coverage.0), "reason": .string(coverage.1), "terms": .string(terms),
            ],
            "amount": ["holds": true, "reason": .string(amount), "terms": .string(terms)],
            "completeness": ["holds": true, "reason": "资料齐全", "terms": "索赔须知"],
        ]
        for member in more.members { fields[member.name] = member.value }
        try await act(.claimCalculator, "claims.proposeDecision", .object(fields))
    }

    /// A panel of three: the first of them chairs, who is against it has a dissent on record.
    mutating func discuss(
        _ claim: String, _ votes: [(number: String, agrees: Bool, words: String)], minutes: String
    ) async throws {
        let panel = try await act(
            .panelSecretary, "claims.convenePanel",
            [
                "claim": .string(claim), "members": .array(votes.map { .string($0.number) }),
                "chair": .string(votes[0].number), "quorum": 2, "binding": true,
                "castingVote": true,
            ]
        ).text("number") ?? ""
        wait(minutes: 90)
        for vote in votes {
            try await actAs(
                vote.number, "panels.giveOpinion",
                ["panel": .string(panel), "opinion": .string(vote.words)])
            try await actAs(
                vote.number, "panels.vote",
                [
                    "panel": .string(panel), "choice": vote.agrees ? "agree" : "against",
                    "dissent": vote.agrees ? .null : .string(vote.words),
                ])
        }
        try await actAs(
            votes[0].number, "panels.close",
            ["panel": .string(panel), "minutes": .string(minutes)])
    }
}
