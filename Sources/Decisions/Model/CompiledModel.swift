public import Foundation

/// A model of decisions made ready once and shared by all threads (DMN 1.5 §6, §7).
public final class CompiledModel: Sendable {
    /// One thing with a name: an input, a decision, a business knowledge model or a service.
    struct Global: Sendable {
        enum Kind: Sendable { case input, decision, knowledge, service }
        let kind: Kind
        let name: String
        let namespace: String
        let type: FeelType
        let value: @Sendable (Evaluation) -> Value
        /// Of a service: what its outputs are called.
        var outputs: [String] = []
    }

    let globals: [Global]
    let namespace: String
    /// What was wrong with parts of the model; those parts are null when evaluated.
    public let problems: [Diagnostic]
    private let index: [String: [String: Int]]

    init(globals: [Global], namespace: String, problems: [Diagnostic]) {
        self.globals = globals
        self.namespace = namespace
        self.problems = problems
        index = Dictionary(grouping: globals.indices) { globals[$0].namespace }
            .mapValues { places in
                Dictionary(places.map { (globals[$0].name, $0) }, uniquingKeysWith: { $1 })
            }
    }

    static let empty = CompiledModel(globals: [], namespace: "", problems: [])

    /// The model of a DMN document (1.2 to 1.5) and the models it imports.
    ///
    /// - Throws: `ModelError` when the document is not well formed, hostile or no DMN. A part that
    ///   cannot be understood is listed in `problems` and evaluates to null.
    public convenience init(_ document: Data, imports: [Data] = []) throws {
        let root = try ModelElement.read(document)
        let others = try imports.map(ModelElement.read)
        try self.init(root, imports: others)
    }

    convenience init(_ root: ModelElement, imports: [ModelElement]) throws {
        guard root.name == "definitions" else {
            throw ModelError(
                message: "a DMN model begins with <definitions>, not <\(root.name)>",
                line: root.line, column: 1)
        }
        let compiler = ModelCompiler(root, imports: imports)
        self.init(
            globals: compiler.compile(), namespace: root["namespace"] ?? "",
            problems: compiler.problems)
    }

    func place(of name: String, namespace: String? = nil) -> Int? {
        index[namespace ?? self.namespace]?[normalized(name)]
    }

    /// The names of its decisions.
    public var decisions: [String] {
        globals.filter { $0.kind == .decision && $0.namespace == namespace }.map(\.name)
    }

    /// The names of its inputs.
    public var inputs: [String] {
        globals.filter { $0.kind == .input && $0.namespace == namespace }.map(\.name)
    }

    /// An evaluation without inputs.
    public func evaluation(
        records: Bool = true, at moment: DateAndTime? = nil,
        limits: EvaluationLimits = EvaluationLimits()
    ) -> Evaluation {
        Evaluation(
            model: self, globals: Array(repeating: nil, count: globals.count), moment: moment,
            limits: limits, records: records)
    }
}

extension Evaluation {
    /// Gives an input, or a decision that is to be taken as made. False when the model has no such
    /// name.
    @discardableResult
    public func set(_ name: String, _ value: Value, namespace: String? = nil) -> Bool {
        guard let place = model.place(of: name, namespace: namespace) else { return false }
        let global = model.globals[place]
        globals[place] = global.type.coerced(value, self, "the input '\(global.name)'")
        return true
    }

    /// The value of a decision; null with a diagnostic when the model has none of that name.
    public func decide(_ name: String, namespace: String? = nil) -> Value {
        guard let place = model.place(of: name, namespace: namespace) else {
            return fail("the model has no '\(name)'")
        }
        return global(place)
    }

    /// Calls a decision service or business knowledge model with what was set as its inputs.
    public func call(_ service: String) -> Value {
        guard let place = model.place(of: service), case .function(let function) = global(place)
        else { return fail("the model has no service '\(service)'") }
        let arguments = function.parameters.map { name in
            model.place(of: name).flatMap { globals[$0] } ?? .null
        }
        return invoke(function, arguments)
    }
}
