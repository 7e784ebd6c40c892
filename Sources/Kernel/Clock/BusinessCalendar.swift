/// When an institution works: weekly windows in one time zone, and the days that differ.
///
/// A value with a version: a clock pins the version it was computed with. An override wins over
/// the weekday, so public holidays and make-up working days (调休) are both overrides. Years whose
/// overrides are not known are not published: what needs one of them is computed with its
/// ordinary weekdays and marked provisional.
package struct BusinessCalendar: Hashable, Sendable {
    /// One stretch of work in a day, in minutes of the day; 1440 is the end of the day.
    package struct Window: Hashable, Sendable, Codable {
        package let opens: Int
        package let closes: Int

        package init(opens: Int, closes: Int) {
            self.opens = opens
            self.closes = closes
        }
    }

    /// A day that differs from its weekday.
    package struct Override: Hashable, Sendable, Codable {
        package enum Kind: String, Hashable, Sendable, Codable {
            /// A day off.
            case off
            /// A working day, whatever the weekday.
            case work
        }

        package let day: Day
        package let kind: Kind
        /// The windows of a working day; `nil` for the calendar's make-up windows.
        package let windows: [Window]?
        package let name: Words

        package init(_ day: Day, _ kind: Kind, windows: [Window]? = nil, name: Words) {
            self.day = day
            self.kind = kind
            self.windows = windows
            self.name = name
        }
    }

    package let id: String
    package let version: Int
    /// The IANA name of the time zone.
    package let zone: String
    /// The windows of Monday to Sunday, each list in order.
    package let week: [[Window]]
    /// The windows of a make-up working day.
    package let makeUp: [Window]
    /// In order of day, one per day.
    package let overrides: [Override]
    /// The years whose overrides are known, in order; `nil` for every year (an institution that
    /// keeps no public holidays, or works around the clock).
    package let publishedYears: [Int]?

    /// A calendar that can be counted with: at least one weekday works, windows of a day are in
    /// order and apart, no day is overridden twice, and everything is of bounded size.
    package init(
        id: String, version: Int, zone: String, week: [[Window]], makeUp: [Window],
        overrides: [Override] = [], publishedYears: [Int]?
    ) throws(CalendarFault) {
        guard (1...64).contains(id.utf8.count), version >= 1 else { throw .unnamed }
        guard TimeZoneRules(zone) != nil else { throw .unknownZone }
        guard week.count == 7 else { throw .weekdays(week.count) }
        guard week.contains(where: { !$0.isEmpty }), !makeUp.isEmpty else { throw .neverOpen }
        for windows in week + [makeUp] { try BusinessCalendar.check(windows) }
        let sorted = overrides.sorted { $0.day < $1.day }
        try BusinessCalendar.check(sorted)
        let years = publishedYears.map { Array(Set($0)).sorted() }
        guard (years?.count ?? 0) <= 400, years?.allSatisfy((1...9999).contains) ?? true else {
            throw .years
        }
        (self.id, self.version, self.zone, self.week) = (id, version, zone, week)
        (self.makeUp, self.overrides, self.publishedYears) = (makeUp, sorted, years)
    }

    /// The windows of an ordinary `weekday` (1 for Monday to 7 for Sunday).
    package func windows(weekday: Int) -> [Window] {
        week.indices.contains(weekday - 1) ? week[weekday - 1] : []
    }

    /// The windows of a day that `override` changes.
    package func windows(of override: Override) -> [Window] {
        override.kind == .off ? [] : override.windows ?? makeUp
    }

    /// The first of `years` that is not published.
    package func firstUnpublished(in years: ClosedRange<Int>) -> Int? {
        guard let publishedYears else { return nil }
        return years.first { !publishedYears.contains($0) }
    }

    private static func check(_ windows: [Window]) throws(CalendarFault) {
        guard windows.count <= 24 else { throw .tooMany }
        var end = 0
        for window in windows {
            guard window.opens >= 0, window.opens < window.closes, window.closes <= 1440 else {
                throw .window(opens: window.opens, closes: window.closes)
            }
            guard window.opens >= end else {
                throw .overlap(opens: window.opens, closes: window.closes)
            }
            end = window.closes
        }
    }

    private static func check(_ sorted: [Override]) throws(CalendarFault) {
        guard sorted.count <= 20_000 else { throw .tooMany }
        var previous: Day?
        for override in sorted {
            guard TimeZoneRules.days.contains(override.day) else { throw .dayOutOfRange }
            guard override.day != previous else { throw .twice(override.day) }
            previous = override.day
            guard let windows = override.windows else { continue }
            guard override.kind == .work, !windows.isEmpty else { throw .kind(override.day) }
            try check(windows)
        }
    }
}

extension BusinessCalendar {
    /// The same `windows` on each of `weekdays` (1 for Monday to 7 for Sunday) and on make-up days.
    package static func office(
        id: String, version: Int, zone: String, windows: [Window],
        weekdays: Set<Int> = [1, 2, 3, 4, 5], overrides: [Override] = [], publishedYears: [Int]?
    ) throws(CalendarFault) -> BusinessCalendar {
        try BusinessCalendar(
            id: id, version: version, zone: zone,
            week: (1...7).map { weekdays.contains($0) ? windows : [] }, makeUp: windows,
            overrides: overrides, publishedYears: publishedYears)
    }
}

extension BusinessCalendar: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, version, zone, week, makeUp, overrides, publishedYears
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let (id, version) = (
            try values.decode(String.self, forKey: .id),
            try values.decode(Int.self, forKey: .version)
        )
        let week = try values.decode([[Window]].self, forKey: .week)
        let makeUp = try values.decode([Window].self, forKey: .makeUp)
        let overrides = try values.decode([Override].self, forKey: .overrides)
        let years = try values.decodeIfPresent([Int].self, forKey: .publishedYears)
        let zone = try values.decode(String.self, forKey: .zone)
        do throws(CalendarFault) {
            try self.init(
                id: id, version: version, zone: zone, week: week, makeUp: makeUp,
                overrides: overrides, publishedYears: years)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: error.words.en))
        }
    }
}
