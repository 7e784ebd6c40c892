import Insurance
import Kernel
import TestSupport
import Testing
import Web

/// The customers' way in, and what they may and may not see.
struct PortalTests {
    private struct House {
        let office: Office
        let policy: String

        static func open(on backend: Backend = .sqlite) async throws -> House {
            let office = try await Office.open(on: backend) { $0.isDemo = true }
            for standard in DefaultStandards.standards {
                _ = try? await office.world.perform(standard)
            }
            _ = try await office.world.dispatcher.perform(
                DefineProduct.self, from: .object(Self.product),
                by: office.world.principal(.executive))
            return House(
                office: office,
                policy: try await Self.policy("P-7", of: "张晓明", "13900001111", office))
        }

        private static let product: JSON.Object = [
            "code": "HOME", "zh": "家庭财产保险", "en": "Home", "line": "property",
            "simpleUpTo": "3000.00 CNY", "complexAbove": "100000.00 CNY", "documents": [],
            "coverages": [
                [
                    "code": "contents", "zh": "室内财产", "en": "Contents",
                    "limit": "50000.00 CNY", "deductible": "200.00 CNY",
                    "deductiblePermille": 0, "terms": "第六条",
                ]
            ],
        ]

        static func policy(
            _ number: String, of name: String, _ phone: String, _ office: Office
        ) async throws -> String {
            let customer = try await office.world.dispatcher.perform(
                RecordCustomer.self, from: ["name": .string(name), "phone": .string(phone)],
                by: office.world.principal(.serviceAgent)
            ).text("number") ?? ""
            _ = try await office.world.dispatcher.perform(
                RecordPolicy.self,
                from: [
                    "number": .string(number), "product": "HOME", "holder": .string(customer),
                    "holderName": .string(name), "inception": "2025-01-01",
                    "expiry": "2025-12-31",
                ], by: office.world.principal(.underwritingIntake))
            return number
        }

        func code(_ policy: String) async throws -> Browser.Reply {
            try await office.browser.post("/portal/code", form: "policy=\(policy)")
        }

        /// Signs in with the code that a demo shows.
        func signIn(_ policy: String) async throws -> (browser: Browser, csrf: String) {
            let page = try await code(policy)
            let code = try #require(page.text.firstMatch(of: /验证码 ([0-9]{6})/)).1
            let reply = try await office.browser.post(
                "/portal/enter", form: "policy=\(policy)&code=\(code)")
            let cookie = try #require(reply.cookies.first { $0.hasPrefix("covenant-portal=") })
            let browser = office.browser.with("Cookie", String(cookie.prefix { $0 != ";" }))
            let home = try await browser.get("/portal")
            let csrf = try #require(home.text.firstMatch(of: /name="csrf" value="([0-9a-f]{64})"/))
            return (browser, String(csrf.1))
        }

        func report(
            _ fields: [(String, String)], photo: [UInt8]? = nil, _ browser: Browser, _ csrf: String
        ) async throws -> Browser.Reply {
            var body: [UInt8] = []
            for (name, value) in fields + [("csrf", csrf)] {
                body += Array(
                    "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
                        .utf8)
            }
            if let photo {
                let head = "form-data; name=\"photo\"; filename=\"a.png\""
                body += Array("--b\r\nContent-Disposition: \(head)\r\n\r\n".utf8)
                body += photo + Array("\r\n".utf8)
            }
            return try await browser.with("Content-Type", "multipart/form-data; boundary=b")
                .with("Sec-Fetch-Site", "same-origin")
                .send("POST", "/portal/report", body + Array("--b--\r\n".utf8))
        }

        static func loss(_ policy: String) -> [(String, String)] {
            [
                ("policy", policy), ("lossAt", "2025-03-02T20:15"), ("place", "文三路 7 号"),
                ("cause", "burstPipe"), ("course", "水管爆裂"), ("reporterName", "张晓明"),
            ]
        }
    }

    @Test(arguments: Backend.available)
    func `a customer comes in by code, reports a loss with a picture and follows it`(
        _ backend: Backend
    ) async throws {
        let house = try await House.open(on: backend)
        let (browser, csrf) = try await house.signIn(house.policy)
        #expect(try await browser.get("/portal/report").status == 200)
        let reply = try await house.report(
            House.loss(house.policy), photo: DemoPicture.png(), browser, csrf)
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
        let house = try await House.open()
        let (browser, csrf) = try await house.signIn(house.policy)
        let reply = try await house.report(House.loss(house.policy), browser, csrf)
        let place = try #require(reply.field("Location"))
        let other = try await House.policy("P-8", of: "王小红", "13900002222", house.office)
        let (stranger, token) = try await house.signIn(other)
        #expect(try await stranger.get(place).status == 404)
        #expect(!(try await stranger.get("/portal").text.contains("NTC-")))
        let foreign = try await house.report(House.loss(house.policy), stranger, token)
        #expect(foreign.status == 422)
        #expect(try await house.office.browser.get(place).status == 401)
        // A session of one side opens nothing on the other.
        #expect(try await browser.get("/console").status == 401)
        #expect(try await house.office.signedIn.get(place).status == 401)
    }

    @Test func `no form of a customer is taken without the session's own token`() async throws {
        let house = try await House.open()
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
        let house = try await House.open()
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
        let house = try await House.open()
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
        let house = try await House.open()
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
        let house = try await House.open()
        for _ in 0..<6 { _ = try await house.code(house.policy) }
        let sent = try await house.office.database.read {
            try $0.rows("SELECT id FROM portal_code").count
        }
        #expect(sent == PortalCode.mostInHour)
    }
}
