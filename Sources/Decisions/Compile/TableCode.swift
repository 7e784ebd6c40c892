/// The code of one table, shared by all evaluations.
final class TableCode: Sendable {
    let name: String
    private let inputs: [DecisionTable.Input]
    private let rules: [DecisionTable.Rule]
    private let outputs: [DecisionTable.Output]
    private let shape: Shape?
    private let policy: DecisionTable.HitPolicy
    private let aggregation: String?
    // What the hot path reads, apart from the rest so that nothing else is touched.
    private let codes: [Code]
    /// The globals that columns look at; -1 where a column has an expression of its own.
    private let sources: [Int]
    /// Whether the slots of all columns are read, and not the globals alone.
    private let needsSlots: Bool
    private let slots: [Int]
    private let indexes: [ColumnIndex?]
    /// A bit for each column that has cells to be tested whatever its value.
    private let open: UInt32
    private let isIndexed: Bool
    private let hasAllowed: Bool
    /// The result of a rule where it is constant.
    private let constants: [Value?]

    private static let mostColumns = 32

    init(
        name: String, inputs: [DecisionTable.Input], rules: [DecisionTable.Rule],
        outputs: [DecisionTable.Output], shape: Shape?, policy: DecisionTable.HitPolicy,
        aggregation: String?
    ) {
        self.name = name
        self.inputs = inputs
        self.rules = rules
        self.outputs = outputs
        self.shape = shape
        self.policy = policy
        self.aggregation = aggregation
        codes = inputs.map(\.value.code)
        slots = inputs.map(\.slot)
        indexes = inputs.map(\.index)
        var open: UInt32 = 0
        for (column, index) in indexes.enumerated().prefix(Self.mostColumns)
        where index?.open.contains(true) == true {
            open |= 1 << UInt32(column)
        }
        self.open = open
        isIndexed = inputs.count <= Self.mostColumns && indexes.contains { $0 != nil }
        hasAllowed = inputs.contains { $0.allowed != nil }
        sources = inputs.map(\.value.global)
        needsSlots = hasAllowed || open != 0 || !isIndexed || policy != .first
        constants = rules.map { rule in
            let values = rule.outputs.compactMap(\.constant)
            guard values.count == rule.outputs.count, values.count == outputs.count else {
                return nil
            }
            return shape.map { .context(Context(shape: $0, values: values)) } ?? values.first
        }
    }

    /// The table as its indexes alone decide it, with results of a type; nil where that is not
    /// enough.
    func flat(_ type: FeelType) -> FlatTable? {
        let evaluation = CompiledModel.empty.evaluation(records: false)
        return FlatTable(
            self, inputs,
            results: constants.map { constant in
                constant.flatMap { value in
                    let coerced = type.coerced(value, evaluation, "")
                    return coerced.isNull && !value.isNull ? nil : coerced
                }
            }, policy: policy)
    }

    func decide(_ evaluation: Evaluation, _ frame: Frame) -> Value {
        let fills = needsSlots || evaluation.records
        for column in 0..<codes.count where fills || sources[column] < 0 {
            frame.slots[slots[column]] = codes[column](evaluation, frame)
        }
        if hasAllowed {
            for input in inputs {
                if let allowed = input.allowed, !frame.slots[input.slot].isNull,
                    !allowed.code(evaluation, frame).isTrue
                {
                    return evaluation.fail(
                        "the input '\(input.name)' has a value the table does not allow")
                }
            }
        }
        if policy == .first, !evaluation.records, isIndexed {
            var first = -1
            indexed(evaluation, frame) { rule in
                first = rule
                return false
            }
            if first >= 0 { return constants[first] ?? joined(values(first, evaluation, frame)) }
        }
        let matched = matches(evaluation, frame)
        let result = result(matched, evaluation, frame)
        if evaluation.records, evaluation.tables.count < evaluation.limits.diagnostics {
            evaluation.tables.append(
                TableTrace(
                    element: evaluation.element.isEmpty ? name : evaluation.element,
                    inputs: inputs.map { frame.slots[$0.slot] }, rules: matched.map { $0 + 1 },
                    result: result, code: self, frame: frame.copy()))
        }
        return result
    }

    func cells(_ evaluation: Evaluation, _ frame: Frame) -> [[Bool?]] {
        rules.map { rule in rule.tests.map { $0?.code(evaluation, frame).isTrue } }
    }

    /// A frame in which the cells find the values of the inputs, and nothing else.
    func frame(_ values: [Value]) -> Frame {
        let frame = Frame(size: (slots.max() ?? -1) + 1, parent: nil)
        for (slot, value) in zip(slots, values) { frame.slots[slot] = value }
        return frame
    }

    /// The rules that match, the first only where the policy wants no more.
    private func matches(_ evaluation: Evaluation, _ frame: Frame) -> [Int] {
        guard isIndexed else { return scanned(evaluation, frame) }
        var found: [Int] = []
        indexed(evaluation, frame) { rule in
            found.append(rule)
            return policy != .first
        }
        return found
    }

