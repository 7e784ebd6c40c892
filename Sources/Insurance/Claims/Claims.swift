package import Kernel

/// 理赔: from the notice of a loss to the closed claim.
///
/// A notice is its own case; a claim is registered from it, assessed, verified, adjusted, decided
/// within authority, paid (see ``Payments``), told to the customer and closed. Every step is a row
/// of ``ClaimWorkflow``; every promise is a clock of ``ClaimClocks``.
package enum Claims {
    package static let commands: [any Command.Type] = [
        RegisterNotice.self, WithdrawNotice.self, RegisterClaim.self, ReceiveDocuments.self,
        ChangeReserve.self, AssessLoss.self, VerifyLoss.self, ReturnAssessment.self,
        ProposeDecision.self, DecideClaim.self, ReturnProposal.self, DeliverRefusal.self,
        RecordRecovery.self, CloseClaim.self, CancelClaim.self, ReopenClaim.self,
        AddParty.self, CorrectParty.self, RemoveParty.self, MergeNotices.self,
        WeighLateNotice.self,
    ] + turnaround

    /// What the customer hears, and how long it may take.
    private static let turnaround: [any Command.Type] = [
        RecordContact.self, ReportProgress.self, DeliverDecision.self, ChangeComplexity.self,
        QuestionDeadline.self, AnswerQuestion.self,
    ]
}
