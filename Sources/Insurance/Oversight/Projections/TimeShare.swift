package import Kernel

/// 用时分布: where the time of a case went, in working time of the calendar: in whose pool it lay,
/// who held it, how long it waited for the customer. Every moment counts once, so the parts add up
/// to the whole, exactly.
package struct TimeShare: Sendable, Equatable {
    /// Where a case is at a moment.
    package struct Place: Hashable, Sendable, Comparable {
        package enum Kind: String, Sendable, CaseIterable {
            /// In the pool of a post; nobody has taken it.
            case pooled
            case held
            /// Put aside until a moment.
            case suspended
            /// A promise of the case stands still: the customer has to do something.
            case customer
            /// No work of the office is open, such as while the bank pays.
            case outside

            package var title: Words {
                switch self {
                case .pooled: Words("池中待领", "Waiting in the pool")
                case .held: Words("在办", "Being worked on")
                case .suspended: Words("挂起", "Put aside")
                case .customer: Words("等待客户", "Waiting for the customer")
                case .outside: Words("办公室外", "Outside the office")
                }
            }
        }

        package let kind: Kind
        package let post: String?
        package let person: ID<StaffMember>?

        package static func < (left: Place, right: Place) -> Bool {
            (left.kind.rawValue, left.post ?? "", left.person?.text ?? "")
                < (right.kind.rawValue, right.post ?? "", right.person?.text ?? "")
        }
    }

    package struct Part: Sendable, Equatable {
        package let place: Place
        /// Working milliseconds.
        package let amount: Int64
    }

    /// Longest first.
    package let parts: [Part]
    package var total: Int64 { parts.reduce(0) { $0 + $1.amount } }

    /// Who held the work the longest, and how long.
    package var longestHolder: (person: ID<StaffMember>, amount: Int64)? {
        var sums: [ID<StaffMember>: Int64] = [:]
        for part in parts where part.place.kind == .held {
            if let person = part.place.person { sums[person, default: 0] += part.amount }
        }
        return sums.min { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    init(_ amounts: [Place: Int64]) {
        parts = amounts.filter { $0.value > 0 }.map { Part(place: $0.key, amount: $0.value) }
            .sorted { ($1.amount, $0.place) < ($0.amount, $1.place) }
    }

    /// The stretches of a case between two moments, counted by `calendar`.
    static func of(
        _ course: CaseCourse, within windows: [(from: Moment, to: Moment)],
        _ calendar: CompiledCalendar
    ) throws(CountRefusal) -> TimeShare {
        var amounts: [Place: Int64] = [:]
        for stretch in course.stretches {
            for window in windows {
                let from = max(stretch.from, window.from)
                let to = min(stretch.to ?? window.to, window.to)
                guard from < to, let place = stretch.place else { continue }
                let amount = try calendar.workingMilliseconds(from: from, to: to).value
                amounts[place, default: 0] += amount
            }
        }
        return TimeShare(amounts)
    }
}
