import Insurance
import Kernel
import TestSupport
import Testing

struct RevealTests {
    private func customer(_ scene: PromiseScene, _ name: String = "李小华") async throws -> Customer {
        var command = RecordCustomer()
        command.name = Personal(
            plain: name, PersonalRule(.name, of: "customer", max: 80, searchable: true))
        command.phone = Personal(
            plain: "13800138000",
            PersonalRule(.phone, of: "customer", max: 30, searchable: true))
        let agent = try await scene.stage.hire("A-\(name)", .serviceAgent)
        let number = try #require(
            try await scene.stage.perform(command, by: agent).text("number"))
        let loaded: Loaded<Customer>? = try await scene.stage.database.read {
            try $0.load(number: number)
        }
        return try #require(loaded).state
    }

    private func reveal(
        _ customer: Customer, _ scene: PromiseScene, by principal: Principal
    ) async throws -> String {
        try await RevealDesk(scene.stage.dispatcher).reveal(
            customer.name, .name, about: customer.stream, reason: .contactCustomer,
            text: "call back", by: principal)
    }

    private func refusal(_ body: () async throws -> String) async -> String? {
        do {
            _ = try await body()
            return nil
        } catch {
            return (error as? Refusal)?.id ?? "failure"
        }
    }

    @Test(arguments: Backend.available)
    func `a full value is shown after the journal says who saw it and why`(
        _ backend: Backend
    ) async throws {
        let scene = try await PromiseScene(backend)
        let customer = try await customer(scene)
        let agent = try await scene.stage.hire("S2", .serviceAgent)
        #expect(try await reveal(customer, scene, by: agent) == "李小华")
        let row = try await scene.stage.database.read { reader in
            try reader.row("SELECT person, kind, state FROM reveal")
        }
        #expect(try row?.id("person", of: Person.self) == customer.person)
        #expect(try row?.text("state").contains("李小华") == false)
        let stream = "reveal/\(agent.staff?.text ?? "")"
        let entries = try await scene.stage.count(
            "SELECT COUNT(*) AS n FROM journal_entry WHERE stream = \(stream)")
        #expect(entries == 1)
        #expect(await refusal { try await reveal(customer, scene, by: .system("import")) } != nil)
    }

    @Test(arguments: Backend.available)
    func `nothing is shown when the record cannot be written`(_ backend: Backend) async throws {
        let scene = try await PromiseScene(backend)
        let customer = try await customer(scene)
        let agent = try await scene.stage.hire("S2", .serviceAgent)
        try await scene.stage.database.write { transaction in
            try transaction.execute("ALTER TABLE journal_stream RENAME TO journal_stream_lost")
        }
        #expect(await refusal { try await reveal(customer, scene, by: agent) } == "failure")
        #expect(try await scene.stage.count("SELECT COUNT(*) AS n FROM reveal") == 0)
    }

    @Test(arguments: Backend.available)
    func `an hour has a limit, and the next hour goes on`(_ backend: Backend) async throws {
        let scene = try await PromiseScene(backend)
        let customer = try await customer(scene)
        let agent = try await scene.stage.hire("S2", .serviceAgent)
        let other = try await scene.stage.hire("S3", .serviceAgent)
        for _ in 0..<RevealValue.hourlyQuota { _ = try await reveal(customer, scene, by: agent) }
        #expect(
            await refusal { try await reveal(customer, scene, by: agent) } == "vault.revealQuota")
        #expect(await refusal { try await reveal(customer, scene, by: other) } == nil)
        scene.stage.now = scene.stage.now.adding(seconds: 3600)
        #expect(await refusal { try await reveal(customer, scene, by: agent) } == nil)
    }

    @Test(arguments: Backend.available)
    func `an erased customer never opens again, another one does`(
        _ backend: Backend
    ) async throws {
        let scene = try await PromiseScene(backend)
        let (gone, stays) = (try await customer(scene), try await customer(scene, "王强"))
        let officer = try await scene.stage.hire("C1", .complianceOfficer)
        let second = try await scene.stage.hire("C2", .complianceOfficer)
        var ask = RequestErasure()
        ask.customer = gone.number
        ask.document = "request 7"
        var erase = EraseCustomer()
        erase.customer = gone.number
        #expect(
            try await scene.stage.refusal(of: erase, by: second)
                == "customers.erasureNotRequested")
        try await scene.stage.perform(ask, by: officer)
        #expect(
            try await scene.stage.refusal(of: ask, by: second) == "customers.erasureRequested")
        #expect(try await scene.stage.refusal(of: erase, by: officer) == "customers.ownErasure")
        #expect(try await reveal(gone, scene, by: officer) == "李小华")
        try await scene.stage.perform(erase, by: second)
        #expect(await refusal { try await reveal(gone, scene, by: officer) } == "vault.erased")
        #expect(try await reveal(stays, scene, by: officer) == "王强")
        let left = try await scene.stage.count(
            """
            SELECT (SELECT COUNT(*) FROM subject_key WHERE person = \(gone.person))
                + (SELECT COUNT(*) FROM person_index WHERE person = \(gone.person)) AS n
            """)
        #expect(left == 0)
        #expect(
            try await scene.stage.refusal(of: erase, by: second) == "customers.erased")
        #expect(try await scene.stage.refusal(of: ask, by: second) == "customers.erased")
        let open = try await scene.stage.count(
            "SELECT COUNT(*) AS n FROM work_item WHERE status <> 'done'")
        #expect(open == 0)
    }

    @Test(arguments: Backend.available)
    func `open cases and running cover keep a customer's data`(_ backend: Backend) async throws {
        let scene = try await PromiseScene(backend)
        let customer = try await customer(scene)
        let officer = try await scene.stage.hire("C1", .complianceOfficer)
        _ = try await scene.notice()
        try await scene.stage.database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO policy (id, version, state, number, product, holder, inception, expiry)
                VALUES ('p', 1, '{}', 'none', 'AUTO', \(customer.person), '2025-01-01',
                    '2026-11-01')
                """)
        }
        var ask = RequestErasure()
        ask.customer = customer.number
        ask.document = "request 7"
        let asking = try await scene.stage.hire("C2", .complianceOfficer)
        try await scene.stage.perform(ask, by: asking)
        var erase = EraseCustomer()
        erase.customer = customer.number
        #expect(
            try await scene.stage.refusal(of: erase, by: officer) == "customers.openCases")
        try await scene.stage.database.write { transaction in
            try transaction.execute("UPDATE notice SET stage = 'withdrawn'")
            try transaction.execute("UPDATE policy SET expiry = '2026-11-02'")
        }
        #expect(
            try await scene.stage.refusal(of: erase, by: officer) == "customers.policiesInForce")
        scene.stage.now = officeTime("2026-11-03 00:00")
        #expect(try await scene.stage.refusal(of: erase, by: officer) == nil)
    }

    @Test func `a declined request leaves everything as it was, and another may follow`()
        async throws
    {
        let scene = try await PromiseScene(.sqlite)
        let customer = try await customer(scene)
        let officer = try await scene.stage.hire("C1", .complianceOfficer)
        var decline = DeclineErasure()
        (decline.customer, decline.reason) = (customer.number, "资料保存期限未满")
        #expect(
            try await scene.stage.refusal(of: decline, by: officer)
                == "customers.erasureNotRequested")
        var ask = RequestErasure()
        (ask.customer, ask.document) = (customer.number, "request 7")
        try await scene.stage.perform(ask, by: officer)
        try await scene.stage.perform(decline, by: officer)
        #expect(
            try await scene.stage.refusal(of: decline, by: officer)
                == "customers.erasureNotRequested")
        #expect(try await reveal(customer, scene, by: officer) == "李小华")
        #expect(try await scene.stage.refusal(of: ask, by: officer) == nil)
    }
}
