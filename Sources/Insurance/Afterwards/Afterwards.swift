package import Kernel

/// 事后: what runs beside a claim and outlives its closure: reviews, reopening, recoveries,
/// lawsuits, and the file that is archived, held and at last destroyed.
package enum Afterwards {
    package static let commands: [any Command.Type] = [
        RequestReview.self, BeginReview.self, ConcludeReview.self, TellReview.self,
        CloseReview.self, WithdrawReview.self, OpenRecovery.self, DemandRecovery.self,
        AppraiseSalvage.self, SellSalvage.self, HandOverSalvage.self, RecordRecoveryCost.self,
        RecordSettlement.self, ReceiveRecovery.self, ProposeWaiver.self, ApproveWaiver.self,
        ReturnWaiver.self, CloseRecovery.self, OpenLitigation.self, SetHearing.self,
        HoldHearing.self, RecordLitigationCost.self, RecordOutcome.self, Appeal.self,
        AcceptJudgment.self, ReopenForJudgment.self, CloseLitigation.self, ArchiveFile.self,
        SetHold.self, LiftHold.self, SetRetention.self, ProposeDisposal.self,
        ReturnDisposal.self, DisposeFile.self, SweepRetention.self,
    ]

    package static let workflows: [WorkflowDrawing] = [
        WorkflowDrawing(ReviewWorkflow.main), WorkflowDrawing(RecoveryWorkflow.main),
        WorkflowDrawing(LitigationWorkflow.main), WorkflowDrawing(ArchiveWorkflow.main),
        WorkflowDrawing(HoldWorkflow.main),
    ]

    static let aggregates: [any Aggregate.Type] = [
        ClaimReview.self, Recovery.self, RecoveryReceipt.self, Litigation.self,
        ClaimArchive.self, LegalHold.self, RetentionRule.self,
    ]
}

extension ClockMetric {
    package static let review = ClockMetric(
        "claims.review", Words("复核并告知结论", "Reviewing a decision"),
        keeps: ["1.3.2", "1.3.4", "4.3.2a"])
    /// Never runs as a clock: how long after a decision a review may be asked for.
    package static let reviewRequest = ClockMetric(
        "claims.reviewRequest", Words("申请复核的期限", "Asking for a review"), keeps: ["1.3.1"])
    package static let recoveryDemand = ClockMetric(
        "claims.recoveryDemand", Words("首次追索", "First demand of a recovery"),
        keeps: ["4.3.2a"])
    package static let recoveryLimitation = ClockMetric(
        "claims.recoveryLimitation", Words("追偿时效", "Limitation of a recovery"),
        keeps: ["4.3.2a"])
    package static let appeal = ClockMetric(
        "claims.appeal", Words("上诉期", "Days to appeal"), keeps: ["4.3.2a"])
    package static let archiving = ClockMetric(
        "claims.archiving", Words("案卷归档", "Archiving a file"), keeps: ["4.3.2a"])

    package static let afterwards: [ClockMetric] = [
        .review, .reviewRequest, .recoveryDemand, .recoveryLimitation, .appeal, .archiving,
    ]
}
