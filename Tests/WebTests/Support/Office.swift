import Insurance
import Kernel
import Logging
import Storage
import Synchronization
import TestSupport
import Web

/// A small installation with a site: two members of staff, each with a session and a token.
struct Office: Sendable {
    static let moment = Moment(milliseconds: 1_750_000_000_000)
    static let session = "session-of-the-agent-0123456789"
    static let token = "cov_token-of-the-agent"
    static let traineeToken = "cov_token-of-the-trainer"
    static let writerToken = "cov_token-without-read"

    let database: any OpenedDatabase
    let site: Site
    let log = LogLines()

    static func open(_ change: (inout SiteSettings) -> Void = { _ in }) async throws -> Office {
        let database = try await Backend.sqlite.open()
        let random = SystemBytes()
        let vault = Vault(keys: try VaultKeys.generate(random: random.bytes))
        let dispatcher = Dispatcher(
            database: database, vault: vault, log: "test", now: { moment }, random: random.bytes)
        return try await Office(database, dispatcher, change)
    }

    private init(
        _ database: any OpenedDatabase, _ dispatcher: Dispatcher,
        _ change: (inout SiteSettings) -> Void
    ) async throws {
        self.database = database
        var settings = SiteSettings()
        let lines = log
        settings.logger = Logger(label: "test") { _ in lines }
        change(&settings)
        let commands = CommandRegistry(
            KernelCommands.all + Customers.commands + Products.commands + Policies.commands
                + [RegisterNotice.self])
        site = try Site(
            dispatcher: dispatcher, commands: commands,
            authenticator: try await Seats.filled(database), settings: settings)
    }

    var browser: Browser { Browser(site) }
    var agent: Browser { browser.bearing(Self.token) }
    var trainer: Browser { browser.bearing(Self.traineeToken) }

    /// A digest of every row of every table.
    func digest() async throws -> String {
        try await database.read { reader in
            let tables = try reader.rows(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
            ).map { try $0.text("name") }
            var whole = ""
            for table in tables where table != "refusal_count" {
                let rows = try reader.rows("SELECT * FROM \(name: table)").map { "\($0.values)" }
                whole += "\(table): \(rows.sorted())\n"
            }
            return Hash(of: Array(whole.utf8)).hex
        }
    }
}

/// Random bytes from the system.
struct SystemBytes: Sendable {
    var bytes: @Sendable (Int) -> [UInt8] {
        { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }
    }
}

/// Sessions and tokens of two members of staff, held in memory over their rows.
final class Seats: Authenticator {
    private struct State: Sendable {
        var sessions: [String: Visitor] = [:]
        var made = 0
    }

    private let tokens: [String: Visitor]
    private let agent: Visitor
    private let state: Mutex<State>

    private init(agent: Visitor, tokens: [String: Visitor]) {
        self.agent = agent
        self.tokens = tokens
        state = Mutex(State(sessions: [Office.session: agent]))
    }

    static func filled(_ database: any Database) async throws -> Seats {
        let ids = (0..<3).map { ID<StaffMember>(at: Office.moment, random: (1, UInt64($0))) }
        try await database.write { transaction in
            for (index, id) in ids.enumerated() {
                try transaction.execute(
                    """
                    INSERT INTO staff (id, version, state, number, person, posts, is_active)
                    VALUES (\(id), 1, '{}', \("S\(index)"), \(id), '[]', 1)
                    """)
            }
        }
        let intake = Set<Post>.held(.claimsIntake, .serviceAgent)
        let agent = Principal(.staff(ids[0]), posts: intake, staffVersion: 1)
        let program = Principal(
            .staff(ids[0]), posts: intake, staffVersion: 1,
            scopes: ["claims.", "products.", "policies.", "customers.", "work."])
        let trainer = Principal(.staff(ids[1]), posts: .held(.trainer), staffVersion: 1)
        let writer = Principal(
            .staff(ids[2]), posts: intake, staffVersion: 1, scopes: ["claims."])
        return Seats(
            agent: Visitor(agent, label: "S0"),
            tokens: [
                Office.token: Visitor(program, label: "S0"),
                Office.traineeToken: Visitor(trainer, label: "S1"),
                Office.writerToken: Visitor(writer, label: "S2", mayRead: false),
            ])
    }

    func principal(forSession secret: String) async throws -> Visitor? {
        state.withLock { $0.sessions[secret] }
    }

    func principal(forToken token: String) async throws -> Visitor? { tokens[token] }

    func signIn(_ attempt: SignInForm) async throws -> SessionGrant {
        guard attempt.number == "S0", attempt.password == "right password" else {
            throw Refusal(
                .unauthenticated, "signIn.refused", Words("工号或密码不正确", "number or password is wrong"))
        }
        return state.withLock { state in
            if let old = attempt.replacing { state.sessions[old] = nil }
            state.made += 1
            let secret = "fresh-session-secret-\(state.made)"
            state.sessions[secret] = agent
            return SessionGrant(secret: secret, seconds: 3600)
        }
    }

    func signOut(_ secret: String) async throws {
        state.withLock { $0.sessions[secret] = nil }
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
