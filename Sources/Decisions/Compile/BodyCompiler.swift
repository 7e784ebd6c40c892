/// Compiles the logic of one element: boxed expressions and the FEEL within (DMN 1.5 §10.2).
final class BodyCompiler {
    let model: ModelCompiler
    let name: String
    let source: ModelCompiler.Source
    let level: Level
    private let variables: [String: Int]
    private let namespaces: [String: [String: Int]]
    private var scope: NameScope
    private let compiler: ExpressionCompiler

    static let greatestDepth = 100
    private var depth = 0

    init(
        _ model: ModelCompiler, name: String, source: ModelCompiler.Source,
        variables: [String: Int], namespaces: [String: [String: Int]]
    ) {
        self.model = model
        self.name = name
        self.source = source
        self.variables = variables
        self.namespaces = namespaces
        level = Level(parent: nil)
        var names: [String: FeelType] = [:]
        for name in BuiltIn.all.keys { names[name] = .any }
        for (name, place) in variables { names[name] = model.variableType(place) }
        for (alias, members) in namespaces {
            names[alias] = .context(
                members.map { .init(name: $0.key, type: model.variableType($0.value)) })
        }
        scope = NameScope(names, members: model.members)
        let element = name
        compiler = ExpressionCompiler(
            level: level, unknown: { model.problem(element, "there is no '\($0)'") }
        ) { name in
            if let place = variables[name] { return .variable(place) }
            if let members = namespaces[name] { return .namespace { members[$0] } }
            return BuiltIn.all[name].map { .builtIn($0) }
        }
    }

    static func isExpression(_ element: ModelElement) -> Bool {
        switch element.name {
        case "literalExpression", "context", "decisionTable", "functionDefinition", "invocation",
            "list", "relation", "conditional", "for", "some", "every", "filter":
            true
        default: false
        }
    }

    // MARK: FEEL

    private func parsed<T>(
        _ text: String, _ read: (inout Parser) throws(SyntaxError) -> T
    ) -> T? {
        let source = source
        let model = model
        var parser = Parser(text, scope: scope) { model.named($0, source) }
        do {
            return try read(&parser)
        } catch {
            model.problem(name, error.description)
            return nil
        }
    }

    private func broken(_ text: String) -> Compiled {
        Compiled { evaluation, _ in evaluation.fail("the expression '\(text)' cannot be read") }
    }

    func expression(_ text: String) -> Compiled {
        guard
            let expression = parsed(
                text,
                { (parser: inout Parser) throws(SyntaxError) in try parser.wholeExpression() })
        else { return broken(text) }
        return compiler.compile(expression)
    }

    /// The type of an expression, as far as it is known.
    private func type(of text: String) -> FeelType {
        let source = source
        let model = model
        var parser = Parser(text, scope: scope) { model.named($0, source) }
        guard let expression = try? parser.wholeExpression() else { return .any }
        return parser.type(of: expression)
    }

    private func unary(_ text: String) -> Compiled? {
        parsed(text) { (parser: inout Parser) throws(SyntaxError) in try parser.wholeTests() }
            .map { compiler.compile(Expression(.tests($0), at: 0)) }
    }

    /// Unary tests as the constraint of a type.
    func tests(_ text: String, of type: FeelType) -> FeelType.Constraint? {
        let slot = level.add("?")
        scope.push(["?": type])
        defer { scope.pop() }
        guard let code = unary(text)?.code else { return nil }
        let size = level.size
        return FeelType.Constraint(text: text) { evaluation, value in
            let frame = Frame(size: size, parent: nil)
            frame.slots[slot] = value
            return code(evaluation, frame).isTrue
        }
    }

    // MARK: Boxed expressions

    func compile(_ element: ModelElement) -> Compiled {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.greatestDepth else {
            model.problem(name, "expressions are nested too deeply")
            return broken("")
        }
        let compiled: Compiled
        switch element.name {
        case "literalExpression": compiled = expression(element.expressionText)
        case "context": compiled = context(element)
        case "decisionTable":
            compiled = DecisionTable(element, self).compiled
        case "functionDefinition": compiled = function(element, name: nil, result: .any)
        case "invocation": compiled = invocation(element)
        case "list":
            let elements = element.children.filter(Self.isExpression).map { compile($0) }
            compiled = Compiled { evaluation, frame in
                .list(elements.map { $0.code(evaluation, frame) })
            }
        case "relation": compiled = relation(element)
        case "conditional":
            compiled = compiler.conditional(
                child(element, "if"), child(element, "then"), child(element, "else"))
        case "for": compiled = iteration(element)
        case "some", "every": compiled = quantified(element)
        case "filter": compiled = filter(element)
        default:
            model.problem(name, "<\(element.name)> is no expression")
            compiled = broken(element.name)
        }
        guard let reference = element["typeRef"], element.name != "functionDefinition" else {
            return compiled
        }
        return coerced(compiled, model.type(reference, source), "the expression")
    }

