import Kernel
import TestSupport
import Testing

@testable import Insurance

/// Figures and shares of time over weeks of real office work: what they say is what the clocks say.
@Suite struct TurnaroundTests {
    private static func worked(_ seed: UInt64) async throws -> (House, Moment) {
        let house = try await House(seed: seed)
        var demo = Demo.Options()
        demo.customers = Demo.customersForCases
        demo.seed = seed
        demo.withCases = true
        _ = try await Demo(house.dispatcher, demo).install()
        var options = house.week
        options.from = Demo.firstDay
        options.days = 12
        _ = try await OfficeSimulation(house.dispatcher, options).run()
        return (house, DemoMoments.moment(Demo.firstDay.adding(days: 12), minute: 0))
    }

    @Test func `the parts of a claim's time add up to its working time, exactly`() async throws {
        let (house, now) = try await Self.worked(41)
        let checked = try await house.database.read { reader in
            let claims: [Loaded<Claim>] = try reader.loadAll(where: "1 = 1 ORDER BY id LIMIT 500")
            let calendar = try CalendarShelf.newest(ClaimClocks.calendar, reader)
            var kinds: Set<TimeShare.Place.Kind> = []
            for claim in claims where claim.reopenings == 0 {
                let course = try #require(try TimeShare.of(claim: claim.state, at: now, reader))
                let elapsed = try calendar.workingMilliseconds(
                    from: course.from, to: course.to).value
                #expect(course.share.total == elapsed, "\(claim.number)")
                kinds.formUnion(course.share.parts.map(\.place.kind))
            }
            #expect(kinds.isSuperset(of: [.pooled, .held]))
            return claims.count
        }
        #expect(checked > 20)
    }

    @Test func `every figure has the cases it counts, whatever it is grouped by`() async throws {
        let (house, now) = try await Self.worked(42)
        try await house.database.read { reader in
            for dimension in TurnaroundStatistics.Dimension.allCases {
                let lines = try TurnaroundStatistics.lines(by: dimension, at: now, reader)
                #expect(lines.count > 3, "\(dimension)")
                for line in lines {
                    for (outcome, count) in [
                        (PromiseOutcome.kept, line.kept), (.breached, line.breached),
                        (.running, line.running),
                    ] {
                        let cases = try TurnaroundStatistics.cases(
                            by: dimension, key: line.key, metric: line.metric, outcome: outcome,
                            at: now, limit: 200, reader)
                        #expect(cases.count == min(Int(count), 200), "\(dimension) \(line.key)")
                    }
                }
            }
        }
    }

    @Test func `groupings agree with one another and with the promise page`() async throws {
        let (house, now) = try await Self.worked(43)
        try await house.database.read { reader in
            let whole = try TurnaroundStatistics.lines(by: .metric, at: now, reader)
            let board = try PromiseBoard.figures(at: now, onlyShown: false, reader)
            for line in whole {
                let figures = board.filter { $0.metric == line.metric }
                #expect(figures.reduce(0) { $0 + $1.kept } == line.kept, "\(line.metric)")
                #expect(figures.reduce(0) { $0 + $1.breached } == line.breached)
                #expect(figures.reduce(0) { $0 + $1.running } == line.running)
            }
            for dimension in [TurnaroundStatistics.Dimension.product, .line, .branch] {
                let parts = try TurnaroundStatistics.lines(by: dimension, at: now, reader)
                #expect(parts.reduce(0) { $0 + $1.started } == whole.reduce(0) { $0 + $1.started })
                #expect(parts.reduce(0) { $0 + $1.excused } == whole.reduce(0) { $0 + $1.excused })
            }
            let excused = whole.first { $0.metric == "claims.firstContact" }
            #expect((excused?.excused ?? 0) >= 1, "the typhoon is marked")
            #expect((excused?.breached ?? 0) >= (excused?.excused ?? 0), "and stays a breach")
        }
    }

    @Test func `a page of cases goes on where the one before ended`() async throws {
        let (house, now) = try await Self.worked(44)
        try await house.database.read { reader in
            let all = try TurnaroundStatistics.cases(
                by: .metric, key: "claims.decision", metric: "claims.decision", at: now,
                limit: 200, reader)
            var paged: [PromiseCase] = []
            var last: PromiseCase?
            repeat {
                let page = try TurnaroundStatistics.cases(
                    by: .metric, key: "claims.decision", metric: "claims.decision", at: now,
                    after: last, limit: 3, reader)
                paged += page
                last = page.last
            } while last != nil
            #expect(all.count > 5 && paged == all)
        }
    }

    @Test func `only an interval that leaves the whole out tells a group apart`() throws {
        let whole = PromiseShare(kept: 900, of: 1000)
        let share = { (kept: Int64, ended: Int64) in PromiseShare(kept: kept, of: ended) }
        #expect(TurnaroundStatistics.standing(share(5, 5), whole) == .tooFew)
        #expect(TurnaroundStatistics.standing(share(10, 10), whole) == .noDifference)
        #expect(TurnaroundStatistics.standing(share(100, 100), whole) == .better)
        #expect(TurnaroundStatistics.standing(share(30, 50), whole) == .worse)
        #expect(TurnaroundStatistics.standing(nil, whole) == .tooFew)
    }
}
