import Foundation
import Kernel
import TestSupport
import Testing

struct CompiledCalendarTests {
    /// Working minutes by walking through every minute of ten weeks, in a zone without changes.
    struct Walk {
        let calendar: BusinessCalendar
        let first: Day
        let isOpen: [Bool]

        init(_ calendar: BusinessCalendar, from first: Day, days: Int) {
            self.calendar = calendar
            self.first = first
            isOpen = (0..<days).flatMap { place -> [Bool] in
                let day = first.adding(days: place)
                let override = calendar.overrides.first { $0.day == day }
                let windows = override.map(calendar.windows(of:))
                    ?? calendar.windows(weekday: day.weekday)
                return (0..<1440).map { minute in
                    windows.contains { $0.opens <= minute && minute < $0.closes }
                }
            }
        }

        func between(_ start: Int, _ end: Int) -> Int { isOpen[start..<end].count { $0 } }

        func add(_ minutes: Int, to start: Int) -> Int? {
            var (left, place) = (minutes, start)
            while left > 0 {
                guard place < isOpen.count else { return nil }
                if isOpen[place] { left -= 1 }
                place += 1
            }
            return place
        }

        func moment(_ minute: Int) -> Moment {
            Moment(milliseconds: Int64(first.number * 1440 + minute - 480) * 60_000)
        }
    }

    static func randomWindows(_ random: inout Seeded) -> [BusinessCalendar.Window] {
        let edges = Set((0..<(2 * Int.random(in: 0...3, using: &random))).map { _ in
            Int.random(in: 0...24, using: &random) * 60
        }).sorted()
        return stride(from: 0, to: edges.count - 1, by: 2).map {
            BusinessCalendar.Window(opens: edges[$0], closes: edges[$0 + 1])
        }
    }

    static func randomCalendar(_ random: inout Seeded, from first: Day) throws -> BusinessCalendar {
        var week = (0..<7).map { _ in randomWindows(&random) }
        week[3] = [BusinessCalendar.Window(opens: 480, closes: 1440)]
        let days = Set((0..<12).map { _ in Int.random(in: 0..<70, using: &random) })
        let overrides = days.map { place in
            let windows = randomWindows(&random)
            return BusinessCalendar.Override(
                first.adding(days: place), windows.isEmpty ? .off : .work,
                windows: windows.isEmpty ? nil : windows, name: Words("测试", "test"))
        }
        return try BusinessCalendar(
            id: "random", version: 1, zone: "Asia/Shanghai", week: week,
            makeUp: Fixture.nineToFive, overrides: overrides, publishedYears: nil)
    }

    @Test(arguments: 0..<25)
    func `the algebra agrees with walking through the minutes`(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        let first = try day("2025-12-01")
        let calendar = try Self.randomCalendar(&random, from: first)
        let walk = Walk(calendar, from: first, days: 70)
        let compiled = try CompiledCalendar(calendar, years: 2025...2026)
        for _ in 0..<60 {
            let start = Int.random(in: 0..<walk.isOpen.count, using: &random)
            let end = Int.random(in: start..<walk.isOpen.count, using: &random)
            let between = try compiled.workingMilliseconds(
                from: walk.moment(start), to: walk.moment(end))
            #expect(between.value == Int64(walk.between(start, end)) * 60_000)
            let minutes = Int.random(in: 0...3000, using: &random)
            guard let due = walk.add(minutes, to: start) else { continue }
            let added = try compiled.moment(
                afterWorking: Int64(minutes) * 60_000, from: walk.moment(start))
            #expect(added.value == walk.moment(due))
        }
    }

    @Test(arguments: ["Asia/Shanghai", "Europe/Berlin", "America/Santiago", "Asia/Kathmandu"])
    func `between inverts add, and both are monotone and additive`(zone: String) throws {
        var random = Seeded(42)
        let windows = [
            BusinessCalendar.Window(opens: 0, closes: 200),
            BusinessCalendar.Window(opens: 1000, closes: 1440),
        ]
        let compiled = try Fixture.plain(zone, windows: windows, weekdays: [1, 4, 6, 7])
        for _ in 0..<1000 {
            let start = Moment(
                milliseconds: .random(in: 1_710_000_000_000...1_750_000_000_000, using: &random))
            let (one, other) = (
                Int64.random(in: 0...900_000_000, using: &random),
                Int64.random(in: 0...900_000_000, using: &random)
            )
            let first = try compiled.moment(afterWorking: one, from: start).value
            let second = try compiled.moment(afterWorking: other, from: first).value
            let whole = try compiled.moment(afterWorking: one + other, from: start).value
            #expect(second == whole)
            #expect(start <= first && first <= whole)
            #expect(try compiled.workingMilliseconds(from: start, to: first).value == one)
            #expect(try compiled.workingMilliseconds(from: first, to: whole).value == other)
            #expect(try compiled.workingMilliseconds(from: whole, to: start).value == -one - other)
        }
    }