    func coerced(_ compiled: Compiled, _ type: FeelType, _ place: String) -> Compiled {
        if case .any = type { return compiled }
        if compiled.global >= 0, case .simple(let wanted) = type,
            case .simple(let given) = model.variableType(compiled.global), wanted == given
        {
            return compiled
        }
        if let constant = compiled.constant {
            let coerced = type.coerced(
                constant, CompiledModel.empty.evaluation(records: false), place)
            if constant.isNull || !coerced.isNull { return Compiled(constant: coerced) }
        }
        let code = compiled.code
        let plain = type.plain
        return Compiled { evaluation, frame in
            let value = code(evaluation, frame)
            if plain?.isType(of: value) == true { return value }
            return type.coerced(value, evaluation, place)
        }
    }

    /// Whether no names of a function, context or iteration are in scope.
    var isOutermost: Bool { compiler.level.parent == nil && compiler.level.locals.isEmpty }

    private func child(_ element: ModelElement, _ name: String) -> Compiled {
        guard let inner = element.first(name)?.children.first(where: Self.isExpression) else {
            model.problem(self.name, "<\(element.name)> has no <\(name)>")
            return broken(name)
        }
        return compile(inner)
    }

    private func context(_ element: ModelElement) -> Compiled {
        scope.push()
        let known = current.locals.count
        defer {
            scope.pop()
            current.forget(downTo: known)
        }
        var names: [String] = []
        var entries: [(slot: Int, value: Compiled)] = []
        for entry in element.all("contextEntry") {
            guard let inner = entry.children.first(where: Self.isExpression) else { continue }
            guard let variable = entry.first("variable"), let raw = variable["name"] else {
                return result(entries, compile(inner))
            }
            let name = normalized(raw)
            let type = model.type(variable["typeRef"], source)
            let value: Compiled
            if inner.name == "functionDefinition" {
                value = function(inner, name: name, result: .any)
            } else {
                compiler.entryName = name
                value = coerced(compile(inner), type, "the entry '\(name)'")
                compiler.entryName = nil
            }
            var known = type
            if case .any = type, inner.name == "literalExpression" {
                known = self.type(of: inner.expressionText)
            }
            scope.add(name, known)
            names.append(name)
            entries.append((current.add(name), value))
        }
        return compiler.context(Shape(names), entries)
    }

    private func result(_ entries: [(slot: Int, value: Compiled)], _ last: Compiled) -> Compiled {
        Compiled { evaluation, frame in
            for (slot, entry) in entries { frame.slots[slot] = entry.code(evaluation, frame) }
            return last.code(evaluation, frame)
        }
    }

    /// The level that is being compiled; a function body has its own.
    private var current: Level { compiler.level }

    func function(_ element: ModelElement, name: String?, result: FeelType) -> Compiled {
        let parameters = element.all("formalParameter").map {
            Expression.Parameter(
                name: normalized($0["name"] ?? ""), type: model.type($0["typeRef"], source))
        }
        scope.push(Dictionary(parameters.map { ($0.name, $0.type) }, uniquingKeysWith: { $1 }))
        if let name, scope.type(of: name) == nil { scope.add(name, .any) }
        defer { scope.pop() }
        let body = element.children.first(where: Self.isExpression)
        if element["kind"] == "Java" || element["kind"] == "PMML" {
            return external(element, parameters, body)
        }
        return compiler.function(parameters, name, result: result) { _ in inFunction(body) }
    }

    private func inFunction(_ body: ModelElement?) -> Compiled {
        guard let body else {
            model.problem(name, "the function has no body")
            return broken("")
        }
        return compile(body)
    }

    private func external(
        _ element: ModelElement, _ parameters: [Expression.Parameter], _ body: ModelElement?
    ) -> Compiled {
        let binding = body.map { compile($0) } ?? broken("")
        let names = parameters.map(\.name)
        let types = parameters.map(\.type)
        return Compiled { evaluation, frame in
            let context = binding.code(evaluation, frame).context ?? Context([])
            return HostFunctions.bound(
                Context([("java", .context(context))]), names, types, evaluation)
        }
    }

