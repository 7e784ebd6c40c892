package import Kernel

/// Which means of investigation fit a case: a proposal with its grounds, which a person accepts,
/// changes or declines. The model ``DecisionModel/investigationProposal`` decides.
package enum InvestigationPlan {
    /// What the rule looks at.
    package struct Circumstances: Sendable, Equatable {
        package var line: LineOfBusiness
        package var cause: ClaimWords.Cause
        package var complexity: Complexity
        package var reserveMinor: Int64
        /// From the loss to the notice.
        package var hoursUntilReported: Int64
        /// The police's record is asked for and not there.
        package var lacksPoliceReport: Bool
    }

    /// Why something is proposed.
    package enum Ground: String, ChoiceValue {
        case largeLoss, injury, theft, fire, reportedLate, noPoliceReport, reinspection

        package var title: Words {
            switch self {
            case .largeLoss: Words("损失较大", "Large loss")
            case .injury: Words("涉及人伤", "Somebody was hurt")
            case .theft: Words("盗抢", "Theft")
            case .fire: Words("火灾、爆炸", "Fire or explosion")
            case .reportedLate: Words("报案迟于出险 48 小时以上", "Reported more than 48 hours later")
            case .noPoliceReport: Words("缺少公安机关证明", "The police's record is missing")
            case .reinspection: Words("复勘", "Re-inspection")
            }
        }
    }

    package struct Proposed: Sendable, Codable, Equatable {
        package let kind: InvestigationTask.Kind
        package let ground: Ground
    }
}

extension InvestigationPlan.Circumstances {
    init(_ claim: Claim, _ notice: Notice) {
        let late = notice.reportedAt.milliseconds.subtractingReportingOverflow(
            notice.lossAt.milliseconds)
        let hours = late.overflow ? 0 : late.partialValue / 3_600_000
        self.init(
            line: claim.line, cause: notice.cause, complexity: claim.complexity,
            reserveMinor: claim.reserve.minor, hoursUntilReported: hours,
            lacksPoliceReport: claim.missingDocuments.contains { $0.code == "police" })
    }
}
