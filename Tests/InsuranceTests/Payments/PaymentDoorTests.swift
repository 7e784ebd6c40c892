import TestSupport
import Testing

@testable import Insurance
@testable import Kernel

/// Payments through the one door, on every engine: once under contention, within what was decided
/// by the schema too, duplicates by the index, the file sealed until it is taken.
@Suite struct PaymentDoorTests {
    static let account = "6222020000000000018"

    @Test(arguments: Backend.available)
    func `fifty parallel attempts to release a payment have exactly one effect`(
        backend: Backend
    ) async throws {
        let office = try await ClaimDoorTests.Office(backend)
        let claim = try await office.approved(.collision)
        let payment = try await office.order(claim)
        let outcomes = await office.fiftyTimes { turn in
            var release = ReleasePayment()
            release.payment = payment
            let person: Cast = turn.isMultiple(of: 2) ? .chen : .everyone
            return try await office.act(release, person).command
        }
        #expect(outcomes["payments.release"] == 1, "\(outcomes)")
        #expect(outcomes.values.reduce(0, +) == 50)
        #expect(try await office.entries("payments.release") == 1)
        let items = try await office.count(
            "SELECT count(*) AS n FROM work_item WHERE kind = 'payments.send'")
        #expect(items == 1)
        #expect(try await office.findings() == [])
    }

