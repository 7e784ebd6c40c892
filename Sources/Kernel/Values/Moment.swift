/// A point in time: integer milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
package struct Moment: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (left: Moment, right: Moment) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The moment `seconds` later; saturates at the ends of the range instead of trapping.
    package func adding(seconds: Int64) -> Moment {
        let (product, overflowed) = seconds.multipliedReportingOverflow(by: 1000)
        return adding(milliseconds: overflowed ? (seconds < 0 ? .min : .max) : product)
    }

    /// The moment `milliseconds` later; saturates at the ends of the range instead of trapping.
    package func adding(milliseconds other: Int64) -> Moment {
        let (sum, overflowed) = milliseconds.addingReportingOverflow(other)
        return Moment(milliseconds: overflowed ? (other < 0 ? .min : .max) : sum)
    }

    /// Milliseconds from `earlier` to this moment; negative when `earlier` is later. Saturates.
    package func milliseconds(since earlier: Moment) -> Int64 {
        let (difference, overflowed) =
            milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return overflowed ? (milliseconds < 0 ? .min : .max) : difference
    }
}

extension Moment: Codable {
    package init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}

extension Moment {
    /// `2025-01-03T01:00:00.000Z`: RFC 3339 in UTC with milliseconds, for interfaces.
    package var iso8601: String {
        let (wholeDays, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        let days = rest < 0 ? wholeDays - 1 : wholeDays
        let ofDay = rest < 0 ? rest + 86_400_000 : rest
        let fields = [ofDay / 3_600_000, ofDay / 60_000 % 60, ofDay / 1000 % 60]
        let clock = fields.map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":")
        let fraction = String(ofDay % 1000 + 1000).dropFirst()
        return "\(Day(number: Int(days)))T\(clock).\(fraction)Z"
    }
}
