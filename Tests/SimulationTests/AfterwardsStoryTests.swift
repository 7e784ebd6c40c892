import Insurance
import Kernel
import Testing

/// The demo's stories of what comes after a claim, through the one door, and their files until
/// they are destroyed.
@Suite struct AfterwardsStoryTests {
    @Test func `reviewed, recovered, sued, archived, held; and destroyed when the time is over`()
        async throws
    {
        let house = try await House(seed: 4)
        var options = Demo.Options()
        options.customers = Demo.customersForCases
        options.seed = 4
        options.withCases = true
        _ = try await Demo(house.dispatcher, options).install()
        try await expectLines(house)
        try await expectKept(house)
        try await expectDestroyed(house)
        #expect(try await house.replay() == [])
    }

    private func one(_ sql: SQL, _ house: House) async throws -> String {
        try await house.database.read { try $0.row(sql)?.text("found") ?? "" }
    }

    private func expectLines(_ house: House) async throws {
        #expect(try await one("SELECT stage AS found FROM claim_review", house) == "closed")
        #expect(try await one("SELECT stage AS found FROM litigation", house) == "closed")
        #expect(
            try await one(
                """
                SELECT group_concat(received_minor, ' ') AS found FROM
                (SELECT received_minor FROM recovery WHERE stage = 'closed' ORDER BY received_minor)
                """, house) == "190000 1200000")
        #expect(try await house.count("recovery_receipt") == 3)
        #expect(try await house.standing().faults == [])
    }

    private func officer(_ house: House, _ index: Int) async throws -> Principal {
        let officers = try await OfficeRoster.load(house.database)
            .holders(of: Post(.complianceOfficer))
        return try #require(officers.dropFirst(index).first).principal
    }

    /// The claim that was claimed back from another driver.
    private func subrogated(_ house: House) async throws -> String {
        try await one("SELECT claim AS found FROM recovery WHERE kind = 'subrogation'", house)
    }

    private func refusal(
        _ command: String, _ fields: JSON, _ who: Principal, _ house: House, at now: Moment
    ) async throws -> String? {
        do {
            _ = try await act(command, fields, who, house, at: now)
            return nil
        } catch let refusal as Refusal {
            return refusal.id
        }
    }

    @discardableResult
    private func act(
        _ command: String, _ fields: JSON, _ who: Principal, _ house: House, at now: Moment
    ) async throws -> Receipt {
        try await #require(Insurer.commands[command]).perform(
            house.dispatcher, fields, who, Envelope(now: now))
    }

    /// In 2027 the policy is over, and the files keep the customer all the same.
    private func expectKept(_ house: House) async throws {
        let now = Moment(milliseconds: 1_810_000_000_000)
        let (first, second) = (try await officer(house, 0), try await officer(house, 1))
        let claim = try await subrogated(house)
        let dispose: JSON = ["claim": .string(claim), "reason": "time is over"]
        #expect(
            try await refusal("archives.proposeDisposal", dispose, first, house, at: now)
                == "archives.retentionRuns")
        let customer = try await one(
            """
            SELECT u.number AS found FROM claim c JOIN customer u ON u.person = c.insured
            WHERE c.number = \(claim)
            """, house)
        let erase: JSON = ["customer": .string(customer)]
        try await act(
            "customers.requestErasure", ["customer": .string(customer), "document": "request 9"],
            first, house, at: now)
        #expect(
            try await refusal("customers.erase", erase, second, house, at: now)
                == "archives.personKept")
    }

    /// Forty years on the sweep finds the files; the one under hold it does not find.
    private func expectDestroyed(_ house: House) async throws {
        let now = Moment(milliseconds: 2_998_000_000_000)
        let (first, second) = (try await officer(house, 0), try await officer(house, 1))
        let claim = try await subrogated(house)
        let held = try await one("SELECT claim AS found FROM legal_hold", house)
        let swept = try await act("archives.sweep", [:], first, house, at: now)
        let found = swept.reply["claims"]?.elements?.compactMap(\.text) ?? []
        #expect(found.contains(claim) && !found.contains(held) && !held.isEmpty)
        let dispose: JSON = ["claim": .string(claim), "reason": "time is over"]
        try await act("archives.proposeDisposal", dispose, first, house, at: now)
        #expect(
            try await refusal("archives.dispose", dispose, first, house, at: now)
                == "archives.disposerIsProposer")
        let before = try await house.count("subject_key")
        let done = try await act("archives.dispose", dispose, second, house, at: now)
        // The reporter and the other driver go; the insured is still a customer and stays.
        #expect(done.reply["erased"]?.number == 2 && done.reply["kept"]?.number == 1)
        #expect(try await house.count("subject_key") == before - 2)
    }
}
