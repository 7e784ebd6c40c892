/// How long a promise runs, and in what it is counted.
package struct Term: Hashable, Sendable, Codable {
    package enum Basis: String, Hashable, Sendable, Codable, CaseIterable {
        /// Every day counts; a last day that is a day off moves to the next working day.
        case calendarDays
        /// Only working days count.
        case workingDays
        /// Only the time inside the calendar's windows counts.
        case workingMinutes
        /// Time runs from the moment itself, day and night.
        case hours
    }

    package let basis: Basis
    /// Days, minutes or hours, by basis. Outside 0...`limit` every computation refuses it.
    package let count: Int

    /// The largest count of any basis.
    package static let limit = 1_000_000

    package init(_ basis: Basis, _ count: Int) {
        self.basis = basis
        self.count = count
    }

    package static func calendarDays(_ count: Int) -> Term { Term(.calendarDays, count) }
    package static func workingDays(_ count: Int) -> Term { Term(.workingDays, count) }
    package static func workingMinutes(_ count: Int) -> Term { Term(.workingMinutes, count) }
    package static func hours(_ count: Int) -> Term { Term(.hours, count) }

    /// For people, for example 「3个工作日」.
    package var words: Words {
        let plural = count == 1 ? "" : "s"
        return switch basis {
        case .calendarDays: Words("\(count)日（自然日）", "\(count) calendar day\(plural)")
        case .workingDays: Words("\(count)个工作日", "\(count) working day\(plural)")
        case .workingMinutes: Words("\(count)个工作分钟", "\(count) working minute\(plural)")
        case .hours: Words("\(count)小时", "\(count) hour\(plural)")
        }
    }

    /// Whether it is counted in whole days.
    var countsDays: Bool { basis == .calendarDays || basis == .workingDays }

    /// The amount counted down: days for the bases of days, else milliseconds.
    var amount: Int64 {
        let bounded = Int64(min(max(count, -1), Term.limit + 1))
        return switch basis {
        case .calendarDays, .workingDays: bounded
        case .workingMinutes: bounded * 60_000
        case .hours: bounded * 3_600_000
        }
    }
}
