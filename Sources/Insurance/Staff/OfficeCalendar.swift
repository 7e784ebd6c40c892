package import Kernel

/// The working-day calendar of an insurer's offices in mainland China, with the public holidays
/// and make-up days that come with the product.
package enum OfficeCalendar {
    package static let name = ClaimClocks.calendar

    /// The rows `date,kind,name` that come with the product.
    package static var holidays: HolidayTable.Reading {
        HolidayTable.parse(String(decoding: PackageResources.holidays_csv, as: UTF8.self))
    }

    /// Monday to Friday, 9:00 to 12:00 and 13:30 to 17:30, Beijing time.
    package static func standard(edition: Int = 1) throws(CalendarFault) -> BusinessCalendar {
        let day = [
            BusinessCalendar.Window(opens: 540, closes: 720),
            BusinessCalendar.Window(opens: 810, closes: 1050),
        ]
        let reading = holidays
        return try BusinessCalendar(
            id: name, version: edition, zone: "Asia/Shanghai",
            week: Array(repeating: day, count: 5) + [[], []], makeUp: day,
            overrides: reading.rows, publishedYears: reading.years)
    }
}

extension Moment {
    /// The day on which the insurer's offices have it: China's, with one offset since 1991.
    package var officeDay: Day {
        let local = adding(seconds: 8 * 3600).milliseconds
        let (days, rest) = local.quotientAndRemainder(dividingBy: 86_400_000)
        return Day(number: Int(days) - (rest < 0 ? 1 : 0))
    }
}
