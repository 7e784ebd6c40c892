import Insurance
import Kernel
import TestSupport
import Testing
import Web

/// A demo office with one home policy, whose holder comes in through the portal.
struct PortalHouse {
    let office: Office
    let policy: String

    var world: World { office.world }

    static func open(on backend: Backend = .sqlite) async throws -> PortalHouse {
        let office = try await Office.open(on: backend) { $0.isDemo = true }
        for standard in DefaultStandards.standards {
            _ = try? await office.world.perform(standard)
        }
        _ = try await office.world.dispatcher.perform(
            DefineProduct.self, from: .object(Self.product),
            by: office.world.principal(.executive))
        return PortalHouse(
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

/// A customer who has come in.
struct PortalGuest {
    let house: PortalHouse
    let browser: Browser
    let csrf: String

    static func enter(on backend: Backend = .sqlite) async throws -> PortalGuest {
        let house = try await PortalHouse.open(on: backend)
        return try await house.guest(of: house.policy)
    }

    /// Reports a loss and returns the number of the notice.
    func report() async throws -> String {
        let reply = try await house.report(PortalHouse.loss(house.policy), browser, csrf)
        let place = try #require(reply.field("Location"), "\(reply.text.suffix(900))")
        return String(place.dropFirst("/portal/case/".count))
    }

    /// The claim registered from a loss that was reported here.
    func claim() async throws -> String {
        let notice = try await report()
        return try await house.perform(
            "claims.registerClaim", .registrationClerk,
            ["notice": .string(notice), "reserve": "2000.00 CNY", "reason": "估损"]
        ).text("number") ?? ""
    }

    func get(_ path: String) async throws -> Browser.Reply {
        try await browser.get("/portal/case/\(path)")
    }

    func post(_ path: String, _ fields: [(String, String)]) async throws -> Browser.Reply {
        let form = (fields + [("csrf", csrf)]).map { name, value in
            "\(name)=\(PortalGuest.escaped(value))"
        }.joined(separator: "&")
        return try await browser.post("/portal/case/\(path)", form: form)
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }.joined()
    }
}

extension PortalHouse {
    func guest(of policy: String) async throws -> PortalGuest {
        let (browser, csrf) = try await signIn(policy)
        return PortalGuest(house: self, browser: browser, csrf: csrf)
    }

    /// Somebody else, with a policy of their own.
    func stranger() async throws -> PortalGuest {
        try await guest(of: PortalHouse.policy("P-8", of: "王小红", "13900002222", office))
    }

    /// A command of the staff.
    @discardableResult
    func perform(
        _ name: String, _ post: PostWords.Post, _ fields: JSON.Object
    ) async throws -> Receipt {
        let command = try #require(Insurer.commands[name])
        return try await command.perform(
            world.dispatcher, .object(fields), try await world.principal(post), Envelope())
    }

    /// What stands in the way of a command by this customer at its own door, page aside.
    func refusal(
        of name: String, _ fields: JSON.Object, byHolderOf policy: String
    ) async throws -> String {
        let command = try #require(Insurer.commands[name])
        let holder = try await world.load(policy, as: Policy.self).holder
        return try await world.refusal {
            _ = try await command.perform(
                world.dispatcher, .object(fields), Principal(.customer(holder)), Envelope())
        }.id
    }

    /// How many entries the journal has.
    var entries: Int {
        get async throws { try await world.count("journal_entry") }
    }

    /// Who wrote the last entry of a case's stream.
    func lastActor<State: Numbered>(of number: String, _: State.Type) async throws -> String {
        let state = try await world.load(number, as: State.self)
        let entry = try #require(try await world.journal(of: state.stream).last)
        return try JournalEntry.parse(Array(entry.utf8)).actor
    }

    /// The chains, the log and its signature hold, and the rows are those the journal tells.
    func expectSound() async throws {
        let signer = try #require(world.keys.journalSigner)
        let sequencer = Sequencer(
            database: office.database, log: "test", signer: signer, owner: "test",
            witness: nil, now: { [world] in world.now }, sleep: { _ in })
        try await sequencer.catchUp()
        try await sequencer.sign()
        let report = try await JournalCheck(log: "test", keys: [signer.verifying], witness: [])
            .run(on: office.database, at: world.now)
        #expect(report.isSound, "\(report.findings.prefix(3))")
        let findings = try await office.database.read {
            try Replay(JournaledAggregates.registry, $0).findings()
        }
        #expect(findings.isEmpty, "\(findings.prefix(3))")
    }
}
