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
    @Option(help: "The first day of the period, YYYY-MM-DD.") var from: String?
    @Option(name: .customLong("to"), help: "The last day of the period, YYYY-MM-DD.")
    var until: String?
    @Flag(help: "For programs.") var json = false

    func run() async throws {
        try await Installation.with(options) { installation in
            try await installation.signJournal()
            let period = try InstitutionPeriod(from: from, until: until)
            let report = try await installation.database.read { reader in
                try InstitutionPage.report(reader, in: period)
            }
            say(
                json
                    ? report.json.canonicalText
                    : report.table(in: Language(rawValue: language) ?? .zh))
        }
    }
}
