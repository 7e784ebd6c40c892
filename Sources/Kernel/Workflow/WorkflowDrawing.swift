/// A workflow with its types erased: what the documentation shows, the command line draws and the
/// institution registers.
package struct WorkflowDrawing: Sendable {
    package let name: String
    package let title: Words
    /// One driving control for each step that keeps duties: `step.claim.approve`.
    package let controls: [Control]
    /// The command that takes the step of each of those controls.
    package let commands: [String: String]
    /// A Mermaid state diagram.
    package let diagram: @Sendable (Language) -> String
    /// The rules as a Markdown table.
    package let table: @Sendable (Language) -> String

    package init<Case, State, Step>(_ workflow: Workflow<Case, State, Step>) {
        name = workflow.name
        title = workflow.title
        let driving = workflow.rules.filter { !$0.duties.isEmpty }.map { rule in
            (
                control: Control(
                    "step.\(workflow.name).\(rule.step.rawValue)", .drive, keeps: rule.duties,
                    rule.step.title),
                command: rule.command
            )
        }
        controls = driving.map(\.control)
        commands = Dictionary(
            driving.map { ($0.control.id, $0.command) }, uniquingKeysWith: { first, _ in first })
        diagram = { workflow.diagram($0) }
        table = { workflow.table($0) }
    }
}
