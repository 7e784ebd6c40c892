package import Kernel

/// 模拟办公: seeded staff work everything open through the real commands, on a virtual clock, over
/// working days with their hours, days off and make-up days.
package struct OfficeSimulation: Sendable {
    private let dispatcher: Dispatcher
    private let options: OfficeOptions
    /// Called after each hour, with the moment at which it began.
    package var hourEnded: (@Sendable (Moment) async throws -> Void)?
    /// Called after each day, days off included.
    package var dayEnded: (@Sendable (Day, OfficeTally) async throws -> Void)?

    /// - Parameter dispatcher: with ``SeededSource/closure(seed:_:)`` as its randomness.
    package init(_ dispatcher: Dispatcher, _ options: OfficeOptions) {
        self.dispatcher = dispatcher
        self.options = options
    }

    /// Adds the calendar, standards, staff and authority that the office lacks.
    package func staff() async throws -> Demo.Made {
        try await Demo.equip(
            DemoDoor(
                dispatcher, seed: options.seed,
                now: DemoMoments.moment(options.from.adding(days: -30), minute: 540)))
    }

    package func run() async throws -> OfficeTally {
        let start = DemoMoments.moment(options.from, minute: 0)
        let options = options
        var office = try await dispatcher.database.read {
            try SimulatedOffice(options, at: start, $0)
        }
        let entries = try await dispatcher.database.read { reader in
            try reader.row("SELECT count(*) AS held FROM journal_entry")?.int("held") ?? 0
        }
        let worker = OfficeWorker(
            dispatcher: dispatcher, run: "office.\(options.seed).\(entries)")
        var tally = OfficeTally()
        for number in 0..<options.limit {
            let day = options.from.adding(days: number)
            try await work(day, number < options.days, &office, worker, &tally)
            tally.days += 1
            try await dayEnded?(day, tally)
            if try await isOver(number + 1, office) { break }
        }
        return tally
    }

    private func work(
        _ day: Day, _ takesNotices: Bool, _ office: inout SimulatedOffice, _ worker: OfficeWorker,
        _ tally: inout OfficeTally
    ) async throws {
        let sweep = Oversight.sweep(dispatcher)
        tally.add(try await sweep.sweepOnce(now: office.hours.midnight(of: day)))
        let ticks = office.hours.ticks(of: day)
        for (index, tick) in ticks.enumerated() {
            tally.add(try await sweep.sweepOnce(now: tick))
            tally.add(try await RuleSweep(dispatcher).sweepOnce(now: tick))
            let notices = takesNotices ? share(index, of: ticks.count) : 0
            let (plan, planned) = try await dispatcher.database.read { [office] reader in
                var office = office
                let plan = try office.plan(reader, at: tick, notices: notices)
                return (plan, office)
            }
            office = planned
            let (told, later) = try await worker.perform(plan, at: tick, &tally)
            office.add(later)
            office = try await dispatcher.database.read { [office] reader in
                var office = office
                for one in told { try office.note(one.errand, one.receipt, reader) }
                return office
            }
            try await hourEnded?(tick)
        }
    }

    /// How many of the day's notices come in one of its hours.
    private func share(_ index: Int, of hours: Int) -> Int {
        options.notices * (index + 1) / hours - options.notices * index / hours
    }

    private func isOver(_ days: Int, _ office: SimulatedOffice) async throws -> Bool {
        guard days >= options.days else { return false }
        guard options.untilClosed else { return true }
        guard office.diary.isEmpty else { return false }
        return try await dispatcher.database.read { try OfficeStanding.openCases($0) == 0 }
    }
}
