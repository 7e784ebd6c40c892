import ArgumentParser
import Insurance
import Kernel

struct ExportJournal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the journal into a new folder that anyone can verify (docs/journal.md).")

    @OptionGroup var options: InstallationOptions
    @Option(help: "The folder to make.") var to: String
    @Option(
        name: .customLong("for"),
        help: "The registered receiver it is for; left out, the insurer's own archive.")
    var receiver = DataHandover.ownArchive
    @Option(help: "What it is for.") var purpose = "verification of the journal"
    @Flag(help: "Print what was written as JSON.") var json = false

    func run() async throws {
        try await Installation.with(options) { installation in
            // Recorded first: the export then holds the entry about itself.
            var handover = RecordHandover()
            (handover.receiver, handover.purpose) = (receiver, purpose)
            (handover.kind, handover.content) = (.journalExport, "journal")
            _ = try await installation.dispatcher.perform(handover, by: .system("cli"))
            try await installation.signJournal()
            let progress = ProgressLine()
            defer { progress.end() }
            let key = installation.signer.verifying
            let about = try await JournalExport.write(
                installation.database, to: to, log: installation.log, keys: [key],
                at: .present, progress: progress.journal)
            progress.end()
            report(
                [
                    "folder": .string(to), "entries": .integer(Int64(about.size)),
                    "log": .string(about.log), "key": .string(key.id),
                ],
                Words(
                    "已导出 \(about.size) 条日志到 \(to)；签名密钥 \(key.id)",
                    "\(about.size) entries exported to \(to); signed by key \(key.id)"),
                asJSON: json)
        }
    }
}
