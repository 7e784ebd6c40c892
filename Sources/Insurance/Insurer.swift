package import Kernel

/// 守诺: everything the product can do, in the order in which the domains list it.
package enum Insurer {
    package static let commands = CommandRegistry(
        KernelCommands.all + Staff.commands + Customers.commands + Products.commands
            + Policies.commands + Claims.commands + ClaimDocuments.commands
            + Reserves.commands + Letters.commands + Adjudication.commands
            + Payments.commands + Afterwards.commands + Oversight.commands + Evidence.commands
            + Investigations.commands + Dispatch.commands + Portal.commands
            + Transfers.commands)

    /// Every workflow there is, in the order of a case's life.
    package static let workflows: [WorkflowDrawing] = [
        WorkflowDrawing(NoticeWorkflow.main), WorkflowDrawing(FirstContactWorkflow.main),
        WorkflowDrawing(ClaimWorkflow.main), WorkflowDrawing(DocumentRequestWorkflow.main),
        WorkflowDrawing(InvestigationWorkflow.main), WorkflowDrawing(PaymentWorkflow.main),
        WorkflowDrawing(BatchWorkflow.main), WorkflowDrawing(ReconciliationWorkflow.main),
        WorkflowDrawing(AdvanceWorkflow.main), WorkflowDrawing(PanelWorkflow.main),
        WorkflowDrawing(BreachWorkflow.main), WorkflowDrawing(DeadlineQuestionWorkflow.main),
        WorkflowDrawing(ErasureWorkflow.main),
    ] + Afterwards.workflows
}
