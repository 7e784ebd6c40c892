extension BuiltIn {
    static let temporals = [
        BuiltIn("date", ["from", "year, month, day"]) { arguments in
            if arguments.count == 3 {
                guard let year = arguments.number(0)?.int64, let month = arguments.number(1)?.int64,
                    let day = arguments.number(2)?.int64
                else { return nil }
                return CivilDate(year: year, month: month, day: day).map(Value.date)
            }
            switch arguments.single(0) {
            case .date(let date): return .date(date)
            case .dateAndTime(let moment): return .date(moment.date)
            case .string(let text): return CivilDate(text[...]).map(Value.date)
            default: return nil
            }
        },
        BuiltIn(
            "time", ["from", "hour, minute, second", "hour, minute, second, offset"], time),
        BuiltIn("date and time", ["from", "date, time", "date, time, timezone"], dateAndTime),
        BuiltIn("duration", ["from"]) { arguments in
            switch arguments.single(0) {
            case .string(let text):
                return YearMonthDuration(text[...]).map(Value.yearsAndMonths)
                    ?? DayTimeDuration(text[...]).map(Value.daysAndTime)
            case .daysAndTime, .yearsAndMonths: return arguments.single(0)
            default: return nil
            }
        },
        BuiltIn("years and months duration", ["from, to"]) { arguments in
            func moment(_ value: Value) -> DateAndTime? {
                switch value {
                case .date(let date): DateAndTime(startOf: date)
                case .dateAndTime(let moment): moment
                default: nil
                }
            }
            guard let from = moment(arguments.single(0)), let to = moment(arguments.single(1))
            else { return nil }
            return .yearsAndMonths(.between(from, to))
        },
        BuiltIn("day of year", ["date"]) { date($0).map { .integer($0.dayOfYear) } },
        BuiltIn("day of week", ["date"]) { arguments in
            date(arguments).map { .string(days[Int($0.dayOfWeek) - 1]) }
        },
        BuiltIn("month of year", ["date"]) { arguments in
            date(arguments).map { .string(months[Int($0.month) - 1]) }
        },
        BuiltIn("week of year", ["date"]) { date($0).map { .integer($0.weekOfYear) } },
        BuiltIn("now", [""]) { $0.evaluation.moment.map(Value.dateAndTime) },
        BuiltIn("today", [""]) { $0.evaluation.moment.map { .date($0.date) } },
    ]

    private static let days = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    private static func date(_ arguments: Arguments) -> CivilDate? {
        switch arguments.single(0) {
        case .date(let date): date
        case .dateAndTime(let moment): moment.date
        default: nil
        }
    }

    @Sendable private static func time(_ arguments: Arguments) -> Value? {
        guard arguments.count > 1 else {
            switch arguments.single(0) {
            case .time(let time): return .time(time)
            case .dateAndTime(let moment): return .time(moment.time)
            case .date(let date): return .time(DateAndTime(startOf: date).time)
            case .string(let text): return CivilTime(text[...]).map(Value.time)
            default: return nil
            }
        }
        guard let hour = arguments.number(0)?.int64, let minute = arguments.number(1)?.int64,
            let second = arguments.number(2), let whole = second.rounded(scale: 0, .floor),
            let rest = second.subtracting(whole)?.multiplied(by: Decimal128(1_000_000_000)),
            let seconds = whole.int64, let nanoseconds = rest.rounded(scale: 0, .down)?.int64
        else { return nil }
        var zone: TimeZoneMark?
        switch arguments.single(3) {
        case .null: break
        case .daysAndTime(let offset):
            let seconds = offset.seconds
            guard seconds.magnitude <= UInt128(TimeZoneMark.largestOffset) else { return nil }
            zone = .offset(seconds: Int32(seconds))
        default: return nil
        }
        return CivilTime(
            hour: hour, minute: minute, second: seconds, nanosecond: nanoseconds, zone: zone
        ).map(Value.time)
    }

    @Sendable private static func dateAndTime(_ arguments: Arguments) -> Value? {
        guard arguments.count > 1 else {
            switch arguments.single(0) {
            case .dateAndTime(let moment): return .dateAndTime(moment)
            case .date(let date): return .dateAndTime(DateAndTime(startOf: date))
            case .string(let text): return DateAndTime(text[...]).map(Value.dateAndTime)
            default: return nil
            }
        }
        guard case .time(var time) = arguments.single(1), let date = date(arguments) else {
            return nil
        }
        if arguments.count == 3 {
            guard let name = arguments.string(2), let zone = TimeZoneMark(region: name) else {
                return nil
            }
            time = CivilTime(nanoseconds: time.nanoseconds, zone: zone)
        }
        return .dateAndTime(DateAndTime(date: date, time: time))
    }
}
