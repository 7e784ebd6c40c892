import Insurance
import Kernel
import TestSupport
import Testing
import Web

/// 批量办理: one verb over what a filter finds.
struct BulkTests {
    private static let path = "/console/bulk/work_item"

    /// A desk with three notices, and a clerk whose pool holds the work of registering them.
    private struct Pool {
        let desk: ConsoleDesk
        let clerk: ConsoleDesk
        let numbers: [String]

        static func open(on backend: Backend = .sqlite) async throws -> Pool {
            let desk = try await ConsoleDesk.open(on: backend)
            var numbers: [String] = []
            for _ in 0..<3 {
                numbers.append(try await desk.takeNotice([("distinct", "true")]))
            }
            let clerk = try await desk.colleague("S5", .registrationClerk, .claimsHandler)
            return Pool(desk: desk, clerk: clerk, numbers: numbers)
        }

        /// The work of registering each notice.
        func work() async throws -> [WorkItem] {
            try await desk.office.database.read { reader in
                let all: [Loaded<WorkItem>] = try reader.loadAll(
                    where: "kind = 'claims.register' ORDER BY id LIMIT 50")
                return all.map(\.state)
            }
        }

        func held() async throws -> Int { try await work().count { $0.holder != nil } }

        var query: String { "?status=pooled&kind=claims.register" }

        /// The values of the hidden fields of the page's own form.
        static func hidden(_ page: Browser.Reply) -> [(String, String)] {
            page.text.matches(of: /type="hidden" name="([^"]+)" value="([^"]*)"/)
                .map { (String($0.1), String($0.2)) }
                .filter { $0.0 != "csrf" && $0.0 != "q" }
        }

        /// The page of the verbs, then the one that follows.
        func choose(_ verb: String, _ more: [(String, String)] = []) async throws -> Browser.Reply {
            let page = try await clerk.browser.get(BulkTests.path + query)
            #expect(page.status == 200)
            return try await clerk.send(
                BulkTests.path, Pool.hidden(page) + [("verb", verb)] + more)
        }
    }

