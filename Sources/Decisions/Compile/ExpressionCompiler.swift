/// Turns expressions into code: names become slots and globals once, not at each evaluation.
final class ExpressionCompiler {
    var level: Level
    /// What a name means outside of the expression; nil when nothing.
    let global: (String) -> GlobalName?
    /// Set while the entry of a context is compiled, so that a function can call itself.
    var entryName: String?

    /// Told of names that nothing in scope has.
    private let unknown: (String) -> Void

    init(
        level: Level, unknown: @escaping (String) -> Void,
        global: @escaping (String) -> GlobalName?
    ) {
        self.unknown = unknown
        self.level = level
        self.global = global
    }

    enum GlobalName {
        case variable(Int)
        case builtIn(FunctionValue)
        /// An imported model, by its name in the importing one.
        case namespace((String) -> Int?)
    }

    func compile(_ expression: Expression) -> Compiled {
        let selfName = entryName
        entryName = nil
        switch expression.kind {
        case .literal(let value): return Compiled(constant: value)
        case .invalid(let reason): return Compiled { evaluation, _ in evaluation.fail(reason) }
        case .name(let name): return self.name(name)
        case .tested: return self.name("?")
        case .path(let operand, let name): return path(operand, name)
        case .filter(let operand, let condition): return filter(operand, condition)
        case .call(let function, let arguments): return call(function, arguments)
        case .callByName(let function, let arguments): return callByName(function, arguments)
        case .negation(let operand):
            let operand = compile(operand)
            return fold([operand]) { negated(operand.code($0, $1), $0) }
        case .arithmetic(let operation, let left, let right):
            return arithmetic(operation, compile(left), compile(right))
        case .comparison(let comparison, let left, let right):
            return self.comparison(comparison, compile(left), compile(right))
        case .and(let left, let right): return conjunction(compile(left), compile(right))
        case .or(let left, let right): return disjunction(compile(left), compile(right))
        case .between(let value, let low, let high):
            return between(compile(value), compile(low), compile(high))
        case .inside(let value, let tests): return inside(value, tests)
        case .instance(let value, let type):
            let value = compile(value)
            return Compiled { evaluation, frame in
                if case .unknown(let name) = type {
                    return evaluation.fail("there is no type '\(name)'")
                }
                return .boolean(type.includes(value.code(evaluation, frame), evaluation))
            }
        case .conditional(let condition, let yes, let no):
            return conditional(compile(condition), compile(yes), compile(no))
        case .iteration(let iterators, let body): return iteration(iterators, body)
        case .quantified(let every, let iterators, let body):
            return quantified(every, iterators, body)
        case .function(let parameters, let body):
            return function(parameters, selfName) { $0.compile(body) }
        case .external(let parameters, let entries): return external(parameters, entries)
        case .list(let elements):
            let elements = elements.map { compile($0) }
            return fold(elements) { evaluation, frame in
                .list(elements.map { $0.code(evaluation, frame) })
            }
        case .context(let entries): return context(entries)
        case .range(let low, let high, let includesStart, let includesEnd):
            return range(low, high, includesStart, includesEnd)
        case .comparisonRange(let comparison, let value):
            let value = compile(value)
            return fold([value]) { .range(RangeValue(comparison, value.code($0, $1))) }
        case .tests(let tests): return self.tests(tests)
        }
    }

    /// Code whose value is reckoned now where all it needs is constant and something comes of it.
    func fold(_ parts: [Compiled], _ code: @escaping Code) -> Compiled {
        if parts.allSatisfy({ $0.constant != nil }) {
            let evaluation = CompiledModel.empty.evaluation(records: false)
            let value = code(evaluation, Frame(size: 0, parent: nil))
            if !value.isNull { return Compiled(constant: value) }
        }
        return Compiled(code)
    }

    // MARK: Names

    func name(_ name: String) -> Compiled {
        var items: [Place] = []
        var found: Code?
        var level: Level? = self.level
        var depth = 0
        search: while let current = level {
            for local in current.locals.reversed() {
                if local.isItem, name == "item" {
                    items.append(Place(depth: depth, slot: local.slot))
                }
                if same(local.name, name) {
                    current.markRead(local.slot)
                    let place = Place(depth: depth, slot: local.slot)
                    found = { _, frame in place.value(frame) }
                    break search
                }
                if local.isItem { items.append(Place(depth: depth, slot: local.slot)) }
            }
            level = current.parent
            depth += 1
        }
        let outside = found ?? globalCode(name)
        guard !items.isEmpty else {
            if found == nil, case .variable(let index)? = global(name) {
                return Compiled({ evaluation, _ in evaluation.global(index) }, global: index)
            }
            if let outside { return Compiled(outside) }
            unknown(name)
            return Compiled { evaluation, _ in evaluation.fail("there is no '\(name)'") }
        }
        let places = items
        return Compiled { evaluation, frame in
            for place in places {
                if case .context(let context) = place.value(frame), let value = context[name] {
                    return value
                }
            }
            if let outside { return outside(evaluation, frame) }
            return evaluation.fail("there is no '\(name)'")
        }
    }

    private func globalCode(_ name: String) -> Code? {
        switch global(name) {
        case .variable(let index): return { evaluation, _ in evaluation.global(index) }
        case .builtIn(let function):
            let value = Value.function(function)
            return { _, _ in value }
        case .namespace, nil: return nil
        }
    }

    private func isLocal(_ name: String) -> Bool {
        var level: Level? = self.level
        while let current = level {
            if current.locals.contains(where: { same($0.name, name) }) { return true }
            level = current.parent
        }
        return false
    }