    @Test func `a lunch break is not worked`() throws {
        let china = try Fixture.china()
        let counted = try china.workingMilliseconds(
            from: moment("2026-01-05 11:30"), to: moment("2026-01-05 13:30"))
        #expect(counted.value == 60 * 60_000)
        let due = try china.moment(afterWorking: 60 * 60_000, from: moment("2026-01-05 11:30"))
        #expect(try due.value == moment("2026-01-05 13:30"))
    }

    @Test func `work that ends with a window is due at its close`() throws {
        let due = try Fixture.china().moment(
            afterWorking: 7 * 3_600_000, from: moment("2026-01-05 09:00"))
        #expect(try due.value == moment("2026-01-05 17:00"))
    }

    @Test func `the make-up Sunday 2026-01-04 is worked before Monday`() throws {
        let due = try Fixture.china().moment(
            afterWorking: 3_600_000, from: moment("2025-12-31 16:30"))
        #expect(try due.value == moment("2026-01-04 09:30"))
    }

    @Test func `a week of Monday and Thursday alone is counted`() throws {
        let calendar = try Fixture.plain("Asia/Shanghai", weekdays: [1, 4])
        let found = try calendar.day(afterWorkingDays: 3, from: day("2026-01-05"))
        #expect(try found.value == day("2026-01-15"))
        let due = try calendar.moment(
            afterWorking: 15 * 3_600_000, from: moment("2026-01-05 09:00"))
        #expect(try due.value == moment("2026-01-12 10:00"))
    }

    @Test func `a night shift gains and loses the hour of a clock change`() throws {
        let berlin = try Fixture.plain(
            "Europe/Berlin", windows: Fixture.aroundTheClock, weekdays: Set(1...7))
        let spring = try berlin.workingMilliseconds(
            from: moment("2025-03-30T00:00:00+01:00"), to: moment("2025-03-31T00:00:00+02:00"))
        #expect(spring.value == 23 * 3_600_000)
        let santiago = try Fixture.plain(
            "America/Santiago", windows: Fixture.aroundTheClock, weekdays: Set(1...7))
        let autumn = try santiago.workingMilliseconds(
            from: moment("2025-04-05T00:00:00-03:00"), to: moment("2025-04-06T00:00:00-04:00"))
        #expect(autumn.value == 25 * 3_600_000)
    }

    @Test func `office hours keep their wall clock through a change`() throws {
        let berlin = try Fixture.plain("Europe/Berlin")
        let due = try berlin.moment(
            afterWorking: 7 * 3_600_000, from: moment("2025-03-28T12:00:00Z"))
        #expect(try due.value == moment("2025-03-31T12:00:00+02:00"))
        let shanghai = try Fixture.plain("Asia/Shanghai", years: 1986...1991)
        let summer = try shanghai.moment(
            afterWorking: 60_000, from: moment("1988-07-03T00:00:00Z"))
        #expect(try summer.value == moment("1988-07-04T09:01:00+09:00"))
    }

