import Kernel

/// Where the value of a command's field comes from.
indirect enum ImportValue: Sendable {
    case constant(JSON)
    case template(ImportTemplate)
    case column(String, isAbsolute: Bool)
    case day(DayRule)
    /// A civil date with an hour, at the mapping's offset from UTC.
    case moment(day: ImportValue, hour: ImportValue, offset: String)
    /// The first whose condition holds.
    case first([Case])
    /// Those whose condition holds and that give something.
    case list([Case])
    case record([(name: String, value: ImportValue)])
    /// The codes of what a person should look at, all or these; only inside a list.
    case flags(Set<String>?)

    struct Case: Sendable {
        let condition: ImportCondition?
        let value: ImportValue
    }

    /// A date reckoned from a column.
    struct DayRule: Sendable {
        enum Start: Sendable {
            case column(String)
            /// A day within `days` of `from`, always the same for the same row key.
            case spread(from: Day, days: Int)
        }

        let start: Start
        /// Takes the last anniversary on or before that column's date; the date itself when that
        /// lies before it.
        let anniversaryOn: String?
        let years: Int
        let days: Int
    }

    func json(_ row: ImportRow, _ answers: ImportAnswers) throws(RowProblem) -> JSON? {
        switch self {
        case .constant(let json): return json
        case .template(let template): return .string(try template.text(row, answers))
        case .column(let name, let isAbsolute): return row.value(name)?.json(isAbsolute)
        case .day(let rule): return try rule.day(row).map { .string($0.description) }
        case .moment(let day, let hour, let offset):
            return try ImportValue.moment(day.json(row, answers), hour.json(row, answers), offset)
        case .first(let cases):
            for one in cases where one.condition?.holds(in: row) ?? true {
                return try one.value.json(row, answers)
            }
            return nil
        case .list(let cases): return .array(try ImportValue.elements(cases, row, answers))
        case .record(let members):
            var object = JSON.Object()
            for member in members { object[member.name] = try member.value.json(row, answers) }
            return .object(object)
        case .flags(let codes):
            return .array(row.flags.filter { codes?.contains($0) ?? true }.map(JSON.string))
        }
    }

    private static func elements(
        _ cases: [Case], _ row: ImportRow, _ answers: ImportAnswers
    ) throws(RowProblem) -> [JSON] {
        var elements: [JSON] = []
        for one in cases where one.condition?.holds(in: row) ?? true {
            guard let json = try one.value.json(row, answers) else { continue }
            if case .flags = one.value {
                elements += json.elements ?? []
            } else {
                elements.append(json)
            }
        }
        return elements
    }

    private static func moment(
        _ day: JSON?, _ hour: JSON?, _ offset: String
    ) throws(RowProblem) -> JSON? {
        guard let day = day?.text else { return nil }
        guard let hour = hour?.number, (0...23).contains(hour) else {
            throw RowProblem(
                "import.hour", Words("小时应为 0 到 23", "the hour must be from 0 to 23"))
        }
        return .string("\(day)T\(hour < 10 ? "0" : "")\(hour):00:00\(offset)")
    }
}

extension ImportValue.DayRule {
    func day(_ row: ImportRow) throws(RowProblem) -> Day? {
        guard var day = start(row) else { return nil }
        if let anniversaryOn, case .day(let limit)? = row.value(anniversaryOn) {
            day = try anniversary(of: day, on: limit)
        }
        return try shifted(day, years: years).adding(days: days)
    }

    private func start(_ row: ImportRow) -> Day? {
        switch start {
        case .column(let name):
            if case .day(let day)? = row.value(name) { return day }
            return nil
        case .spread(let from, let days):
            // FNV-1a, mixed at the end (MurmurHash3): the same for ever, on every machine.
            var hash = row.key.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
                ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
            }
            hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
            hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
            hash ^= hash >> 33
            return from.adding(days: Int(hash % UInt64(max(days, 1))))
        }
    }

    private func anniversary(of day: Day, on limit: Day) throws(RowProblem) -> Day {
        guard day <= limit else { return day }
        let candidate = try shifted(day, years: limit.year - day.year)
        return candidate <= limit ? candidate : try shifted(day, years: limit.year - day.year - 1)
    }

    /// The same date in another year; 29 February becomes the 28th where there is none.
    private func shifted(_ day: Day, years: Int) throws(RowProblem) -> Day {
        let year = day.year + years
        guard
            let moved = Day(year: year, month: day.month, day: day.day)
                ?? Day(year: year, month: day.month, day: 28)
        else {
            throw RowProblem(
                "import.dateRange", Words("日期推移后超出范围", "the shifted date is out of range"))
        }
        return moved
    }
}

extension CellValue {
    fileprivate func json(_ isAbsolute: Bool) -> JSON? {
        guard isAbsolute, let magnitude, magnitude < 0, magnitude != Int64.min else { return json }
        switch self {
        case .money(let money): return .string(Money(minor: -magnitude, money.currency).description)
        case .integer: return .integer(-magnitude)
        default: return json
        }
    }
}
