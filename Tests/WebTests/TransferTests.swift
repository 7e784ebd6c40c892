import Insurance
import Kernel
import TestSupport
import Testing
import Web

/// 导入导出: files of lists, and lists of files.
struct TransferTests {
    private struct Yard {
        let desk: ConsoleDesk
        let lead: ConsoleDesk

        static func open(on backend: Backend = .sqlite) async throws -> Yard {
            let desk = try await ConsoleDesk.open(on: backend)
            return Yard(desk: desk, lead: try await desk.colleague("S2", .claimsSupervisor))
        }

        func work() async throws -> Bool {
            try await #require(desk.office.site.transfers).workOnce()
        }

        /// Begins an export of notices and says where its page is.
        func export(_ filters: String, as format: String = "csv") async throws -> String {
            let reply = try await lead.send(
                "/console/transfers/export",
                [("collection", "notice"), ("filters", filters), ("format", format)])
            #expect(reply.status == 303, "\(reply.text.prefix(300))")
            return try #require(reply.field("Location"))
        }

        func send(_ mapping: String, _ file: String, by desk: ConsoleDesk) async throws
            -> Browser.Reply
        {
            let body = [("csrf", desk.csrf), ("mapping", mapping)].map { name, value in
                "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
            }.joined() + "--b\r\nContent-Disposition: form-data; name=\"file\"; "
                + "filename=\"f.csv\"\r\nContent-Type: text/csv\r\n\r\n\(file)\r\n--b--\r\n"
            return try await desk.browser
                .with("Content-Type", "multipart/form-data; boundary=b")
                .with("Sec-Fetch-Site", "same-origin")
                .send("POST", "/console/transfers/import", Array(body.utf8))
        }
    }

    @Test(arguments: Backend.available)
    func `all that a list finds leaves masked, is taken once by who asked, and is on record`(
        _ backend: Backend
    ) async throws {
        let yard = try await Yard.open(on: backend)
        let number = try await yard.desk.takeNotice()
        _ = try await yard.desk.takeNotice([("distinct", "true")])
        let place = try await yard.export("stage=received")
        #expect(try await yard.lead.browser.get(place).text.contains("等待开始"))
        #expect(try await yard.work())
        #expect(try await yard.work() == false)
        #expect(try await yard.lead.browser.get(place).text.contains("共 2 行"))
        let other = try await yard.desk.colleague("S3", .claimsSupervisor)
        #expect(try await other.browser.get(place).status == 404)
        #expect(try await other.send(place + "/file", []).status == 404)
        let file = try await yard.lead.send(place + "/file", [])
        #expect(file.status == 200 && file.bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        let lines = file.text.split(separator: "\r\n")
        #expect(lines.count == 3 && file.text.contains(number) && file.text.contains("张*明"))
        #expect(!file.text.contains("张晓明") && file.text.contains("3200.00"))
        #expect(try await yard.lead.send(place + "/file", []).status == 409)
        let left = try await yard.desk.office.database.read {
            try $0.rows("SELECT 1 AS one FROM transfer_part")
        }
        #expect(left.isEmpty)
        let events = try await yard.desk.office.database.read { reader in
            try reader.rows("SELECT bytes FROM journal_entry ORDER BY position")
                .map { try JournalEntry.parse($0.blob("bytes")).command }
        }
        #expect(events.filter { $0.hasPrefix("lists.") } == ["lists.export", "lists.take"])
    }

