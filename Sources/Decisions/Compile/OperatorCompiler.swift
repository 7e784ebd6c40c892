extension ExpressionCompiler {
    func arithmetic(_ operation: Expression.Operator, _ left: Compiled, _ right: Compiled)
        -> Compiled
    {
        switch operation {
        case .add: return arithmetic(left, right, { $0.adding($1) }, sum)
        case .subtract: return arithmetic(left, right, { $0.subtracting($1) }, difference)
        case .multiply: return arithmetic(left, right, { $0.multiplied(by: $1) }, product)
        case .divide: return arithmetic(left, right, { $0.divided(by: $1) }, quotient)
        case .power:
            let (one, two) = (left.code, right.code)
            return fold([left, right]) { power(one($0, $1), two($0, $1), $0) }
        }
    }

    /// Numbers first; whatever else there is, and whatever fails, is for `operation`.
    @inline(__always)
    private func arithmetic(
        _ left: Compiled, _ right: Compiled,
        _ numbers: @escaping @Sendable (Decimal128, Decimal128) -> Decimal128?,
        _ operation: @escaping @Sendable (Value, Value, Evaluation) -> Value
    ) -> Compiled {
        let (one, two) = (left.code, right.code)
        if let constant = right.constant, case .number(let second) = constant {
            return fold([left, right]) { evaluation, frame in
                let value = one(evaluation, frame)
                if case .number(let first) = value, let result = numbers(first, second) {
                    return .number(result)
                }
                return operation(value, constant, evaluation)
            }
        }
        return fold([left, right]) { evaluation, frame in
            let (left, right) = (one(evaluation, frame), two(evaluation, frame))
            if case .number(let first) = left, case .number(let second) = right,
                let result = numbers(first, second)
            {
                return .number(result)
            }
            return operation(left, right, evaluation)
        }
    }

    func comparison(_ comparison: Comparison, _ left: Compiled, _ right: Compiled) -> Compiled {
        let (one, two) = (left.code, right.code)
        return fold([left, right]) { evaluation, frame in
            compared(comparison, one(evaluation, frame), two(evaluation, frame), evaluation)
        }
    }

    func conjunction(_ left: Compiled, _ right: Compiled) -> Compiled {
        fold([left, right]) { evaluation, frame in
            let one = left.code(evaluation, frame)
            if case .boolean(false) = one { return one }
            let two = right.code(evaluation, frame)
            if case .boolean(false) = two { return two }
            if one.isTrue, two.isTrue { return two }
            return evaluation.fail("'and' takes booleans, not \(one.typeName) and \(two.typeName)")
        }
    }

    func disjunction(_ left: Compiled, _ right: Compiled) -> Compiled {
        fold([left, right]) { evaluation, frame in
            let one = left.code(evaluation, frame)
            if one.isTrue { return one }
            let two = right.code(evaluation, frame)
            if two.isTrue { return two }
            if case (.boolean(false), .boolean(false)) = (one, two) { return two }
            return evaluation.fail("'or' takes booleans, not \(one.typeName) and \(two.typeName)")
        }
    }

    func between(_ value: Compiled, _ low: Compiled, _ high: Compiled) -> Compiled {
        fold([value, low, high]) { evaluation, frame in
            let tested = value.code(evaluation, frame)
            let above = compared(
                .greaterOrEqual, tested, low.code(evaluation, frame), evaluation)
            let below = compared(.lessOrEqual, tested, high.code(evaluation, frame), evaluation)
            switch (above, below) {
            case (.boolean(let one), .boolean(let two)): return .boolean(one && two)
            default: return .null
            }
        }
    }

    func inside(_ value: Expression, _ tests: [Test]) -> Compiled {
        let value = compile(value)
        let known = level.locals.count
        let slot = level.add("?")
        let compiled = tests.map { test($0, tested: slot) }
        level.forget(downTo: known)
        return Compiled { evaluation, frame in
            frame.slots[slot] = value.code(evaluation, frame)
            return Self.any(compiled, evaluation, frame)
        }
    }

    /// Whether any test is passed; null when none is and one cannot tell.
    static func any(_ tests: [Compiled], _ evaluation: Evaluation, _ frame: Frame) -> Value {
        var unknown = false
        for test in tests {
            switch test.code(evaluation, frame) {
            case .boolean(true): return .boolean(true)
            case .boolean(false): break
            default: unknown = true
            }
        }
        return unknown ? .null : .boolean(false)
    }

    /// One test of the value in a slot.
    func test(_ test: Test, tested slot: Int) -> Compiled {
        switch test {
        case .comparison(let comparison, let expression):
            let compiled = compile(expression)
            return Compiled { evaluation, frame in
                compared(
                    comparison, frame.slots[slot], compiled.code(evaluation, frame), evaluation)
            }
        case .expression(let expression, let usesTested):
            let compiled = compile(expression)
            var isRange = false
            if case .range = expression.kind { isRange = true }
            return Compiled { [isRange] evaluation, frame in
                let result = compiled.code(evaluation, frame)
                // A range that came to nothing tells nothing of the value.
                if isRange, result.isNull { return .null }
                if usesTested {
                    switch result {
                    case .boolean: return result
                    case .null: return .null
                    default: break
                    }
                }
                let value = frame.slots[slot]
                if let passed = passes(value, result) { return .boolean(passed) }
                return evaluation.fail(
                    "\(value.typeName) cannot be tested against \(result.typeName)")
            }
        }
    }

    /// Unary tests of the local `?`.
    func tests(_ tests: Tests) -> Compiled {
        guard tests.sense != .anything else { return Compiled(constant: .boolean(true)) }
        guard let slot = level.locals.last(where: { $0.name == "?" })?.slot else {
            return Compiled { evaluation, _ in evaluation.fail("there is nothing to test") }
        }
        let compiled = tests.tests.map { test($0, tested: slot) }
        let negates = tests.sense == .none
        return Compiled { evaluation, frame in
            let result = Self.any(compiled, evaluation, frame)
            guard negates else { return result }
            return result.boolean.map { .boolean(!$0) } ?? .null
        }
    }

    func conditional(_ condition: Compiled, _ yes: Compiled, _ no: Compiled) -> Compiled {
        Compiled { evaluation, frame in
            let value = condition.code(evaluation, frame)
            if value.isTrue { return yes.code(evaluation, frame) }
            switch value {
            case .boolean: break
            case .null: _ = evaluation.fail("the condition is null")
            default:
                return evaluation.fail("the condition is \(value.typeName), not boolean")
            }
            return no.code(evaluation, frame)
        }
    }

    // MARK: Filters and iterations

    func filter(_ operand: Expression, _ condition: Expression) -> Compiled {
        filter(compile(operand)) { $0.compile(condition) }
    }

    func filter(
        _ operand: Compiled, _ condition: (ExpressionCompiler) -> Compiled
    ) -> Compiled {
        let known = level.locals.count
        let slot = level.add("item", isItem: true)
        let test = condition(self)
        level.forget(downTo: known)
        return Compiled { evaluation, frame in
            let value = operand.code(evaluation, frame)
            if value.isNull, case .number? = test.constant { return .null }
            let elements = value.isNull ? [] : value.elements
            if let index = test.constant?.number {
                return element(index, of: elements, evaluation)
            }
            var kept: [Value] = []
            if elements.isEmpty {
                frame.slots[slot] = .null
                if case .number = test.code(evaluation, frame) { return .null }
            }
            for candidate in elements {
                guard evaluation.step() else { return evaluation.fail("too many steps") }
                frame.slots[slot] = candidate
                switch test.code(evaluation, frame) {
                case .boolean(true): kept.append(candidate)
                case .boolean(false), .null: break
                case .number(let index): return element(index, of: elements, evaluation)
                case let other:
                    return evaluation.fail("a filter is boolean or number, not \(other.typeName)")
                }
            }
            return .list(kept)
        }
    }

    private struct Loop: Sendable {
        let slot: Int
        let source: Compiled
        let end: Compiled?
    }

    private func loops(_ iterators: [Expression.Iterator]) -> [Loop] {
        iterators.map { iterator in
            let source = compile(iterator.source)
            let end = iterator.end.map { compile($0) }
            return Loop(slot: level.add(iterator.name), source: source, end: end)
        }
    }

    func iteration(_ iterators: [Expression.Iterator], _ body: Expression) -> Compiled {
        let known = level.locals.count
        let loops = loops(iterators)
        let partial = level.add("partial")
        let body = compile(body)
        level.forget(downTo: known)
        return Compiled { evaluation, frame in
            var results: [Value] = []
            let uses = Self.run(loops[...], evaluation, frame) {
                frame.slots[partial] = .list(results)
                let result = body.code(evaluation, frame)
                // Given back before it grows, so that it is not copied each time.
                frame.slots[partial] = .null
                results.append(result)
                return true
            }
            return uses ? .list(results) : .null
        }
    }

    func quantified(
        _ every: Bool, _ iterators: [Expression.Iterator], _ body: Expression
    ) -> Compiled {
        let known = level.locals.count
        let loops = loops(iterators)
        let body = compile(body)
        level.forget(downTo: known)
        return Compiled { evaluation, frame in
            var answer: Value = .boolean(every)
            let uses = Self.run(loops[...], evaluation, frame) {
                switch body.code(evaluation, frame) {
                case .boolean(let value):
                    if value != every {
                        answer = .boolean(value)
                        return false
                    }
                case let other:
                    answer = evaluation.fail("'satisfies' is \(other.typeName), not boolean")
                }
                return true
            }
            return uses ? answer : .null
        }
    }

    /// Runs the body for each combination; false when a source is no list. The body ends it all
    /// by answering false.
    private static func run(
        _ loops: ArraySlice<Loop>, _ evaluation: Evaluation, _ frame: Frame, _ body: () -> Bool
    ) -> Bool {
        var goesOn = true
        func level(_ loops: ArraySlice<Loop>) -> Bool {
            guard let loop = loops.first else {
                goesOn = body()
                return true
            }
            let source = loop.source.code(evaluation, frame)
            let end = loop.end?.code(evaluation, frame)
            guard let values = Iterated(source, end: end, evaluation) else { return false }
            for value in values {
                guard evaluation.step() else {
                    _ = evaluation.fail("more than \(evaluation.limits.steps) steps")
                    return false
                }
                frame.slots[loop.slot] = value
                guard level(loops.dropFirst()) else { return false }
                if !goesOn { return true }
            }
            return true
        }
        return level(loops)
    }
}