    private func invocation(_ element: ModelElement) -> Compiled {
        guard let called = element.children.first(where: Self.isExpression) else {
            return broken("invocation")
        }
        let function = compile(called)
        let arguments: [(String, Compiled)] = element.all("binding").compactMap { binding in
            guard let parameter = binding.first("parameter"), let name = parameter["name"] else {
                return nil
            }
            guard let value = binding.children.first(where: Self.isExpression) else {
                return (normalized(name), Compiled(constant: .null))
            }
            let type = model.type(parameter["typeRef"], source)
            return (normalized(name), coerced(compile(value), type, "the argument '\(name)'"))
        }
        return compiler.callByName(function, arguments)
    }

    private func relation(_ element: ModelElement) -> Compiled {
        let columns = element.all("column")
        let shape = Shape(columns.map { normalized($0["name"] ?? "") })
        let types = columns.map { model.type($0["typeRef"], source) }
        let rows = element.all("row").map { row in
            zip(row.children.filter(Self.isExpression), types).map { cell, type in
                coerced(compile(cell), type, "the cell")
            }
        }
        return Compiled { evaluation, frame in
            .list(
                rows.map { row in
                    .context(
                        Context(shape: shape, values: row.map { $0.code(evaluation, frame) }))
                })
        }
    }

    private func iteration(_ element: ModelElement) -> Compiled {
        let source = child(element, "in")
        let name = normalized(element["iteratorVariable"] ?? "item")
        return iterate(name, elementType(element), ["partial"]) { slots in
            let body = child(element, "return")
            return Compiled { evaluation, frame in
                guard let values = Iterated(source.code(evaluation, frame), end: nil, evaluation)
                else { return .null }
                var results: [Value] = []
                for value in values {
                    guard evaluation.step() else { return evaluation.fail("too many steps") }
                    frame.slots[slots[0]] = value
                    frame.slots[slots[1]] = .list(results)
                    let result = body.code(evaluation, frame)
                    frame.slots[slots[1]] = .null
                    results.append(result)
                }
                return .list(results)
            }
        }
    }

    private func quantified(_ element: ModelElement) -> Compiled {
        let every = element.name == "every"
        let source = child(element, "in")
        let name = normalized(element["iteratorVariable"] ?? "item")
        return iterate(name, elementType(element), []) { slots in
            let body = child(element, "satisfies")
            return Compiled { evaluation, frame in
                guard let values = Iterated(source.code(evaluation, frame), end: nil, evaluation)
                else { return .null }
                for value in values {
                    guard evaluation.step() else { return evaluation.fail("too many steps") }
                    frame.slots[slots[0]] = value
                    switch body.code(evaluation, frame) {
                    case .boolean(let holds):
                        if holds != every { return .boolean(holds) }
                    case let other:
                        return evaluation.fail("'satisfies' is \(other.typeName)")
                    }
                }
                return .boolean(every)
            }
        }
    }

    private func elementType(_ element: ModelElement) -> FeelType {
        guard let text = element.first("in")?.first("literalExpression")?.expressionText else {
            return .any
        }
        return type(of: text).element
    }

    private func iterate(
        _ name: String, _ type: FeelType, _ more: [String], _ body: ([Int]) -> Compiled
    ) -> Compiled {
        let known = current.locals.count
        scope.push([name: type])
        for name in more { scope.add(name, .any) }
        let slots = ([name] + more).map { current.add($0) }
        defer {
            scope.pop()
            current.forget(downTo: known)
        }
        return body(slots)
    }

    private func filter(_ element: ModelElement) -> Compiled {
        let operand = child(element, "in")
        let type = elementType(element)
        return compiler.filter(operand) { _ in
            scope.push(["item": type])
            for field in type.fields ?? [] { scope.add(field.name, field.type) }
            defer { scope.pop() }
            return child(element, "match")
        }
    }

    // MARK: For decision tables

    /// Compiles cells that test a value, which the code finds in the slot.
    func withTested<T>(_ type: FeelType, _ body: (Int) -> T) -> T {
        let known = current.locals.count
        let slot = current.add("?")
        scope.push(["?": type])
        defer {
            scope.pop()
            current.forget(downTo: known)
        }
        return body(slot)
    }

    func tests(_ text: String) -> Compiled { unary(text) ?? broken(text) }

    /// The value of an expression that never changes.
    func constant(_ expression: Expression) -> Value? { compiler.compile(expression).constant }

    func parsedTests(_ text: String) -> Tests? {
        parsed(text) { (parser: inout Parser) throws(SyntaxError) in try parser.wholeTests() }
    }
}