    @Test(arguments: Backend.available)
    func `fifty parallel orders, batches and confirmations pay once`(
        backend: Backend
    ) async throws {
        let office = try await ClaimDoorTests.Office(backend)
        let claim = try await office.approved(.collision)
        let orders = await office.fiftyTimes { _ in
            _ = try await office.order(claim)
            return "done"
        }
        #expect(orders["done"] == 1, "\(orders)")
        let payment = try await office.only()
        var release = ReleasePayment()
        release.payment = payment
        _ = try await office.act(release, .chen)
        let batches = await office.fiftyTimes { _ in
            try await office.act(SendBatch(), .feng).command
        }
        #expect(batches["payments.sendBatch"] == 1, "\(batches)")
        let paid = await office.fiftyTimes { _ in
            var confirm = ConfirmPayment.confirmation()
            confirm.payment = payment
            let receipt = try await office.act(confirm, .feng)
            return receipt.text("voucher") == nil ? "again" : "voucher"
        }
        #expect(paid["voucher"] == 1, "\(paid)")
        #expect(try await office.count("SELECT count(*) AS n FROM voucher") == 1)
        #expect(
            try await office.count("SELECT paid_minor AS n FROM claim WHERE number = \(claim)")
                == 7_500_00)
        #expect(try await office.findings() == [])
    }

    @Test(arguments: Backend.available)
    func `the schema itself refuses more than was decided and what ended coming back`(
        backend: Backend
    ) async throws {
        let office = try await ClaimDoorTests.Office(backend)
        let payment = try await office.order(try await office.approved(.collision))
        let copy: @Sendable (Int64) -> SQL = { part in
            """
            INSERT INTO payment (id, version, state, number, claim, basis, decision, part,
                decided_minor, stage, amount_minor, currency, maker, ordered_at)
            SELECT 'other', 1, state, 'PAY-X', claim, basis, decision, \(part), decided_minor,
                'ordered', 1, currency, maker, ordered_at FROM payment WHERE number = \(payment)
            """
        }
        for part in [Int64(1), 2] {
            await #expect(throws: (any Error).self) {
                try await office.dispatcher.database.write { try $0.execute(copy(part)) }
            }
        }
        var stop = StopPayment()
        (stop.payment, stop.reason) = (payment, "wrong account")
        _ = try await office.act(stop, .chen)
        await #expect(throws: (any Error).self) {
            try await office.dispatcher.database.write {
                try $0.execute("UPDATE payment SET stage = 'sent' WHERE number = \(payment)")
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a payment of the same amount to the same account on another claim waits for a supervisor`(
        backend: Backend
    ) async throws {
        let office = try await ClaimDoorTests.Office(backend)
        let first = try await office.order(try await office.approved(.collision))
        let second = try await office.order(try await office.approved(.scratching)) {
            $0.payeeRole = .thirdParty
        }
        var release = ReleasePayment()
        release.payment = second
        let held = await office.refusal(release, .chen)
        #expect(held?.id == "payments.possibleDuplicate")
        #expect(held?.message.zh.contains("\(first)") == true)
        #expect(held?.message.zh.contains("同一账号") == true)
        var ruling = AcceptDuplicate()
        (ruling.payment, ruling.reason) = (second, "two accidents, two bills")
        _ = try await office.act(ruling, .wu)
        _ = try await office.act(release, .chen)
        // Another amount or another account is nothing to wait for.
        let third = try await office.order(try await office.approved(.other)) {
            $0.account = Personal(plain: "6222020000000000999", OrderPayment.accountRule)
            $0.payeeRole = .thirdParty
        }
        release.payment = third
        _ = try await office.act(release, .chen)
    }

    @Test(arguments: Backend.available)
    func `the same bill on another claim is found whatever the payee`(
        backend: Backend
    ) async throws {
        let office = try await ClaimDoorTests.Office(backend)
        _ = try await office.order(try await office.approved(.collision)) {
            $0.invoice = "Inv 2025-77"
        }
        let second = try await office.order(try await office.approved(.scratching)) {
            $0.account = Personal(plain: "6222020000000000999", OrderPayment.accountRule)
            $0.payeeRole = .thirdParty
            $0.invoice = "INV2025 77"
        }
        var release = ReleasePayment()
        release.payment = second
        let held = await office.refusal(release, .chen)
        #expect(held?.message.zh.contains("同一发票") == true)
    }

    @Test(arguments: Backend.available)
    func `the batch's file is opened once it is on record, and is the same each time`(
        backend: Backend
    ) async throws {
        let office = try await ClaimDoorTests.Office(backend)
        let payment = try await office.order(try await office.approved(.collision))
        var release = ReleasePayment()
        release.payment = payment
        _ = try await office.act(release, .chen)
        let batch = try #require(try await office.act(SendBatch(), .feng).text("batch"))
        let desk = BatchDesk(office.dispatcher)
        let first = try await desk.file(of: batch, by: Cast.feng.principal)
        let text = String(decoding: first.bytes, as: UTF8.self)
        #expect(text.contains("\"\(payment)\",\"何静\",\"\(Self.account)\",\"7500.00\""))
        #expect(text.contains("\"合计\",\"1\"") && first.name == "\(batch).csv")
        let second = try await desk.file(of: batch, by: Cast.chen.principal)
        #expect(second.bytes == first.bytes && second.sha256 == first.sha256)
        #expect(try await office.entries("payments.takeBatchFile") == 2)
        await #expect(throws: Refusal.self) {
            _ = try await desk.file(of: batch, by: Cast.wang.principal)
        }
        #expect(try await office.entries("payments.takeBatchFile") == 2)
        // Nothing of it stands in the journal in plain text.
        let plain = try await office.dispatcher.database.read { reader in
            try reader.rows("SELECT bytes FROM journal_entry").contains {
                String(decoding: try $0.blob("bytes"), as: UTF8.self).contains(Self.account)
            }
        }
        #expect(!plain)
    }

    @Test(arguments: Backend.available)
    func `a statement brought in twice pays once and leaves one difference`(
        backend: Backend
    ) async throws {
        let office = try await ClaimDoorTests.Office(backend)
        let payment = try await office.order(try await office.approved(.collision))
        var release = ReleasePayment()
        release.payment = payment
        _ = try await office.act(release, .chen)
        _ = try await office.act(SendBatch(), .feng)
        for _ in 0..<2 {
            _ = try await office.act(ReconcileLine.line("1", payment, 7_500_00), .feng)
            _ = try await office.act(ReconcileLine.line("2", "PAY-0", 1, reference: "B-2"), .feng)
        }
        #expect(try await office.count("SELECT count(*) AS n FROM voucher") == 1)
        #expect(try await office.count("SELECT count(*) AS n FROM bank_line") == 2)
        #expect(
            try await office.count("SELECT count(*) AS n FROM reconciliation_difference") == 1)
        #expect(try await office.findings() == [])
    }

    @Test(arguments: Backend.available)
    func `a bank's file pays what agrees, hands back what it cannot read, and adds nothing twice`(
        backend: Backend
    ) async throws {
        let office = try await ClaimDoorTests.Office(backend)
        let payment = try await office.order(try await office.approved(.collision))
        var release = ReleasePayment()
        release.payment = payment
        _ = try await office.act(release, .chen)
        _ = try await office.act(SendBatch(), .feng)
        let rows = [
            ["DZ-1", "L1", payment, "7,500.00", "支付成功", "", ""],
            ["DZ-1", "L2", "", "88.00", "支付成功", "", ""],
            ["DZ-1", "L3", payment, "many", "支付成功", "", ""],
        ]
        let first = try await office.imported(rows)
        #expect(first.report.added == ["line": 2] && first.refused.map(\.line) == [4])
        #expect(first.refused.first?.fields == rows[2])
        #expect(try await office.count("SELECT count(*) AS n FROM voucher") == 1)
        #expect(
            try await office.count("SELECT count(*) AS n FROM reconciliation_difference") == 1)
        let entries = try await office.count("SELECT count(*) AS n FROM journal_entry")
        let second = try await office.imported(rows)
        #expect(second.report.changedNothing && second.report.alreadyThere == ["line": 2])
        #expect(try await office.count("SELECT count(*) AS n FROM journal_entry") == entries)
    }
}

