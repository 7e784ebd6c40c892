import ArgumentParser
import Insurance
import Kernel

/// `covenant demo`: a deterministic demo insurer, made through the commands everybody uses.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Make a demo insurer: offices, staff, products, customers and policies.",
        discussion: """
            The same seed makes the same insurer. Run again, it adds what is missing. All persons \
            are invented. Never use it in an installation with real customers.
            """)

    @OptionGroup var options: InstallationOptions
    @Option(help: "How many customers.") var customers = 200
    @Option(help: "How many years of policies before the first day.") var years = 1
    @Option(help: "The seed of all chances.") var seed: UInt64 = 1
    @Option(help: "The first day of the office's work, such as 2025-01-02.") var from: String?
    @Flag(inversion: .prefixedNo, help: "Tell cases too, in the weeks before the first day.")
    var cases = true
    @Flag(help: "For programs.") var json = false

    func validate() throws {
        guard (0...10_000_000).contains(customers), (1...30).contains(years) else {
            throw ValidationError("--customers goes up to 10000000, --years from 1 to 30.")
        }
        if let from, Day(from) == nil { throw ValidationError("--from is a date: 2025-01-02.") }
    }

    func run() async throws {
        let started = ContinuousClock.now
        try await Installation.with(options, creating: true) { installation in
            let dispatcher = try await installation.seeded(seed, "demo")
            let evidence = installation.places.fileStore.map {
                EvidenceDesk(dispatcher, store: $0, scanner: TestStringScanner())
            }
            let made = try await Demo(dispatcher, plan, evidence: evidence).install()
            try await installation.markAsDemo()
            try await dispatcher.securityLog.flush()
            try await installation.signJournal()
            let seconds = (ContinuousClock.now - started) / .milliseconds(1) / 1000
            say(json ? self.report(made, seconds).canonicalText : text(made, seconds))
        }
    }

    private var plan: Demo.Options {
        var plan = Demo.Options()
        plan.customers = customers
        plan.years = years
        plan.seed = seed
        plan.withCases = cases && customers >= Demo.customersForCases
        plan.start = from.flatMap { Day($0) } ?? Demo.firstDay
        return plan
    }

    private func report(_ made: Demo.Made, _ seconds: Double) -> JSON {
        [
            "staff": .integer(Int64(made.staff)), "products": .integer(Int64(made.products)),
            "authorities": .integer(Int64(made.authorities)),
            "standards": .integer(Int64(made.standards)),
            "customers": .integer(Int64(made.customers)),
            "policies": .integer(Int64(made.policies)), "cases": .integer(Int64(made.cases)),
            "milliseconds": .integer(Int64(seconds * 1000)),
        ]
    }

    private func text(_ made: Demo.Made, _ seconds: Double) -> String {
        let place = options.data.map { "--data \($0)" } ?? "--database-url …"
        let zh = """
            演示保险公司已就绪：新增员工 \(made.staff)、产品 \(made.products)、权限 \(made.authorities)、\
            时效标准 \(made.standards)、\
            客户 \(made.customers)、保单 \(made.policies)、案件 \(made.cases)（\(Self.rounded(seconds)) 秒）
            启动：covenant serve \(place) --demo
            接口令牌：covenant token create --staff E1012 \(place)
            让员工办理业务：covenant simulate office \(place) --days 5
            """
        let en = """
            The demo insurer is ready. New: \(made.staff) staff, \(made.products) products, \
            \(made.authorities) authorities, \(made.standards) standards, \
            \(made.customers) customers, \(made.policies) policies, \(made.cases) cases \
            (\(Self.rounded(seconds)) s)
            Start it:       covenant serve \(place) --demo
            An API token:   covenant token create --staff E1012 \(place)
            Let them work:  covenant simulate office \(place) --days 5
            """
        return Words(zh, en).forTerminal
    }

    private static func rounded(_ seconds: Double) -> String {
        "\(Double(Int(seconds * 10)) / 10)"
    }
}

extension Installation {
    /// The door with seeded chances in place of real randomness: for demos and simulations only.
    /// The keys of the installation stay as they are. What was written before enters the seed, so
    /// that a second run never seals with the chances of the first.
    func seeded(_ seed: UInt64, _ label: String) async throws -> Dispatcher {
        let entries = try await database.read { reader in
            try reader.row("SELECT count(*) AS held FROM journal_entry")?.int("held") ?? 0
        }
        return Dispatcher(
            database: database, vault: Vault(keys: keys), log: log,
            interests: Interest(), now: { .present },
            random: SeededSource.closure(seed: seed, "\(label).\(entries)"))
    }
}
