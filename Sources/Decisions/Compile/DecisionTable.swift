/// A decision table made executable (DMN 1.5 §8).
final class DecisionTable {
    typealias HitPolicy = TableSheet.HitPolicy

    struct Input: Sendable {
        let name: String
        let value: Compiled
        let slot: Int
        let allowed: Compiled?
        let index: ColumnIndex?
        /// Whether its value needs no frame.
        let isFrameless: Bool
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
        return Compiled(table: table) { evaluation, frame in table.decide(evaluation, frame) }
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
        let size = body.level.size
        let value = body.coerced(body.expression(text), type, "the input '\(normalized(text))'")
        let isFrameless = body.isOutermost && body.level.size == size
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
                name: normalized(text), value: value, slot: slot, allowed: allowed, index: index,
                isFrameless: isFrameless)
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
