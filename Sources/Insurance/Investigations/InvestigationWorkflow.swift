package import Kernel

/// The table of an investigation, a line beside the claim's own.
package enum InvestigationWorkflow {
    package enum Step: String, WorkflowStep {
        case plan, decline, appoint, declare, find, visit, report, reinspect, accept, stop

        package var title: Words {
            switch self {
            case .plan: Words("安排调查", "Plan")
            case .decline: Words("决定不予调查", "Decline")
            case .appoint: Words("委托公估人", "Appoint a loss adjuster")
            case .declare: Words("声明利害关系", "Declare no interest")
            case .find: Words("记录调查发现", "Record a finding")
            case .visit: Words("记录人伤探访", "Record a visit")
            case .report: Words("提交调查报告", "Submit the report")
            case .reinspect: Words("要求复勘", "Order a re-inspection")
            case .accept: Words("采纳报告", "Accept the report")
            case .stop: Words("中止调查", "Stop")
            }
        }
    }

    private static let active: Set<Investigation.State> = [.planned, .underWay, .reinspection]
    private static let reviewers = Set<Post>.held(.claimsHandler, .claimsSupervisor)

    package static let main = Workflow<Investigation, Investigation.State, Step>(
        "investigation", Investigation.title, start: .proposed,
        [
            .init(
                .plan, from: [.proposed], to: .planned, by: Investigations.leaders,
                clocks: [.start(.survey)], keeps: ["4.2.2a", "4.2.2b"],
                with: "claims.planInvestigation"),
            .init(
                .decline, from: [.proposed], to: .closed, by: Investigations.leaders,
                keeps: ["4.2.2b"], with: "claims.declineInvestigation"),
            .init(
                .appoint, from: active, by: reviewers, keeps: ["4.2.2b", "4.2.2c"],
                with: "claims.appointAdjuster"),
            .init(
                .declare, from: active, by: Investigations.investigators, keeps: ["4.2.2c"],
                with: "claims.declareInterest"),
            .init(
                .find, from: active, to: .underWay, by: Investigations.investigators,
                keeps: ["4.2.2a", "4.2.2b"], with: "claims.recordFinding"),
            .init(
                .visit, from: active, to: .underWay, by: Investigations.investigators,
                keeps: ["4.2.2a", "4.2.2b"], with: "claims.recordInjuryVisit"),
            .init(
                .report, from: active, to: .reported, by: Investigations.investigators,
                guards: [.allTasksDone], clocks: [.stop(.survey)],
                keeps: ["4.2.2a", "4.2.2c"], with: "claims.submitInvestigationReport"),
            .init(
                .reinspect, from: [.reported], to: .reinspection,
                by: reviewers.union(Set<Post>.held(.lossVerifier)), clocks: [.start(.survey)],
                keeps: ["4.2.2c"], with: "claims.orderReinspection"),
            .init(
                .accept, from: [.reported], to: .closed, by: reviewers, keeps: ["4.2.2c"],
                with: "claims.closeInvestigation"),
            .init(
                .stop, from: [.planned, .underWay, .reported, .reinspection], to: .closed,
                by: .held(.claimsSupervisor), clocks: [.stop(.survey)], keeps: ["1.3.1"],
                with: "claims.stopInvestigation"),
        ])
}

extension Workflow<Investigation, Investigation.State, InvestigationWorkflow.Step>.Guard {
    static var allTasksDone: Self {
        Self(
            Refusal(
                .conflict, "investigation.tasksOpen",
                Words(
                    "还有调查任务未完成，请先完成或由主管中止调查",
                    "tasks of the investigation are not done; finish them, or have a supervisor "
                        + "stop it"))
        ) { $0.openTasks.isEmpty }
    }
}
