package import Kernel

/// 案件调查: what is done to find out what happened, beside the main line of a claim.
///
/// A rule proposes by the case which means fit (``InvestigationPlan``), a person decides. Each task
/// is somebody's work; whoever does it first declares to have no interest in the case. While an
/// ordered investigation is open, nothing is proposed to be paid or refused.
package enum Investigations {
    package static let commands: [any Command.Type] = [
        PlanInvestigation.self, DeclineInvestigation.self, AppointAdjuster.self,
        DeclareInterest.self, RecordFinding.self, RecordInjuryVisit.self,
        SubmitInvestigationReport.self, OrderReinspection.self, CloseInvestigation.self,
        StopInvestigation.self,
    ]

    /// Who carries out tasks.
    static let investigators: Set<Post> = .held(
        .surveyor, .investigator, .specialInvestigator, .claimsHandler)
    /// Who decides about an investigation.
    static let leaders: Set<Post> = .held(.claimsHandler, .dispatcher, .claimsSupervisor)
}

extension ClockMetric {
    package static let survey = ClockMetric(
        "claims.survey", Words("查勘调查", "Investigating the claim"), keeps: ["4.2.2a", "1.3.4"])
}

/// The kinds of work an investigation asks of people.
package enum InvestigationWork {
    package static let plan = "claims.planInvestigation"
    package static let report = "claims.reportInvestigation"
    package static let review = "claims.reviewInvestigation"

    package static let others: Set<String> = [plan, report, review]

    static func title(_ kind: String) -> Words {
        switch kind {
        case plan: Words("决定是否调查及调查方式", "Decide whether and how to investigate")
        case report: Words("提交调查报告", "Submit the report of the investigation")
        default: Words("审阅调查报告", "Review the report of the investigation")
        }
    }
}
