/// Counting days. A day on which the calendar opens at all is a working day.
extension CompiledCalendar {
    package func isWorkingDay(_ day: Day) throws(CountRefusal) -> Counted<Bool> {
        let place = try place(of: day)
        let works = workingBefore[place + 1] > workingBefore[place]
        return Counted(works, missingYear: calendar.firstUnpublished(in: day.year...day.year))
    }

    /// Working days later than `start` and not later than `end`: the first day is not counted.
    /// Negative when `end` is earlier than `start`.
    package func workingDays(
        after start: Day, through end: Day
    ) throws(CountRefusal) -> Counted<Int> {
        let count = workingBefore[try place(of: end) + 1] - workingBefore[try place(of: start) + 1]
        return Counted(
            Int(count), missingYear: unpublished(after: min(start, end), max(start, end)))
    }

    /// The `count`-th working day after `start`; `start` itself for none.
    package func day(
        afterWorkingDays count: Int, from start: Day
    ) throws(CountRefusal) -> Counted<Day> {
        guard (0...Term.limit).contains(count) else { throw .amountOutOfRange }
        guard count > 0 else { return Counted(start, missingYear: nil) }
        let index = Int(workingBefore[try place(of: start) + 1]) + count - 1
        guard index < workingPlaces.count else { throw outside }
        let day = firstDay.adding(days: Int(workingPlaces[index]))
        return Counted(day, missingYear: unpublished(after: start, day))
    }

    /// `day` when it is a working day, otherwise the next one.
    package func workingDay(onOrAfter day: Day) throws(CountRefusal) -> Counted<Day> {
        let index = Int(workingBefore[try place(of: day)])
        guard index < workingPlaces.count else { throw outside }
        let found = firstDay.adding(days: Int(workingPlaces[index]))
        return Counted(found, missingYear: calendar.firstUnpublished(in: day.year...found.year))
    }

    /// The day of the horizon to which `moment` belongs.
    package func day(of moment: Moment) throws(CountRefusal) -> Day {
        let next = dayStarts.indices.partitionPoint { dayStarts[$0] <= moment.milliseconds }
        guard next > 0, next < dayStarts.count else { throw outside }
        return firstDay.adding(days: next - 1)
    }

    /// The last millisecond of `day`.
    package func endOfDay(_ day: Day) throws(CountRefusal) -> Moment {
        Moment(milliseconds: dayStarts[try place(of: day) + 1] - 1)
    }

    /// The day `count` calendar days after `day`.
    func day(_ count: Int, after day: Day) throws(CountRefusal) -> Day {
        let (sum, overflowed) = try place(of: day).addingReportingOverflow(count)
        guard !overflowed, sum >= 0, sum + 1 < dayStarts.count else { throw outside }
        return firstDay.adding(days: sum)
    }

    /// Why `day` is off or works although its weekday does not; `nil` on an ordinary working day.
    func remark(on day: Day) -> (kind: BusinessCalendar.Override.Kind, name: Words)? {
        let ordinary = !calendar.windows(weekday: day.weekday).isEmpty
        if let override = overridden[day] {
            let unusual = override.kind == .off || !ordinary
            return unusual ? (override.kind, override.name) : nil
        }
        if ordinary { return nil }
        let weekend = day.weekday >= 6
        return (.off, weekend ? Words("周末", "weekend") : Words("周休日", "weekly day off"))
    }

    private func place(of day: Day) throws(CountRefusal) -> Int {
        let (place, overflowed) = day.number.subtractingReportingOverflow(firstDay.number)
        guard !overflowed, place >= 0, place + 1 < dayStarts.count else { throw outside }
        return place
    }

    private func unpublished(after start: Day, _ end: Day) -> Int? {
        start < end ? calendar.firstUnpublished(in: start.adding(days: 1).year...end.year) : nil
    }
}
