import ArgumentParser
import Delivery
import Foundation
import Insurance
import Kernel
import Logging
import ServiceLifecycle
import Storage
import UnixSignals
import Web

/// `covenant serve`: the HTTP side and everything that works in the background, in one process.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the product. Makes a new installation where there is none.")

    @OptionGroup var options: InstallationOptions
    @Option(help: "The port; 0 takes any free one.") var port = 8080
    @Option(help: "The address to listen at.") var host = "127.0.0.1"
    @Option(
        name: .customLong("trusted-proxy"),
        help: "The address of the one proxy whose X-Forwarded headers are believed.")
    var trustedProxy: String?

    @Option(help: "A file that says how messages leave; without it they wait in the outbox.")
    var delivery: String?
    @Option(
        help: "The virus scanner: unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310.")
    var clamd: String?
    @Flag(
        name: .customLong("show-unscanned-files"),
        help: "Show files that no scanner has seen. Without it and --clamd no file is shown.")
    var showUnscanned = false
    @Flag(help: "For a demo insurer: staff act without one-time codes.") var demo = false

    mutating func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("A port is 0 to 65535.")
        }
        if let clamd, ClamdScanner.Address(clamd) == nil {
            throw ValidationError("--clamd is unix:/PATH or tcp:IPv4:PORT.")
        }
    }

    func run() async throws {
        try await Installation.with(options, creating: true) { installation in
            try installation.places.makeConfigurationFolder()
            if demo { try await installation.requireDemo() }
            let delivery = try delivery.map { try DeliverySettings(path: $0) } ?? DeliverySettings()
            let services = try Services(
                installation, settings, delivery, evidence(installation), isDemo: demo)
            try await services.run()
        }
    }

    /// The demo recognises the test string by itself, so that it can show its files.
    private func evidence(_ installation: Installation) -> EvidenceDesk? {
        let scanner: (any FileScanner)? =
            clamd.flatMap { ClamdScanner.Address($0) }.map { ClamdScanner(at: $0) }
            ?? (demo ? TestStringScanner() : nil)
        return installation.places.fileStore.map { store in
            EvidenceDesk(
                installation.dispatcher, store: store, scanner: scanner,
                showsUnscanned: showUnscanned)
        }
    }

    private var settings: SiteSettings {
        var settings = SiteSettings()
        settings.host = host
        settings.port = port
        settings.trustedProxy = trustedProxy
        settings.promiseSeconds = 30
        return settings
    }
}

/// What runs for as long as the process serves. Started in this order, stopped in reverse: the
/// HTTP side first, so that nothing arrives any more when the journal is signed at the end.
struct Services: Sendable {
    private let installation: Installation
    private let site: Site
    private let signIn: SignIn
    private let relay: OutboxRelay
    private let evidence: EvidenceDesk?

    init(
        _ installation: Installation, _ settings: SiteSettings, _ delivery: DeliverySettings,
        _ evidence: EvidenceDesk?, isDemo: Bool
    ) throws {
        self.installation = installation
        self.evidence = evidence
        relay = delivery.relay(installation)
        var policy = SignInPolicy()
        if isDemo { policy.codePosts = [] }
        var settings = settings
        settings.isDemo = isDemo
        signIn = SignIn(installation.dispatcher, pool: HashingPool(), policy: policy)
        site = try Site(
            dispatcher: installation.dispatcher, commands: Insurer.commands,
            authenticator: StaffAuthenticator(signIn), settings: settings, evidence: evidence,
            printer: WeasyPrint(), codes: QRCodes(), spreadsheets: FileSpreadsheets())
    }

    /// Runs until SIGTERM or SIGINT, finishes what was begun, and returns.
    func run() async throws {
        let logger = Logger(label: "covenant")
        let host = site.settings.host
        let application = site.application { port in
            note(
                Words(
                    "守诺已就绪：http://\(host):\(port)/", "Covenant is ready: http://\(host):\(port)/"))
        }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: background.map { .init(service: $0) } + [.init(service: application)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await introduce()
        try await group.run()
    }

    /// A new installation gets the calendar and standards that come with the product, and whoever
    /// runs it is told how its first administrator comes in.
    private func introduce() async throws {
        let dispatcher = installation.dispatcher
        let isEmpty = try await dispatcher.database.read { try !StaffRecord.exist($0) }
        guard isEmpty else { return }
        try await DefaultStandards.install(dispatcher)
        let token = try await SetupToken.issue(
            in: dispatcher.database, at: .present, random: randomBytes)
        note(
            Words(
                "尚无管理员。一次性安装令牌（24 小时内有效）：\(token.text)",
                "No administrator yet. One-time set-up token, good for 24 hours: \(token.text)"))
    }

    private var background: [any Service] {
        let (refusals, sequencer) = (installation.dispatcher.securityLog, installation.sequencer())
        return [
            Background { await SequencerService(sequencer).run() },
            Background { [installation] in
                await SweepService(
                    Oversight.sweep(installation.dispatcher),
                    logger: Logger(label: "covenant.sweep")
                ) { try await Swift.Task.sleep(for: .milliseconds($0)) }.run()
            },
            Background { [installation] in
                await Self.again(every: .seconds(30), "rules") {
                    let dispatcher = installation.dispatcher
                    _ = try await RuleSweep(dispatcher).sweepOnce(now: dispatcher.now())
                }
            },
            Background { [relay, installation] in
                await RelayService(
                    relay, logger: Logger(label: "covenant.relay"),
                    now: installation.dispatcher.now
                ) { try await Swift.Task.sleep(for: .milliseconds($0)) }.run()
            },
            Background { [site] in
                await Self.again(every: .seconds(1), "transfers") {
                    while try await site.transfers?.workOnce() == true {}
                }
            },
            LocalDoorService(installation),
            Background {
                await Self.again(every: .seconds(1), "refusals") { try await refusals.flush() }
            },
            Background { [signIn] in
                await Self.again(every: .seconds(3600), "sign-in") { try await signIn.sweep() }
            },
        ] + keepingFiles
    }

    private var keepingFiles: [any Service] {
        guard let evidence, let store = installation.places.fileStore else { return [] }
        return [
            Background {
                await Self.again(every: .seconds(60), "scan") { try await evidence.scanWaiting() }
            },
            Background {
                await Self.again(every: .seconds(3600), "files") {
                    try await evidence.sweep()
                    try await store.sweep(now: Moment.present.milliseconds / 1000)
                }
            },
        ]
    }

    /// Does something again and again, and once more at the end. What fails is tried next time.
    private static func again(
        every pause: Swift.Duration, _ name: String, _ body: () async throws -> Void
    ) async {
        let logger = Logger(label: "covenant.\(name)")
        while !Swift.Task.isCancelled {
            try? await Swift.Task.sleep(for: pause)
            do { try await body() } catch { logger.warning("tried again: \(type(of: error))") }
        }
    }
}

/// Work that goes on until the process is asked to stop, and then ends by itself.
struct Background: Service {
    let body: @Sendable () async -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown(body)
    }
}
