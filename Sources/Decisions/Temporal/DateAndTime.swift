/// A date with a time of day (DMN 1.5 §10.3.2.3.6).
public struct DateAndTime: Sendable, Hashable {
    /// The date.
    public let date: CivilDate
    /// The time and the zone.
    public let time: CivilTime

    /// Of a date and a time.
    public init(date: CivilDate, time: CivilTime) {
        self.date = date
        self.time = time
    }

    /// A date is the moment its day begins in UTC, where a date and time is asked for.
    init(startOf date: CivilDate) {
        self.init(date: date, time: CivilTime(nanoseconds: 0, zone: .offset(seconds: 0)))
    }

    /// Of a lexical form such as `2026-11-26T10:30:00Z`; a date alone is its midnight, no zone.
    public init?(_ text: Substring) {
        var scanner = TemporalScanner(text)
        guard let date = scanner.date() else { return nil }
        if scanner.isAtEnd {
            self.init(date: date, time: CivilTime(nanoseconds: 0, zone: nil))
            return
        }
        guard scanner.take("T"), let time = scanner.time(), scanner.isAtEnd else { return nil }
        guard scanner.endsDay else {
            self.init(date: date, time: time)
            return
        }
        guard let next = CivilDate(daysFromEpoch: date.daysFromEpoch + 1) else { return nil }
        self.init(date: next, time: time)
    }

    /// Nanoseconds since 1970-01-01T00:00 of its place.
    var local: Int128 {
        Int128(date.daysFromEpoch) * Int128(CivilTime.day) + Int128(time.nanoseconds)
    }

    var offset: Int64? {
        let seconds = local / Int128(CivilTime.secondInNanoseconds)
        return time.zone?.offset(atLocal: Int64(clamping: seconds))
    }

    /// Nanoseconds since 1970-01-01T00:00 UTC; of its place when it has no zone.
    var instant: Int128 {
        local - Int128(offset ?? 0) * Int128(CivilTime.secondInNanoseconds)
    }

    func adding(nanoseconds more: Int128) -> DateAndTime? {
        let (sum, overflow) = local.addingReportingOverflow(more)
        guard !overflow else { return nil }
        let day = Int128(CivilTime.day)
        let days = (sum >= 0 ? sum : sum - day + 1) / day
        guard let exact = Int64(exactly: days), let date = CivilDate(daysFromEpoch: exact)
        else { return nil }
        let rest = Int64(sum - days * day)
        return DateAndTime(date: date, time: CivilTime(nanoseconds: rest, zone: time.zone))
    }

    func adding(months: Int64) -> DateAndTime? {
        date.adding(months: months).map { DateAndTime(date: $0, time: time) }
    }
}

extension DateAndTime: CustomStringConvertible {
    /// `2026-11-26T10:30:00Z`.
    public var description: String { date.description + "T" + time.description }
}
