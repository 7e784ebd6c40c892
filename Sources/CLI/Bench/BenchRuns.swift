import Foundation
import Hummingbird
import Insurance
import Kernel
import Logging
import ServiceLifecycle
import Web

extension BenchOffice {
    private var requests: Int { options.requests }
    private var engine: String { installation.database.engine.rawValue }

    /// Commands in the process against the same rows by bare statements in the same batches.
    func inProcess() async throws -> BenchReport.Line {
        let dispatcher = installation.dispatcher
        let ours = try await measured(requests, clients: options.clients) { [clerk] index in
            _ = try await dispatcher.perform(
                RegisterNotice.self, from: Self.notice("IN-\(index)"), by: clerk,
                Envelope(key: "in-\(index)"))
        }
        let variants = try await variants(from: 0)
        let batch = installation.database.engine == .sqlite ? options.clients : 1
        let writers = installation.database.engine == .sqlite ? 1 : 8
        let floor = try await measured(requests / batch, clients: writers) { [database] index in
            try await database.write { transaction in
                for statements in variants[(index * batch)..<((index + 1) * batch)] {
                    for sql in statements { try transaction.post(sql) }
                }
            }
        }
        return BenchReport.Line(
            name: "commands.inProcess.\(engine).\(options.cases)", figure: ours.perSecond,
            unit: "1/s", floor: floor.perSecond * Double(batch),
            p50Milliseconds: ours.latencies.percentile(50),
            p99Milliseconds: ours.latencies.percentile(99))
    }

    /// Commands over HTTP against a bare handler in the same server that decodes the same body and
    /// writes the same rows through the same group commit, with no checks.
    func overHTTP() async throws -> BenchReport.Line {
        let ours = try await serving(try site().application) { port in
            try LoadRun.measure(requests, clients: options.clients, port: port) { [token] index in
                LoadClient.post(
                    "/api/v1/commands/claims.registerNotice", token: token, key: "http-\(index)",
                    BenchOffice.notice("HTTP-\(index)").canonical)
            }
        }
        let variants = try await variants(from: requests)
        let floor = try await serving({ BareServer(database, variants).application($0) }) { port in
            try LoadRun.measure(requests, clients: options.clients, port: port) { [token] index in
                LoadClient.post(
                    "/floor/\(index)", token: token, key: nil,
                    BenchOffice.notice("HTTP-\(index)").canonical)
            }
        }
        return BenchReport.Line(
            name: "commands.http.\(engine).\(options.cases)", figure: ours.perSecond, unit: "1/s",
            floor: floor.perSecond, p50Milliseconds: ours.latencies.percentile(50),
            p99Milliseconds: ours.latencies.percentile(99))
    }

    /// One case by its number over HTTP against a bare handler in the same server that reads the
    /// same rows, with no checks, masks or shape.
    func reads() async throws -> BenchReport.Line {
        let number = lastNotice
        let ours = try await serving(try site().application) { port in
            try LoadRun.measure(requests, clients: options.clients, port: port) { [token] _ in
                LoadClient.get("/api/v1/notice/\(number)", token: token)
            }
        }
        let floor = try await serving({ BareServer(database, []).application($0) }) { port in
            try LoadRun.measure(requests, clients: options.clients, port: port) { [token] _ in
                LoadClient.get("/floor/notice/\(number)", token: token)
            }
        }
        return BenchReport.Line(
            name: "reads.case.\(engine).\(options.cases)", figure: ours.perSecond, unit: "1/s",
            floor: floor.perSecond, p50Milliseconds: ours.latencies.percentile(50),
            p99Milliseconds: ours.latencies.percentile(99))
    }