    private func path(_ operand: Expression, _ name: String) -> Compiled {
        if case .name(let alias) = operand.kind, !isLocal(alias),
            case .namespace(let resolve)? = global(alias)
        {
            guard let index = resolve(name) else {
                return Compiled { evaluation, _ in
                    evaluation.fail("the model '\(alias)' has no '\(name)'")
                }
            }
            return Compiled { evaluation, _ in evaluation.global(index) }
        }
        let operand = compile(operand)
        let code = operand.code
        let hint = PositionHint()
        return Compiled { evaluation, frame in
            let value = code(evaluation, frame)
            if case .context(let context) = value, let found = context.value(of: name, hint) {
                return found
            }
            return member(name, of: value, evaluation)
        }
    }

    // MARK: Calls

    private func call(_ function: Expression, _ arguments: [Expression]) -> Compiled {
        let function = compile(function)
        let arguments = arguments.map { compile($0) }
        return Compiled { evaluation, frame in
            guard case .function(let value) = function.code(evaluation, frame) else {
                return evaluation.fail("what is called is not a function")
            }
            return evaluation.invoke(value, arguments.map { $0.code(evaluation, frame) })
        }
    }

    func callByName(_ function: Expression, _ arguments: [(String, Expression)])
        -> Compiled
    {
        callByName(compile(function), arguments.map { ($0.0, compile($0.1)) })
    }

    func callByName(_ function: Compiled, _ arguments: [(String, Compiled)]) -> Compiled {
        Compiled { evaluation, frame in
            guard case .function(let value) = function.code(evaluation, frame) else {
                return evaluation.fail("what is called is not a function")
            }
            let names = arguments.map(\.0)
            guard let order = value.order(of: names) else {
                return evaluation.fail(
                    "\(value.name ?? "the function") has no parameters "
                        + names.joined(separator: ", "))
            }
            let values = arguments.map { $0.1.code(evaluation, frame) }
            let ordered = order.map { values[$0] }
            if let builtIn = value.builtIn, !builtIn.accepts(ordered, named: names) {
                return evaluation.fail("\(builtIn.name) takes other types for these names")
            }
            return evaluation.invoke(value, ordered)
        }
    }

    func function(
        _ parameters: [Expression.Parameter], _ selfName: String?,
        result: FeelType = .any, _ body: (ExpressionCompiler) -> Compiled
    ) -> Compiled {
        let inner = Level(parent: level)
        let selfSlot = selfName.map { inner.add($0) }
        let slots = parameters.map { inner.add($0.name) }
        let outer = level
        level = inner
        let code = body(self).code
        level = outer
        let size = inner.size
        let names = parameters.map(\.name)
        let types = parameters.map(\.type)
        return Compiled { _, frame in
            let made = frame.copy()
            return .function(
                Self.closure(selfName, names, types, result, made, size, selfSlot, slots, code))
        }
    }

    private static func closure(
        _ name: String?, _ names: [String], _ types: [FeelType], _ result: FeelType,
        _ made: FrozenFrame, _ size: Int, _ selfSlot: Int?, _ slots: [Int], _ code: @escaping Code
    ) -> FunctionValue {
        FunctionValue(name: name, parameters: names, parameterTypes: types, resultType: result) {
            evaluation, arguments in
            let frame = Frame(size: size, parent: Frame(made))
            for (slot, argument) in zip(slots, arguments) { frame.slots[slot] = argument }
            if let selfSlot {
                frame.slots[selfSlot] = .function(
                    closure(name, names, types, result, made, size, selfSlot, slots, code))
            }
            return code(evaluation, frame)
        }
    }

    private func external(
        _ parameters: [Expression.Parameter], _ entries: [(String, Expression)]
    ) -> Compiled {
        let entries = entries.map { ($0.0, compile($0.1)) }
        let names = parameters.map(\.name)
        let types = parameters.map(\.type)
        return Compiled { evaluation, frame in
            let binding = Context(entries.map { ($0.0, $0.1.code(evaluation, frame)) })
            return HostFunctions.bound(binding, names, types, evaluation)
        }
    }

    // MARK: Contexts and ranges

    private func context(_ entries: [(String, Expression)]) -> Compiled {
        let known = level.locals.count
        var slots: [(Int, Compiled)] = []
        for (name, expression) in entries {
            entryName = name
            let compiled = compile(expression)
            slots.append((level.add(name), compiled))
        }
        level.forget(downTo: known)
        return context(Shape(entries.map(\.0)), slots)
    }

    /// A context of entries, each kept in its slot where a later one reads it.
    func context(_ shape: Shape, _ entries: [(slot: Int, value: Compiled)]) -> Compiled {
        let reads = entries.contains { level.read.contains($0.slot) }
        if !reads { level.unused += entries.count }
        return Compiled { evaluation, frame in
            .context(
                Context(
                    shape: shape,
                    values: [Value](unsafeUninitializedCapacity: entries.count) { buffer, count in
                        for (slot, entry) in entries {
                            let value = entry.code(evaluation, frame)
                            if reads { frame.slots[slot] = value }
                            buffer.initializeElement(at: count, to: value)
                            count += 1
                        }
                    }))
        }
    }

    private func range(
        _ low: Expression?, _ high: Expression?, _ includesStart: Bool, _ includesEnd: Bool
    ) -> Compiled {
        let low = low.map { compile($0) } ?? Compiled(constant: .null)
        let high = high.map { compile($0) } ?? Compiled(constant: .null)
        return fold([low, high]) { evaluation, frame in
            let start = low.code(evaluation, frame)
            let end = high.code(evaluation, frame)
            guard !start.isNull, !end.isNull else {
                return evaluation.fail("a range needs two ends")
            }
            if compare(start, end) == nil {
                return evaluation.fail(
                    "a range cannot go from \(start.typeName) to \(end.typeName)")
            }
            return .range(
                RangeValue(start, end, includesStart: includesStart, includesEnd: includesEnd))
        }
    }
}
