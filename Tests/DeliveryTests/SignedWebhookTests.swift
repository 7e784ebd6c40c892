import Kernel
import Testing

@testable import Delivery

@Suite struct SignedWebhookTests {
    private static let now = Moment(milliseconds: 1_767_240_000_123)
    private let secret = Array("a secret of many bytes".utf8)

    private func sender(_ rules: EgressRules, authorities: String? = nil) -> SignedWebhook {
        let settings = SignedWebhook.Settings(rules: rules, timeout: 10, authorities: authorities)
        return SignedWebhook(settings: settings) { SignedWebhookTests.now }
    }

    private func call(
        _ url: String, key: String = "evt-7", body: String = "{\"案件\":1}"
    ) -> OutgoingCall {
        OutgoingCall(key: key, url: url, body: Array(body.utf8), secret: secret)
    }

    private func answer(_ status: String, _ headers: String = "", body: String = "") -> String {
        "HTTP/1.1 \(status)\r\n\(headers)Content-Length: \(body.utf8.count)\r\n"
            + "Connection: close\r\n\r\n\(body)"
    }

    private func post(_ answer: String) async throws -> (DeliveryOutcome, [String]) {
        let receiver = try Receiver(answer: answer)
        defer { receiver.stop() }
        let rules = EgressRules(allowed: ["127.0.0.1:\(receiver.port)"])
        let outcome = await sender(rules).post(call("http://127.0.0.1:\(receiver.port)/hook"))
        return (outcome, receiver.requests)
    }

    @Test func `the receiver can verify what it was sent`() async throws {
        let (outcome, requests) = try await post(answer("204 No Content"))
        #expect(outcome == .delivered)
        let request = try #require(requests.first)
        #expect(requests.count == 1 && request.hasPrefix("POST /hook HTTP/1.1\r\n"))
        let lines = request.split(separator: "\r\n", omittingEmptySubsequences: false)
        func header(_ name: String) -> String {
            lines.first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
                ?? ""
        }
        #expect(header("Covenant-Id") == "evt-7")
        #expect(header("Covenant-Timestamp") == "1767240000")
        #expect(header("Content-Type") == "application/json")
        #expect(lines.last == "{\"案件\":1}")
        let isGenuine = WebhookSignature.isGenuine(
            id: "evt-7", timestamp: header("Covenant-Timestamp"),
            body: Array((lines.last ?? "").utf8), signature: header("Covenant-Signature"),
            secrets: [secret], now: Self.now)
        #expect(isGenuine)
    }

    @Test func `a redirect to the inside is not followed`() async throws {
        let canary = try Canary()
        let (outcome, requests) = try await post(
            answer("302 Found", "Location: http://127.0.0.1:\(canary.port)/\r\n"))
        guard case .refused(let problem) = outcome else {
            Issue.record("expected refused, got \(outcome)")
            return
        }
        #expect(problem.id == "webhook.redirected" && problem.code == 302)
        #expect(requests.count == 1)
        #expect(canary.connections() == 0)
    }

    @Test(arguments: [
        "https://127.0.0.1", "https://localhost", "https://2130706433", "https://0x7f.1",
        "https://0177.0.0.1", "https://[::ffff:127.0.0.1]", "http://127.0.0.1",
        "https://a:b@127.0.0.1", "https://127.1",
    ])
    func `the inside sees no connection`(origin: String) async throws {
        let canary = try Canary()
        let outcome = await sender(EgressRules()).post(call("\(origin):\(canary.port)/"))
        guard case .refused = outcome else {
            Issue.record("expected refused, got \(outcome)")
            return
        }
        #expect(canary.connections() == 0)
    }

    @Test func `a name that leads inside sees no connection`() async throws {
        let canary = try Canary()
        let rules = EgressRules(allowed: []) { _, _ in [IPAddress("127.0.0.1")].compactMap { $0 } }
        let outcome = await sender(rules).post(call("https://rebind.example:\(canary.port)/"))
        guard case .refused(let problem) = outcome else {
            Issue.record("expected refused, got \(outcome)")
            return
        }
        #expect(problem.id == "egress.privateAddress")
        #expect(canary.connections() == 0)
    }

