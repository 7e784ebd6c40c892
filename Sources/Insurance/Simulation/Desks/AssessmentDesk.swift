import Kernel

/// 定损: what the claimant asks for, item by item, or the reserve where no application said it.
struct AssessmentDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) throws -> [Errand] {
        guard let claim = file.claim?.state, claim.state == .registered else { return [] }
        var items: [JSON] = []
        for (coverage, description, claimed) in asked(claim, &round.chances) {
            items.append(item(coverage, description, claimed, &round.chances))
        }
        return [
            Errand(
                who, "claims.assessLoss",
                ["claim": .string(claim.number), "items": .array(items)])
        ]
    }

    private func asked(_ claim: Claim, _ chances: inout Chances) -> [(String, String, Money)] {
        if !claim.claimedItems.isEmpty, claim.reopenings == 0 {
            return claim.claimedItems.map { ($0.coverage, $0.description, $0.claimed) }
        }
        let coverages = claim.coverages.prefix(2)
        guard let coverage = chances.pick(Array(coverages)) else { return [] }
        let loss = chances.chance(40) ? Money(minor: 5_000, claim.currency) : claim.reserve
        return [(coverage.code, coverage.zh, loss)]
    }

    private func item(
        _ coverage: String, _ description: String, _ claimed: Money, _ chances: inout Chances
    ) -> JSON {
        var assessed = claimed
        if claimed.minor > 0, !chances.chance(550) {
            assessed = Money(
                minor: claimed.minor / 100 * chances.between(50...98), claimed.currency)
        }
        return [
            "coverage": .string(coverage), "description": .string(description),
            "claimed": .string(claimed.description), "assessed": .string(assessed.description),
            "departure": assessed == claimed ? .null : "按市场价格和现场查勘核减",
        ]
    }
}

/// 核损: another person verifies, and sometimes returns it.
struct VerificationDesk: Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> {
        Set([file.claim?.assessment?.assessor].compactMap(\.self))
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        if round.chances.chance(60) {
            let fields: JSON = ["claim": .string(file.card.number), "reason": "配件价格缺少依据，请补充"]
            return [Errand(who, "claims.returnAssessment", fields)]
        }
        return [Errand(who, "claims.verifyLoss", ["claim": .string(file.card.number)])]
    }
}
