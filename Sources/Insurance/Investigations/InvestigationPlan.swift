package import Kernel

/// Which means of investigation fit a case: a proposal with its grounds, which a person accepts,
/// changes or declines. Pure.
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

        /// Somebody was hurt, as far as the cause shows.
        package var isInjury: Bool { line == .accident || Self.injuries.contains(cause) }

        private static let injuries: Set<ClaimWords.Cause> = [
            .trafficAccident, .fall, .burn, .animalInjury, .workAccident, .drowning,
            .otherAccident,
        ]
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

    /// Amounts in minor units from which a loss is looked at on the spot.
    static let motorFrom: Int64 = 20_000_00
    static let injuryFrom: Int64 = 10_000_00
    static let adjusterFrom: Int64 = 100_000_00
    static let lateHours: Int64 = 48

    /// Each means once, with the first ground for it. Empty: nothing speaks for investigating.
    package static func propose(_ facts: Circumstances) -> [Proposed] {
        var proposed: [Proposed] = []
        func add(_ kind: InvestigationTask.Kind, _ ground: Ground, _ holds: Bool) {
            if holds, !proposed.contains(where: { $0.kind == kind }) {
                proposed.append(Proposed(kind: kind, ground: ground))
            }
        }
        let isTheft = facts.cause == .vehicleTheft || facts.cause == .burglary
        let isFire = facts.cause == .fire || facts.cause == .explosion
        let isMotor = facts.line == .motor
        let isLarge = facts.complexity == .complex
        let isLate = facts.hoursUntilReported > lateHours
        add(.siteSurvey, .theft, isTheft)
        add(.siteSurvey, .fire, isFire)
        add(.siteSurvey, .largeLoss, isMotor && facts.reserveMinor > motorFrom)
        add(.siteSurvey, .largeLoss, isLarge && facts.line != .medical)
        add(.documents, .noPoliceReport, facts.lacksPoliceReport && isTheft)
        add(.documents, .largeLoss, isLarge && facts.line == .medical)
        add(.documents, .injury, facts.isInjury && facts.reserveMinor > injuryFrom)
        add(.witness, .theft, isTheft)
        add(.witness, .reportedLate, isLate && facts.complexity != .simple)
        add(.lossAdjuster, .largeLoss, facts.line == .property && facts.reserveMinor > adjusterFrom)
        add(.injuryFollowUp, .injury, facts.isInjury && facts.reserveMinor > injuryFrom)
        return proposed
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
