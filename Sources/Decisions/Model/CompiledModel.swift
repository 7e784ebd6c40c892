public import Foundation

/// A model of decisions made ready once and shared by all threads (DMN 1.5 §6, §7).
public final class CompiledModel: Sendable {
    /// One thing with a name: an input, a decision, a business knowledge model or a service.
    final class Global: Sendable {
        enum Kind: Sendable { case input, decision, knowledge, service }
        let kind: Kind
        let name: String
        let namespace: String
        let type: FeelType
        let value: @Sendable (Evaluation) -> Value
        /// Of a service: what its outputs are called.
        let outputs: [String]

        init(
            kind: Kind, name: String, namespace: String, type: FeelType, outputs: [String] = [],
            value: @escaping @Sendable (Evaluation) -> Value
        ) {
            self.kind = kind
            self.name = name
            self.namespace = namespace
            self.type = type
            self.value = value
            self.outputs = outputs
        }
    }

    let globals: [Global]
    let namespace: String
    /// What was wrong with parts of the model; those parts are null when evaluated.
    public let problems: [Diagnostic]
    /// What its tables leave open or say twice: gaps, overlaps and rules that never decide, each
    /// with an example.
    public let findings: [Diagnostic]
    let index: [String: [String: Int]]
    /// The types of its globals, where values of them need nothing but a look.
    let plainTypes: [FeelType.SimpleType?]
    /// The names of its own globals by their places; those of imports are empty.
    let names: [[UInt8]]

    init(
        globals: [Global], namespace: String, problems: [Diagnostic], findings: [Diagnostic] = []
    ) {
        self.findings = findings
        self.globals = globals
        self.namespace = namespace
        self.problems = problems
        plainTypes = globals.map(\.type.plain)
        names = globals.map { $0.namespace == namespace ? Array($0.name.utf8) : [] }
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
    ///
    /// - Parameter analyses: also looks for `findings`, which takes time with large tables.
    public convenience init(
        _ document: Data, imports: [Data] = [], analyses: Bool = false
    ) throws {
        let root = try ModelElement.read(document)
        let others = try imports.map(ModelElement.read)
        try self.init(root, imports: others, analyses: analyses)
    }

    convenience init(_ root: ModelElement, imports: [ModelElement], analyses: Bool = false) throws {
        guard root.name == "definitions" else {
            throw ModelError(
                message: "a DMN model begins with <definitions>, not <\(root.name)>",
                line: root.line, column: 1)
        }
        let compiler = ModelCompiler(root, imports: imports, analyses: analyses)
        self.init(
            globals: compiler.compile(), namespace: root["namespace"] ?? "",
            problems: compiler.problems, findings: compiler.findings)
    }

    func place(of name: String, namespace: String? = nil) -> Int? {
        if let place = index[namespace ?? self.namespace]?[name] { return place }
        let name = normalized(name)
        if let place = index[namespace ?? self.namespace]?[name] { return place }
        guard namespace == nil else { return nil }
        // A name of an imported model, where only one of them has it.
        let others = index.values.compactMap { $0[name] }
        return others.count == 1 ? others[0] : nil
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
            model: self, globals: Array(repeating: .unknown, count: globals.count), moment: moment,
            limits: limits, records: records)
    }
}

/// An input or decision of a model, found once by its name and used in many evaluations.
public struct ModelPlace: Sendable {
    let index: Int
}

extension CompiledModel {
    /// The place of an input or decision; nil when the model has none of that name.
    public func input(_ name: String) -> ModelPlace? {
        place(of: name).map(ModelPlace.init(index:))
    }
}

extension Evaluation {
    /// The value at a place: read, it is decided when first asked for; written, it is an input or
    /// a decision taken as made.
    public subscript(_ place: ModelPlace) -> Value {
        get { globals.indices.contains(place.index) ? global(place.index) : .null }
        set {
            guard globals.indices.contains(place.index) else { return }
            give(place.index, newValue)
        }
    }

    /// Gives an input, or a decision that is to be taken as made. False when the model has no such
    /// name.
    @discardableResult
    public func set(_ name: String, _ value: Value, namespace: String? = nil) -> Bool {
        guard let place = model.place(of: name, namespace: namespace) else { return false }
        give(place, value)
        return true
    }

    /// Gives an input as its type wants it.
    @inline(__always)
    func give(_ place: Int, _ value: Value) {
        if model.plainTypes[place]?.isType(of: value) == true {
            globals[place] = .known(value)
        } else {
            let type = model.globals[place].type
            let name = model.globals[place].name
            globals[place] = .known(type.coerced(value, self, "the input '\(name)'"))
        }
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
            model.place(of: name).flatMap { globals[$0].value } ?? .null
        }
        return invoke(function, arguments)
    }
}