    @Test func `the call goes to the address that was checked, whatever the name says later`()
        async throws
    {
        let receiver = try Receiver(answer: answer("200 OK"))
        defer { receiver.stop() }
        // No such name exists: only the pin can lead the call to the receiver.
        let rules = EgressRules(allowed: ["pinned.invalid:\(receiver.port)"]) { _, _ in
            [IPAddress("127.0.0.1")].compactMap { $0 }
        }
        let outcome = await sender(rules).post(call("http://pinned.invalid:\(receiver.port)/"))
        #expect(outcome == .delivered)
        #expect(receiver.requests.first?.contains("Host: pinned.invalid") == true)
    }

    @Test func `localhost pinned elsewhere does not come back to this machine`() async throws {
        // libcurl answers `localhost` by itself; the guard on the socket has the last word.
        let canary = try Canary()
        let rules = EgressRules(allowed: ["localhost:\(canary.port)"]) { _, _ in
            [IPAddress("192.0.2.1")].compactMap { $0 }
        }
        let settings = SignedWebhook.Settings(rules: rules, timeout: 1)
        let outcome = await SignedWebhook(settings: settings) { SignedWebhookTests.now }
            .post(call("http://localhost:\(canary.port)/"))
        guard case .later = outcome else {
            Issue.record("expected later, got \(outcome)")
            return
        }
        #expect(canary.connections() == 0)
    }

    @Test(arguments: [
        ("400 Bad Request", false), ("401 Unauthorized", false), ("404 Not Found", false),
        ("410 Gone", false), ("408 Request Timeout", true), ("425 Too Early", true),
        ("429 Too Many Requests", true), ("500 Oops", true), ("503 Busy", true),
    ])
    func `the status decides whether to try again`(status: String, isLater: Bool) async throws {
        let (outcome, _) = try await post(answer(status))
        switch outcome {
        case .later(let problem, let seconds):
            #expect(isLater && problem.id == "webhook.rejected" && seconds == nil)
        case .refused(let problem):
            #expect(!isLater && problem.id == "webhook.rejected")
        case .delivered:
            Issue.record("\(status) is no delivery")
        }
    }

    @Test func `the receiver can ask for time, up to a day`() async throws {
        for (asked, seconds) in [("120", 120), ("9999999999", 86_400)] {
            let (outcome, _) = try await post(answer("503 Busy", "Retry-After: \(asked)\r\n"))
            guard case .later(_, let found) = outcome else {
                Issue.record("expected later, got \(outcome)")
                continue
            }
            #expect(found == seconds)
        }
    }

    @Test func `an endless answer is cut off`() async throws {
        let long = String(repeating: "x", count: 8 << 20)
        let (accepted, _) = try await post(answer("200 OK", body: long))
        #expect(accepted == .delivered)
    }

    @Test func `a receiver nobody vouches for gets nothing`() async throws {
        let scratch = try Scratch()
        try scratch.makeCertificate()
        let server = try PythonServer(
            script: Self.secureReceiver, [scratch.file("cert.pem"), scratch.file("key.pem")])
        let rules = EgressRules(allowed: ["127.0.0.1:\(server.port)"])
        let call = call("https://127.0.0.1:\(server.port)/")
        guard case .later(let problem, _) = await sender(rules).post(call) else {
            Issue.record("sent to a receiver nobody vouches for")
            return
        }
        #expect(problem.id == "webhook.unreachable")
        let trusting = sender(rules, authorities: scratch.file("cert.pem"))
        #expect(await trusting.post(call) == .delivered)
    }

    @Test func `an unusable key, secret or body is refused`() async throws {
        let canary = try Canary()
        let rules = EgressRules(allowed: ["127.0.0.1:\(canary.port)"])
        let url = "http://127.0.0.1:\(canary.port)/"
        let large = [UInt8](repeating: 0x20, count: SignedWebhook.largestBody + 1)
        for call in [
            call(url, key: "a\r\nX: y"), call(url, key: ""),
            OutgoingCall(key: "k", url: url, body: [], secret: [1, 2, 3]),
            OutgoingCall(key: "k", url: url, body: large, secret: secret),
        ] {
            guard case .refused(let problem) = await sender(rules).post(call) else {
                Issue.record("accepted")
                continue
            }
            #expect(problem.id == "webhook.unusable")
        }
        #expect(canary.connections() == 0)
    }

    private static let secureReceiver = """
        import http.server, ssl, sys, threading
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(204); self.end_headers()
            def log_message(self, *arguments): pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*sys.argv[1:3])
        server.socket = context.wrap_socket(server.socket, server_side=True,
                                            do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(server.server_address[1], flush=True)
        sys.stdin.read()
        """
}