/// What a `for` runs over: the elements of a list, or the whole numbers or days between two ends.
struct Iterated: Sequence, IteratorProtocol {
    private var elements: [Value] = []
    private var position = 0
    private var counted: (current: Int64, last: Int64, step: Int64, isDate: Bool)?

    init?(_ source: Value, end: Value?, _ evaluation: Evaluation) {
        if let end {
            guard let counted = Self.count(source, end) else {
                _ = evaluation.fail(
                    "one cannot iterate from \(source.typeName) to \(end.typeName)")
                return nil
            }
            self.counted = counted
            return
        }
        switch source {
        case .null:
            _ = evaluation.fail("null cannot be iterated")
            return nil
        case .list(let values): elements = values
        case .range(let range):
            guard range.comparison == nil, var counted = Self.count(range.start, range.end) else {
                _ = evaluation.fail("this range cannot be iterated")
                return nil
            }
            guard counted.step > 0 else {
                _ = evaluation.fail("the range runs backwards")
                return nil
            }
            if !range.includesStart { counted.current += counted.step }
            if !range.includesEnd { counted.last -= counted.step }
            self.counted = counted
        default: elements = [source]
        }
    }

    private static func count(_ start: Value, _ end: Value)
        -> (current: Int64, last: Int64, step: Int64, isDate: Bool)?
    {
        switch (start, end) {
        case (.number(let start), .number(let end)):
            guard let first = start.int64, let last = end.int64,
                first.magnitude < 1 << 60, last.magnitude < 1 << 60
            else { return nil }
            return (first, last, last >= first ? 1 : -1, false)
        case (.date(let start), .date(let end)):
            let (first, last) = (start.daysFromEpoch, end.daysFromEpoch)
            return (first, last, last >= first ? 1 : -1, true)
        default: return nil
        }
    }

    mutating func next() -> Value? {
        if let counted {
            let passed =
                counted.step > 0 ? counted.current > counted.last : counted.current < counted.last
            if passed { return nil }
            self.counted?.current += counted.step
            return counted.isDate
                ? CivilDate(daysFromEpoch: counted.current).map(Value.date)
                : .integer(counted.current)
        }
        guard position < elements.count else { return nil }
        position += 1
        return elements[position - 1]
    }
}

/// The element at an index from 1, or from the end when negative; null outside.
func element(_ index: Decimal128, of elements: [Value], _ evaluation: Evaluation) -> Value {
    guard let index = index.int64, index != 0, index.magnitude <= UInt64(elements.count) else {
        return evaluation.fail("the list has no element \(index)")
    }
    return elements[Int(index > 0 ? index - 1 : Int64(elements.count) + index)]
}
