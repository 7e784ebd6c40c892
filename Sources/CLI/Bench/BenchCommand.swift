import ArgumentParser
import Foundation
import Insurance
import Kernel
import Storage

/// `covenant bench`: our figures, each with a floor measured in the same run.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure against a floor in the same run.",
        subcommands: [Commands.self, Reads.self, Decisions.self])

    struct Options: ParsableArguments {
        @Option(help: "Cases stored before the measurement.") var cases = 1000
        @Option(help: "How many requests are measured.") var requests = 4000
        @Option(help: "How many clients at once.") var clients = 32
        @Option(
            name: .customLong("database-url"),
            help: "An empty PostgreSQL database; SQLite in a temporary folder otherwise.")
        var databaseURL: String?
        @Flag(help: "For programs.") var json = false

        func validate() throws {
            guard (1...10_000_000).contains(cases), (100...10_000_000).contains(requests),
                (1...256).contains(clients)
            else { throw ValidationError("--cases, --requests or --clients is out of range.") }
        }
    }

    /// Durable, journaled commands: a notice of loss each.
    struct Commands: AsyncParsableCommand {
        @OptionGroup var options: Options

        func run() async throws {
            try await BenchOffice.with(options) { office in
                var report = BenchReport()
                report.add(try await office.inProcess())
                report.add(try await office.overHTTP())
                say(options.json ? report.json : report.table)
            }
        }
    }

    /// Reading one case over HTTP, and pages people look at, against the same rows by bare reads.
    struct Reads: AsyncParsableCommand {
        @OptionGroup var options: Options

        func run() async throws {
            try await BenchOffice.with(options) { office in
                var report = BenchReport()
                report.add(try await office.reads())
                for line in try await office.pages() { report.add(line) }
                say(options.json ? report.json : report.table)
            }
        }
    }

    /// Decision models of DMN, one thread, beside zen-engine with the same rules.
    struct Decisions: ParsableCommand {
        @Option(help: "How often each measurement is repeated; the best one counts.")
        var rounds = 7
        @Flag(help: "For programs.") var json = false

        func validate() throws {
            guard (1...100).contains(rounds) else {
                throw ValidationError("--rounds is out of range (1...100).")
            }
        }

        func run() throws {
            let report = try BenchDecisions(rounds: rounds).report()
            say(json ? report.json : report.table)
        }
    }
}
