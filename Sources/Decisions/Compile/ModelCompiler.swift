/// Makes a model and its imports executable: types first, then everything with a name.
final class ModelCompiler {
    let models: [Source]
    let members = MemberNames()
    private(set) var problems: [Diagnostic] = []
    private(set) var findings: [Diagnostic] = []
    private var globals: [Entry] = []
    private var types: [TypeKey: FeelType] = [:]
    private var resolving: Set<TypeKey> = []

    /// One document, with the names it gives to those it imports.
    struct Source {
        let namespace: String
        let root: ModelElement
        let aliases: [String: String]
    }

    struct Entry {
        let kind: CompiledModel.Global.Kind
        let name: String
        let id: String
        let source: Int
        let element: ModelElement
    }

    private struct TypeKey: Hashable {
        let namespace: String
        let name: String
    }

    /// Whether tables are looked through for what they leave open or say twice.
    let analyses: Bool

    init(_ root: ModelElement, imports: [ModelElement], analyses: Bool) {
        self.analyses = analyses
        models = ([root] + imports.filter { $0.name == "definitions" }).map { element in
            let aliases = element.all("import").map {
                (normalized($0["name"] ?? ""), $0["namespace"] ?? "")
            }
            return Source(
                namespace: element["namespace"] ?? "", root: element,
                aliases: Dictionary(aliases, uniquingKeysWith: { first, _ in first }))
        }
    }

    func problem(_ element: String, _ message: String) {
        if problems.count < 10_000 {
            problems.append(Diagnostic(element: element, message: message))
        }
    }

    func finding(_ element: String, _ message: String) {
        if findings.count < 10_000 {
            findings.append(Diagnostic(element: element, message: message))
        }
    }

    func compile() -> [CompiledModel.Global] {
        for (place, source) in models.enumerated() { collect(source, place) }
        for model in models { collectMembers(model.root) }
        return globals.indices.map { global($0) }
    }

    private func collect(_ source: Source, _ place: Int) {
        for element in source.root.children {
            let kind: CompiledModel.Global.Kind
            switch element.name {
            case "inputData": kind = .input
            case "decision": kind = .decision
            case "businessKnowledgeModel": kind = .knowledge
            case "decisionService": kind = .service
            default: continue
            }
            globals.append(
                Entry(
                    kind: kind, name: normalized(element["name"] ?? ""), id: element["id"] ?? "",
                    source: place, element: element))
        }
    }

    /// Names of members anywhere, so that paths of unknown type find where a name ends.
    private func collectMembers(_ element: ModelElement) {
        if ["itemComponent", "variable", "output", "column"].contains(element.name),
            let name = element["name"]
        {
            members.add(normalized(name))
        }
        for child in element.children { collectMembers(child) }
    }

    // MARK: Names

    /// What an element may refer to: its requirements by the names this document has for them.
    func visible(_ entry: Entry) -> (variables: [String: Int], namespaces: [String: [String: Int]])
    {
        var variables: [String: Int] = [:]
        var namespaces: [String: [String: Int]] = [:]
        let source = models[entry.source]
        for requirement in entry.element.children {
            guard
                let target = requirement.children.first(where: {
                    $0.name == "requiredInput" || $0.name == "requiredDecision"
                        || $0.name == "requiredKnowledge"
                }), let href = target["href"]
            else { continue }
            guard let found = place(href, source) else {
                problem(entry.name, "the requirement '\(href)' leads nowhere")
                continue
            }
            let other = globals[found]
            if other.source == entry.source {
                variables[other.name] = found
            } else {
                let namespace = models[other.source].namespace
                for (alias, target) in source.aliases where target == namespace {
                    if alias.isEmpty {
                        variables[other.name] = found
                    } else {
                        namespaces[alias, default: [:]][other.name] = found
                    }
                }
            }
        }
        return (variables, namespaces)
    }

    func place(_ href: String, _ source: Source) -> Int? {
        let parts = href.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let namespace = parts[0].isEmpty ? source.namespace : String(parts[0])
        return globals.firstIndex {
            $0.id == parts[1] && models[$0.source].namespace == namespace
        }
    }

    // MARK: Types

    func type(_ reference: String?, _ source: Source) -> FeelType {
        guard let reference, !reference.isEmpty else { return .any }
        let name = normalized(reference)
        if let type = named(name, source) { return type }
        return .unknown(name)
    }

    func named(_ name: String, _ source: Source) -> FeelType? {
        if let type = item(name, source) { return type }
        for (alias, namespace) in source.aliases {
            guard let other = models.first(where: { $0.namespace == namespace }) else { continue }
            if alias.isEmpty, let type = item(name, other) { return type }
            if name.hasPrefix(alias + "."),
                let type = item(String(name.dropFirst(alias.count + 1)), other)
            {
                return type
            }
        }
        if let type = FeelType.named(name) { return type }
        guard let colon = name.firstIndex(of: ":") else { return nil }
        return named(String(name[name.index(after: colon)...]), source)
    }

    private func item(_ name: String, _ source: Source) -> FeelType? {
        let key = TypeKey(namespace: source.namespace, name: name)
        if let type = types[key] { return type }
        guard
            let element = source.root.all("itemDefinition").first(where: {
                normalized($0["name"] ?? "") == name
            })
        else { return nil }
        // A type that contains itself is open at that place.
        guard resolving.insert(key).inserted else { return .any }
        defer { resolving.remove(key) }
        let type = definition(element, source)
        types[key] = type
        return type
    }

