import Insurance
import Kernel
import Synchronization
import Testing

/// Seeded weeks of office work over a stretch of public holidays: fixed seeds that always run, and
/// a new one each time, which is printed.
@Suite struct OfficeWeekTests {
    @Test(arguments: 1...20)
    func `an office week leaves rows, journal, owners, promises and money in agreement`(
        _ seed: Int
    ) async throws {
        try await week(UInt64(seed))
    }

    @Test func `so does a week of a seed that nobody has tried`() async throws {
        let seed = UInt64.random(in: 1_000...UInt64.max)
        print("office week with the new seed \(seed)")
        try await week(seed)
    }

    @Test func `the same seed works the same week, command by command`() async throws {
        let first = try await digest(77)
        #expect(first.count > 50)
        let second = try await digest(77)
        #expect(first == second)
    }

    @Test func `whoever tries what they may not is refused, each time`() async throws {
        let house = try await House(seed: 5)
        try await house.demo(customers: 12)
        var options = house.week
        options.mistakes = 600
        let tally = try await OfficeSimulation(house.dispatcher, options).run()
        #expect(tally.acceptedMistakes == [:])
        #expect(tally.unequalRepeats == 0)
        #expect(tally.repeats > 0)
        for refusal in ["post.missing", "case.stale", "fields.refused"] {
            #expect(tally.refusals[refusal, default: 0] > 0, "\(refusal)")
        }
        #expect(try await house.standing().faults == [])
    }

    /// Ten days from 24 January 2025: two working days, a make-up Sunday, Spring Festival.
    private func week(_ seed: UInt64) async throws {
        let house = try await House(seed: seed)
        try await house.demo(customers: 8)
        var simulation = OfficeSimulation(house.dispatcher, house.week)
        let position = Mutex<Int64>(0)
        simulation.hourEnded = { _ in
            let from = position.withLock { $0 }
            let (findings, last) = try await house.replayTouched(after: from)
            position.withLock { $0 = last }
            #expect(findings == [], "seed \(seed)")
        }
        simulation.dayEnded = { day, _ in
            let findings = try await house.replay()
            #expect(findings == [], "seed \(seed), \(day)")
            let faults = try await house.standing().faults
            #expect(faults == [], "seed \(seed), \(day)")
        }
        let tally = try await simulation.run()
        #expect(tally.isClean, "seed \(seed): \(tally)")
        #expect(tally.done["claims.registerNotice", default: 0] > 8, "seed \(seed)")
        #expect(tally.done["claims.registerClaim", default: 0] > 3, "seed \(seed)")
    }

    private func digest(_ seed: UInt64) async throws -> [String] {
        let house = try await House(seed: seed)
        try await house.demo(customers: 6)
        _ = try await OfficeSimulation(house.dispatcher, house.week).run()
        return try await house.database.read { reader in
            try reader.rows("SELECT stream, hash FROM journal_stream ORDER BY stream").map {
                try $0.text("stream") + " " + $0.text("hash")
            }
        }
    }
}
