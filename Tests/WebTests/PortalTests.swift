import Insurance
import Kernel
import TestSupport
import Testing
import Web

/// The customers' way in, and what they may and may not see.
struct PortalTests {
    @Test(arguments: Backend.available)
    func `a customer comes in by code, reports a loss with a picture and follows it`(
        _ backend: Backend
    ) async throws {
        let house = try await PortalHouse.open(on: backend)
        let (browser, csrf) = try await house.signIn(house.policy)
        #expect(try await browser.get("/portal/report").status == 200)
        let reply = try await house.report(
            PortalHouse.loss(house.policy), photo: DemoPicture.png(), browser, csrf)
        let place = try #require(reply.field("Location"), "\(reply.text.suffix(900))")
        #expect(place.hasPrefix("/portal/case/NTC-") && !place.contains("photos"))
        let body = Array(
            "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\(csrf)\r\n".utf8)
            + Array("--b\r\nContent-Disposition: form-data; ".utf8)
            + Array("name=\"paper\"; filename=\"b.png\"\r\n\r\n".utf8)
            + DemoPicture.png(pattern: 5) + Array("\r\n--b--\r\n".utf8)
        let sent = try await browser.with("Content-Type", "multipart/form-data; boundary=b")
            .with("Sec-Fetch-Site", "same-origin").send("POST", place + "/files", body)
        #expect(sent.field("Location") == place + "?sent=yes")
        let page = try await browser.get(place)
        #expect(page.status == 200 && page.text.contains("已收到报案"))
        #expect(page.text.contains("我们答应您") && page.text.contains("怎么算的"))
        #expect(try await browser.get("/portal").text.contains("水管爆裂"))
        let files = try await house.office.database.read {
            try $0.rows("SELECT id FROM evidence_file")
        }
        #expect(files.count == 2)
        let entries = try await house.office.database.read { reader in
            try reader.rows("SELECT bytes FROM journal_entry ORDER BY position DESC LIMIT 1")
                .map { try JournalEntry.parse($0.blob("bytes")) }
        }
        #expect(entries.first?.actor.hasPrefix("customer:") == true)
    }

    @Test func `what is not a customer's own is not there`() async throws {
        let house = try await PortalHouse.open()
        let (browser, csrf) = try await house.signIn(house.policy)
        let reply = try await house.report(PortalHouse.loss(house.policy), browser, csrf)
        let place = try #require(reply.field("Location"))
        let other = try await PortalHouse.policy("P-8", of: "王小红", "13900002222", house.office)
        let (stranger, token) = try await house.signIn(other)
        #expect(try await stranger.get(place).status == 404)
        #expect(!(try await stranger.get("/portal").text.contains("NTC-")))
        let foreign = try await house.report(PortalHouse.loss(house.policy), stranger, token)
        #expect(foreign.status == 422)
        #expect(try await house.office.browser.get(place).status == 401)
        // A session of one side opens nothing on the other.
        #expect(try await browser.get("/console").status == 401)
        #expect(try await house.office.signedIn.get(place).status == 401)
    }

    @Test func `no form of a customer is taken without the session's own token`() async throws {
        let house = try await PortalHouse.open()
        let (browser, _) = try await house.signIn(house.policy)
        for route in house.office.site.routes where route.changes && route.access == .customer {
            let path = route.path.replacing("{number}", with: "NTC-1")
            let reply = try await browser.post(path, form: "csrf=wrong")
            #expect(reply.status == 403, "\(path)")
        }
    }

