import ArgumentParser
import Insurance
import Kernel

/// `covenant simulate`: seeded staff at work.
struct SimulateCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Let seeded staff work on a virtual clock.",
        subcommands: [SimulateOffice.self])
}

/// `covenant simulate office`: works everything open through the real commands.
struct SimulateOffice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "office",
        abstract: "Work everything open, day by day, through the real commands.",
        discussion: """
            Takes new notices for --days days, then works on until all is closed. Adds the \
            calendar, standards, staff and authority that are missing. Prints what came out and \
            what does not hold; ends with status 1 when something does not.
            """)

    @OptionGroup var options: InstallationOptions
    @Option(help: "Days on which new notices arrive.") var days = 5
    @Option(help: "The seed of all chances.") var seed: UInt64 = 1
    @Option(help: "The first day, such as 2025-01-02.") var from: String?
    @Option(help: "New notices of a day.") var notices = 12
    @Option(help: "Pieces of work a person does in an hour.") var pace = 5
    @Flag(name: .customLong("no-new"), help: "No new notices: only what is open.") var noNew = false
    @Flag(inversion: .prefixedNo, help: "Work on until all is closed.") var untilClosed = true
    @Flag(help: "For programs.") var json = false

    func validate() throws {
        guard (0...3650).contains(days), (0...10_000).contains(notices), (1...1000).contains(pace)
        else { throw ValidationError("--days goes to 3650, --notices to 10000, --pace to 1000.") }
        if let from, Day(from) == nil { throw ValidationError("--from is a date: 2025-01-02.") }
    }

    func run() async throws {
        let progress = ProgressLine()
        try await Installation.with(options, creating: true) { installation in
            let dispatcher = try await installation.seeded(seed, "office")
            var simulation = OfficeSimulation(dispatcher, plan)
            simulation.dayEnded = { day, tally in
                progress.show(
                    Words("\(day)：已办 \(tally.commands) 项", "\(day): \(tally.commands) commands"))
            }
            _ = try await simulation.staff()
            let started = ContinuousClock.now
            let tally = try await simulation.run()
            let seconds = (ContinuousClock.now - started) / .milliseconds(1) / 1000
            progress.end()
            try await dispatcher.securityLog.flush()
            try await installation.signJournal()
            let standing = try await installation.database.read { try OfficeStanding($0) }
            let report = OfficeReport(tally, standing, milliseconds: Int64(seconds * 1000))
            print(json ? report.json.canonicalText : report.text.forTerminal)
            if !report.isClean { throw ExitWithFindings() }
        }
    }

    private var plan: OfficeOptions {
        var plan = OfficeOptions()
        plan.seed = seed
        plan.days = days
        plan.from = from.flatMap { Day($0) } ?? Demo.firstDay
        plan.notices = noNew ? 0 : notices
        plan.pace = pace
        plan.untilClosed = untilClosed
        return plan
    }
}
