import Insurance
import Kernel
import TestSupport
import Testing
import Web

/// The console as the server answers it; how it feels is walked in a browser (Tests/http).
struct ConsoleTests {
    @Test func `a form does what its command does, with amounts and moments as people type them`()
        async throws
    {
        let desk = try await ConsoleDesk.open()
        let number = try await desk.takeNotice()
        let notice: Loaded<Notice>? = try await desk.office.database.read {
            try $0.load(number: number)
        }
        let taken = try #require(notice?.state)
        #expect(taken.estimate == Money(minor: 3_200_00))
        #expect(taken.lossAt == Moment(iso8601: "2025-03-02T20:15:00+08:00"))
        let page = try await desk.browser.get("/console/case/\(number)")
        #expect(page.status == 200 && page.text.contains("张*明"))
        #expect(!page.text.contains("张晓明") && !page.text.contains("13900001111"))
        #expect(page.text.contains("报案受理"))
    }

    @Test(arguments: Backend.available)
    func `every page answers on either engine`(_ backend: Backend) async throws {
        let desk = try await ConsoleDesk.open(on: backend)
        let number = try await desk.takeNotice()
        _ = try await desk.send(
            "/console/draft/claims.registerNotice", [("course", "又一起追尾")])
        let lead = try await desk.office.session(
            of: "S2", [.claimsSupervisor, .dispatcher, .paymentReleaser, .auditor])
        let paths = [
            "", "?tab=pool", "?tab=done", "?tab=copied", "?tab=started", "?tab=followed", "/notes",
            "/list/claim", "/list/notice?stage=received&policy=P-1", "/list/work_item", "/find",
            "/case/\(number)", "/case/\(number)/reveal?field=place", "/dispatch", "/releases",
            "/breaches", "/turnaround?by=product", "/standards?metric=claims.decision&count=3",
            "/outbox", "/audit", "/audit?command=registerNotice", "/do/standards.set",
            "/do/claims.withdrawNotice/\(number)",
        ]
        for path in paths where path != "/do/claims.withdrawNotice/\(number)" {
            let reply = try await lead.get("/console\(path)")
            #expect(reply.status == 200, "\(path) \(reply.text.prefix(400))")
        }
        for path in ["/intake?policy=P-1", "/do/claims.registerNotice", paths.last ?? ""] {
            let reply = try await desk.browser.get("/console\(path)")
            #expect(reply.status == 200, "\(path)")
        }
        for wanted in ["NTC-2025", "P-1", "张晓", "13900001111"] {
            let reply = try await desk.send("/console/find", [("q", wanted)])
            #expect(reply.text.contains(number), "\(wanted)")
        }
        #expect(try await desk.send("/console/intake", [("q", "晓明")]).status == 200)
    }

    @Test func `what is refused is told at its field, and everything typed is shown again`()
        async throws
    {
        let desk = try await ConsoleDesk.open()
        let before = try await desk.office.digest()
        let fields = ConsoleDesk.notice.filter { $0.0 != "place" && $0.0 != "estimate" }
        let reply = try await desk.send(
            "/console/do/claims.registerNotice", fields + [("estimate", "dreitausend")])
        #expect(reply.status == 422)
        #expect(reply.text.contains(#"id="p-estimate""#))
        #expect(reply.text.contains("dreitausend") && reply.text.contains("追尾"))
        #expect(try await desk.office.digest() == before)
    }

    @Test func `a form that is sent twice with its key is done once`() async throws {
        let desk = try await ConsoleDesk.open()
        let key = ("~key", "abcdefghijklmnopqrstuvwx")
        let first = try await desk.takeNotice([key])
        let again = try await desk.takeNotice([key])
        #expect(first == again)
    }

    @Test func `a draft comes back to who typed it, sealed where it lies`() async throws {
        let desk = try await ConsoleDesk.open()
        let kept = try await desk.send(
            "/console/draft/claims.registerNotice", [("course", "在路口追尾"), ("policy", "P-7")])
        #expect(kept.status == 204)
        let form = try await desk.browser.get("/console/do/claims.registerNotice")
        #expect(form.text.contains("在路口追尾") && form.text.contains("P-7"))
        let rows = try await desk.office.database.read { try $0.rows("SELECT * FROM draft") }
        #expect(rows.count == 1 && !"\(rows[0].values)".contains("追尾"))
        _ = try await desk.takeNotice()
        let left = try await desk.office.database.read { try $0.rows("SELECT 1 AS one FROM draft") }
        #expect(left.isEmpty)
    }

