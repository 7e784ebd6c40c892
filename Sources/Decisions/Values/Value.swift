import Synchronization

/// A value of FEEL (DMN 1.5 §10.3.2.2).
public enum Value: Sendable {
    /// No value; also what an operation yields that cannot be carried out.
    case null
    /// true or false.
    case boolean(Bool)
    /// A decimal of 34 digits.
    case number(Decimal128)
    /// Text, compared by code point.
    case string(String)
    /// A date.
    case date(CivilDate)
    /// A time of day.
    indirect case time(CivilTime)
    /// A date and a time of day.
    indirect case dateAndTime(DateAndTime)
    /// A duration of days and time.
    case daysAndTime(DayTimeDuration)
    /// A duration of years and months.
    case yearsAndMonths(YearMonthDuration)
    /// A list.
    case list([Value])
    /// A context: values by name.
    case context(Context)
    /// A range, or the test of a comparison such as `>= 10`.
    case range(RangeValue)
    /// A function.
    case function(FunctionValue)

    /// A number.
    public static func integer(_ value: Int64) -> Value { .number(Decimal128(value)) }

    static func integer(_ value: Int) -> Value { .number(Decimal128(Int64(value))) }

    /// A number that may be out of range, then null.
    static func optional(_ value: Decimal128?) -> Value { value.map(Value.number) ?? .null }

    /// Whether this is null.
    public var isNull: Bool { if case .null = self { true } else { false } }
    /// Whether this is `true`.
    public var isTrue: Bool { if case .boolean(true) = self { true } else { false } }

    var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
    var number: Decimal128? { if case .number(let value) = self { value } else { nil } }
    var string: String? { if case .string(let value) = self { value } else { nil } }
    var list: [Value]? { if case .list(let value) = self { value } else { nil } }
    var context: Context? { if case .context(let value) = self { value } else { nil } }
    var function: FunctionValue? { if case .function(let value) = self { value } else { nil } }

    /// The elements of a list; anything else is a list of itself.
    var elements: [Value] { list ?? [self] }

    /// The name of its type, for messages.
    public var typeName: String {
        switch self {
        case .null: "null"
        case .boolean: "boolean"
        case .number: "number"
        case .string: "string"
        case .date: "date"
        case .time: "time"
        case .dateAndTime: "date and time"
        case .daysAndTime: "days and time duration"
        case .yearsAndMonths: "years and months duration"
        case .list: "list"
        case .context: "context"
        case .range: "range"
        case .function: "function"
        }
    }
}

/// The names of a context in their order; shared by all contexts one expression makes.
public final class Shape: Sendable {
    let names: [String]
    /// What stands before each value in JSON: `{"name":` and `,"name":`.
    let heads: [[UInt8]]
    private let index: [String: Int]

    init(_ names: [String]) {
        self.names = names
        heads = names.enumerated().map { place, name in
            var head: [UInt8] = [place == 0 ? 0x7B : 0x2C]
            Value.string(name).writeJSON(to: &head)
            head.append(0x3A)
            return head
        }
        index = Dictionary(
            names.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { $1 })
    }

    func position(of name: String) -> Int? {
        if names.count <= 8 { return names.lastIndex { same($0, name) } }
        return index[name]
    }
}

/// Where a name was found the last time; shared by threads, since any answer is checked.
final class PositionHint: Sendable {
    let position = Atomic(0)
}

/// Values by name, in the order they were given (DMN 1.5 §10.3.2.6).
public struct Context: Sendable {
    let shape: Shape
    let values: [Value]

    init(shape: Shape, values: [Value]) {
        self.shape = shape
        self.values = values
    }

    /// Of pairs; a later one of the same name wins.
    public init(_ entries: [(String, Value)]) {
        var names: [String] = []
        var values: [Value] = []
        var places: [String: Int] = [:]
        for (name, value) in entries {
            if let place = places[name] {
                values[place] = value
            } else {
                places[name] = names.count
                names.append(name)
                values.append(value)
            }
        }
        self.init(shape: Shape(names), values: values)
    }

