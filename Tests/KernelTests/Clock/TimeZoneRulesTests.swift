import Kernel
import TestSupport
import Testing

struct TimeZoneRulesTests {
    func zone(_ name: String) throws -> TimeZoneRules { try #require(TimeZoneRules(name)) }

    @Test(arguments: ["", "Mars/Olympus", "上海", String(repeating: "A", count: 500)])
    func `a name that is no zone gives no rules`(name: String) {
        #expect(TimeZoneRules(name) == nil)
    }

    @Test func `a day in Shanghai begins at sixteen hours UTC the day before`() throws {
        let shanghai = try zone("Asia/Shanghai")
        #expect(try shanghai.startOfDay(day("2025-01-03")) == moment("2025-01-02T16:00:00Z"))
        #expect(try shanghai.iso8601(moment("2025-01-03T01:00:00Z")) == "2025-01-03T09:00:00+08:00")
    }

    @Test func `Shanghai kept summer time from 1986 to 1991`() throws {
        let shanghai = try zone("Asia/Shanghai")
        #expect(try shanghai.iso8601(moment("1988-07-01T00:00:00Z")) == "1988-07-01T09:00:00+09:00")
        #expect(try shanghai.iso8601(moment("1992-07-01T00:00:00Z")) == "1992-07-01T08:00:00+08:00")
        for year in 1986...1991 {
            let lengths = try (0..<365).map { place in
                let day = try #require(Day(year: year, month: 1, day: 1)).adding(days: place)
                return shanghai.startOfDay(day.adding(days: 1))
                    .milliseconds(since: shanghai.startOfDay(day)) / 3_600_000
            }
            #expect(lengths.count { $0 == 23 } == 1)
            #expect(lengths.count { $0 == 25 } == 1)
        }
    }

    @Test func `the day that begins at one o'clock in Santiago has twenty-three hours`() throws {
        let santiago = try zone("America/Santiago")
        let change = try day("2025-09-07")
        #expect(try santiago.startOfDay(change) == moment("2025-09-07T04:00:00Z"))
        #expect(santiago.iso8601(santiago.startOfDay(change)) == "2025-09-07T01:00:00-03:00")
        #expect(santiago.day(of: santiago.startOfDay(change)) == change)
        let before = santiago.startOfDay(change).adding(milliseconds: -1)
        #expect(santiago.day(of: before) == change.adding(days: -1))
    }

    @Test func `the day that ends twice in Santiago has twenty-five hours`() throws {
        let santiago = try zone("America/Santiago")
        let change = try day("2025-04-05")
        let length = santiago.endOfDay(change).milliseconds(since: santiago.startOfDay(change))
        #expect(length == 25 * 3_600_000 - 1)
    }

    @Test func `a time that a clock change skipped is the moment of the change`() throws {
        let berlin = try zone("Europe/Berlin")
        let skipped = berlin.moment(of: try day("2025-03-30"), minute: 150)
        #expect(try skipped == moment("2025-03-30T01:00:00Z"))
        #expect(berlin.iso8601(skipped) == "2025-03-30T03:00:00+02:00")
    }

    @Test func `a time that is shown twice is the first of the two`() throws {
        let berlin = try zone("Europe/Berlin")
        let twice = berlin.moment(of: try day("2025-10-26"), minute: 150)
        #expect(try twice == moment("2025-10-26T00:30:00Z"))
    }

    @Test func `a day that a zone left out is empty`() throws {
        let apia = try zone("Pacific/Apia")
        let missing = try day("2011-12-30")
        #expect(apia.startOfDay(missing) == apia.startOfDay(missing.adding(days: 1)))
        #expect(apia.day(of: apia.startOfDay(missing)) == missing.adding(days: 1))
    }

    @Test(arguments: [
        "Asia/Shanghai", "Europe/Berlin", "America/Santiago", "America/St_Johns", "Pacific/Apia",
        "Asia/Kathmandu", "Africa/Casablanca",
    ])
    func `every moment lies in its day, and days follow each other`(name: String) throws {
        let rules = try zone(name)
        var random = Seeded(7)
        for _ in 0..<2000 {
            let time = Int64.random(in: -3_000_000_000_000...4_000_000_000_000, using: &random)
            let moment = Moment(milliseconds: time)
            let day = rules.day(of: moment)
            #expect(rules.startOfDay(day) <= moment)
            #expect(moment < rules.startOfDay(day.adding(days: 1)))
            #expect(Moment(iso8601: rules.iso8601(moment)) == moment)
        }
    }

    @Test func `the ends of the range are held and never trap`() throws {
        let shanghai = try zone("Asia/Shanghai")
        for number in [Int64.min, Int64.min + 1, -62_135_596_800_001, 253_402_300_800_000, .max] {
            let far = Moment(milliseconds: number)
            #expect(TimeZoneRules.days.contains(shanghai.day(of: far)))
            #expect(Moment(iso8601: shanghai.iso8601(far)) != nil)
            #expect(!shanghai.text(far).isEmpty)
        }
        for number in [Int.min, .max] {
            let far = Day(number: number)
            #expect(shanghai.startOfDay(far) <= shanghai.endOfDay(far))
            _ = shanghai.moment(of: far, minute: number)
        }
    }

    @Test(arguments: [
        ("2025-01-03T09:00:00+08:00", 1_735_866_000_000), ("1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:59:59.5Z", -500), ("1970-01-01T00:00:00.123456789Z", 123),
        ("1970-01-01T00:00:00-00:30", 1_800_000),
    ])
    func `RFC 3339 texts are read`(text: String, milliseconds: Int64) {
        #expect(Moment(iso8601: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2025-01-03", "2025-01-03T09:00:00", "2025-01-03 09:00:00Z", "2025-02-29T00:00:00Z",
        "2025-01-03T24:00:00Z", "2025-01-03T09:60:00Z", "2025-01-03T09:00:60Z",
        "2025-01-03T09:00:00.Z", "2025-01-03T09:00:00.1234567890Z", "2025-01-03T09:00:00z",
        "2025-01-03T09:00:00+0800", "2025-01-03T09:00:00+16:01", "2025-01-03T09:00:00+08:00x",
        "2025-01-03T09:00:00Z ", "２025-01-03T09:00:00Z", "2025-01-03T09:00:00.5",
        "-025-01-03T09:00:00Z", "2025-01-03T+9:00:00Z", String(repeating: "2", count: 100_000),
    ])
    func `anything else is not read`(text: String) {
        #expect(Moment(iso8601: text) == nil)
    }
}
