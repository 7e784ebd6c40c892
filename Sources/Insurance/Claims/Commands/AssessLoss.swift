package import Kernel

/// 定损: states the loss item by item. A departure from the claimed amount is reasoned.
package struct AssessLoss: Command {
    package static let statement = CommandStatement<AssessLoss>(
        "claims.assessLoss", Words("定损", "Assess the loss"),
        Words("逐项核定损失金额，与索赔不同须说明理由", "State the loss item by item; every departure is reasoned"),
        duties: ["4.2.3a", "1.3.2", "1.3.3"], by: .held(by: .lossAssessor),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim),
            Field("items", \.items, Words("损失项目", "Items"), ListRule(min: 1, max: 200)),
        ])

    package var claim = ""
    package var items: [Assessment.Item] = []

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ClaimFacts {
        try ClaimFacts.gather(claim, context, transaction)
    }

    package func decide(_ facts: ClaimFacts, _ context: Context) throws(Refusal) -> Decision {
        let assessor = try facts.actor(context)
        for item in items { try check(item, facts.claim.state) }
        var decision = Decision()
        try facts.take(
            .assessLoss, finishing: [ClaimTasks.assess], then: [(ClaimTasks.verify, .lossVerifier)],
            &decision, context)
        decision.change(
            facts.claim,
            .lossAssessed(Assessment(items: items, assessor: assessor, assessedAt: context.now)))
        return decision
    }

    private func check(_ item: Assessment.Item, _ claim: Claim) throws(Refusal) {
        try require(claim.coverage(item.coverage) != nil, else: .coverageNotInClaim)
        let currencies = [item.claimed.currency, item.assessed.currency]
        try require(
            currencies.allSatisfy { $0 == claim.currency }, else: .otherCurrency(claim.currency))
        try require(
            item.claimed == item.assessed || item.departure?.isEmpty == false,
            else: .departureUnreasoned)
    }
}

/// 核损: another person verifies the assessment.
package struct VerifyLoss: Command {
    package static let statement = CommandStatement<VerifyLoss>(
        "claims.verifyLoss", Words("核损", "Verify the assessment"),
        Words("由另一人复核定损结果", "Another person verifies the assessment"),
        duties: ["4.2.3a", "1.3.3"], by: .held(by: .lossVerifier),
        on: .numbered(Claim.self, "claim", \.claim), fields: [.claim(\.claim)])

    package var claim = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ClaimFacts {
        try ClaimFacts.gather(claim, context, transaction)
    }

    package func decide(_ facts: ClaimFacts, _ context: Context) throws(Refusal) -> Decision {
        let verifier = try facts.actor(context)
        try require(facts.claim.assessment?.assessor != verifier, else: .verifierIsAssessor)
        var decision = Decision()
        try facts.take(
            .verifyLoss, finishing: [ClaimTasks.verify],
            then: [(ClaimTasks.adjust, .claimCalculator)], &decision, context)
        decision.change(facts.claim, .lossVerified(by: verifier, at: context.now))
        return decision
    }
}

/// Returns an assessment to be made again, with what is wrong.
package struct ReturnAssessment: Command {
    package static let statement = CommandStatement<ReturnAssessment>(
        "claims.returnAssessment", Words("退回定损", "Return the assessment"),
        Words("核损不通过，说明原因退回重新定损", "The assessment is returned with what is wrong with it"),
        duties: ["4.2.3a"], by: .held(by: .lossVerifier),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [.claim(\.claim), .reason(\.reason)])

    package var claim = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ClaimFacts {
        try ClaimFacts.gather(claim, context, transaction)
    }

    package func decide(_ facts: ClaimFacts, _ context: Context) throws(Refusal) -> Decision {
        let verifier = try facts.actor(context)
        try require(facts.claim.assessment?.assessor != verifier, else: .verifierIsAssessor)
        var decision = Decision()
        try facts.take(
            .returnAssessment, finishing: [ClaimTasks.verify],
            then: [(ClaimTasks.assess, .lossAssessor)], &decision, context)
        decision.change(facts.claim, .assessmentReturned(by: verifier, reason: reason))
        decision.reason = reason
        return decision
    }
}

extension Refusal {
    static let coverageNotInClaim = Refusal(
        .invalid, "claims.coverageNotInClaim",
        Words("该保单没有此项保险责任", "the policy has no such coverage"))
    static let departureUnreasoned = Refusal(
        .invalid, "claims.departureUnreasoned",
        Words(
            "定损与索赔金额不同，请填写理由", "the assessed amount differs from the claimed one; give the reason"))
    static let verifierIsAssessor = Refusal(
        .forbidden, "claims.verifierIsAssessor",
        Words("核损人不能是定损人", "the one who assessed the loss may not verify it"))
}