    /// The value of a name; nil when the context has no such name.
    public subscript(_ name: String) -> Value? {
        guard let place = shape.position(of: name), place < values.count else { return nil }
        return values[place]
    }

    /// As by name, which most often is at a place.
    func value(_ name: String, at place: Int) -> Value? {
        place < values.count && same(shape.names[place], name) ? values[place] : self[name]
    }

    /// As by name, looked for first where it was found the last time.
    @inline(__always)
    func value(of name: String, _ hint: PositionHint) -> Value? {
        let place = hint.position.load(ordering: .relaxed)
        if place < values.count, same(shape.names[place], name) {
            return values[place]
        }
        guard let place = shape.position(of: name), place < values.count else { return nil }
        hint.position.store(place, ordering: .relaxed)
        return values[place]
    }

    /// Names with values, in order.
    public var entries: [(String, Value)] { Array(zip(shape.names, values)) }
    /// How many names.
    public var count: Int { values.count }
}

/// A range of comparable values (DMN 1.5 §10.3.2.7); an absent end is open to that side.
public final class RangeValue: Sendable {
    let start: Value
    let end: Value
    let includesStart: Bool
    let includesEnd: Bool
    /// Whether it was written as a comparison such as `< 10`, or `!= 10`.
    let comparison: Comparison?

    init(
        _ start: Value, _ end: Value, includesStart: Bool, includesEnd: Bool,
        comparison: Comparison? = nil
    ) {
        self.start = start
        self.end = end
        self.includesStart = includesStart
        self.includesEnd = includesEnd
        self.comparison = comparison
    }

    convenience init(_ comparison: Comparison, _ value: Value) {
        switch comparison {
        case .equal, .notEqual:
            self.init(
                value, value, includesStart: comparison == .equal,
                includesEnd: comparison == .equal, comparison: comparison)
        case .less, .lessOrEqual:
            self.init(
                .null, value, includesStart: false, includesEnd: comparison == .lessOrEqual,
                comparison: comparison)
        case .greater, .greaterOrEqual:
            self.init(
                value, .null, includesStart: comparison == .greaterOrEqual, includesEnd: false,
                comparison: comparison)
        }
    }

    /// Whether it holds a value; nil where they cannot be compared.
    func contains(_ value: Value) -> Bool? {
        switch comparison {
        case .equal?: return equal(value, start)
        case .notEqual?: return equal(value, start).map { !$0 }
        default: break
        }
        guard !(start.isNull && end.isNull) else { return nil }
        if !start.isNull {
            guard let order = compare(value, start) else { return nil }
            if order < 0 || (order == 0 && !includesStart) { return false }
        }
        if !end.isNull {
            guard let order = compare(value, end) else { return nil }
            if order > 0 || (order == 0 && !includesEnd) { return false }
        }
        return true
    }
}

/// The comparisons of FEEL.
public enum Comparison: String, Sendable {
    case equal = "=", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">"
    case greaterOrEqual = ">="
}

/// A function of FEEL: built in, written in the model, or of the host.
public final class FunctionValue: Sendable {
    let name: String?
    let parameters: [String]
    let parameterTypes: [FeelType]
    let resultType: FeelType
    let body: @Sendable (Evaluation, [Value]) -> Value
    /// Set for built-ins, which take other numbers of arguments and names.
    let builtIn: BuiltIn?
    /// What equality compares: a function is equal to itself.
    let identity: String?

    init(
        name: String?, parameters: [String], parameterTypes: [FeelType], resultType: FeelType,
        builtIn: BuiltIn? = nil, identity: String? = nil,
        body: @escaping @Sendable (Evaluation, [Value]) -> Value
    ) {
        self.name = name
        self.parameters = parameters
        self.parameterTypes = parameterTypes
        self.resultType = resultType
        self.builtIn = builtIn
        self.identity = identity
        self.body = body
    }
}
