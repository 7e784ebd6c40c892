/// A workflow with its types erased: what the documentation shows, the command line draws and the
/// institution registers.
package struct WorkflowDrawing: Sendable {
    package let name: String
    package let title: Words
    /// One driving control for each step that keeps duties: `step.claim.approve`.
    package let controls: [Control]
    /// A Mermaid state diagram.
    package let diagram: @Sendable (Language) -> String
    /// The rules as a Markdown table.
    package let table: @Sendable (Language) -> String

    package init<Case, State, Step>(_ workflow: Workflow<Case, State, Step>) {
        name = workflow.name
        title = workflow.title
        controls = workflow.rules.filter { !$0.duties.isEmpty }.map { rule in
            Control(
                "step.\(workflow.name).\(rule.step.rawValue)", .drive, keeps: rule.duties,
                rule.step.title)
        }
        diagram = { workflow.diagram($0) }
        table = { workflow.table($0) }
    }
}
