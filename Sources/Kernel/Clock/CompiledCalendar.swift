/// A counted value, and whether a year that is not published yet went into it.
package struct Counted<Value: Sendable>: Sendable {
    package let value: Value
    /// The first year that was needed and is not published; its ordinary weekdays were used.
    package let missingYear: Int?

    package var isProvisional: Bool { missingYear != nil }

    init(_ value: Value, missingYear: Int?) {
        self.value = value
        self.missingYear = missingYear
    }
}

extension Counted: Equatable where Value: Equatable {}

/// A calendar made ready for counting: sorted stretches of work with prefix sums.
///
/// Nothing walks through days: an amount of working time is the difference of two prefix sums,
/// found by binary search, and a number of working days is the difference of two counters. Both
/// are exact to the millisecond and follow the time zone through clock changes.
package struct CompiledCalendar: Sendable {
    package let calendar: BusinessCalendar
    package let zone: TimeZoneRules
    /// The years that can be counted in.
    package let years: ClosedRange<Int>

    /// The first day of the horizon, and for each day of it and the day after its first moment.
    let firstDay: Day
    let dayStarts: [Int64]
    /// For each day of the horizon and the day after: working days before it.
    let workingBefore: [Int32]
    /// The working days, as places in the horizon.
    let workingPlaces: [Int32]
    /// Stretches of work [open, close) in milliseconds since 1970, and the work before each.
    let opens: [Int64]
    let closes: [Int64]
    let workBefore: [Int64]
    let overridden: [Day: BusinessCalendar.Override]

    /// Compiles `calendar` for `years`, at most 400 of them: by default from two years before the
    /// first published year to twelve after the last, or 1970 to 2099 where every year is.
    package init(_ calendar: BusinessCalendar, years: ClosedRange<Int>? = nil) throws(CalendarFault)
    {
        guard let zone = TimeZoneRules(calendar.zone) else { throw .unknownZone }
        let years = years ?? CompiledCalendar.usualYears(calendar)
        guard years.lowerBound >= 1, years.upperBound <= 9998, years.count <= 400,
            let first = Day(year: years.lowerBound, month: 1, day: 1),
            let end = Day(year: years.upperBound + 1, month: 1, day: 1)
        else { throw .years }
        let margin = 2 * WallClock.widestOffset
        let wallClock = zone.wallClock(
            over: (Int64(first.number) * 86_400 - margin)...(Int64(end.number) * 86_400 + margin))
        let overridden = Dictionary(
            calendar.overrides.map { ($0.day, $0) }, uniquingKeysWith: { first, _ in first })
        var table = Table(starts: end.number - first.number + 1)
        for number in first.number..<end.number {
            let day = Day(number: number)
            let windows = overridden[day].map(calendar.windows(of:))
                ?? calendar.windows(weekday: day.weekday)
            table.append(day, windows, wallClock)
        }
        table.close(end, wallClock)
        (self.calendar, self.zone, self.years, firstDay) = (calendar, zone, years, first)
        (dayStarts, workingBefore, workingPlaces) =
            (table.dayStarts, table.workingBefore, table.workingPlaces)
        (opens, closes, workBefore) = (table.opens, table.closes, table.workBefore)
        self.overridden = overridden
    }

    private static func usualYears(_ calendar: BusinessCalendar) -> ClosedRange<Int> {
        guard let first = calendar.publishedYears?.first, let last = calendar.publishedYears?.last
        else { return 1970...2099 }
        let lower = max(1, first - 2)
        return lower...max(lower, min(9998, last + 12))
    }
}

extension CompiledCalendar {
    /// Working milliseconds from `start` to `end`; negative when `end` is earlier.
    package func workingMilliseconds(
        from start: Moment, to end: Moment
    ) throws(CountRefusal) -> Counted<Int64> {
        let amount = try work(before: end) - work(before: start)
        return Counted(amount, missingYear: try unpublished(min(start, end), max(start, end)))
    }

