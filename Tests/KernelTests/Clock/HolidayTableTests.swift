import Kernel
import Testing

struct HolidayTableTests {
    @Test func `the shipped table is read whole`() throws {
        let table = try Fixture.shippedTable()
        #expect(table.refused.isEmpty)
        #expect(table.rows.count == 108)
        #expect(table.years == [2024, 2025, 2026])
    }

    @Test(arguments: [(2024, 28, 8, 251), (2025, 28, 5, 248), (2026, 33, 6, 248)])
    func `a published year has its days off and its working days`(
        year: Int, off: Int, work: Int, workingDays: Int
    ) throws {
        let rows = try Fixture.shippedTable().rows.filter { $0.day.year == year }
        #expect(rows.count { $0.kind == .off } == off)
        #expect(rows.count { $0.kind == .work } == work)
        let counted = try Fixture.china().workingDays(
            after: day("\(year - 1)-12-31"), through: day("\(year)-12-31"))
        #expect(counted.value == workingDays)
        #expect(counted.missingYear == nil)
    }

    @Test(arguments: [
        ("2026-01-04", true), ("2026-02-14", true), ("2026-02-28", true), ("2026-01-02", false),
        ("2026-01-05", true), ("2026-01-10", false), ("2026-02-23", false), ("2025-10-11", true),
        ("2025-10-08", false), ("2024-02-29", true), ("2024-02-18", true), ("2026-10-10", true),
    ])
    func `golden days`(text: String, works: Bool) throws {
        let counted = try Fixture.china().isWorkingDay(day(text))
        #expect(counted.value == works)
        #expect(!counted.isProvisional)
    }

    @Test func `every make-up day is a Saturday or Sunday`() throws {
        for row in try Fixture.shippedTable().rows where row.kind == .work {
            #expect(row.day.weekday >= 6)
        }
    }

    @Test func `holidays are named in both languages`() {
        #expect(HolidayTable.words("国庆节、中秋节").en == "National Day, Mid-Autumn Festival")
        #expect(HolidayTable.words("厂庆").en == "厂庆")
    }

    @Test func `bad lines are reported by number and good ones are kept`() {
        let reading = HolidayTable.parse(
            "\u{FEFF}date,kind,name\r\n2026-01-01,off,元旦\r\n2026-02-30,off,x\r\n"
                + "2026-01-02,maybe,x\r\n2026-01-01,work,元旦\r\n2026-01-03,off\r\n\r\n"
                + "2026-01-03,off,\r\n2026-01-04,work,元旦")
        #expect(reading.rows.map(\.day.description) == ["2026-01-01", "2026-01-04"])
        #expect(reading.refused.map(\.line) == [3, 4, 5, 6, 8])
        #expect(reading.refused.allSatisfy { !$0.reason.zh.isEmpty && !$0.reason.en.isEmpty })
    }

    @Test(arguments: ["", "date;kind;name\n", String(repeating: "\n", count: 30_000)])
    func `a text without the header, or without bounds, is refused`(text: String) {
        #expect(HolidayTable.parse(text).rows.isEmpty)
        #expect(HolidayTable.parse(text).refused.map(\.line) == [1])
    }

    @Test func `rows read elsewhere are checked the same way`() {
        let reading = HolidayTable.check([
            .init(date: "2026-01-01", kind: "off", name: "元旦"),
            .init(date: "today", kind: "off", name: "元旦"),
        ])
        #expect(reading.rows.count == 1)
        #expect(reading.refused.map(\.line) == [2])
    }
}