    @Test(arguments: Backend.available)
    func `all that a filter finds is checked without a trace, then done`(
        _ backend: Backend
    ) async throws {
        let pool = try await Pool.open(on: backend)
        let list = try await pool.clerk.browser.get("/console/list/work_item" + pool.query)
        #expect(list.text.contains("批量办理筛选出的全部 3 件"))
        let check = try await pool.choose("work.claim")
        #expect(check.text.contains("预检：3 件会办理，0 件会被拒绝"))
        #expect(try await pool.held() == 0)
        let done = try await pool.clerk.send(
            Self.path, Pool.hidden(check) + [("step", "run")])
        #expect(done.text.contains("已办理 3 件，0 件没有办理"))
        #expect(try await pool.held() == 3)
        for number in pool.numbers { #expect(done.text.contains(number)) }
    }

    @Test func `a check changes no row of any table`() async throws {
        let pool = try await Pool.open()
        let before = try await pool.desk.office.digest()
        let check = try await pool.choose("work.claim")
        #expect(check.text.contains("3 件会办理"))
        #expect(try await pool.desk.office.digest() == before)
    }

    @Test func `what would be refused is listed case by case with its reason, and is not tried`()
        async throws
    {
        let pool = try await Pool.open()
        let first = try #require(try await pool.work().first)
        let other = try await pool.desk.colleague("S6", .registrationClerk)
        let page = try await pool.clerk.browser.get(Self.path + pool.query)
        _ = try await other.send("/console/do/work.claim", [("item", first.id.text)])
        let check = try await pool.clerk.send(
            Self.path, Pool.hidden(page) + [("verb", "work.claim")])
        #expect(check.text.contains("预检：2 件会办理，1 件会被拒绝"))
        let refused = try #require(check.text.split(separator: #"<section class="refused">"#).last)
        #expect(refused.contains(first.subject.number))
        let done = try await pool.clerk.send(
            Self.path, Pool.hidden(check) + [("step", "run")])
        #expect(done.text.contains("已办理 2 件，1 件没有办理"))
        #expect(done.text.contains("件没有办理：") && done.text.contains(first.subject.number))
        let taker = try await pool.desk.office.world.principal(number: "S6")
        #expect(try await pool.work().first { $0.id == first.id }?.holder == taker.staff)
    }

    @Test func `a run that is sent twice is done once`() async throws {
        let pool = try await Pool.open()
        _ = try await pool.clerk.send(
            Self.path,
            Pool.hidden(try await pool.choose("work.claim")) + [("step", "run")])
        let other = try await pool.desk.colleague("S6", .serviceSupervisor)
        let held = "?status=held&kind=claims.register"
        let page = try await other.browser.get(Self.path + held)
        let check = try await other.send(Self.path, Pool.hidden(page) + [("verb", "work.urge")])
        let run = Pool.hidden(check) + [("step", "run")]
        for _ in 0..<2 {
            let done = try await other.send(Self.path, run)
            #expect(done.text.contains("已办理 3 件"), "\(done.status)")
        }
        #expect(try await pool.work().map(\.urgings) == [1, 1, 1])
    }

    @Test func `what is asked for once goes to every case, and is told where it is wrong`()
        async throws
    {
        let pool = try await Pool.open()
        _ = try await pool.clerk.send(
            Self.path,
            Pool.hidden(try await pool.choose("work.claim")) + [("step", "run")])
        _ = try await pool.desk.colleague("S6", .registrationClerk, .claimsHandler)
        let page = try await pool.clerk.browser.get(
            Self.path + "?status=held&kind=claims.register")
        let form = try await pool.clerk.send(
            Self.path, Pool.hidden(page) + [("verb", "work.handOver")])
        #expect(form.text.contains(#"value="S6""#) && form.text.contains("林小雨 S6"))
        let wrong = try await pool.clerk.send(
            Self.path, Pool.hidden(form) + [("to", "S6"), ("reason", "")])
        #expect(wrong.status == 422 && wrong.text.contains("href=\"#f-reason\""))
        let check = try await pool.clerk.send(
            Self.path, Pool.hidden(form) + [("to", "S6"), ("reason", "出差")])
        #expect(check.text.contains("3 件会办理"), "\(check.text.suffix(2000))")
        _ = try await pool.clerk.send(Self.path, Pool.hidden(check) + [("step", "run")])
        let taker = try await pool.desk.office.world.principal(number: "S6")
        #expect(try await pool.work().allSatisfy { $0.holder == taker.staff })
    }

    @Test func `only what is marked is taken, and nothing that decides a claim is offered`()
        async throws
    {
        let pool = try await Pool.open()
        let one = try #require(try await pool.work().last)
        let page = try await pool.clerk.send(Self.path, [("row.\(one.id.text)", "on")])
        #expect(page.text.contains("<b>1</b>"))
        #expect(!page.text.contains("work.sign"))
        let approver = try await pool.desk.colleague("S7", .claimsApprover)
        let claims = try await approver.browser.get("/console/bulk/claim")
        #expect(!claims.text.contains(#"value="claims.decide""#))
        let refused = try await approver.send(
            "/console/bulk/claim", [("verb", "claims.decide")])
        #expect(refused.status == 403)
    }

    @Test func `more than the limit, a name that is none and a list not theirs are turned away`()
        async throws
    {
        let pool = try await Pool.open()
        let id = try #require(try await pool.work().first).id.text
        let many = Array(repeating: id, count: 501).joined(separator: ".")
        #expect(try await pool.clerk.send(Self.path, [("rows", many)]).status == 400)
        #expect(try await pool.clerk.send(Self.path, [("rows", "CLM-1")]).status == 400)
        let trainer = try await pool.desk.colleague("S8", .trainer)
        #expect(try await trainer.browser.get("/console/bulk/notice").status == 404)
        #expect(try await trainer.browser.get("/console/bulk/none").status == 404)
        #expect(try await pool.clerk.send(Self.path, [("verb", "claims.decide")]).status == 403)
        let keyless = try await pool.clerk.send(
            Self.path, [("rows", id), ("verb", "work.claim"), ("step", "run")])
        #expect(keyless.status == 400)
        #expect(try await pool.held() == 0)
    }
}

/// 速览 and names of staff.
struct PeekTests {
    @Test func `a case is looked at beside the list by who may open it, masked`() async throws {
        let desk = try await ConsoleDesk.open()
        let number = try await desk.takeNotice()
        let panel = try await desk.browser.get("/console/peek/\(number)")
        #expect(panel.status == 200 && panel.text.contains(number))
        #expect(panel.text.contains("张*明") && !panel.text.contains("张晓明"))
        #expect(panel.text.contains("登记报案"))
        #expect(!panel.text.contains("<html"))
        let trainer = try await desk.colleague("S3", .trainer)
        #expect(try await trainer.browser.get("/console/peek/\(number)").status == 404)
        #expect(try await desk.browser.get("/console/peek/NTC-0000-1").status == 404)
        let list = try await desk.browser.get("/console/list/notice")
        #expect(list.text.contains(#"href="/console/case/\#(number)" data-peek"#))
    }

    @Test func `staff are shown by name and number, and by number alone once erased`()
        async throws
    {
        let desk = try await ConsoleDesk.open()
        let number = try await desk.takeNotice()
        let lead = try await desk.colleague("S2", .claimsSupervisor, .dispatcher, .auditor)
        for path in ["/case/\(number)", "/audit?actor=S0"] {
            let page = try await lead.browser.get("/console\(path)")
            #expect(page.text.contains("林小雨 S0"), "\(path)")
        }
        #expect(try await lead.browser.get("/console").text.contains("林小雨 S2"))
        let held = try await lead.browser.get("/console/list/work_item?holder=S0")
        #expect(held.status == 200)
        try await desk.office.database.write { transaction in
            try transaction.execute(
                """
                DELETE FROM subject_key WHERE person IN
                    (SELECT person FROM staff WHERE number = 'S0')
                """)
        }
        let page = try await lead.browser.get("/console/case/\(number)")
        #expect(page.text.contains("<b>S0</b>") && !page.text.contains("林小雨 S0"))
    }
}