    @Test func `a case is found by its number, its reporter's phone and name`() async throws {
        let desk = try await ConsoleDesk.open()
        let number = try await desk.takeNotice()
        for wanted in [String(number.prefix(8)), "139 0000 1111", "晓明"] {
            let found = try await desk.send("/console/find", [("q", wanted)])
            #expect(found.text.contains("/console/case/\(number)"), "\(wanted)")
        }
        let none = try await desk.send("/console/find", [("q", "王小虎")])
        #expect(!none.text.contains("/console/case/\(number)"))
    }

    @Test func `what somebody may not read is not found, opened or listed`() async throws {
        let desk = try await ConsoleDesk.open()
        let number = try await desk.takeNotice()
        let trainer = try await desk.office.session(of: "S3", [.trainer])
        #expect(try await trainer.get("/console/case/\(number)").status == 404)
        #expect(try await trainer.get("/console/list/notice").status == 404)
        #expect(try await trainer.get("/console/do/claims.registerNotice").status == 403)
        #expect(try await trainer.get("/console/intake").status == 403)
        let page = try await trainer.get("/console")
        #expect(page.status == 200 && !page.text.contains("/console/intake"))
    }

    @Test func `a full value is shown once it is on record who sees it and why`() async throws {
        let desk = try await ConsoleDesk.open()
        let number = try await desk.takeNotice()
        let path = "/console/case/\(number)/reveal"
        let refused = try await desk.send(path, [("field", "reporterPhone"), ("reason", "")])
        #expect(refused.status == 422 && !refused.text.contains("13900001111"))
        let shown = try await desk.send(
            path,
            [
                ("field", "reporterPhone"), ("reasonCode", "contactCustomer"),
                ("reason", "回电核实"),
            ])
        #expect(shown.text.contains("13900001111"))
        let seen = try await desk.office.database.read { try $0.rows("SELECT staff FROM reveal") }
        #expect(seen.count == 1)
    }

    @Test func `whoever starts or follows a case finds it on the workbench`() async throws {
        let desk = try await ConsoleDesk.open()
        let number = try await desk.takeNotice()
        #expect(try await desk.browser.get("/console?tab=started").text.contains(number))
        let other = try await desk.browser.get("/console?tab=followed")
        #expect(!other.text.contains(number))
        _ = try await desk.send("/console/case/\(number)/follow", [("follow", "yes")])
        #expect(try await desk.browser.get("/console?tab=followed").text.contains(number))
        _ = try await desk.send("/console/case/\(number)/follow", [("follow", "no")])
        #expect(!(try await desk.browser.get("/console?tab=followed").text.contains(number)))
    }

    @Test func `a list is kept under a name, and an address of elsewhere is not`() async throws {
        let desk = try await ConsoleDesk.open()
        let path = "/console/list/notice?stage=received"
        let kept = try await desk.send("/console/views", [("title", "新报案"), ("path", path)])
        #expect(kept.field("Location") == path)
        #expect(try await desk.browser.get(path).text.contains("新报案"))
        for bad in ["//evil.example/", "https://evil.example/", "/staff", "/console/list//x"] {
            let reply = try await desk.send("/console/views", [("title", "x"), ("path", bad)])
            #expect(reply.status == 400, "\(bad)")
        }
    }

    @Test func `nobody's page changes anything without the session's own token`() async throws {
        let desk = try await ConsoleDesk.open()
        let before = try await desk.office.digest()
        for path in ["/console/do/claims.registerNotice", "/console/take", "/console/views"] {
            let reply = try await desk.browser.post(path, form: "csrf=wrong&policy=P-1")
            #expect(reply.status == 403, "\(path)")
        }
        #expect(try await desk.office.digest() == before)
    }

    @Test func `a preview says what would be refused and writes nothing`() async throws {
        let desk = try await ConsoleDesk.open()
        let number = try await desk.takeNotice()
        let command = try #require(Insurer.commands["claims.withdrawNotice"])
        let world = desk.office.world
        let clerk = try await world.principal(.claimsIntake)
        let before = try await desk.office.digest()
        let json: JSON = ["notice": .string(number), "reason": "重复报案"]
        try await command.preview(world.dispatcher, json, clerk)
        #expect(try await desk.office.digest() == before)
        await #expect(throws: Refusal.self) {
            try await command.preview(
                world.dispatcher, ["notice": "NTC-0000-1", "reason": "重复报案"], clerk)
        }
    }
}
