import ArgumentParser
import Kernel

struct ExportJournal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the journal into a new folder that anyone can verify (docs/journal.md).")

    @OptionGroup var options: InstallationOptions
    @Option(help: "The folder to make.") var to: String
    @Flag(help: "Print what was written as JSON.") var json = false

    func run() async throws {
        try await Installation.with(options) { installation in
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
