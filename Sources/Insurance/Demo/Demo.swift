package import Kernel

/// 演示: a whole Chinese insurer, invented, made only through the commands that everybody uses.
///
/// The same seed makes the same journal: identities, numbers, sealed values. It can run again on an
/// installation that has part of it: what is there stays and what is missing is added.
package struct Demo: Sendable {
    package struct Options: Sendable {
        package var customers = 200
        /// How many years of policies lie before `start`.
        package var years = 1
        package var seed: UInt64 = 1
        /// The first day on which the office works.
        package var start = Demo.firstDay
        /// Whether cases are told too, in the weeks before `start`.
        package var withCases = false

        package init() {}
    }

    /// 2 January 2025: the first working day of a year whose calendar is published.
    package static let firstDay = Day(number: 20_090)

    /// Fewer customers do not hold every product that the cases are about.
    package static let customersForCases = 100

    package struct Made: Sendable {
        package var staff = 0
        package var products = 0
        package var authorities = 0
        package var standards = 0
        package var customers = 0
        package var policies = 0
        package var cases = 0
    }

    private let options: Options
    private let door: DemoDoor

    /// - Parameter dispatcher: with ``SeededSource/closure(seed:_:)`` as its randomness.
    package init(
        _ dispatcher: Dispatcher, _ options: Options, evidence: EvidenceDesk? = nil
    ) {
        self.options = options
        door = DemoDoor(
            dispatcher, seed: options.seed,
            now: DemoMoments.moment(
                options.start.adding(days: -400 - 366 * options.years), minute: 540),
            evidence: evidence)
    }

    package func install() async throws -> Made {
        var made = try await Demo.equip(door)
        try await DemoStandards.confirm(door)
        made.products = try await DemoProduct.install(door)
        made.authorities += try await DemoAuthority.install(door)
        try await DemoRules.install(door)
        try await sell(&made)
        try await DemoDispatch.install(door, start: options.start)
        if options.withCases {
            made.cases = try await DemoStories.install(door, start: options.start)
        }
        return made
    }

    private func sell(_ made: inout Made) async throws {
        let known = try await recorded()
        guard known < options.customers else { return }
        let roster = try await OfficeRoster.load(door.dispatcher.database)
        let portfolio = DemoPortfolio(
            door: door, start: options.start, years: options.years,
            clerks: roster.holders(of: Post(.registrationClerk)).map(\.principal),
            sellers: roster.holders(of: Post(.salesperson)).map(\.number))
        let sold = try await portfolio.record(known + 1, options.customers)
        (made.customers, made.policies) = (sold.customers, sold.policies)
    }

    /// What any installation needs before an office can work in it: calendar, standards, staff for
    /// every post, authority in each currency. Adds what is missing.
    package static func equip(_ door: DemoDoor) async throws -> Made {
        var made = Made()
        made.standards = try await DemoStandards.install(door)
        if try await OfficeRoster.load(door.dispatcher.database).lacksPosts {
            made.staff = try await DemoStaff.install(door)
        }
        made.authorities = try await DemoAuthority.install(door)
        return made
    }

    /// How many customers of the demo are recorded. They are recorded in order.
    private func recorded() async throws -> Int {
        try await door.dispatcher.database.read { reader in
            try reader.row("SELECT count(*) AS held FROM customer WHERE source LIKE 'demo:%'")?
                .int("held") ?? 0
        }
    }
}
