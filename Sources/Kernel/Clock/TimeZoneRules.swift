import Foundation

/// Civil time of one IANA time zone: days and wall-clock times to moments and back.
///
/// One rule decides every doubtful case: a wall-clock time stands for the *first* moment at which
/// local clocks show that time or a later one. So a time skipped by a clock change is the moment
/// of the change, a time shown twice is the first of the two, and the order of wall-clock times
/// is the order of their moments. Days are contiguous: each ends where the next one starts, also
/// where clocks change at midnight (America/Santiago, Asia/Shanghai 1986 to 1991), and a day the
/// zone left out (Pacific/Apia, 2011-12-30) is empty.
package struct TimeZoneRules: Hashable, Sendable {
    /// The IANA name, for example `Asia/Shanghai`.
    package let identifier: String
    private let zone: TimeZone

    /// The rules of the zone, or `nil` when no zone has that name.
    package init?(_ identifier: String) {
        let bytes = identifier.utf8
        guard (1...64).contains(bytes.count), bytes.allSatisfy({ $0 < 128 }),
            let zone = TimeZone(identifier: identifier) else { return nil }
        self.identifier = identifier
        self.zone = zone
    }

    /// The days that can be counted: years 1 to 9999. Days outside count as the nearest inside.
    package static let days: ClosedRange<Day> = Day(number: -719_162)...Day(number: 2_932_896)

    /// The first moment of `day`.
    package func startOfDay(_ day: Day) -> Moment {
        moment(of: day, minute: 0)
    }

    /// The last millisecond of `day`: a period of days is kept up to and including this moment.
    package func endOfDay(_ day: Day) -> Moment {
        moment(of: day, minute: 1440).adding(milliseconds: -1)
    }

    /// The first moment at which local clocks show `minute` (0...1440, clamped) of `day` or later.
    package func moment(of day: Day, minute: Int) -> Moment {
        let wall = TimeZoneRules.wallSecond(of: day, minute: minute)
        let window = (wall - WallClock.widestOffset)...(wall + WallClock.widestOffset)
        return Moment(seconds: wallClock(over: window).first(reaching: wall))
    }

    /// The day to which `moment` belongs.
    package func day(of moment: Moment) -> Day {
        let second = moment.wholeSecond
        let wall = second + offset(at: second)
        let shown = TimeZoneRules.clamped(Day(number: Int(wall.flooredQuotient(by: 86_400))))
        // After clocks went back over midnight they show the old date again for a while.
        let next = shown.adding(days: 1)
        return next <= TimeZoneRules.days.upperBound && startOfDay(next) <= moment ? next : shown
    }

    /// Seconds that local clocks are ahead of UTC at `second` since 1970; negative in the west.
    func offset(at second: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))))
    }

    /// The offsets in force over `seconds` since 1970, changes found to the second.
    ///
    /// Looks twice a day, so it would miss two changes within half a day that cancel out: no zone
    /// has had them.
    func wallClock(over seconds: ClosedRange<Int64>) -> WallClock {
        var stretches = [
            WallClock.Stretch(from: seconds.lowerBound, offset: offset(at: seconds.lowerBound))
        ]
        var known = seconds.lowerBound
        while known < seconds.upperBound {
            let next = min(known + 43_200, seconds.upperBound)
            let later = offset(at: next)
            if later != stretches[stretches.count - 1].offset {
                stretches.append(WallClock.Stretch(from: change(known, next), offset: later))
            }
            known = next
        }
        return WallClock(stretches: stretches)
    }

    static func wallSecond(of day: Day, minute: Int) -> Int64 {
        Int64(clamped(day).number) * 86_400 + Int64(min(max(minute, 0), 1440)) * 60
    }

    static func clamped(_ day: Day) -> Day {
        min(max(day, days.lowerBound), days.upperBound)
    }

    /// The first second after `known` (and not after `next`) at which the offset is that of `next`.
    private func change(_ known: Int64, _ next: Int64) -> Int64 {
        let later = offset(at: next)
        var (low, high) = (known, next)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if offset(at: middle) == later { high = middle } else { low = middle }
        }
        return high
    }
}

/// What local clocks show over a stretch of time, as the offsets in force.
struct WallClock {
    struct Stretch {
        /// Seconds since 1970 at which the offset begins; it ends where the next stretch begins.
        let from: Int64
        let offset: Int64
    }

    /// More than any zone was ever ahead of or behind UTC (Manila, 15:56 behind until 1844).
    static let widestOffset: Int64 = 16 * 3600

    /// In order of time, at least one.
    let stretches: [Stretch]

    /// The first second since 1970 at which clocks show `wall` (seconds since 1970 as shown) or a
    /// later time. The stretches must begin at least `widestOffset` before it.
    func first(reaching wall: Int64) -> Int64 {
        var (low, high) = (0, stretches.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            let early = stretches[middle].from <= wall - WallClock.widestOffset
            if early { low = middle } else { high = middle - 1 }
        }
        for index in low..<stretches.count {
            let candidate = max(stretches[index].from, wall - stretches[index].offset)
            let isLast = index + 1 == stretches.count
            if isLast || candidate < stretches[index + 1].from { return candidate }
        }
        return wall
    }
}

extension Int64 {
    /// The quotient rounded towards negative infinity; `divisor` is positive.
    func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension Moment {
    init(seconds: Int64) {
        self = Moment(milliseconds: 0).adding(seconds: seconds)
    }

    /// Seconds since 1970 rounded down, held within the years that can be counted.
    var wholeSecond: Int64 {
        let bounds = TimeZoneRules.days
        let lowest = Int64(bounds.lowerBound.number - 1) * 86_400
        let highest = Int64(bounds.upperBound.number + 2) * 86_400
        return min(max(milliseconds.flooredQuotient(by: 1000), lowest), highest)
    }
}
