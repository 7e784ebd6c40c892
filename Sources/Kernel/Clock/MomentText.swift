extension TimeZoneRules {
    /// `moment` as ISO 8601 with the offset in force, for example `2025-01-03T09:00:00+08:00`.
    ///
    /// Milliseconds are written when there are any. Where the offset is not in whole minutes
    /// (local mean times before about 1900) the text is in UTC. Moments outside the years 1 to
    /// 9999 are written as the nearest inside.
    package func iso8601(_ moment: Moment) -> String {
        let local = civil(moment)
        let offset = local.offset
        let fraction = local.millisecond == 0 ? "" : "." + padded(local.millisecond, to: 3)
        let time = [local.second / 3600, local.second / 60 % 60, local.second % 60]
            .map { padded($0, to: 2) }.joined(separator: ":")
        let minutes = abs(offset) / 60
        let zone = offset == 0
            ? "Z"
            : (offset < 0 ? "-" : "+") + padded(minutes / 60, to: 2) + ":"
                + padded(minutes % 60, to: 2)
        return "\(local.day)T\(time)\(fraction)\(zone)"
    }

    /// `moment` for people: `2026-01-12 17:30`, seconds only where there are any. The last
    /// millisecond of a day reads `24:00` of that day.
    package func text(_ moment: Moment) -> String {
        let day = day(of: moment)
        if moment == endOfDay(day) { return "\(day) 24:00" }
        let local = civil(moment)
        let seconds = local.second % 60 == 0 ? "" : ":" + padded(local.second % 60, to: 2)
        return "\(local.day) \(padded(local.second / 3600, to: 2)):"
            + "\(padded(local.second / 60 % 60, to: 2))\(seconds)"
    }

    private struct Civil {
        let day: Day
        let second: Int64
        let millisecond: Int64
        let offset: Int64
    }

    /// What a clock on the wall shows, with the offset it is set to.
    private func civil(_ moment: Moment) -> Civil {
        let bounds = Moment.written
        let held = min(max(moment, bounds.lowerBound), bounds.upperBound)
        let second = held.milliseconds.flooredQuotient(by: 1000)
        let zoned = offset(at: second)
        let day = (second + zoned).flooredQuotient(by: 86_400)
        let inside = zoned % 60 == 0
            && TimeZoneRules.days.contains(Day(number: Int(day)))
        let wall = second + (inside ? zoned : 0)
        let number = wall.flooredQuotient(by: 86_400)
        return Civil(
            day: Day(number: Int(number)), second: wall - number * 86_400,
            millisecond: held.milliseconds - second * 1000, offset: inside ? zoned : 0)
    }

    private func padded(_ number: Int64, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Moment {
    /// The moments that ISO 8601 can write with a year of four digits, in UTC.
    static let written = ClosedRange(
        uncheckedBounds: (
            lower: Moment(milliseconds: -62_135_596_800_000),
            upper: Moment(milliseconds: 253_402_300_799_999)
        ))

    /// Reads `YYYY-MM-DDThh:mm:ss[.fraction](Z|±hh:mm)` of RFC 3339; anything else is `nil`.
    ///
    /// Strict on purpose: upper-case `T` and `Z`, no leap second, no `24:00`, the offset is
    /// required and at most 16 hours, one to nine digits of fraction, of which three are kept.
    package init?(iso8601 text: String) {
        let bytes = Array(text.utf8.prefix(36))
        guard (20...35).contains(bytes.count), bytes[10] == 0x54, bytes[13] == 0x3A,
            bytes[16] == 0x3A, let day = Day(String(decoding: bytes[..<10], as: UTF8.self)),
            let hour = Moment.digits(bytes[11..<13], upTo: 23),
            let minute = Moment.digits(bytes[14..<16], upTo: 59),
            let second = Moment.digits(bytes[17..<19], upTo: 59),
            let (fraction, next) = Moment.fraction(bytes, at: 19),
            let offset = Moment.offset(bytes[next...])
        else { return nil }
        let wall = Int64(day.number) * 86_400 + hour * 3600 + minute * 60 + second
        self = Moment(seconds: wall - offset).adding(milliseconds: fraction)
    }

    /// The milliseconds of the fraction that begins at `start`, and where it ends.
    private static func fraction(_ bytes: [UInt8], at start: Int) -> (Int64, Int)? {
        guard bytes[start] == 0x2E else { return (0, start) }
        let tail = bytes[(start + 1)...].prefix { (0x30...0x39).contains($0) }
        guard (1...9).contains(tail.count) else { return nil }
        let kept = Array(tail.prefix(3)) + Array(repeating: 0x30, count: max(0, 3 - tail.count))
        guard let value = digits(kept[...], upTo: 999) else { return nil }
        return (value, tail.endIndex)
    }

    /// Seconds ahead of UTC written as `Z` or `±hh:mm`, and nothing after it.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        let text = Array(bytes)
        if text == [0x5A] { return 0 }
        guard text.count == 6, text[0] == 0x2B || text[0] == 0x2D, text[3] == 0x3A,
            let hours = digits(text[1..<3], upTo: 16), let minutes = digits(text[4..<6], upTo: 59)
        else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return seconds > WallClock.widestOffset ? nil : (text[0] == 0x2D ? -seconds : seconds)
    }

    private static func digits(_ bytes: ArraySlice<UInt8>, upTo limit: Int64) -> Int64? {
        var value: Int64 = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        return value <= limit ? value : nil
    }
}
