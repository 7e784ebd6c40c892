package import Kernel

/// The days a report is about, the first and the last included; open ends reach as far as there
/// are records. Days are those of the insurer's offices, China's own.
package struct InstitutionPeriod: Hashable, Sendable {
    package let from: Day?
    package let until: Day?

    package init(from: Day? = nil, until: Day? = nil) {
        self.from = from
        self.until = until
    }

    package static let all = InstitutionPeriod()

    /// Read from two texts as they come from a form, a query or the command line; an empty text
    /// is an open end.
    package init(from: String?, until: String?) throws(Refusal) {
        self.init(from: try Self.day(from), until: try Self.day(until))
        try require(isInOrder, else: .institutionPeriod)
    }

    private static func day(_ text: String?) throws(Refusal) -> Day? {
        guard let text, !text.isEmpty else { return nil }
        guard let day = Day(text) else { throw .institutionPeriod }
        return day
    }

    var isInOrder: Bool {
        guard let from, let until else { return true }
        return from <= until
    }

    /// Rows of counters, which carry their day.
    var days: SQL {
        let (first, last) = (from?.description ?? "0000-00-00", until?.description ?? "9999-99-99")
        return "day >= \(first) AND day <= \(last)"
    }

    var start: Moment { from.map(Self.midnight) ?? Moment(milliseconds: .min) }

    /// The first moment after it.
    var end: Moment {
        until.map { Self.midnight($0).adding(seconds: 86_400) } ?? Moment(milliseconds: .max)
    }

    private static func midnight(_ day: Day) -> Moment {
        Moment(milliseconds: 0).adding(seconds: Int64(day.number) * 86_400 - 8 * 3600)
    }

    package var words: Words {
        if from == nil, until == nil { return Words("全部时间", "All time") }
        let zh = (from?.description ?? "最早") + " 至 " + (until?.description ?? "今天")
        let en = (from?.description ?? "the beginning") + " to " + (until?.description ?? "today")
        return Words(zh, en)
    }

    package var json: JSON {
        [
            "from": from.map { .string($0.description) } ?? .null,
            "to": until.map { .string($0.description) } ?? .null,
        ]
    }
}

extension Refusal {
    static let institutionPeriod = Refusal(
        .invalid, "institution.period",
        Words(
            "日期应为 YYYY-MM-DD，且开始不晚于结束",
            "dates are YYYY-MM-DD, and the first is not after the last"))
}
