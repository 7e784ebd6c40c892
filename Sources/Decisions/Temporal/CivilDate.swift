/// A date of the proleptic Gregorian calendar with years -999,999,999...999,999,999
/// (DMN 1.5 §10.3.2.3.4; lexical form of XML Schema 1.1 §3.3.9 without a zone).
public struct CivilDate: Sendable, Hashable, Comparable {
    /// The year; 0 is 1 BC.
    public let year: Int32
    /// 1...12.
    public let month: UInt8
    /// 1...31.
    public let day: UInt8

    static let years: ClosedRange<Int64> = -999_999_999...999_999_999

    /// Nil where there is no such day.
    public init?(year: Int64, month: Int64, day: Int64) {
        guard Self.years.contains(year), (1...12).contains(month), day >= 1,
            day <= Self.daysInMonth(year: year, month: month)
        else { return nil }
        self.year = Int32(year)
        self.month = UInt8(month)
        self.day = UInt8(day)
    }

    /// The date of a lexical form such as `2026-11-26` or `-0044-03-15`; nil for anything else.
    public init?(_ text: Substring) {
        var scanner = TemporalScanner(text)
        guard let date = scanner.date(), scanner.isAtEnd else { return nil }
        self = date
    }

    /// The date `days` days after 1970-01-01; nil outside of the years.
    public init?(daysFromEpoch days: Int64) {
        guard days.magnitude < 400_000_000_000 else { return nil }
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.init(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: day)
    }

    static func isLeap(_ year: Int64) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    static func daysInMonth(year: Int64, month: Int64) -> Int64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01.
    public var daysFromEpoch: Int64 {
        let year = Int64(year) - (month <= 2 ? 1 : 0)
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let month = Int64(month)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + Int64(day) - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    /// 1 is Monday, 7 is Sunday (ISO 8601).
    public var dayOfWeek: Int64 {
        let rest = (daysFromEpoch + 3) % 7
        return (rest < 0 ? rest + 7 : rest) + 1
    }

    /// 1...366.
    public var dayOfYear: Int64 {
        (1..<Int64(month)).reduce(Int64(day)) {
            $0 + Self.daysInMonth(year: Int64(year), month: $1)
        }
    }

    /// The week of ISO 8601, 1...53.
    public var weekOfYear: Int64 {
        let week = (dayOfYear - dayOfWeek + 10) / 7
        if week < 1 { return Self.weeks(in: Int64(year) - 1) }
        return week > Self.weeks(in: Int64(year)) ? 1 : week
    }

    private static func weeks(in year: Int64) -> Int64 {
        func lastDay(_ year: Int64) -> Int64 {
            let sum = year + floored(year, 4) - floored(year, 100) + floored(year, 400)
            return sum - floored(sum, 7) * 7
        }
        return lastDay(year) == 4 || lastDay(year - 1) == 3 ? 53 : 52
    }

    private static func floored(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    }

    /// The same day `months` later, or the last of its month (DMN 1.5 §10.3.2.3.7).
    func adding(months: Int64) -> CivilDate? {
        guard months.magnitude < 30_000_000_000 else { return nil }
        let total = Int64(year) * 12 + Int64(month) - 1 + months
        let year = Self.floored(total, 12)
        let month = total - year * 12 + 1
        return CivilDate(
            year: year, month: month,
            day: min(Int64(day), Self.daysInMonth(year: year, month: month)))
    }

    /// Order of the calendar.
    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension CivilDate: CustomStringConvertible {
    /// `2026-11-26`; the year has at least four digits.
    public var description: String {
        let digits = String(year.magnitude)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return (year < 0 ? "-" : "") + padded + "-" + twoDigits(Int64(month)) + "-"
            + twoDigits(Int64(day))
    }
}

func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
