/// Why a value is null, or what else an evaluation has to say.
public struct Diagnostic: Sendable, CustomStringConvertible {
    /// The decision, function or model element that was being evaluated.
    public let element: String
    /// What happened, and with what.
    public let message: String

    /// For people.
    public var description: String { element.isEmpty ? message : "\(element): \(message)" }
}

/// Limits of one evaluation; beyond them it yields null with a diagnostic.
public struct EvaluationLimits: Sendable {
    /// Calls and iterations.
    public var steps = 1_000_000
    /// Calls within calls.
    public var depth = 250
    /// Diagnostics kept.
    public var diagnostics = 1000

    /// The defaults.
    public init() {}
}

/// What is known of a decision, input or function in one evaluation.
enum GlobalState: Sendable {
    case unknown
    /// While it is evaluated, so that circles are found.
    case pending
    case known(Value)

    var value: Value? { if case .known(let value) = self { value } else { nil } }
}

/// One evaluation of a model: its inputs, the decisions made so far, and what went wrong. Used by
/// one thread; the model behind it is shared.
public final class Evaluation {
    let model: CompiledModel
    @exclusivity(unchecked)
    var globals: [GlobalState]
    let moment: DateAndTime?
    let limits: EvaluationLimits
    /// Diagnostics are written only when they are asked for.
    let records: Bool
    /// For code that has no local values.
    let noFrame = Frame(size: 0, parent: nil)
    public internal(set) var diagnostics: [Diagnostic] = []
    public internal(set) var tables: [TableTrace] = []
    @exclusivity(unchecked)
    private(set) var steps = 0
    @exclusivity(unchecked)
    private var depth = 0
    /// The global being evaluated; -1 for none.
    @exclusivity(unchecked)
    private var current = -1
    var element: String { current >= 0 ? model.globals[current].name : "" }

    init(
        model: CompiledModel, globals: [GlobalState], moment: DateAndTime?,
        limits: EvaluationLimits, records: Bool
    ) {
        self.model = model
        self.globals = globals
        self.moment = moment
        self.limits = limits
        self.records = records
    }

    /// Forgets inputs, decisions and traces, so that the next question needs no new evaluation.
    public func clear() {
        globals.withUnsafeMutableBufferPointer { globals in
            for index in globals.indices { globals[index] = .unknown }
        }
        if !diagnostics.isEmpty { diagnostics.removeAll(keepingCapacity: true) }
        if !tables.isEmpty { tables.removeAll(keepingCapacity: true) }
        steps = 0
    }

    /// Null, with why it is null.
    @inline(__always)
    func fail(_ message: @autoclosure () -> String) -> Value {
        if records { record(message()) }
        return .null
    }

    @inline(never)
    private func record(_ message: String) {
        guard diagnostics.count < limits.diagnostics else { return }
        diagnostics.append(Diagnostic(element: element, message: message))
    }

    /// Counts one step; false when there were too many.
    @inline(__always)
    func step() -> Bool {
        steps += 1
        return steps <= limits.steps
    }

    /// Calls a function with arguments in the order of its parameters.
    func invoke(_ function: FunctionValue, _ arguments: [Value]) -> Value {
        guard step() else { return fail("more than \(limits.steps) steps") }
        guard depth < limits.depth else { return fail("calls are nested too deeply") }
        depth += 1
        defer { depth -= 1 }
        if function.builtIn != nil { return function.body(self, arguments) }
        guard arguments.count == function.parameters.count else {
            return fail(
                "\(function.name ?? "the function") takes \(function.parameters.count) arguments, "
                    + "not \(arguments.count)")
        }
        var coerced = arguments
        for (index, type) in function.parameterTypes.enumerated() {
            let before = arguments[index]
            coerced[index] = type.coerced(
                before, self, "the argument '\(function.parameters[index])'")
            if coerced[index].isNull, !before.isNull { return .null }
        }
        let result = function.body(self, coerced)
        return function.resultType.coerced(result, self, "the result")
    }

    /// The value of a decision, input or function of the model, evaluated when first asked for.
    func global(_ index: Int) -> Value {
        switch globals[index] {
        case .known(let value): return value
        case .pending: return fail("'\(model.globals[index].name)' depends on itself")
        case .unknown: return made(index)
        }
    }

    private func made(_ index: Int) -> Value {
        guard depth < limits.depth else { return fail("decisions depend on each other too deeply") }
        let before = current
        depth += 1
        current = index
        globals[index] = .pending
        let global = model.globals[index]
        let value = global.value(self)
        current = before
        depth -= 1
        globals[index] = .known(value)
        return value
    }
}

/// The local values of one call. Iterations use slots of the frame they stand in; a function that
/// is made keeps a copy, so that it sees the values of its making.
final class Frame {
    @exclusivity(unchecked)
    var slots: [Value]
    let parent: Frame?

    init(size: Int, parent: Frame?) {
        slots = Array(repeating: .null, count: size)
        self.parent = parent
    }

    private init(slots: [Value], parent: Frame?) {
        self.slots = slots
        self.parent = parent
    }

    func copy() -> FrozenFrame { FrozenFrame(slots: slots, parent: parent?.copy()) }

    convenience init(_ frozen: FrozenFrame) {
        self.init(slots: frozen.slots, parent: frozen.parent.map { Frame($0) })
    }
}

/// What a function saw when it was made; never changed, so that values stay sendable.
final class FrozenFrame: Sendable {
    let slots: [Value]
    let parent: FrozenFrame?

    init(slots: [Value], parent: FrozenFrame?) {
        self.slots = slots
        self.parent = parent
    }
}