    /// Calls the body with each rule that matches, in order, until it answers false.
    @inline(__always)
    private func indexed(_ evaluation: Evaluation, _ frame: Frame, _ body: (Int) -> Bool) {
        // Columns whose cells have to be tested: those that are open, and those whose value has
        // another type than the index.
        var tested = open
        var offsets = InlineArray<32, Int>(repeating: -1)
        for column in 0..<slots.count {
            let source = sources[column]
            let offset =
                source >= 0
                ? indexes[column]?.offset(evaluation.global(source))
                : indexes[column]?.offset(frame.slots[slots[column]])
            if let offset {
                offsets[column] = offset
            } else {
                tested |= 1 << UInt32(column)
                if source >= 0 { frame.slots[slots[column]] = evaluation.global(source) }
            }
        }
        for word in 0..<(rules.count + 63) / 64 {
            let rest = rules.count - word * 64
            var standing = rest >= 64 ? UInt64.max : (UInt64(1) << UInt64(rest)) - 1
            for column in 0..<slots.count where offsets[column] >= 0 && standing != 0 {
                guard let index = indexes[column] else { continue }
                standing &= index.masks[offsets[column] + word]
            }
            while standing != 0 {
                let rule = word * 64 + standing.trailingZeroBitCount
                standing &= standing - 1
                guard tested == 0 || holds(rule, tested, offsets, evaluation, frame) else {
                    continue
                }
                if !body(rule) { return }
            }
        }
    }

    private func holds(
        _ rule: Int, _ tested: UInt32, _ offsets: borrowing InlineArray<32, Int>,
        _ evaluation: Evaluation, _ frame: Frame
    ) -> Bool {
        for column in 0..<slots.count where tested & (1 << UInt32(column)) != 0 {
            if offsets[column] >= 0, indexes[column]?.open[rule] == false { continue }
            if let test = rules[rule].tests[column], !test.code(evaluation, frame).isTrue {
                return false
            }
        }
        return true
    }

    /// Every rule in turn.
    private func scanned(_ evaluation: Evaluation, _ frame: Frame) -> [Int] {
        var found: [Int] = []
        for (index, rule) in rules.enumerated()
        where rule.tests.allSatisfy({ $0?.code(evaluation, frame).isTrue ?? true }) {
            found.append(index)
            if policy == .first { break }
        }
        return found
    }

    private func values(_ rule: Int, _ evaluation: Evaluation, _ frame: Frame) -> [Value] {
        rules[rule].outputs.map { $0.code(evaluation, frame) }
    }

    private func joined(_ values: [Value]) -> Value {
        guard let shape else { return values.first ?? .null }
        return .context(Context(shape: shape, values: values))
    }

    private func result(_ matched: [Int], _ evaluation: Evaluation, _ frame: Frame) -> Value {
        if matched.isEmpty {
            if outputs.contains(where: { $0.standard != nil }) {
                return joined(outputs.map { $0.standard?.code(evaluation, frame) ?? .null })
            }
            switch (policy, aggregation) {
            case (.collect, "COUNT"?): return .integer(0)
            default: return evaluation.fail("no rule matches")
            }
        }
        switch policy {
        case .first: return joined(values(matched[0], evaluation, frame))
        case .unique:
            guard matched.count == 1 else {
                return evaluation.fail(
                    "several rules match a table where one may: "
                        + matched.map { "\($0 + 1)" }.joined(separator: ", "))
            }
            return joined(values(matched[0], evaluation, frame))
        case .any:
            let results = matched.map { joined(values($0, evaluation, frame)) }
            guard results.allSatisfy({ equal($0, results[0]) == true }) else {
                return evaluation.fail("rules that match have different results")
            }
            return results[0]
        case .ruleOrder: return .list(matched.map { joined(values($0, evaluation, frame)) })
        case .priority: return joined(ordered(matched, evaluation, frame)[0])
        case .outputOrder: return .list(ordered(matched, evaluation, frame).map(joined))
        case .collect:
            return aggregated(matched.map { joined(values($0, evaluation, frame)) }, evaluation)
        }
    }

    /// By the place of their outputs among the values of the columns, the first column first.
    private func ordered(_ matched: [Int], _ evaluation: Evaluation, _ frame: Frame) -> [[Value]] {
        func ranks(_ values: [Value]) -> [Int] {
            zip(values, outputs).map { value, output in
                output.values.firstIndex { equal($0, value) == true } ?? output.values.count
            }
        }
        return matched.map { values($0, evaluation, frame) }.enumerated()
            .map { (ranks($0.element), $0.offset, $0.element) }
            .sorted { left, right in
                left.0 == right.0
                    ? left.1 < right.1 : left.0.lexicographicallyPrecedes(right.0)
            }
            .map(\.2)
    }

    private func aggregated(_ results: [Value], _ evaluation: Evaluation) -> Value {
        guard let aggregation else { return .list(results) }
        let name: String
        switch aggregation {
        case "SUM": name = "sum"
        case "MIN": name = "min"
        case "MAX": name = "max"
        case "COUNT": return .integer(results.count)
        default: return evaluation.fail("there is no aggregation \(aggregation)")
        }
        return BuiltIn.all[name]?.body(evaluation, [.list(results)]) ?? .null
    }
}
