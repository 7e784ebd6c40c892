import ArgumentParser
import Foundation
import Kernel

/// `covenant journal …`: the journal as an auditor meets it.
struct JournalCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Verify, export and prove the journal.",
        subcommands: [VerifyJournal.self, ExportJournal.self, PrintHead.self, ProveEntry.self])
}

/// Prints one canonical JSON line, or words for people.
func report(_ json: JSON, _ words: Words, asJSON: Bool) {
    say(asJSON ? json.canonicalText : words.forTerminal)
}

extension AsyncParsableCommand {
    /// Ends with status 1 and no more words where the findings were printed already.
    func exiting(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch is ExitWithFindings {
            throw ExitCode(1)
        }
    }
}
