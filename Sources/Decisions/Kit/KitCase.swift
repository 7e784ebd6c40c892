public import Foundation

/// A folder of the DMN Technology Compatibility Kit, read from where it lies.
public struct KitFolder: Sendable {
    /// `compliance-level-3/0001-filter`.
    public let name: String
    /// The cases in the order of the file.
    public let cases: [KitCase]
    let model: CompiledModel
    /// The file of the cases without `.xml`, as the kit's results name it.
    let stem: String

    /// Reads the cases of a folder and makes its model ready.
    ///
    /// - Parameter stripsAnswers: removes descriptions, questions and allowed answers before the
    ///   engine sees the model; it reads none of them.
    /// - Throws: `ModelError` or a file error when the folder is no folder of the kit.
    public init(_ folder: URL, stripsAnswers: Bool = false) throws {
        let level = folder.deletingLastPathComponent().lastPathComponent
        name = level + "/" + folder.lastPathComponent
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil
        ).sorted { $0.lastPathComponent < $1.lastPathComponent }
        guard let testFile = files.first(where: { $0.lastPathComponent.hasSuffix(".xml") }) else {
            throw ModelError(message: "\(name) has no test cases", line: nil, column: nil)
        }
        stem = testFile.deletingPathExtension().lastPathComponent
        let tests = try ModelElement.read(try Data(contentsOf: testFile))
        let modelName = tests.first("modelName")?.text ?? ""
        let models = files.filter { $0.lastPathComponent.hasSuffix(".dmn") }
        func read(_ file: URL) throws -> ModelElement {
            var root = try ModelElement.read(try Data(contentsOf: file))
            if stripsAnswers { root.remove(["allowedAnswers", "question", "description"]) }
            return root
        }
        guard let main = models.first(where: { $0.lastPathComponent == modelName })
                ?? models.first
        else { throw ModelError(message: "\(name) has no model", line: nil, column: nil) }
        model = try CompiledModel(
            try read(main), imports: try models.filter { $0 != main }.map(read))
        cases = tests.all("testCase").map(KitCase.init)
    }

    /// Runs one case: nil when every result is as expected.
    public func run(_ kitCase: KitCase, at moment: DateAndTime) -> KitResult {
        var failures: [String] = []
        var isStrict = true
        for result in kitCase.results {
            let evaluation = model.evaluation(at: moment)
            for input in kitCase.inputs {
                let place = model.place(of: input.name, namespace: input.namespace)
                let type = place.map { model.globals[$0].type } ?? .any
                evaluation.set(
                    input.name, KitValue.value(input.element, type), namespace: input.namespace)
            }
            let actual: Value
            if let service = kitCase.service {
                let called = evaluation.call(service)
                let outputs = model.place(of: service).map { model.globals[$0].outputs } ?? []
                actual =
                    outputs.count > 1 ? called.context?[normalized(result.name)] ?? .null : called
            } else {
                actual = evaluation.decide(result.name, namespace: result.namespace)
            }
            let place = model.place(of: result.name, namespace: result.namespace)
            let type = place.map { model.globals[$0].type } ?? .any
            let expected = result.expected.map { KitValue.value($0, type) } ?? .null
            if !KitValue.agree(expected, actual) {
                failures.append(
                    "\(result.name): expected \(expected.quotedText), not \(actual.quotedText)"
                        + (evaluation.diagnostics.last.map { " (\($0))" } ?? ""))
            }
            if actual.isNull, result.isError, evaluation.diagnostics.isEmpty {
                isStrict = false
            }
        }
        return KitResult(
            failure: failures.isEmpty ? nil : failures.joined(separator: "; "),
            isStrict: failures.isEmpty && isStrict)
    }
}

/// What came of a case.
public struct KitResult: Sendable {
    /// What was not as expected; nil when all was.
    public let failure: String?
    /// Whether each null that stands for an error came with a diagnostic, too.
    public let isStrict: Bool
}

/// One case of the kit: inputs, what is asked for, and what is expected.
public struct KitCase: Sendable {
    /// The name the kit gives it.
    public let id: String
    /// Whether a result other than null is expected.
    public let expectsValue: Bool
    let service: String?
    let inputs: [Input]
    let results: [Expected]

