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

        @Argument(help: "notice or claim") var kind: String
        @Option(help: "zh or en") var language = "zh"
        @Flag(help: "The table of its steps instead of the diagram.") var table = false

        func validate() throws {
            guard ["notice", "claim"].contains(kind) else {
                throw ValidationError("There is no workflow \(kind): choose notice or claim.")
            }
            guard Language(rawValue: language) != nil else {
                throw ValidationError("The language is zh or en.")
            }
        }

        func run() {
            let language = Language(rawValue: language) ?? .zh
            if kind == "notice" {
                let main = NoticeWorkflow.main
                say(table ? main.table(language) : main.diagram(language), terminator: "")
            } else {
                let main = ClaimWorkflow.main
                say(table ? main.table(language) : main.diagram(language), terminator: "")
            }
        }
    }
}
