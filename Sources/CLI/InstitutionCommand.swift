import ArgumentParser
import Insurance
import Kernel

/// `covenant institution`: every duty, its controls, its evidence counts.
struct InstitutionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "institution",
        abstract: "Print every duty with its controls and the evidence in the journal.")

    @OptionGroup var options: InstallationOptions
    @Option(help: "zh or en") var language = "zh"
    @Flag(help: "For programs.") var json = false

    func run() async throws {
        try await Installation.with(options) { installation in
            try await installation.signJournal()
            let report = try await installation.database.read { try InstitutionPage.report($0) }
            say(
                json
                    ? report.json.canonicalText
                    : report.table(in: Language(rawValue: language) ?? .zh))
        }
    }
}