    @Test func `a filter that finds nothing gives a file with a heading alone, also as a workbook`()
        async throws
    {
        let yard = try await Yard.open()
        for format in ["csv", "xlsx"] {
            let place = try await yard.export("policy=NONE", as: format)
            #expect(try await yard.work())
            let file = try await yard.lead.send(place + "/file", [])
            #expect(file.status == 200)
            if format == "csv" { #expect(file.text.split(separator: "\r\n").count == 1) }
            if format == "xlsx" { #expect(file.bytes.starts(with: [0x50, 0x4B, 0x03, 0x04])) }
        }
    }

    @Test func `whoever may not read a list, or no longer may, gets no file of it`() async throws {
        let yard = try await Yard.open()
        let desk = try await yard.desk.browser.get("/console/list/notice")
        #expect(!desk.text.contains("/console/transfers/export"))
        let refused = try await yard.desk.send(
            "/console/transfers/export", [("collection", "notice"), ("format", "csv")])
        #expect(refused.status == 403)
        let hidden = try await yard.lead.send(
            "/console/transfers/export", [("collection", "staff"), ("format", "csv")])
        #expect(hidden.status == 403)
        let place = try await yard.export("")
        var leave = AssignPosts()
        leave.staff = "S2"
        leave.posts = [.trainer]
        try await yard.desk.office.world.perform(leave)
        #expect(try await yard.work())
        let standing = try await yard.desk.office.database.read {
            try $0.row("SELECT status FROM transfer_job")?.text("status")
        }
        #expect(standing == "failed", "\(place)")
    }

    @Test func `what a silent worker left is taken over, and given up in the end`() async throws {
        let yard = try await Yard.open()
        let world = yard.desk.office.world
        _ = try await yard.export("")
        func leave(_ attempts: Int64) async throws {
            let until = world.now.adding(seconds: -1)
            try await world.database.write { transaction in
                try transaction.execute(
                    """
                    UPDATE transfer_job SET status = 'running', lease_until = \(until),
                        attempts = \(attempts)
                    """)
                try transaction.execute("DELETE FROM transfer_part")
            }
        }
        func status() async throws -> String? {
            try await world.database.read {
                try $0.row("SELECT status FROM transfer_job")?.text("status")
            }
        }
        #expect(try await yard.work())
        try await leave(1)
        #expect(try await yard.work())
        #expect(try await status() == "ready")
        try await leave(3)
        #expect(try await yard.work())
        #expect(try await status() == "failed")
    }

    @Test func `a file comes in row by row; what is refused is handed back with line and reason`()
        async throws
    {
        let yard = try await Yard.open()
        let keeper = try await yard.desk.colleague("S9", .systemAdministrator)
        let head = "对账单号,银行流水号,附言,金额,结果,退票代码,退票说明\n"
        let file = head + "D1,L1,PAY-2025-999999,\"1,200.00\",支付成功,,\n"
            + "D1,L2,PAY-2025-999998,一千,支付成功,,=HYPERLINK(1)\n"
        let sent = try await yard.send("bank-statement-utf8", file, by: keeper)
        let place = try #require(sent.field("Location"), "\(sent.status)")
        let sealed = try await yard.desk.office.database.read {
            try $0.rows("SELECT bytes FROM transfer_part").map { try $0.blob("bytes") }
        }
        #expect(!String(decoding: sealed.joined(), as: UTF8.self).contains("PAY-2025"))
        #expect(try await yard.work())
        let page = try await keeper.browser.get(place)
        #expect(page.text.contains("读取 2 行") && page.text.contains("下载拒收的 1 行"))
        let refused = try await keeper.send(place + "/file", [])
        #expect(refused.text.contains("\r\n3,,import.cell,"))
        #expect(refused.text.contains("'=HYPERLINK(1)"))
        let lines = try await yard.desk.office.database.read {
            try $0.rows("SELECT 1 AS one FROM bank_line")
        }
        #expect(lines.count == 1)
        let again = try await yard.send("bank-statement-utf8", file, by: keeper)
        #expect(try await yard.work())
        let report = try await keeper.browser.get(try #require(again.field("Location")))
        #expect(report.text.contains("未新增任何内容"))
        let unread = try await yard.send("bank-statement-utf8", "a,b\n1,2\n", by: keeper)
        #expect(try await yard.work())
        let told = try await keeper.browser.get(try #require(unread.field("Location")))
        #expect(told.text.contains("文件缺少列"))
        #expect(try await yard.send("command:staff.record", file, by: keeper).status == 400)
        #expect(try await yard.send("bank-statement-utf8", file, by: yard.lead).status == 403)
    }

    @Test func `a file that nobody took is gone after a day, and was not taken`() async throws {
        let yard = try await Yard.open()
        let place = try await yard.export("")
        #expect(try await yard.work())
        let world = yard.desk.office.world
        let past = world.now.adding(seconds: -90_000)
        try await world.database.write { transaction in
            try transaction.execute("UPDATE transfer_part SET at = \(past)")
        }
        #expect(try await yard.work() == false)
        #expect(try await yard.lead.browser.get(place).text.contains("文件已过期删除"))
        #expect(try await yard.lead.send(place + "/file", []).status == 404)
        let commands = try await world.database.read { reader in
            try reader.rows("SELECT bytes FROM journal_entry ORDER BY position")
                .map { try JournalEntry.parse($0.blob("bytes")).command }
        }
        #expect(!commands.contains("lists.take"))
    }

    @Test func `three are under way at most`() async throws {
        let yard = try await Yard.open()
        for _ in 0..<3 { _ = try await yard.export("") }
        let more = try await yard.lead.send(
            "/console/transfers/export", [("collection", "notice"), ("format", "csv")])
        #expect(more.status == 409)
    }
}
