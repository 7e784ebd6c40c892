import Kernel

/// When something of a mapping holds for a row.
indirect enum ImportCondition: Sendable {
    /// What a cell can be asked.
    enum State: String, Sendable, CaseIterable {
        case value, nothing, empty, unknown, none, zero, notApplicable, negative, positive
    }

    enum Order: Sendable { case above, below }

    case all([ImportCondition])
    case any([ImportCondition])
    case not(ImportCondition)
    /// The cell's text, as the file has it, is one of these.
    case text(column: String, of: Set<String>)
    case state(column: String, State)
    /// One column's number, amount or date against another's. Does not hold when either is nothing.
    case order(column: String, Order, than: String)

    func holds(in row: ImportRow) -> Bool {
        switch self {
        case .all(let parts): parts.allSatisfy { $0.holds(in: row) }
        case .any(let parts): parts.contains { $0.holds(in: row) }
        case .not(let part): !part.holds(in: row)
        case .text(let column, let texts): row.text(column).map(texts.contains) ?? false
        case .state(let column, let state): row.value(column).map(state.fits) ?? false
        case .order(let column, let order, let other):
            order.holds(row.value(column)?.magnitude, row.value(other)?.magnitude)
        }
    }

    /// The columns it looks at.
    var columns: [String] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap(\.columns)
        case .not(let part): part.columns
        case .text(let column, _), .state(let column, _): [column]
        case .order(let column, _, let other): [column, other]
        }
    }

    /// Whether it asks only for texts, so that it can be answered before cells are read.
    var asksOnlyTexts: Bool {
        switch self {
        case .all(let parts), .any(let parts): parts.allSatisfy(\.asksOnlyTexts)
        case .not(let part): part.asksOnlyTexts
        case .text: true
        case .state, .order: false
        }
    }
}

extension ImportCondition.State {
    fileprivate func fits(_ value: CellValue) -> Bool {
        guard case .nothing(let nothing) = value else {
            let sign = value.magnitude?.signum()
            return switch self {
            case .value: true
            case .negative: sign == -1
            case .positive: sign == 1
            case .zero: sign == 0
            default: false
            }
        }
        return self == .nothing || rawValue == nothing.rawValue
    }
}

extension ImportCondition.Order {
    fileprivate func holds(_ left: Int64?, _ right: Int64?) -> Bool {
        guard let left, let right else { return false }
        return switch self {
        case .above: left > right
        case .below: left < right
        }
    }
}

extension MappingPlace {
    /// A condition, or a list of conditions that must all hold.
    func condition(depth: Int = 0) throws(MappingProblem) -> ImportCondition {
        guard depth < 8 else { throw problem("嵌套过深", "nested too deeply") }
        if json.elements != nil { return .all(try conditions(depth)) }
        try only(["all", "any", "not", "column", "in", "equals", "is", "above", "below"])
        if let all = optional("all") { return .all(try all.conditions(depth)) }
        if let any = optional("any") { return .any(try any.conditions(depth)) }
        if let not = optional("not") { return .not(try not.condition(depth: depth + 1)) }
        let column = try required("column").text()
        if let equals = optional("equals") {
            return .text(column: column, of: [try equals.text()])
        }
        if let texts = optional("in") { return .text(column: column, of: Set(try texts.texts())) }
        if let state = optional("is") {
            return .state(column: column, try state.one(of: ImportCondition.State.self))
        }
        if let other = optional("above") {
            return .order(column: column, .above, than: try other.text())
        }
        if let other = optional("below") {
            return .order(column: column, .below, than: try other.text())
        }
        throw problem(
            "条件须含 equals、in、is、above 或 below",
            "a condition on a column needs equals, in, is, above or below")
    }

    private func conditions(_ depth: Int) throws(MappingProblem) -> [ImportCondition] {
        var conditions: [ImportCondition] = []
        for element in try elements() {
            conditions.append(try element.condition(depth: depth + 1))
        }
        return conditions
    }
}
