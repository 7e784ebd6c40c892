import Kernel
import Storage
import Testing
import Web

struct AnswerFieldTests {
    static func check(_ reply: Browser.Reply, _ what: String) {
        let policy = reply.field("Content-Security-Policy") ?? ""
        for part in [
            "default-src 'none'", "object-src 'none'", "base-uri 'none'",
            "frame-ancestors 'none'", "form-action 'self'", "'nonce-",
        ] {
            #expect(policy.contains(part), "\(what): \(part)")
        }
        #expect(!policy.contains("unsafe-"), "\(what)")
        #expect(reply.field("X-Content-Type-Options") == "nosniff", "\(what)")
        #expect(reply.field("Referrer-Policy") == "same-origin", "\(what)")
        #expect(reply.field("Permissions-Policy") != nil, "\(what)")
        #expect(reply.field("Cross-Origin-Opener-Policy") == "same-origin", "\(what)")
        #expect(reply.field("Cross-Origin-Resource-Policy") == "same-origin", "\(what)")
        #expect(reply.field("Cache-Control") != nil, "\(what)")
        #expect(reply.field("X-Request-Id") != nil, "\(what)")
        #expect(reply.field("Server") == nil, "\(what)")
    }

    @Test func `every status carries the whole set of header fields`() async throws {
        let office = try await Office.open()
        let browser = office.browser
        var replies: [(Int, Browser.Reply)] = [
            (200, try await browser.get("/")), (200, try await browser.get("/api/openapi.json")),
            (400, try await office.agent.get("/api/v1/claim?nonsense=1")),
            (401, try await browser.get("/api/v1/claim")),
            (403, try await office.trainer.get("/api/v1/customer")),
            (404, try await browser.get("/nowhere")),
            (404, try await office.agent.get("/api/v1/claim/NONE")),
            (405, try await browser.send("PUT", "/promise")),
            (405, try await browser.send("TRACE", "/api/v1/claim")),
            (415, try await browser.with("Sec-Fetch-Site", "same-origin").send("POST", "/sign-in")),
            (422, try await browser.post("/sign-in", form: "number=&password=")),
        ]
        replies.append(
            (413, try await browser.post("/sign-in", form: String(repeating: "a", count: 9000))))
        for (status, reply) in replies {
            #expect(reply.status == status, "\(reply.text.prefix(200))")
            Self.check(reply, "\(status)")
        }
    }

    @Test func `a failure inside a handler is an answer like any other`() async throws {
        let office = try await Office.open()
        await office.database.close()
        let reply = try await office.browser.get("/ready")
        #expect(reply.status >= 500)
        Self.check(reply, "closed database")
        #expect(try reply.json["id"] != nil)
    }

    @Test func `a full house says when to come again`() async throws {
        let office = try await Office.open { $0.concurrentRequests = 0 }
        let reply = try await office.browser.get("/health")
        #expect(reply.status == 503)
        #expect(reply.field("Retry-After") == "1")
        Self.check(reply, "503")
    }

    @Test func `ten thousand answers never share a nonce`() async throws {
        let office = try await Office.open()
        let browser = office.browser
        var seen: Set<String> = []
        for _ in 0..<10_000 {
            seen.insert(try await browser.get("/health").field("Content-Security-Policy") ?? "")
        }
        #expect(seen.count == 10_000)
    }

    @Test func `a wrong method is told which ones are right`() async throws {
        let office = try await Office.open()
        let reply = try await office.browser.send("DELETE", Notices.path)
        #expect(reply.status == 405)
        #expect(reply.field("Allow") == "GET, HEAD, POST")
    }

    @Test func `transport security is announced behind the trusted proxy only`() async throws {
        let office = try await Office.open { $0.trustedProxy = "local" }
        let forged = try await Office.open()
        let behind = office.browser.with("X-Forwarded-Proto", "https")
        #expect(try await behind.get("/").field("Strict-Transport-Security") != nil)
        let direct = forged.browser.with("X-Forwarded-Proto", "https")
        #expect(try await direct.get("/").field("Strict-Transport-Security") == nil)
    }

    @Test func `a page that shows who is signed in is never stored, a style sheet is`()
        async throws
    {
        let office = try await Office.open()
        let page = try await office.browser.get("/")
        #expect(page.field("Cache-Control") == "no-store")
        let path = try #require(page.text.firstMatch(of: /\/assets\/covenant\.[0-9a-f]{16}\.css/))
        let style = try await office.browser.get(String(path.output))
        #expect(style.status == 200)
        #expect(style.field("Cache-Control")?.contains("immutable") == true)
    }
}
