/// A duration of days and time (DMN 1.5 §10.3.2.3.7), to the nanosecond.
public struct DayTimeDuration: Sendable, Hashable, Comparable {
    /// The whole duration in nanoseconds.
    public let nanoseconds: Int128

    static let largest = Int128(Int64.max) * 1_000_000_000

    /// Nil when the duration has more seconds than 64 bits hold.
    public init?(nanoseconds: Int128) {
        guard nanoseconds.magnitude <= UInt128(Self.largest) else { return nil }
        self.nanoseconds = nanoseconds
    }

    /// Of a lexical form such as `P1DT2H` or `-PT0.5S`; nil for anything else.
    public init?(_ text: Substring) {
        var scanner = TemporalScanner(text)
        let negative = scanner.take("-")
        guard scanner.take("P") else { return nil }
        var total: Int128 = 0
        var found = false
        var inTime = false
        var rank = 0
        while !scanner.isAtEnd {
            if !inTime, scanner.take("T") {
                inTime = true
                found = false
                continue
            }
            guard let value = scanner.digits(1, 18) else { return nil }
            var part = Int128(value) * 1_000_000_000
            let unit: (rank: Int, seconds: Int128)
            if !inTime {
                guard scanner.take("D") else { return nil }
                unit = (1, 86_400)
            } else if scanner.take("H") {
                unit = (2, 3600)
            } else if scanner.take("M") {
                unit = (3, 60)
            } else {
                if scanner.take(".") {
                    part += Int128(scanner.fraction() ?? 0)
                }
                guard scanner.take("S") else { return nil }
                unit = (4, 1)
            }
            guard unit.rank > rank else { return nil }
            rank = unit.rank
            total += part * unit.seconds
            found = true
        }
        guard found else { return nil }
        self.init(nanoseconds: negative ? -total : total)
    }

    /// Shorter first.
    public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    var seconds: Int128 { nanoseconds / 1_000_000_000 }
}

extension DayTimeDuration: CustomStringConvertible {
    /// The shortest ISO 8601 form: `P1DT2H3M4.5S`, `PT0S`.
    public var description: String {
        let size = nanoseconds.magnitude
        let seconds = size / 1_000_000_000
        let parts: [(UInt128, String)] = [
            (seconds / 3600 % 24, "H"), (seconds / 60 % 60, "M"),
        ]
        var time = parts.filter { $0.0 != 0 }.map { "\($0.0)\($0.1)" }.joined()
        let fraction = fractionText(Int64(size % 1_000_000_000))
        if seconds % 60 != 0 || !fraction.isEmpty { time += "\(seconds % 60)\(fraction)S" }
        let days = seconds / 86_400
        if days == 0 && time.isEmpty { return "PT0S" }
        return (nanoseconds < 0 ? "-P" : "P") + (days == 0 ? "" : "\(days)D")
            + (time.isEmpty ? "" : "T" + time)
    }
}

/// A duration of years and months (DMN 1.5 §10.3.2.3.8).
public struct YearMonthDuration: Sendable, Hashable, Comparable {
    /// The whole duration in months.
    public let months: Int64

    /// Of months.
    public init(months: Int64) { self.months = months }

    /// Of a lexical form such as `P1Y2M`; nil for anything else.
    public init?(_ text: Substring) {
        var scanner = TemporalScanner(text)
        let negative = scanner.take("-")
        guard scanner.take("P"), let first = scanner.digits(1, 17) else { return nil }
        var total = first
        if scanner.take("Y") {
            total *= 12
            if !scanner.isAtEnd {
                guard let months = scanner.digits(1, 17), scanner.take("M") else { return nil }
                total += months
            }
        } else if !scanner.take("M") {
            return nil
        }
        guard scanner.isAtEnd else { return nil }
        months = negative ? -total : total
    }

    /// Shorter first.
    public static func < (left: Self, right: Self) -> Bool { left.months < right.months }

    /// Whole years and months from one date to another (DMN 1.5 §10.3.4.1).
    static func between(_ from: DateAndTime, _ to: DateAndTime) -> YearMonthDuration {
        let count =
            (Int64(to.date.year) - Int64(from.date.year)) * 12 + Int64(to.date.month)
            - Int64(from.date.month)
        let start = (Int64(from.date.day), from.time.nanoseconds)
        let end = (Int64(to.date.day), to.time.nanoseconds)
        if count > 0, end < start { return YearMonthDuration(months: count - 1) }
        if count < 0, end > start { return YearMonthDuration(months: count + 1) }
        return YearMonthDuration(months: count)
    }
}

extension YearMonthDuration: CustomStringConvertible {
    /// The shortest ISO 8601 form: `P1Y2M`, `P0M`.
    public var description: String {
        let size = months.magnitude
        if size == 0 { return "P0M" }
        return (months < 0 ? "-P" : "P") + (size / 12 == 0 ? "" : "\(size / 12)Y")
            + (size % 12 == 0 ? "" : "\(size % 12)M")
    }
}
