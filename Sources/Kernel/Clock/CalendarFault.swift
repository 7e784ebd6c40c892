/// Why a calendar cannot be counted with.
package enum CalendarFault: Error, Hashable, Sendable {
    case unnamed
    case unknownZone
    case weekdays(Int)
    case neverOpen
    case window(opens: Int, closes: Int)
    case overlap(opens: Int, closes: Int)
    case tooMany
    case twice(Day)
    case dayOutOfRange
    case kind(Day)
    case years

    package var words: Words {
        switch self {
        case .unnamed:
            Words("日历须有1至64字节的编号和正的版本号。",
                "A calendar needs an id of 1 to 64 bytes and a positive version.")
        case .unknownZone:
            Words("没有这个时区。请用 Asia/Shanghai 这样的 IANA 名称。",
                "There is no such time zone. Use an IANA name such as Asia/Shanghai.")
        case .weekdays(let count):
            Words("每周工作时段须按周一至周日给出7组，现为\(count)组。",
                "Weekly windows need 7 lists, Monday to Sunday; there are \(count).")
        case .neverOpen:
            Words("日历没有任何工作时段。请至少给一个工作日和调休上班日设置时段。",
                "The calendar never opens. Give windows to a weekday and to make-up days.")
        case .window(let opens, let closes):
            Words("时段 \(opens)–\(closes) 不成立：须为当日0至1440分钟，先开后关。",
                "Window \(opens)–\(closes) is not possible: use minutes 0 to 1440, opening first.")
        case .overlap(let opens, let closes):
            Words("时段 \(opens)–\(closes) 与前一时段重叠或未按先后排列。",
                "Window \(opens)–\(closes) overlaps the one before it or is out of order.")
        case .tooMany:
            Words("条目过多：每日至多24个时段，特殊日至多20000天。",
                "Too many entries: at most 24 windows a day and 20,000 special days.")
        case .twice(let day):
            Words("\(day) 出现了两次，请只保留一条。", "\(day) is listed twice; keep one entry.")
        case .dayOutOfRange:
            Words("日期须在公元1年至9999年之间。", "Days must lie in the years 1 to 9999.")
        case .kind(let day):
            Words("\(day) 的时段只能用于上班日，且不能为空。",
                "\(day): windows belong to a working day and cannot be empty.")
        case .years:
            Words("已公布年份须在1至9999之间，至多400个。",
                "Published years must lie in 1 to 9999, at most 400 of them.")
        }
    }
}

/// Why something could not be counted at all.
package enum CountRefusal: Error, Hashable, Sendable {
    /// A day or moment lies outside the years the calendar was compiled for.
    case outsideHorizon(first: Int, last: Int)
    /// A number of days or an amount of time is negative or larger than `Term.limit`.
    case amountOutOfRange

    package var refusal: Refusal {
        switch self {
        case .outsideHorizon(let first, let last):
            Refusal(.invalid, "calendar.outsideHorizon", Words(
                "日期超出日历可计算的年份（\(first)–\(last)）。请核对日期，或请管理员载入更长的日历。",
                "The date lies outside the years the calendar covers (\(first)–\(last)). "
                    + "Check the date, or have a longer calendar loaded."))
        case .amountOutOfRange:
            Refusal(.invalid, "term.outOfRange", Words(
                "期限须在0至\(Term.limit)之间。", "A term must lie between 0 and \(Term.limit)."))
        }
    }
}
