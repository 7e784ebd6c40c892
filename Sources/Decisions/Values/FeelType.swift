/// A type of FEEL (DMN 1.5 §10.3.2.9).
public indirect enum FeelType: Sendable {
    /// Everything conforms to it.
    case any
    /// Only null conforms to it.
    case null
    /// number, string, boolean and the temporal types.
    case simple(SimpleType)
    /// `list<T>`.
    case list(FeelType)
    /// `context<name: T, ...>`.
    case context([Field])
    /// `function<T, ...> -> T`; without parameters every function conforms.
    case function([FeelType]?, FeelType)
    /// `range<T>`.
    case range(FeelType)
    /// A type with the values it allows.
    case constrained(FeelType, Constraint)
    /// A name nobody knows; nothing conforms to it.
    case unknown(String)

    /// One name of a context type.
    public struct Field: Sendable {
        let name: String
        let type: FeelType
    }

    /// The types without parts.
    public enum SimpleType: String, Sendable, CaseIterable {
        case number, string, boolean, date, time
        case dateAndTime = "date and time"
        case daysAndTime = "days and time duration"
        case yearsAndMonths = "years and months duration"

        /// Whether a value is one of the three types that most values have.
        @inline(__always)
        func isType(of value: Value) -> Bool {
            switch (self, value) {
            case (.number, .number), (.string, .string), (.boolean, .boolean): true
            default: false
            }
        }
    }

    /// The type without parts that this is.
    var plain: SimpleType? { if case .simple(let type) = self { type } else { nil } }

    /// Unary tests that values have to pass; compiled when first needed.
    public final class Constraint: Sendable {
        let text: String
        let holds: @Sendable (Evaluation, Value) -> Bool

        init(text: String, holds: @escaping @Sendable (Evaluation, Value) -> Bool) {
            self.text = text
            self.holds = holds
        }
    }

    /// The built-in type of a name as models write it; nil for others.
    static func named(_ name: String) -> FeelType? {
        if let simple = SimpleType(rawValue: name) { return .simple(simple) }
        switch name {
        case "Any": return .any
        case "Null", "null": return .null
        case "dateTime": return .simple(.dateAndTime)
        case "dayTimeDuration": return .simple(.daysAndTime)
        case "yearMonthDuration": return .simple(.yearsAndMonths)
        case "context": return .context([])
        case "list": return .list(.any)
        case "function": return .function(nil, .any)
        case "range": return .range(.any)
        default: return nil
        }
    }

    /// The fields known of values of this type or of the elements of a list of it.
    var fields: [Field]? {
        switch self {
        case .context(let fields): fields.isEmpty ? nil : fields
        case .list(let element): element.fields
        case .constrained(let base, _): base.fields
        default: nil
        }
    }

    var element: FeelType {
        switch self {
        case .list(let element): element
        case .constrained(let base, _): base.element
        default: self
        }
    }

    var isList: Bool {
        switch self {
        case .list: true
        case .constrained(let base, _): base.isList
        default: false
        }
    }

    /// `value instance of self`; the values a type allows count only at boundaries.
    func includes(_ value: Value, _ evaluation: Evaluation, strict: Bool = false) -> Bool {
        switch (self, value) {
        case (.unknown, _): return false
        case (.constrained(let base, let constraint), _):
            return base.includes(value, evaluation, strict: strict)
                && (!strict || constraint.holds(evaluation, value))
        case (_, .null):
            if case .null = self { return true }
            return false
        case (.any, _): return true
        case (.simple(let type), _): return value.typeName == type.rawValue
        case (.list(let element), .list(let values)):
            return values.allSatisfy { element.accepts($0, evaluation, strict: strict) }
        case (.context(let fields), .context(let context)):
            return fields.indices.allSatisfy { place in
                let field = fields[place]
                guard let value = context.value(field.name, at: place) else { return false }
                return field.type.accepts(value, evaluation, strict: strict)
            }
        case (.function(let parameters, let result), .function(let function)):
            return Self.includes(function, parameters, result)
        case (.range(let type), .range(let range)):
            let ends = [range.start, range.end].filter { !$0.isNull }
            return ends.allSatisfy { type.accepts($0, evaluation, strict: strict) }
        default: return false
        }
    }

    private static func includes(
        _ function: FunctionValue, _ parameters: [FeelType]?, _ result: FeelType
    ) -> Bool {
        guard let parameters else { return true }
        if let builtIn = function.builtIn { return builtIn.accepts(parameters.count) }
        guard parameters.count == function.parameterTypes.count else { return false }
        // What nobody declared may be anything.
        if case .any = function.resultType {} else {
            guard function.resultType.conforms(to: result) else { return false }
        }
        return zip(parameters, function.parameterTypes).allSatisfy { $0.conforms(to: $1) }
    }

    /// As `includes`, and null belongs to every type.
    func accepts(_ value: Value, _ evaluation: Evaluation, strict: Bool) -> Bool {
        value.isNull || includes(value, evaluation, strict: strict)
    }

    /// Whether every value of this type is one of another (DMN 1.5 §10.3.2.9.3).
    func conforms(to other: FeelType) -> Bool {
        switch (self, other) {
        case (_, .any): return true
        case (.null, _): return true
        case (_, .constrained(let base, _)): return conforms(to: base)
        case (.constrained(let base, _), _): return base.conforms(to: other)
        case (.simple(let left), .simple(let right)): return left == right
        case (.list(let left), .list(let right)): return left.conforms(to: right)
        case (.range(let left), .range(let right)): return left.conforms(to: right)
        case (.context(let left), .context(let right)):
            return right.allSatisfy { field in
                left.first { $0.name == field.name }?.type.conforms(to: field.type) ?? false
            }
        case (.function(let left, let result), .function(let right, let other)):
            guard let right else { return true }
            guard let left, left.count == right.count else { return false }
            return zip(right, left).allSatisfy { $0.conforms(to: $1) }
                && result.conforms(to: other)
        default: return false
        }
    }

    /// A value as this type at a boundary (DMN 1.5 §10.3.2.9.4): itself, a list of it, its only
    /// element, a date as a date and time; otherwise null with a diagnostic.
    func coerced(_ value: Value, _ evaluation: Evaluation, _ place: @autoclosure () -> String)
        -> Value
    {
        if case .any = self { return value }
        if plain?.isType(of: value) == true { return value }
        if accepts(value, evaluation, strict: true) { return value }
        if case .list(let values) = value, values.count == 1, !isList,
            accepts(values[0], evaluation, strict: true)
        {
            return values[0]
        }
        if isList, accepts(.list([value]), evaluation, strict: true) { return .list([value]) }
        if case .date(let date) = value {
            let moment = Value.dateAndTime(DateAndTime(startOf: date))
            if includes(moment, evaluation, strict: true) { return moment }
        }
        return evaluation.fail("\(place()) is \(value.typeName), which is not \(name)")
    }

    /// For messages.
    public var name: String {
        switch self {
        case .any: "Any"
        case .null: "Null"
        case .simple(let type): type.rawValue
        case .list(let element): "list<\(element.name)>"
        case .context(let fields):
            fields.isEmpty
                ? "context"
                : "context<" + fields.map { "\($0.name): \($0.type.name)" }.joined(separator: ", ")
                    + ">"
        case .function(nil, _): "function"
        case .function(let parameters?, let result):
            "function<" + parameters.map(\.name).joined(separator: ", ") + "> -> " + result.name
        case .range(let type): "range<\(type.name)>"
        case .constrained(let base, let constraint): "\(base.name) of \(constraint.text)"
        case .unknown(let name): name
        }
    }
}
