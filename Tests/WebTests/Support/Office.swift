import Delivery
import Insurance
import Kernel
import Logging
import Storage
import Synchronization
import TestSupport
import Web

/// A small installation with a site and three members of staff: one of the claims desk with a
/// session and a token, one with a post that reads no cases, and a token that may only write.
struct Office: Sendable {
    static let password = "eine Wiese voller Klee"

    let world: World
    let site: Site
    let log: LogLines
    /// The secret of the session of the claims desk.
    let session: String
    private let tokens: [String]

    static func open(
        on backend: Backend = .sqlite, policy: SignInPolicy = SignInPolicy(),
        _ change: (inout SiteSettings) -> Void = { _ in }
    ) async throws -> Office {
        let world = try await World(backend, policy: policy, runTwice: false)
        let log = LogLines()
        var settings = SiteSettings()
        settings.port = 0
        settings.logger = Logger(label: "test") { _ in log }
        change(&settings)
        let desk: [PostWords.Post] = [.claimsIntake, .serviceAgent, .underwritingIntake]
        _ = try await world.hire("S0", posts: desk)
        _ = try await world.hire("S1", posts: [.trainer])
        let activation = try await world.signIn.issueActivation(for: "S0", by: .system("test"))
        try await world.signIn.activate(token: activation.text, password: password)
        let signedIn = try await world.signIn.signIn(
            SignInAttempt(number: "S0", password: password, source: "test"))
        let tokens = [
            try await token(of: "S0", ["read", "claims.", "customers.", "files."], world),
            try await token(of: "S1", ["read", "claims."], world),
            try await token(of: "S0", ["claims."], world),
        ]
        let site = try Site(
            dispatcher: world.dispatcher, commands: Insurer.commands,
            authenticator: StaffAuthenticator(world.signIn), settings: settings,
            evidence: try world.evidenceDesk(), spreadsheets: FileSpreadsheets())
        return Office(
            world: world, site: site, log: log, session: signedIn.session.text, tokens: tokens)
    }

    /// A browser with a session of a member who holds these posts.
    func session(of number: String, _ posts: [PostWords.Post]) async throws -> Browser {
        _ = try await world.hire(number, posts: posts)
        let activation = try await world.signIn.issueActivation(for: number, by: .system("test"))
        try await world.signIn.activate(token: activation.text, password: Self.password)
        let session = try await world.signIn.signIn(
            SignInAttempt(number: number, password: Self.password, source: "test"))
        return browser.with("Cookie", "covenant=\(session.session.text)")
    }

    private static func token(
        of number: String, _ scopes: [String], _ world: World
    ) async throws -> String {
        var command = CreateToken()
        command.staff = number
        command.name = "test"
        command.scopes = scopes
        return try await world.signIn.createToken(
            command, by: world.principal(number: number)
        ).text
    }

    var database: any OpenedDatabase { world.database }
    var browser: Browser { Browser(site) }
    var agentToken: String { tokens[0] }
    /// With the token of the claims desk.
    var agent: Browser { browser.bearing(tokens[0]) }
    var trainer: Browser { browser.bearing(tokens[1]) }
    /// With the token that may write and not read.
    var writer: Browser { browser.bearing(tokens[2]) }
    /// With the session of the claims desk.
    var signedIn: Browser { browser.with("Cookie", "covenant=\(session)") }

    /// A digest of every row of every table that holds business; counters of sessions and
    /// refusals stay out.
    func digest() async throws -> String {
        try await database.read { reader in
            let tables = try reader.rows(
                """
                SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'
                ORDER BY name
                """
            ).map { try $0.text("name") }
            var whole = ""
            for table in tables where !["refusal_count", "session_seen"].contains(table) {
                let rows = try reader.rows("SELECT * FROM \(name: table)").map { "\($0.values)" }
                whole += "\(table): \(rows.sorted())\n"
            }
            return Hash(of: Array(whole.utf8)).hex
        }
    }
}

/// Keeps what was logged, as one text a line.
final class LogLines: LogHandler, Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        let fields = (event.metadata ?? [:]).sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }
        let line = "\(event.message) " + fields.joined(separator: " ")
        kept.withLock { $0.append(line) }
    }
}