extension OrderPayment {
    static let accountRule = PersonalRule(
        .bankAccount, of: "payee", max: 40, searchable: true)
}

extension ClaimDoorTests.Office {
    func act(_ command: some Command, _ person: Cast) async throws -> Receipt {
        try await dispatcher.perform(command, by: person.principal)
    }

    func refusal(_ command: some Command, _ person: Cast) async -> Refusal? {
        do {
            _ = try await act(command, person)
            return nil
        } catch {
            return error as? Refusal
        }
    }

    /// A claim of 7,500.00, decided to be paid.
    func approved(_ cause: ClaimWords.Cause) async throws -> String {
        var notice = try Self.report()
        notice.cause = cause
        if cause == .collision { return try await work(claim) }
        var register = RegisterClaim.claim()
        register.notice = try #require(try await act(notice, .lin).text("number"))
        return try await work(try #require(try await act(register, .zhao).text("number")))
    }

    private func work(_ number: String) async throws -> String {
        var documents = ReceiveDocuments.documents()
        var assess = AssessLoss.assessment()
        var verify = VerifyLoss()
        var propose = ProposeDecision.proposal()
        var decide = DecideClaim.decision()
        (documents.claim, assess.claim, verify.claim) = (number, number, number)
        (propose.claim, decide.claim) = (number, number)
        _ = try await act(documents, .wang)
        _ = try await act(assess, .qian)
        _ = try await act(verify, .sun)
        _ = try await act(propose, .li)
        _ = try await act(decide, .zhou)
        return number
    }

    func order(
        _ claim: String, _ change: (inout OrderPayment) -> Void = { _ in }
    ) async throws -> String {
        var order = OrderPayment()
        (order.claim, order.isEntitled) = (claim, true)
        order.payee = Personal(plain: "何静", .init(.name, of: "payee", max: 80))
        order.account = Personal(
            plain: PaymentDoorTests.account, OrderPayment.accountRule)
        change(&order)
        return try #require(try await act(order, .feng).text("payment"))
    }

    /// The number of the only payment.
    func only() async throws -> String {
        let numbers = try await dispatcher.database.read { reader in
            try reader.rows("SELECT number FROM payment").map { try $0.text("number") }
        }
        #expect(numbers.count == 1)
        return try #require(numbers.first)
    }

    /// Fifty at once, counted by what each came to.
    func fiftyTimes(
        _ body: @escaping @Sendable (Int) async throws -> String
    ) async -> [String: Int] {
        await withTaskGroup(of: String.self) { group in
            for turn in 0..<50 {
                group.addTask {
                    do {
                        return try await body(turn)
                    } catch {
                        return (error as? Refusal)?.id ?? "\(error)"
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
    }

    /// How many journal entries a command wrote.
    func entries(_ command: String) async throws -> Int {
        try await dispatcher.database.read { reader in
            try reader.rows("SELECT bytes FROM journal_entry").filter {
                try JournalEntry.parse($0.blob("bytes")).command == command
            }.count
        }
    }

    /// Rows of a bank's file through the shipped mapping.
    func imported(
        _ rows: [[String]]
    ) async throws -> (report: ImportReport, refused: [RefusedRow]) {
        let mapping = try #require(
            try Imports.mapping(named: "bank-statement-utf8", Insurer.commands))
        var items = rows.enumerated().map {
            ImportRun.Item.record(ImportRecord(line: $0.offset + 2, fields: $0.element))
        }[...]
        var refused: [RefusedRow] = []
        let run = try ImportRun(
            mapping,
            header: ["对账单号", "银行流水号", "附言", "金额", "结果", "退票代码", "退票说明"],
            dispatcher: dispatcher)
        let report = try await run.run(
            next: { items.popFirst() }, refused: { refused.append($0) })
        return (report, refused)
    }

    func count(_ sql: SQL) async throws -> Int64 {
        try await dispatcher.database.read { try $0.row(sql)?.integer("n") ?? 0 }
    }

    /// Where rows and journal differ; the staff of this office was written by hand.
    func findings() async throws -> [ReplayFinding] {
        try await dispatcher.database.read {
            try Replay(JournaledAggregates.registry, $0).findings().filter {
                $0.kind != .rowCount
            }
        }
    }
}
