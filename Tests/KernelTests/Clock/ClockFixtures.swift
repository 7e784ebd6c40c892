import Foundation
import Kernel
import Testing

/// Calendars and moments that the tests of this folder share.
enum Fixture {
    static let nineToFive = [
        BusinessCalendar.Window(opens: 540, closes: 720),
        BusinessCalendar.Window(opens: 780, closes: 1020),
    ]

    /// The holiday table the product ships, read from the checkout.
    static func shippedTable() throws -> HolidayTable.Reading {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appendingPathComponent("Sources/Insurance/Resources/holidays.csv")
        return HolidayTable.parse(try String(contentsOf: file, encoding: .utf8))
    }

    /// Monday to Friday, 9 to 12 and 13 to 17, with the shipped holidays of 2024 to 2026.
    static func china(version: Int = 1) throws -> CompiledCalendar {
        let table = try shippedTable()
        return try CompiledCalendar(
            .office(
                id: "cn", version: version, zone: "Asia/Shanghai", windows: nineToFive,
                overrides: table.rows, publishedYears: table.years))
    }

    static func plain(
        _ zone: String, windows: [BusinessCalendar.Window] = nineToFive,
        weekdays: Set<Int> = [1, 2, 3, 4, 5], years: ClosedRange<Int> = 2024...2026
    ) throws -> CompiledCalendar {
        try CompiledCalendar(
            .office(
                id: "plain", version: 1, zone: zone, windows: windows, weekdays: weekdays,
                publishedYears: nil),
            years: years)
    }

    static let aroundTheClock = [BusinessCalendar.Window(opens: 0, closes: 1440)]

    static func started(
        _ term: Term, at text: String, warnings: [Int] = [], pauseLimit: Int? = nil,
        _ calendar: CompiledCalendar
    ) throws -> ServiceClock {
        try .start(
            id: "k1", metric: "claim.determine",
            standard: ClockStandard(
                id: "s1", term: term, warnings: warnings, pauseLimit: pauseLimit),
            at: moment(text), reason: Words("收到索赔资料", "claim received"), event: "e1", calendar)
    }

    static let notice = Words("补充通知送达", "supplement notice delivered")
    static let supplements = Words("补充材料收到", "supplements received")
}

/// Reads `2026-01-04 09:00` as the time in Shanghai, or any ISO 8601 text as it stands.
func moment(_ text: String) throws -> Moment {
    let iso = text.count == 16 ? text.replacingOccurrences(of: " ", with: "T") + ":00+08:00" : text
    return try #require(Moment(iso8601: iso))
}

func day(_ text: String) throws -> Day { try #require(Day(text)) }
