package import Kernel

/// 疑点: what somebody who works on a claim finds odd. It routes the claim and explains why; it
/// never refuses anything.
package struct Doubt: Sendable, Codable, Equatable {
    package let by: ID<StaffMember>
    package let reason: String
    package let at: Moment
}

/// 风险标记: facts of a claim that ask for a person's eye. Pure: nothing here denies a claim.
package struct ClaimRisk: Sendable, Codable, Equatable {
    package enum Kind: String, ChoiceValue {
        case earlyLoss, lateNotice, manyClaims, nearLimit, conflictingData, doubted

        package var title: Words {
            switch self {
            case .earlyLoss: Words("投保后短期出险", "Loss soon after inception")
            case .lateNotice: Words("迟延报案", "Late notice")
            case .manyClaims: Words("一年内多次索赔", "Several claims in a year")
            case .nearLimit: Words("金额接近限额", "Amount near the limit")
            case .conflictingData: Words("资料前后不一致", "Conflicting data")
            case .doubted: Words("人工标记疑点", "Doubted by a person")
            }
        }
    }

    package struct Flag: Sendable, Codable, Equatable {
        package let kind: Kind
        package let explanation: Words
    }

    package var earlyLossDays: Int64 = 30
    package var lateNoticeDays: Int64 = 10
    /// This many claims under the policy in twelve months, with this one.
    package var manyClaims: Int64 = 3
    /// The share of a coverage's limit from which an amount counts as near it.
    package var nearLimitPermille: Int64 = 900

    package init() {}

    /// What is looked at.
    package struct Facts: Sendable {
        let claim: Claim
        let notice: Notice?
        let inception: Day?
        /// Claims under the same policy with a loss in the twelve months before, without this one.
        let earlierClaims: Int64
    }

    package func flags(_ facts: Facts) -> [Flag] {
        [
            early(facts), late(facts), many(facts), near(facts), conflicting(facts),
            doubted(facts.claim),
        ].compactMap(\.self)
    }

    private func early(_ facts: Facts) -> Flag? {
        guard let inception = facts.inception else { return nil }
        let days = facts.claim.lossDay.number - inception.number
        guard (0..<max(1, earlyLossDays)).contains(Int64(days)) else { return nil }
        return Flag(
            kind: .earlyLoss,
            explanation: Words("起保后第 \(days) 天出险", "the loss came \(days) days after inception"))
    }

    private func late(_ facts: Facts) -> Flag? {
        guard let notice = facts.notice else { return nil }
        let days = (notice.reportedAt.milliseconds &- notice.lossAt.milliseconds) / 86_400_000
        guard days > lateNoticeDays else { return nil }
        return Flag(
            kind: .lateNotice,
            explanation: Words("出险 \(days) 天后才报案", "it was reported \(days) days after the loss"))
    }

    private func many(_ facts: Facts) -> Flag? {
        let count = facts.earlierClaims.addingClamped(1)
        guard count >= manyClaims else { return nil }
        return Flag(
            kind: .manyClaims,
            explanation: Words("十二个月内第 \(count) 次索赔", "claim number \(count) in twelve months"))
    }

    private func near(_ facts: Facts) -> Flag? {
        for coverage in facts.claim.coverages {
            var sum: Int64 = 0
            for item in facts.claim.claimedItems where item.coverage == coverage.code {
                sum = sum.addingClamped(item.claimed.minor)
            }
            let limit = max(0, coverage.limit.minor)
            let share = Int64(1000).dividingFullWidth(
                limit.multipliedFullWidth(by: min(max(0, nearLimitPermille), 1000))
            ).quotient
            if sum > 0 && sum >= share {
                return Flag(
                    kind: .nearLimit,
                    explanation: Words(
                        "「\(coverage.zh)」索赔 \(Money(minor: sum, coverage.limit.currency))，"
                            + "限额 \(coverage.limit)",
                        "\(Money(minor: sum, coverage.limit.currency)) is claimed under "
                            + "\(coverage.en) with a limit of \(coverage.limit)"))
            }
        }
        return nil
    }

    /// What is claimed is more than twice what was first reported.
    private func conflicting(_ facts: Facts) -> Flag? {
        guard let estimate = facts.notice?.estimate, estimate.minor > 0,
            estimate.currency == facts.claim.currency
        else { return nil }
        let claimed = facts.claim.claimedTotal
        guard claimed / 2 > estimate.minor else { return nil }
        return Flag(
            kind: .conflictingData,
            explanation: Words(
                "报案估损 \(estimate)，索赔 \(Money(minor: claimed, estimate.currency))",
                "\(estimate) was reported and \(Money(minor: claimed, estimate.currency)) claimed"))
    }

    private func doubted(_ claim: Claim) -> Flag? {
        guard let doubt = claim.doubts.last else { return nil }
        return Flag(
            kind: .doubted,
            explanation: Words("人工标记：\(doubt.reason)", "a person marked it: \(doubt.reason)"))
    }
}

extension Claim {
    /// The sum of what is claimed, item by item.
    var claimedTotal: Int64 { claimedItems.reduce(0) { $0.addingClamped($1.claimed.minor) } }
}
