/// Reads the lexical forms of dates, times and durations; never traps, whatever it is given.
struct TemporalScanner {
    private let bytes: [UInt8]
    private var position = 0
    /// Whether the time was 24:00:00.
    private(set) var endsDay = false

    init(_ text: Substring) {
        // Longer texts are no temporal value, and would only cost time.
        bytes = text.utf8.count <= 200 ? Array(text.utf8) : [0]
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ character: Character) -> Bool {
        guard position < bytes.count, bytes[position] == character.asciiValue else { return false }
        position += 1
        return true
    }

    /// Digits, at least `minimum` and at most `maximum`; nil otherwise.
    mutating func digits(_ minimum: Int, _ maximum: Int) -> Int64? {
        var value: Int64 = 0
        let start = position
        while position < bytes.count, bytes[position] >= 48, bytes[position] <= 57 {
            guard position - start < maximum else { return nil }
            value = value * 10 + Int64(bytes[position] - 48)
            position += 1
        }
        return position - start >= minimum ? value : nil
    }

    /// The digits after a point as nanoseconds; what is finer is cut.
    mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var count = 0
        while position < bytes.count, bytes[position] >= 48, bytes[position] <= 57 {
            if count < 9 { value = value * 10 + Int64(bytes[position] - 48) }
            count += 1
            position += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 9)..<9 { value *= 10 }
        return value
    }

    mutating func date() -> CivilDate? {
        let negative = take("-")
        let start = position
        guard let year = digits(4, 9), !(position - start > 4 && bytes[start] == 48),
            take("-"), let month = digits(2, 2), take("-"), let day = digits(2, 2)
        else { return nil }
        return CivilDate(year: negative ? -year : year, month: month, day: day)
    }

    mutating func time() -> CivilTime? {
        guard let hour = digits(2, 2), take(":"), let minute = digits(2, 2), take(":"),
            let second = digits(2, 2)
        else { return nil }
        var nanosecond: Int64 = 0
        if take(".") {
            guard let fraction = fraction() else { return nil }
            nanosecond = fraction
        }
        guard let zone = zone() else { return nil }
        // Midnight may be written as the end of its day (XML Schema 1.1 part 2, §3.3.8).
        if hour == 24, minute == 0, second == 0, nanosecond == 0 {
            endsDay = true
            return CivilTime(nanoseconds: 0, zone: zone.mark)
        }
        return CivilTime(
            hour: hour, minute: minute, second: second, nanosecond: nanosecond, zone: zone.mark)
    }

    /// The zone that follows, which may be none; nil when it is not well formed.
    private mutating func zone() -> (mark: TimeZoneMark?, Void)? {
        if isAtEnd { return (nil, ()) }
        if take("Z") || take("z") { return (.offset(seconds: 0), ()) }
        if take("@") {
            let name = String(decoding: bytes[position...], as: UTF8.self)
            position = bytes.count
            return TimeZoneMark(region: name).map { ($0, ()) }
        }
        let sign: Int64
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = digits(2, 2), take(":"), let minutes = digits(2, 2), minutes < 60
        else { return nil }
        var seconds: Int64 = 0
        if take(":") {
            guard let value = digits(2, 2), value < 60 else { return nil }
            seconds = value
        }
        let total = hours * 3600 + minutes * 60 + seconds
        guard total <= TimeZoneMark.largestOffset else { return nil }
        return (.offset(seconds: Int32(sign * total)), ())
    }
}
