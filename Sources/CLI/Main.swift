import ArgumentParser

@main struct Covenant: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "covenant",
        abstract: "An insurer's service management institution, running.",
        subcommands: [
            Serve.self,
            DemoCommand.self, SimulateCommands.self,
            ImportCommand.self,
            TokenCommands.self,
            InstitutionCommand.self,
            WorkflowCommands.self,
            DecideCommand.self,
            JournalCommands.self,
            AdminCommands.self,
            Backup.self,
            Restore.self,
            BenchCommand.self,
        ])
}