    @Test func `a year that is not published is named, and only when it is needed`() throws {
        let china = try Fixture.china()
        let last = try china.day(afterWorkingDays: 1, from: day("2026-12-30"))
        #expect(try last.value == day("2026-12-31"))
        #expect(last.missingYear == nil)
        let next = try china.day(afterWorkingDays: 2, from: day("2026-12-30"))
        #expect(try next.value == day("2027-01-01"))
        #expect(next.missingYear == 2027)
        #expect(try china.isWorkingDay(day("2027-05-03")).missingYear == 2027)
        #expect(try china.workingDays(after: day("2023-12-28"), through: day("2024-01-02"))
            .missingYear == 2023)
        let yearEnd = try china.workingMilliseconds(
            from: moment("2026-12-31 09:00"), to: moment("2027-01-01 00:00"))
        #expect(yearEnd.missingYear == nil)
    }

    @Test func `a gap between published years is noticed`() throws {
        let calendar = try CompiledCalendar(
            .office(
                id: "gap", version: 1, zone: "Asia/Shanghai", windows: Fixture.nineToFive,
                publishedYears: [2024, 2026]))
        let counted = try calendar.workingDays(after: day("2024-06-01"), through: day("2026-06-01"))
        #expect(counted.missingYear == 2025)
    }

    @Test func `working days add up over any split`() throws {
        let china = try Fixture.china()
        var random = Seeded(3)
        let first = try day("2024-01-01")
        for _ in 0..<500 {
            let places = (0..<3).map { _ in Int.random(in: 0..<1000, using: &random) }.sorted()
            let days = places.map(first.adding(days:))
            let whole = try china.workingDays(after: days[0], through: days[2]).value
            let parts = try china.workingDays(after: days[0], through: days[1]).value
                + china.workingDays(after: days[1], through: days[2]).value
            #expect(whole == parts)
            guard whole > 0 else { continue }
            let last = try china.day(afterWorkingDays: whole, from: days[0]).value
            #expect(last <= days[2])
            #expect(try china.workingDays(after: days[0], through: last).value == whole)
        }
    }

    @Test func `what lies outside the horizon is refused and never traps`() throws {
        let china = try Fixture.china()
        let here = try moment("2026-01-05 09:00")
        for far in [Int64.min, -1_000_000_000_000_000, 1_000_000_000_000_000, .max] {
            let there = Moment(milliseconds: far)
            #expect(throws: CountRefusal.outsideHorizon(first: 2022, last: 2038)) {
                try china.workingMilliseconds(from: here, to: there)
            }
            #expect(throws: CountRefusal.self) { try china.moment(afterWorking: 1, from: there) }
            #expect(throws: CountRefusal.self) { try china.opening(from: there) }
        }
        for number in [Int.min, .max] {
            let there = Day(number: number)
            #expect(throws: CountRefusal.self) { try china.isWorkingDay(there) }
            #expect(throws: CountRefusal.self) { try china.workingDay(onOrAfter: there) }
            #expect(throws: CountRefusal.self) { try china.endOfDay(there) }
            #expect(throws: CountRefusal.self) {
                try china.day(afterWorkingDays: number, from: day("2026-01-05"))
            }
        }
        #expect(throws: CountRefusal.self) { try china.moment(afterWorking: .max, from: here) }
        #expect(throws: CountRefusal.amountOutOfRange) {
            try china.moment(afterWorking: -1, from: here)
        }
    }

    @Test func `calendars that cannot be counted with are refused`() throws {
        let window = BusinessCalendar.Window(opens: 540, closes: 1020)
        func office(
            zone: String = "Asia/Shanghai", _ windows: [BusinessCalendar.Window],
            _ overrides: [BusinessCalendar.Override] = []
        ) throws(CalendarFault) -> BusinessCalendar {
            try .office(
                id: "c", version: 1, zone: zone, windows: windows, overrides: overrides,
                publishedYears: nil)
        }
        let off = BusinessCalendar.Override(try day("2026-01-01"), .off, name: Words("休", "off"))
        #expect(throws: CalendarFault.neverOpen) { try office([]) }
        #expect(throws: CalendarFault.unknownZone) { try office(zone: "Nowhere", [window]) }
        #expect(throws: CalendarFault.twice(off.day)) { try office([window], [off, off]) }
        #expect(throws: CalendarFault.overlap(opens: 540, closes: 1020)) {
            try office([window, window])
        }
        for (opens, closes) in [(-1, 5), (5, 5), (9, 8), (0, 1441), (Int.min, Int.max)] {
            #expect(throws: CalendarFault.window(opens: opens, closes: closes)) {
                try office([BusinessCalendar.Window(opens: opens, closes: closes)])
            }
        }
    }

    @Test func `a calendar survives being written and read, and a broken one is refused`() throws {
        let calendar = try Fixture.china().calendar
        let bytes = try JSONEncoder().encode(calendar)
        #expect(try JSONDecoder().decode(BusinessCalendar.self, from: bytes) == calendar)
        let broken = String(decoding: bytes, as: UTF8.self)
            .replacingOccurrences(of: "\"closes\":720", with: "\"closes\":99999")
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(BusinessCalendar.self, from: Data(broken.utf8))
        }
    }
}
