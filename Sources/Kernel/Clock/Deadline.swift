/// When a term that begins at a moment ends, and why.
///
/// `due` is the last millisecond that keeps the promise: it is kept when the work stopped at or
/// before `due`. A term of days ends at 24:00 of its last day, so `due` is 23:59:59.999 there.
package struct Deadline: Hashable, Sendable {
    package let due: Moment
    /// The first year that was needed and is not published; the deadline may move until it is.
    package let missingYear: Int?
    package let steps: [DeadlineStep]

    package var isProvisional: Bool { missingYear != nil }

    /// Counts `term` from `start`.
    ///
    /// Days: the first day is not counted (民法典 第201条) and the term ends with the Nth; a last
    /// day that is a day off moves to the next working day (第203条). Working days: only those
    /// count. Working minutes: only time inside the windows counts. Hours run from the moment.
    package static func compute(
        _ term: Term, from start: Moment, _ calendar: CompiledCalendar
    ) throws(CountRefusal) -> Deadline {
        guard (0...Term.limit).contains(term.count) else { throw .amountOutOfRange }
        let reckoning = Reckoning(basis: term.basis, calendar: calendar, rolls: true)
        let result = try reckoning.count(term.amount, from: start, pauses: [])
        let steps = [.begins(start), .runs(term)] + DeadlineStep.counting(result, term, calendar)
        return Deadline(due: result.due, missingYear: result.missingYear, steps: steps)
    }

    /// The steps as lines for people, times in the calendar's zone.
    package func explanation(_ calendar: CompiledCalendar) -> [Words] {
        steps.map { $0.words(in: calendar.zone) }
    }
}

/// One line of the sum that leads to a deadline.
package enum DeadlineStep: Hashable, Sendable {
    case begins(Moment)
    case runs(Term)
    /// The day itself is not counted.
    case firstDayNotCounted(Day)
    /// Days that do not count, and their name.
    case skipped(from: Day, through: Day, Words)
    /// A weekly day off that is worked, and counts.
    case makeUpDay(Day, Words)
    /// Lines left out of a very long list.
    case more(Int)
    /// The last day was a day off.
    case rolled(from: Day, to: Day)
    case unpublished(year: Int)
    case ends(Moment)

    package func words(in zone: TimeZoneRules) -> Words {
        switch self {
        case .begins(let moment):
            let text = zone.text(moment)
            return Words("自 \(text) 起算。", "Counted from \(text).")
        case .runs(let term):
            return Words("期限：\(term.words.zh)。", "Term: \(term.words.en).")
        case .firstDayNotCounted(let day):
            return Words("开始的当日 \(day) 不计入。", "The first day, \(day), is not counted.")
        case .skipped(let from, let through, let name):
            let days = from == through ? "\(from)" : "\(from) – \(through)"
            return Words("不计：\(days)（\(name.zh)）。", "Not counted: \(days) (\(name.en)).")
        case .makeUpDay(let day, let name):
            return Words("\(day) 为调休上班日（\(name.zh)），计入。",
                "\(day) is a make-up working day (\(name.en)) and counts.")
        case .more(let count):
            return Words("另有\(count)项，未逐一列出。", "\(count) more are not listed.")
        case .rolled(let from, let to):
            return Words("最后一日 \(from) 为休息日，顺延至 \(to)。",
                "The last day, \(from), is a day off; the term moves to \(to).")
        case .unpublished(let year):
            return Words(
                "暂定：\(year)年放假安排尚未公布，按平常的周历计算，公布后可能变动。",
                "Provisional: the days off of \(year) are not published yet; ordinary weekdays "
                    + "were used, and the date may move once they are.")
        case .ends(let moment):
            let text = zone.text(moment)
            return Words("应于 \(text) 前（含）完成。", "Due by \(text), inclusive.")
        }
    }

    /// The steps from what was counted to the due moment.
    static func counting(
        _ result: Reckoning.Outcome, _ term: Term, _ calendar: CompiledCalendar
    ) -> [DeadlineStep] {
        var steps: [DeadlineStep] = []
        if term.countsDays, term.count > 0, let first = result.spans.first {
            steps.append(.firstDayNotCounted(first.after))
        }
        if term.basis == .workingDays || term.basis == .workingMinutes {
            steps += remarks(result.spans, calendar)
        }
        if let from = result.lastDay, let to = result.rolledTo {
            let roll = Reckoning.Span(after: from.adding(days: -1), through: to.adding(days: -1))
            if term.basis == .calendarDays { steps += remarks([roll], calendar) }
            steps.append(.rolled(from: from, to: to))
        }
        if let year = result.missingYear { steps.append(.unpublished(year: year)) }
        return steps + [.ends(result.due)]
    }

    /// Days off and make-up days of `spans`, neighbours of one name together, at most 60 lines.
    private static func remarks(
        _ spans: [Reckoning.Span], _ calendar: CompiledCalendar
    ) -> [DeadlineStep] {
        var steps: [DeadlineStep] = []
        var seen: Day?
        for span in spans {
            let first = max(span.after.number, seen?.number ?? .min) + 1
            guard first <= span.through.number else { continue }
            for number in first...span.through.number {
                add(&steps, Day(number: number), calendar)
            }
            seen = span.through
        }
        let limit = 60
        return steps.count <= limit
            ? steps : steps.prefix(limit) + [.more(steps.count - limit)]
    }

    private static func add(
        _ steps: inout [DeadlineStep], _ day: Day, _ calendar: CompiledCalendar
    ) {
        guard let (kind, name) = calendar.remark(on: day) else { return }
        guard kind == .off else { return steps.append(.makeUpDay(day, name)) }
        if case .skipped(let from, let through, name) = steps.last, through.adding(days: 1) == day {
            steps[steps.count - 1] = .skipped(from: from, through: day, name)
        } else {
            steps.append(.skipped(from: day, through: day, name))
        }
    }
}