    @Test func `an unknown policy, one without a phone and a known one are answered alike`()
        async throws
    {
        let house = try await PortalHouse.open()
        func shown(_ text: String, _ policy: String) -> String {
            text.replacing(policy, with: "").replacing(/[0-9]{6}/, with: "")
                .replacing(/nonce-[^']+/, with: "")
        }
        let known = try await house.code(house.policy)
        let unknown = try await house.code("P-0")
        #expect(known.status == unknown.status)
        // A demo shows the code; that line apart, the pages are the same.
        let line = /<p class="notice">[^<]*<\/p>/
        #expect(
            shown(known.text, house.policy).replacing(line, with: "")
                == shown(unknown.text, "P-0").replacing(line, with: ""))
    }

    @Test func `five misses end a code, and each code opens one session`() async throws {
        let house = try await PortalHouse.open()
        let page = try await house.code(house.policy)
        let code = String(try #require(page.text.firstMatch(of: /验证码 ([0-9]{6})/)).1)
        let wrong = code == "000000" ? "000001" : "000000"
        for _ in 0..<5 {
            let reply = try await house.office.browser.post(
                "/portal/enter", form: "policy=\(house.policy)&code=\(wrong)")
            #expect(reply.status == 401)
        }
        let late = try await house.office.browser.post(
            "/portal/enter", form: "policy=\(house.policy)&code=\(code)")
        #expect(late.status == 401)
        let (browser, csrf) = try await house.signIn(house.policy)
        let left = try await browser.post("/portal/leave", form: "csrf=\(csrf)")
        #expect(left.status == 303)
        let after = try await browser.with("Accept", "text/html").get("/portal/report")
        #expect(after.field("Location") == "/portal")
    }

    @Test func `a code stands nowhere but in its message, sealed`() async throws {
        let house = try await PortalHouse.open()
        let page = try await house.code(house.policy)
        let code = String(try #require(page.text.firstMatch(of: /验证码 ([0-9]{6})/)).1)
        let rows = try await house.office.database.read { reader in
            try reader.rows("SELECT state FROM portal_code").map { try $0.text("state") }
                + reader.rows("SELECT content FROM outbox").map { try $0.text("content") }
        }
        #expect(rows.count == 2)
        for row in rows { #expect(!row.contains("\"\(code)\"")) }
    }

    @Test func `a fifth code within the hour is not sent`() async throws {
        let house = try await PortalHouse.open()
        for _ in 0..<6 { _ = try await house.code(house.policy) }
        let sent = try await house.office.database.read {
            try $0.rows("SELECT id FROM portal_code").count
        }
        #expect(sent == PortalCode.mostInHour)
    }

    @Test func `a second loss on the same day is reported once the customer says that it is one`()
        async throws
    {
        let house = try await PortalHouse.open()
        let (browser, csrf) = try await house.signIn(house.policy)
        let loss = PortalHouse.loss(house.policy)
        #expect(try await house.report(loss, browser, csrf).status == 303)
        // Another cause is another loss without a question.
        let other = loss.map { $0.0 == "cause" ? ("cause", "fire") : $0 }
        #expect(try await house.report(other, browser, csrf).status == 303)
        let asked = try await house.report(loss, browser, csrf)
        #expect(asked.status == 409 && asked.text.contains("name=\"distinct\""))
        #expect(asked.text.contains("水管爆裂"))
        let taken = try await house.report(loss + [("distinct", "true")], browser, csrf)
        #expect(taken.status == 303, "\(taken.text.suffix(900))")
        #expect(try await house.world.count("notice") == 3)
    }

    @Test func `a customer may name no policy and no case of another, page aside`() async throws {
        let house = try await PortalHouse.open()
        let guest = try await house.guest(of: house.policy)
        let notice = try await guest.report()
        _ = try await PortalHouse.policy("P-8", of: "王小红", "13900002222", house.office)
        let id = try await house.refusal(
            of: "claims.registerNotice",
            [
                "channel": "web", "policy": "P-7", "lossAt": "2025-03-02T20:15:00+08:00",
                "place": "文三路", "cause": "fire", "course": "起火", "reporterName": "王小红",
            ], byHolderOf: "P-8")
        #expect(id == "case.missing")
        let stranger = try await house.world.load("P-8", as: Policy.self).holder
        let refusal = try await house.world.refusal {
            _ = try await house.office.world.evidenceDesk().receive(
                DemoPicture.png(), named: "a.png", for: notice,
                by: Principal(.customer(stranger)))
        }
        #expect(refusal.id == "case.missing")
    }
}
