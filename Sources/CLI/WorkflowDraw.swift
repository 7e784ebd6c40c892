import ArgumentParser
import Insurance
import Kernel

/// `covenant workflow draw KIND`: the diagram of a workflow, from its value.
struct WorkflowCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workflow", abstract: "Draw a workflow from its value.",
        subcommands: [Draw.self])

    struct Draw: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a workflow as a Mermaid diagram or a table.")

        @Argument(help: "The workflow, such as claim.") var kind: String
        @Option(help: "zh or en") var language = "zh"
        @Flag(help: "The table of its steps instead of the diagram.") var table = false

        func validate() throws {
            guard workflow != nil else {
                let known = Insurer.workflows.map(\.name).joined(separator: ", ")
                throw ValidationError("There is no workflow \(kind): choose one of \(known).")
            }
            guard Language(rawValue: language) != nil else {
                throw ValidationError("The language is zh or en.")
            }
        }

        func run() {
            guard let workflow else { return }
            let language = Language(rawValue: language) ?? .zh
            say(table ? workflow.table(language) : workflow.diagram(language), terminator: "")
        }

        private var workflow: WorkflowDrawing? {
            Insurer.workflows.first { $0.name == kind }
        }
    }
}