    struct Input: Sendable {
        let name: String
        let namespace: String?
        let element: ModelElement
    }

    struct Expected: Sendable {
        let name: String
        let namespace: String?
        let isError: Bool
        let expected: ModelElement?
    }

    init(_ element: ModelElement) {
        id = element["id"] ?? ""
        service = element["type"] == "decisionService" || element["invocableName"] != nil
            ? element["invocableName"] : nil
        inputs = element.all("inputNode").map {
            Input(name: $0["name"] ?? "", namespace: $0["namespace"], element: $0)
        }
        results = element.all("resultNode").map {
            Expected(
                name: $0["name"] ?? "", namespace: $0["namespace"],
                isError: $0["errorResult"] == "true", expected: $0.first("expected"))
        }
        expectsValue = results.contains { result in
            result.expected.map { !KitValue.value($0, .any).isNull } ?? false
        }
    }
}

extension ModelElement {
    mutating func remove(_ names: Set<String>) {
        children.removeAll { names.contains($0.name) }
        for index in children.indices { children[index].remove(names) }
    }
}

/// Values as the kit's files write them.
enum KitValue {
    static func value(_ element: ModelElement, _ type: FeelType) -> Value {
        if let list = element.first("list") {
            if isNil(list) { return .null }
            return .list(list.all("item").map { value($0, type.element) })
        }
        let components = element.all("component")
        if !components.isEmpty {
            return .context(
                Context(
                    components.map { component in
                        let name = component["name"] ?? ""
                        let field = type.fields?.first { $0.name == name }?.type ?? .any
                        return (name, isNil(component) ? .null : value(component, field))
                    }))
        }
        guard let value = element.first("value"), !isNil(value) else { return .null }
        return simple(value.text, value["type"], type)
    }

    private static func isNil(_ element: ModelElement) -> Bool { element["nil"] == "true" }

    private static func simple(_ text: String, _ declared: String?, _ type: FeelType) -> Value {
        let trimmed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        switch declared?.split(separator: ":").last.map(String.init) {
        case "boolean"?: return .boolean(trimmed == "true" || trimmed == "1")
        case "decimal"?, "double"?, "integer"?, "int"?, "long"?, "float"?:
            return Decimal128(trimmed[...]).map(Value.number) ?? .null
        case "date"?: return CivilDate(trimmed[...]).map(Value.date) ?? .null
        case "time"?: return CivilTime(trimmed[...]).map(Value.time) ?? .null
        case "dateTime"?: return DateAndTime(trimmed[...]).map(Value.dateAndTime) ?? .null
        case "duration"?, "dayTimeDuration"?, "yearMonthDuration"?:
            return temporalLiteral(trimmed) ?? .null
        case "string"?: return .string(text)
        default: return untyped(text, trimmed, type)
        }
    }

    private static func untyped(_ text: String, _ trimmed: String, _ type: FeelType) -> Value {
        switch type {
        case .constrained(let base, _): return untyped(text, trimmed, base)
        case .simple(.string): return .string(text)
        case .simple(.boolean): return .boolean(trimmed == "true")
        case .simple(.number): return Decimal128(trimmed[...]).map(Value.number) ?? .null
        case .simple: return temporalLiteral(trimmed) ?? .null
        default:
            if trimmed == "true" || trimmed == "false" { return .boolean(trimmed == "true") }
            return Decimal128(trimmed[...]).map(Value.number) ?? .string(text)
        }
    }

    /// Numbers to less than 1e-8, everything else exactly; zones by their name where they have one.
    static func agree(_ expected: Value, _ actual: Value) -> Bool {
        switch (expected, actual) {
        case (.number(let left), .number(let right)):
            guard let distance = left.subtracting(right)?.magnitude,
                let tolerance = Decimal128("1e-8")
            else { return false }
            return distance < tolerance
        case (.list(let left), .list(let right)):
            return left.count == right.count && zip(left, right).allSatisfy { agree($0, $1) }
        case (.context(let left), .context(let right)):
            return left.count == right.count
                && left.entries.allSatisfy { name, value in
                    right[name].map { agree(value, $0) } ?? false
                }
        case (.range(let left), .range(let right)):
            return left.text == right.text
        default: return identical(expected, actual)
        }
    }
}