    private func definition(_ element: ModelElement, _ source: Source) -> FeelType {
        var type: FeelType = .any
        let components = element.all("itemComponent")
        if !components.isEmpty {
            type = .context(
                components.map {
                    .init(name: normalized($0["name"] ?? ""), type: definition($0, source))
                })
        } else if let function = element.first("functionItem") {
            type = .function(
                function.all("parameters").map { self.type($0["typeRef"], source) },
                self.type(function["outputTypeRef"], source))
        } else if let reference = element.first("typeRef") {
            type = self.type(reference.text, source)
        }
        if let allowed = element.first("allowedValues") {
            type = constrained(type, allowed.expressionText, source, element["name"] ?? "")
        }
        if element["isCollection"] == "true" { type = .list(type) }
        if let constraint = element.first("typeConstraint") {
            type = constrained(type, constraint.expressionText, source, element["name"] ?? "")
        }
        return type
    }

    private func constrained(_ type: FeelType, _ text: String, _ source: Source, _ name: String)
        -> FeelType
    {
        let body = BodyCompiler(self, name: name, source: source, variables: [:], namespaces: [:])
        guard let tests = body.tests(text, of: type) else { return type }
        return .constrained(type, tests)
    }

    // MARK: Everything with a name

    private func global(_ place: Int) -> CompiledModel.Global {
        let entry = globals[place]
        let source = models[entry.source]
        let variable = entry.element.first("variable")
        let type = self.type(variable?["typeRef"], source)
        var global = CompiledModel.Global(
            kind: entry.kind, name: entry.name, namespace: source.namespace, type: type,
            value: { $0.fail("the input was not given") })
        switch entry.kind {
        case .input: break
        case .decision: global = decision(entry, type)
        case .knowledge: global = knowledge(entry, type)
        case .service: global = service(entry, type)
        }
        return global
    }

    private func body(_ entry: Entry) -> BodyCompiler {
        let visible = visible(entry)
        return BodyCompiler(
            self, name: entry.name, source: models[entry.source], variables: visible.variables,
            namespaces: visible.namespaces)
    }

    func variableType(_ place: Int) -> FeelType {
        let entry = globals[place]
        return type(entry.element.first("variable")?["typeRef"], models[entry.source])
    }

    private func decision(_ entry: Entry, _ type: FeelType) -> CompiledModel.Global {
        let body = body(entry)
        let name = entry.name
        let value: @Sendable (Evaluation) -> Value
        if let element = entry.element.children.first(where: { BodyCompiler.isExpression($0) }) {
            let compiled = body.compile(element)
            let code = compiled.code
            let size = body.level.size
            let needsFrame = body.level.needsFrame
            let flat = compiled.table?.flat(type)
            let plain = type.plain
            value = { evaluation in
                if let flat, let rule = flat.rule(evaluation) {
                    if evaluation.records { flat.record(rule, evaluation) }
                    return flat.results[rule]
                }
                let frame = needsFrame ? Frame(size: size, parent: nil) : evaluation.noFrame
                let result = code(evaluation, frame)
                if plain?.isType(of: result) == true { return result }
                return type.coerced(result, evaluation, "the decision '\(name)'")
            }
        } else {
            value = { $0.fail("the decision has no expression") }
        }
        return CompiledModel.Global(
            kind: .decision, name: name, namespace: models[entry.source].namespace, type: type,
            value: value)
    }

    private func knowledge(_ entry: Entry, _ type: FeelType) -> CompiledModel.Global {
        let body = body(entry)
        var result = type
        if case .function(_, let output) = type { result = output }
        let value: @Sendable (Evaluation) -> Value
        if let logic = entry.element.first("encapsulatedLogic") {
            let code = body.function(logic, name: entry.name, result: result).code
            let size = body.level.size
            value = { code($0, Frame(size: size, parent: nil)) }
        } else {
            value = { $0.fail("the business knowledge model has no logic") }
        }
        let name = entry.name
        return CompiledModel.Global(
            kind: .knowledge, name: name, namespace: models[entry.source].namespace,
            type: type) { Self.named($0, value($0), name) }
    }

    /// The function a model element stands for is equal to itself only.
    private static func named(_ evaluation: Evaluation, _ value: Value, _ name: String) -> Value {
        guard case .function(let function) = value else { return value }
        return .function(
            FunctionValue(
                name: name, parameters: function.parameters,
                parameterTypes: function.parameterTypes, resultType: function.resultType,
                identity: "model " + name, body: function.body))
    }

    private func service(_ entry: Entry, _ type: FeelType) -> CompiledModel.Global {
        let source = models[entry.source]
        func places(_ name: String) -> [Int] {
            entry.element.all(name).compactMap { $0["href"] }.compactMap { place($0, source) }
        }
        let inputs = places("inputData") + places("inputDecision")
        let outputs = places("outputDecision")
        let names = outputs.map { globals[$0].name }
        var result = type
        if case .function(_, let output) = type { result = output }
        let shape = Shape(names)
        let function = FunctionValue(
            name: entry.name, parameters: inputs.map { globals[$0].name },
            parameterTypes: inputs.map(variableType), resultType: result,
            identity: "model " + entry.name
        ) { evaluation, arguments in
            evaluation.serve(Array(zip(inputs, arguments)), outputs, shape)
        }
        return CompiledModel.Global(
            kind: .service, name: entry.name, namespace: source.namespace, type: type,
            outputs: names
        ) { _ in .function(function) }
    }
}

extension Evaluation {
    /// The outputs of a service: its inputs alone are known within (DMN 1.5 §10.4).
    func serve(_ inputs: [(Int, Value)], _ outputs: [Int], _ shape: Shape) -> Value {
        let before = globals
        globals = Array(repeating: .unknown, count: globals.count)
        for (place, value) in inputs { globals[place] = .known(value) }
        let values = outputs.map { global($0) }
        globals = before
        if values.count == 1 { return values[0] }
        return .context(Context(shape: shape, values: values))
    }
}
