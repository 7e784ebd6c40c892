import Kernel

/// What a scope of a standard is called.
enum ScopeTitle {
    static func words(_ scope: String) -> Words {
        let parts = scope.split(separator: "/", maxSplits: 1).map(String.init)
        let place = place(parts.first ?? scope)
        guard parts.count == 2 else { return place }
        let kind = Complexity(rawValue: parts[1])?.title ?? Words(parts[1], parts[1])
        if parts[0] == "*" { return kind }
        return Words("\(place.zh)·\(kind.zh)", "\(place.en), \(kind.en)")
    }

    private static func place(_ text: String) -> Words {
        if text == "*" { return Words("全部", "All") }
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return Words(text, text) }
        switch parts[0] {
        case "line": return LineOfBusiness(rawValue: parts[1])?.title ?? Words(parts[1], parts[1])
        case "product": return Words("产品 \(parts[1])", "Product \(parts[1])")
        default: return Words(text, text)
        }
    }
}

/// An amount of running time in the unit it was counted in.
enum ConsumedTime {
    static func words(_ amount: Int64, _ basis: Term.Basis) -> Words {
        switch basis {
        case .calendarDays, .workingDays: Term(basis, Int(amount)).words
        case .workingMinutes: Term(.workingMinutes, Int(amount / 60_000)).words
        case .hours: hours(amount / 60_000)
        }
    }

    private static func hours(_ minutes: Int64) -> Words {
        let (hours, rest) = minutes.quotientAndRemainder(dividingBy: 60)
        return Words("\(hours)小时\(rest)分", "\(hours) h \(rest) min")
    }
}