    /// The first moment by which `milliseconds` of work have passed since `start`; `start` itself
    /// when there are none. Work that ends with a window is due at its close, not when the next
    /// one opens.
    package func moment(
        afterWorking milliseconds: Int64, from start: Moment
    ) throws(CountRefusal) -> Counted<Moment> {
        guard milliseconds >= 0 else { throw .amountOutOfRange }
        guard milliseconds > 0 else { return Counted(start, missingYear: nil) }
        let (target, overflowed) = try work(before: start).addingReportingOverflow(milliseconds)
        let place = opens.indices.partitionPoint { total(through: $0) < target }
        guard !overflowed, place < opens.count else { throw outside }
        let due = Moment(milliseconds: opens[place] + (target - workBefore[place]))
        return Counted(due, missingYear: try unpublished(start, due))
    }

    /// The moment itself when work is under way, otherwise when the next window opens.
    package func opening(from moment: Moment) throws(CountRefusal) -> Moment {
        _ = try work(before: moment)
        let place = opens.indices.partitionPoint { closes[$0] <= moment.milliseconds }
        guard place < opens.count else { throw outside }
        return max(moment, Moment(milliseconds: opens[place]))
    }

    var outside: CountRefusal {
        .outsideHorizon(first: years.lowerBound, last: years.upperBound)
    }

    /// Milliseconds of work between the start of the horizon and `moment`.
    private func work(before moment: Moment) throws(CountRefusal) -> Int64 {
        let time = moment.milliseconds
        guard let first = dayStarts.first, let end = dayStarts.last, first <= time, time <= end
        else { throw outside }
        let place = opens.indices.partitionPoint { opens[$0] <= time } - 1
        guard place >= 0 else { return 0 }
        return workBefore[place] + min(time, closes[place]) - opens[place]
    }

    private func total(through place: Int) -> Int64 {
        workBefore[place] + closes[place] - opens[place]
    }

    /// The first unpublished year of the time [start, end).
    private func unpublished(_ start: Moment, _ end: Moment) throws(CountRefusal) -> Int? {
        guard start < end else { return nil }
        let last = try day(of: end.adding(milliseconds: -1))
        return calendar.firstUnpublished(in: try day(of: start).year...last.year)
    }
}

extension Range<Int> {
    /// The first place for which `isBefore` does not hold; it holds for a prefix of the places.
    func partitionPoint(_ isBefore: (Int) -> Bool) -> Int {
        var (low, high) = (lowerBound, upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if isBefore(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// The columns of a compiled calendar while they grow.
private struct Table {
    var dayStarts: [Int64] = []
    var workingBefore: [Int32] = []
    var workingPlaces: [Int32] = []
    var opens: [Int64] = []
    var closes: [Int64] = []
    var workBefore: [Int64] = []
    private var total: Int64 = 0

    init(starts: Int) {
        dayStarts.reserveCapacity(starts)
        workingBefore.reserveCapacity(starts)
    }

    mutating func append(_ day: Day, _ windows: [BusinessCalendar.Window], _ clock: WallClock) {
        let place = Int32(workingBefore.count)
        close(day, clock)
        if !windows.isEmpty { workingPlaces.append(place) }
        for window in windows {
            let open = Table.moment(day, window.opens, clock)
            let close = Table.moment(day, window.closes, clock)
            // A clock change can swallow a window whole.
            guard open < close else { continue }
            opens.append(open)
            closes.append(close)
            workBefore.append(total)
            total += close - open
        }
    }

    mutating func close(_ day: Day, _ clock: WallClock) {
        dayStarts.append(Table.moment(day, 0, clock))
        workingBefore.append(Int32(workingPlaces.count))
    }

    private static func moment(_ day: Day, _ minute: Int, _ clock: WallClock) -> Int64 {
        clock.first(reaching: TimeZoneRules.wallSecond(of: day, minute: minute)) * 1000
    }
}
