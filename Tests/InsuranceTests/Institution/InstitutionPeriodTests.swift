import Insurance
import Kernel
import TestSupport
import Testing

struct InstitutionPeriodTests {
    private static func row(
        _ duty: DutyID, _ world: World, _ from: String? = nil, _ until: String? = nil
    ) async throws -> InstitutionReport.Row {
        let period = try InstitutionPeriod(from: from, until: until)
        let report = try await world.database.read { reader in
            try InstitutionPage.report(reader, in: period)
        }
        return try #require(report.rows.first { $0.duty.id == duty })
    }

    /// A clock of paying that broke at `due`, with what was found about it.
    private static func broken(
        _ world: World, due: Moment, id: String, breach: Breach? = nil
    ) async throws {
        try await world.database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO service_clock (id, version, state, stream, case_number, metric,
                    standard, status, started_at, due_at)
                VALUES (\(id), 1, '{}', 'claim/x', 'CLM-2025-000001', 'claims.payment', 's',
                    'breached', \(due.adding(seconds: -864_000)), \(due))
                """)
        }
    }

    @Test func `a broken promise belongs to the day of the offices on which it was due`()
        async throws
    {
        let world = try await World()
        // 23:59:59.999 of 3 March in China is the afternoon before in UTC.
        let due = Moment(milliseconds: 1_741_017_599_999)
        try await Self.broken(world, due: due, id: "c1")
        #expect(try await Self.row("4.2.4a", world).breaches == 1)
        #expect(try await Self.row("4.2.4a", world, "2025-03-03", "2025-03-03").breaches == 1)
        #expect(try await Self.row("4.2.4a", world, "2025-03-04", nil).breaches == 0)
        #expect(try await Self.row("4.2.4a", world, nil, "2025-03-02").breaches == 0)
        let list = try await world.database.read { reader in
            try BrokenPromiseStore.list(
                "4.2.4a", in: InstitutionPeriod(from: "2025-03-01", until: ""), reader)
        }
        #expect(list.map(\.caseNumber) == ["CLM-2025-000001"])
        #expect(list.first?.done == nil)
    }

    @Test(arguments: [("2025-03-04", "2025-03-03"), ("03/04/2025", ""), ("2025-02-30", "")])
    func `a period that is none is refused`(from: String, until: String) {
        #expect(throws: Refusal.self) { try InstitutionPeriod(from: from, until: until) }
    }

    @Test func `what was refused counts for the control that refused it, mistyped forms do not`()
        async throws
    {
        let world = try await World()
        let clerk = try await world.principal(.claimsIntake)
        var grant = GrantAuthority()
        grant.kind = "claims.indemnity"
        _ = try await world.refusal(of: grant, by: clerk)
        _ = try await world.refusal {
            _ = try await world.dispatcher.perform(
                GrantAuthority.self, from: [:], by: try await world.principal(.executive))
        }
        try await world.flushRefusals()
        let row = try await Self.row("4.2.3a", world)
        let line = try #require(row.lines.first { $0.control.id == "authority.grant" })
        #expect(line.evidence == 1)
        #expect(try await Self.row("4.2.3a", world, "2026-01-01").acted(.enforce) == 0)
    }

    @Test func `a review is of a period that is over, and keeps what was seen`() async throws {
        let world = try await World()
        try await Self.broken(
            world, due: Moment(milliseconds: 1_740_800_000_000), id: "c1")
        var review = ReviewInstitution()
        review.from = try #require(Day("2025-03-01"))
        review.until = try #require(Day("2025-03-03"))
        review.conclusion = "付款环节积压，增派一名经办人"
        #expect(
            try await world.refusal(of: review, by: .complianceOfficer).id
                == "institution.periodRuns")
        review.until = try #require(Day("2025-03-02"))
        let receipt = try await world.perform(review, by: .complianceOfficer)
        #expect(receipt.reply["broken"] == 2)
        #expect(receipt.reply["digest"]?.text?.utf8.count == 64)
        review.until = try #require(Day("2025-02-01"))
        #expect(
            try await world.refusal(of: review, by: .complianceOfficer).id == "institution.period")
    }
}
