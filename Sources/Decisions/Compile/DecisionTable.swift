/// A decision table made executable (DMN 1.5 §8).
final class DecisionTable {
    typealias HitPolicy = TableSheet.HitPolicy

    struct Input: Sendable {
        let name: String
        let value: Compiled
        let slot: Int
        let allowed: Compiled?
        let index: ColumnIndex?
    }

    struct Output: Sendable {
        let type: FeelType
        /// In the order of their priority, where the table states them.
        let values: [Value]
        let standard: Compiled?
    }

    struct Rule: Sendable {
        let tests: [Compiled?]
        let outputs: [Compiled]
    }

    private(set) var compiled = Compiled(constant: .null)
    private let body: BodyCompiler
    private let element: ModelElement

    init(_ element: ModelElement, _ body: BodyCompiler) {
        self.body = body
        self.element = element
        compiled = compile()
    }

    private func compile() -> Compiled {
        let name = body.name
        guard let policy = HitPolicy(rawValue: element["hitPolicy"] ?? "UNIQUE") else {
            body.model.problem(name, "there is no hit policy \(element["hitPolicy"] ?? "")")
            return Compiled { evaluation, _ in evaluation.fail("the hit policy is not known") }
        }
        let clauses = element.all("input")
        let outputClauses = element.all("output")
        let outputs = outputClauses.map(output)
        var inputs: [Input] = []
        var columns: [[Compiled?]] = []
        let rules = element.all("rule")
        for (index, clause) in clauses.enumerated() {
            let cells = rules.map { rule -> String in
                let entries = rule.all("inputEntry")
                return index < entries.count ? entries[index].expressionText : "-"
            }
            let (input, tests) = self.input(clause, cells)
            inputs.append(input)
            columns.append(tests)
        }
        let compiledRules = rules.enumerated().map { index, rule in
            Rule(
                tests: columns.map { $0[index] },
                outputs: zip(rule.all("outputEntry"), outputs).map { entry, output in
                    body.coerced(
                        body.expression(entry.expressionText), output.type, "the output")
                })
        }
        analyse(inputs, compiledRules, policy, outputs)
        let shape =
            outputs.count > 1 ? Shape(outputClauses.map { normalized($0["name"] ?? "") }) : nil
        let table = TableCode(
            name: name, inputs: inputs, rules: compiledRules, outputs: outputs, shape: shape,
            policy: policy, aggregation: element["aggregation"])
        return Compiled { evaluation, frame in table.decide(evaluation, frame) }
    }

    private func analyse(
        _ inputs: [Input], _ rules: [Rule], _ policy: HitPolicy, _ outputs: [Output]
    ) {
        guard body.model.analyses else { return }
        var analysis = TableAnalysis(
            inputs: inputs, rules: rules.count, policy: policy,
            hasDefault: outputs.contains { $0.standard != nil }
        ) { left, right in
            zip(rules[left].outputs, rules[right].outputs).allSatisfy { one, two in
                guard let one = one.constant, let two = two.constant else { return true }
                return equal(one, two) == true
            }
        }
        for finding in analysis?.findings() ?? [] { body.model.finding(body.name, finding) }
    }

    private func input(_ clause: ModelElement, _ cells: [String]) -> (Input, [Compiled?]) {
        let expression = clause.first("inputExpression")
        let text = expression?.expressionText ?? ""
        let type = body.model.type(expression?["typeRef"], body.source)
        let value = body.coerced(body.expression(text), type, "the input '\(normalized(text))'")
        return body.withTested(type) { slot in
            let allowed = clause.first("inputValues").map { body.tests($0.expressionText) }
            let tests = cells.map { cell -> Compiled? in
                normalized(cell) == "-" || normalized(cell).isEmpty ? nil : body.tests(cell)
            }
            let index = ColumnIndex(
                cells.map { cell in
                    guard normalized(cell) != "-", !normalized(cell).isEmpty else {
                        return .anything
                    }
                    guard let tests = body.parsedTests(cell) else { return .open }
                    return ColumnIndex.Cell(tests) { body.constant($0) }
                })
            let input = Input(
                name: normalized(text), value: value, slot: slot, allowed: allowed, index: index)
            return (input, tests)
        }
    }

    private func output(_ clause: ModelElement) -> Output {
        var values: [Value] = []
        if let text = clause.first("outputValues")?.expressionText,
            let tests = body.parsedTests(text)
        {
            for case .expression(let expression, _) in tests.tests {
                if case .literal(let value) = expression.kind { values.append(value) }
                if case .negation(let operand) = expression.kind,
                    case .literal(.number(let number)) = operand.kind
                {
                    values.append(.number(number.negated))
                }
            }
        }
        return Output(
            type: body.model.type(clause["typeRef"], body.source), values: values,
            standard: clause.first("defaultOutputEntry").map {
                body.expression($0.expressionText)
            })
    }
}

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