    /// Pages as a browser gets them, one after the other, against a bare handler that reads the
    /// rows of one case: what making a page costs beyond reading.
    func pages() async throws -> [BenchReport.Line] {
        let number = lastNotice
        let cookie = try await session()
        let count = max(100, requests / 10)
        let floor = try await serving({ BareServer(database, []).application($0) }) { port in
            try LoadRun.measure(count, clients: 1, port: port) { [token] _ in
                LoadClient.get("/floor/notice/\(number)", token: token)
            }
        }
        let paths = [
            ("case", "/console/case/\(number)"), ("workbench", "/console"),
            ("list", "/console/list/notice"), ("promise", "/promise"),
        ]
        var lines: [BenchReport.Line] = []
        for (name, path) in paths {
            let ours = try await serving(try site().application) { port in
                try LoadRun.measure(count, clients: 1, port: port) { _ in
                    LoadClient.page(path, cookie: cookie)
                }
            }
            lines.append(
                BenchReport.Line(
                    name: "pages.\(name).\(engine).\(options.cases)", figure: ours.perSecond,
                    unit: "1/s", floor: floor.perSecond,
                    p50Milliseconds: ours.latencies.percentile(50),
                    p99Milliseconds: ours.latencies.percentile(99)))
        }
        return lines
    }

    /// The cookie of a session of the clerk.
    private func session() async throws -> String {
        let signIn = SignIn(installation.dispatcher, pool: HashingPool())
        let password = HexText.encode(randomBytes(16))
        let activation = try await signIn.issueActivation(for: "E1018", by: .system("cli"))
        try await signIn.activate(token: activation.text, password: password)
        let session = try await signIn.signIn(
            SignInAttempt(number: "E1018", password: password, source: "bench"))
        return "covenant=\(session.session.text)"
    }

    private var database: any Database { installation.database }

    private func variants(from first: Int) async throws -> [[SQL]] {
        let captured = try await capturedNotice()
        let kept: Set<String> = clerk.staff.map { [$0.text] } ?? []
        return (0..<requests).map { captured.variant(first + $0, keeping: kept) }
    }

    private func site() throws -> Site {
        var settings = SiteSettings()
        settings.port = 0
        settings.logger.logLevel = .error
        return try Site(
            dispatcher: installation.dispatcher, commands: Insurer.commands,
            authenticator: StaffAuthenticator(
                SignIn(installation.dispatcher, pool: HashingPool())), settings: settings)
    }

    /// Runs a server on a free port for as long as `body` takes.
    private func serving<Value: Sendable, Server: Service>(
        _ make: (@escaping @Sendable (Int) async -> Void) -> Server,
        _ body: @escaping @Sendable (Int) throws -> Value
    ) async throws -> Value {
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        let server = make { port in opened.yield(port) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            var iterator = ports.makeAsyncIterator()
            guard let port = await iterator.next() else { throw LoadFailure("no server") }
            // The load blocks: it must not take a thread of the server's pool.
            let value = try await withCheckedThrowingContinuation { continuation in
                Thread { continuation.resume(with: Swift.Result { try body(port) }) }.start()
            }
            group.cancelAll()
            return value
        }
    }
}

/// The floor over HTTP: decode the body, write the rows, answer; or read the rows and answer.
struct BareServer: Sendable {
    private let database: any Database
    private let variants: [[SQL]]

    init(_ database: any Database, _ variants: [[SQL]]) {
        self.database = database
        self.variants = variants
    }

    func application(
        _ onRunning: @escaping @Sendable (Int) async -> Void
    ) -> some ApplicationProtocol {
        let router = Router()
        router.post("/floor/{index}") { [database, variants] request, context -> String in
            let index = try context.parameters.require("index", as: Int.self)
            let body = try await request.body.collect(upTo: 1 << 20)
            _ = try JSON.parse(Array(body.readableBytesView))
            let statements = variants[index]
            try await database.write { transaction in
                for sql in statements { try transaction.post(sql) }
            }
            return "{}"
        }
        router.get("/floor/notice/{number}") { [database] _, context -> String in
            let number = try context.parameters.require("number")
            return try await database.read { reader in
                let row = try reader.row(
                    "SELECT version, state, reporter FROM notice WHERE number = \(number)")
                let person = try row?.text("reporter") ?? ""
                _ = try reader.row("SELECT wrapped FROM subject_key WHERE person = \(person)")
                return try row?.text("state") ?? ""
            }
        }
        return Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0), serverName: nil),
            onServerRunning: { await onRunning($0.localAddress?.port ?? 0) },
            logger: Logger(label: "bare"))
    }
}
