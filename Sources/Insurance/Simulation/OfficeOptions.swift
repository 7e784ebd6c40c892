package import Kernel

/// What a simulated stretch of office work is asked to be.
package struct OfficeOptions: Sendable {
    package var seed: UInt64 = 1
    package var from = Demo.firstDay
    /// Days on which new notices arrive; the work goes on until all is closed, or stops with them.
    package var days = 5
    package var untilClosed = true
    /// New notices of a working day; 0 for none.
    package var notices = 12
    /// How often of a thousand somebody makes a mistake or asks twice.
    package var mistakes = 60
    /// Pieces of work that one person does in an hour.
    package var pace = 5
    /// After so many days it stops, whatever is open.
    package var limit = 900

    package init() {}
}

/// The hours in which the office works, one tick at the beginning of each.
struct OfficeHours: Sendable {
    let calendar: CompiledCalendar

    static func load(_ reader: any Reader) throws -> OfficeHours {
        OfficeHours(calendar: try CalendarShelf.newest(ClaimClocks.calendar, reader))
    }

    /// Empty on a day off.
    func ticks(of day: Day) -> [Moment] {
        let whole = calendar.calendar
        let windows =
            whole.overrides.first { $0.day == day }.map(whole.windows(of:))
            ?? whole.windows(weekday: day.weekday)
        return windows.flatMap { window in
            stride(from: window.opens, to: window.closes, by: 60).map {
                calendar.zone.moment(of: day, minute: $0)
            }
        }
    }

    /// Midnight, for sweeps on days without work.
    func midnight(of day: Day) -> Moment { calendar.zone.moment(of: day, minute: 0) }

    func day(of moment: Moment) -> Day { calendar.zone.day(of: moment) }

    /// The minute of the day.
    func minute(of moment: Moment) -> Int {
        Int(moment.milliseconds(since: midnight(of: day(of: moment))) / 60_000)
    }
}
