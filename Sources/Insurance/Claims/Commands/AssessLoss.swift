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

    package struct Facts: Sendable {
        let claim: ClaimFacts
        /// The price lists that the items name and that hold today, by their codes.
        let prices: [String: PriceList]
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let claim = try ClaimFacts.gather(self.claim, context, transaction)
        var prices: [String: PriceList] = [:]
        for code in Set(items.compactMap { $0.listCode }).sorted() {
            prices[code] = try PriceList.holding(
                code, claim.claim.branch, on: claim.time.day(of: context.now), transaction)
        }
        return Facts(claim: claim, prices: prices)
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let assessor = try facts.claim.actor(context)
        let claim = facts.claim.claim.state
        var priced: [Assessment.Item] = []
        for item in items {
            try check(item, claim)
            priced.append(try price(item, claim, facts.prices))
        }
        var decision = Decision()
        try facts.claim.take(
            .assessLoss, finishing: [ClaimTasks.assess], then: [(ClaimTasks.verify, .lossVerifier)],
            &decision, context)
        decision.change(
            facts.claim.claim,
            .lossAssessed(Assessment(items: priced, assessor: assessor, assessedAt: context.now)))
        return decision
    }

    private func check(_ item: Assessment.Item, _ claim: Claim) throws(Refusal) {
        try require(claim.coverage(item.coverage) != nil, else: .coverageNotInClaim)
        let currencies = [item.claimed, item.assessed, item.salvage].compactMap { $0?.currency }
        try require(
            currencies.allSatisfy { $0 == claim.currency }, else: .otherCurrency(claim.currency))
        let takesOff = (item.depreciationPermille ?? 0) > 0 || (item.salvage?.minor ?? 0) > 0
        try require(
            item.claimed == item.assessed && !takesOff || item.departure?.isEmpty == false,
            else: .departureUnreasoned)
    }

    /// The item with what the library says of it. Above the list price it needs a reason.
    private func price(
        _ item: Assessment.Item, _ claim: Claim, _ prices: [String: PriceList]
    ) throws(Refusal) -> Assessment.Item {
        guard let code = item.price else { return item }
        guard let list = item.listCode.flatMap({ prices[$0] }),
            let listed = list.price(
                of: String(code.dropFirst(list.code.count + 1)), item.quantity ?? 1)
        else { throw .priceUnknown(code) }
        try require(listed.currency == claim.currency, else: .otherCurrency(claim.currency))
        try require(
            item.assessed.minor <= listed.minor || item.priceDeparture?.isEmpty == false,
            else: .aboveListPrice(listed))
        var priced = item
        priced.listed = listed
        return priced
    }
}

extension Assessment.Item {
    /// The list that its price is looked up in: what stands before the slash.
    var listCode: String? {
        price.flatMap { code in code.firstIndex(of: "/").map { String(code[..<$0]) } }
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
    static func priceUnknown(_ code: String) -> Refusal {
        Refusal(
            .invalid, "claims.priceUnknown",
            Words(
                "价格库中没有 \(code)，编码应为“价格库/编码”",
                "no price list in force names \(code); write LIST/ITEM"))
    }

    static func aboveListPrice(_ listed: Money) -> Refusal {
        Refusal(
            .invalid, "claims.aboveListPrice",
            Words(
                "定损高于价格库（\(listed)），请说明理由",
                "the assessed amount exceeds the list price (\(listed)); give the reason"))
    }

    static let verifierIsAssessor = Refusal(
        .forbidden, "claims.verifierIsAssessor",
        Words("核损人不能是定损人", "the one who assessed the loss may not verify it"))
}
