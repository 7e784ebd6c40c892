import HTTPTypes
import Insurance
import Kernel
import Testing
import Web

struct CommandRouteTests {
    @Test func `what is malformed, wrong, too long, unknown or stale leaves everything as it was`()
        async throws
    {
        let office = try await Office.open()
        let before = try await office.digest()
        let agent = office.agent.with("Content-Type", "application/json")
        let long = String(repeating: "长", count: 5000)
        let bodies: [(Int, [UInt8])] = [
            (400, Array("{\"channel\": ".utf8)), (400, Array("{} {}".utf8)), (400, []),
            (400, Array("{\"a\":1,\"a\":2}".utf8)), (400, Array("{\"a\":1.5}".utf8)),
            (400, Array("{\"a\":NaN}".utf8)), (400, [0x22, 0xFF, 0x22]),
            (400, Array(String(repeating: "[", count: 10_000).utf8)),
            (400, Array("\"\\ud800\"".utf8)), (422, Array("[]".utf8)), (422, Array("{}".utf8)),
            (422, Notices.with("policy", 7).canonical),
            (422, Notices.with("course", .string(long)).canonical),
            (422, Notices.with("nonsense", "x").canonical),
            (422, Notices.with("cause", "nonsense").canonical),
            (422, Notices.with("estimate", "1e9 CNY").canonical),
            (422, Notices.with("lossAt", "2025-06-01").canonical),
        ]
        for (status, body) in bodies {
            let reply = try await agent.send("POST", Notices.path, body)
            #expect(reply.status == status, "\(reply.text)")
            #expect(reply.field("Content-Type")?.hasPrefix("application/problem+json") == true)
        }
        #expect(try await office.digest() == before)
    }

    @Test func `a problem names the fields, in both languages, and repeats nothing that was sent`()
        async throws
    {
        let office = try await Office.open()
        let secret = "机密内容13800138000"
        let body = Notices.with("reporterPhone", 5)
        guard case .object(var object) = body else { return }
        object["cause"] = .string(secret)
        let reply = try await office.agent.with("Accept-Language", "en-GB, zh;q=0.5")
            .post(Notices.path, json: .object(object))
        let problem = try reply.json
        #expect(problem["type"]?.text == "/problems/fields.refused")
        #expect(problem["status"]?.number == 422)
        #expect(problem["detail"] == problem["detail_en"])
        #expect(problem["detail_zh"]?.text != problem["detail_en"]?.text)
        let names = problem["fields"]?.elements?.compactMap { $0["name"]?.text } ?? []
        #expect(Set(names) == ["cause", "reporterPhone"])
        #expect(!reply.text.contains(secret))
        let chinese = try await office.agent.post(Notices.path, json: .object(object)).json
        #expect(chinese["detail"] == chinese["detail_zh"])
    }

    @Test func `an idempotency key does a thing once, and refuses another body`() async throws {
        let office = try await Office.open()
        let agent = office.agent.with("Idempotency-Key", "one-2025")
        let customer: JSON = ["name": "王小明", "phone": "13800138000"]
        let path = "/api/v1/commands/customers.record"
        let first = try await agent.post(path, json: customer)
        #expect(first.status == 200, "\(first.text)")
        let after = try await office.digest()
        let second = try await agent.post(path, json: customer)
        #expect(second.bytes == first.bytes)
        #expect(first.field("ETag") == "\"1\"")
        let other = try await agent.post(path, json: ["name": "李小明", "phone": "13800138000"])
        #expect(other.status == 409)
        #expect(try other.json["id"]?.text == "idempotency.keyReused")
        #expect(try await office.digest() == after)
    }

    @Test(arguments: ["", " ", "schlüssel", String(repeating: "k", count: 201), "a b"])
    func `an idempotency key of other characters is refused`(key: String) async throws {
        let office = try await Office.open()
        let reply = try await office.agent.with("Idempotency-Key", key)
            .post("/api/v1/commands/customers.record", json: ["name": "王小明"])
        #expect(reply.status == 400)
        #expect(try reply.json["id"]?.text == "request.idempotencyKey")
    }

    @Test(arguments: ["3", "\"x\"", "\"\"", "W/\"3\"", "\"-1\"", "\"99999999999999999999\""])
    func `a version that is not a quoted number is refused`(version: String) async throws {
        let office = try await Office.open()
        let reply = try await office.agent.with("If-Match", version)
            .post("/api/v1/commands/customers.record", json: ["name": "王小明"])
        #expect(reply.status == 400)
    }

    @Test func `only JSON is taken as a command`() async throws {
        let office = try await Office.open()
        for type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx"] {
            let reply = try await office.agent.with("Content-Type", type)
                .send("POST", Notices.path, Notices.valid.canonical)
            #expect(reply.status == 415)
        }
    }

    @Test func `a body over the limit is refused before it is read`() async throws {
        let office = try await Office.open()
        let reply = try await office.agent.with("Content-Type", "application/json")
            .send("POST", Notices.path, [UInt8](repeating: 0x20, count: (1 << 20) + 1))
        #expect(reply.status == 413)
    }

    @Test func `who is not known, has no such post or no such scope is told so`() async throws {
        let office = try await Office.open()
        let before = try await office.digest()
        #expect(try await office.browser.post(Notices.path, json: Notices.valid).status == 401)
        let wrong = try await office.browser.bearing("cov_nobody")
            .post(Notices.path, json: Notices.valid)
        #expect(wrong.status == 401)
        #expect(wrong.field("WWW-Authenticate") == "Bearer")
        #expect(try await office.trainer.post(Notices.path, json: Notices.valid).status == 403)
        let writer = office.writer
        let outside = try await writer.post(
            "/api/v1/commands/customers.record", json: ["name": "王小明"])
        #expect(outside.status == 403)
        #expect(try await writer.get("/api/v1/notice").status == 403)
        #expect(try await office.digest() == before)
    }

    @Test func `a command that does not exist is missing`() async throws {
        let office = try await Office.open()
        let reply = try await office.agent.post("/api/v1/commands/no.such", json: [:])
        #expect(reply.status == 404)
    }

    @Test func `every kind of refusal has a status, and busy ones say when to come again`() {
        for kind in Refusal.Kind.allCases {
            let problem = Problem(Refusal(kind, "some.id", Words("某", "some")))
            #expect((400..<600).contains(problem.status))
            let waits = problem.headers.contains { $0.0.canonicalName == "retry-after" }
            #expect(waits == (problem.status == 503))
        }
    }
}
