/// A function of FEEL's library (DMN 1.5 §10.3.4).
struct BuiltIn: Sendable {
    let name: String
    /// The names of its parameters, one list for each way to call it; a last name with `...`
    /// takes any number of arguments.
    let signatures: [[String]]
    let body: @Sendable (Arguments) -> Value?

    init(
        _ name: String, _ signatures: [String], _ body: @escaping @Sendable (Arguments) -> Value?
    ) {
        self.name = name
        self.signatures = signatures.map {
            $0.isEmpty ? [] : $0.split(separator: ",").map { normalized($0) }
        }
        self.body = body
    }

    func accepts(_ count: Int) -> Bool {
        signatures.contains { signature in
            if signature.last?.hasSuffix("...") == true { return count >= signature.count }
            return signature.count == count
        }
    }

    var function: FunctionValue {
        FunctionValue(
            name: name, parameters: signatures.first ?? [],
            parameterTypes: (signatures.first ?? []).map { _ in .any }, resultType: .any,
            builtIn: self, identity: name
        ) { [self] evaluation, values in
            guard accepts(values.count) else {
                return evaluation.fail("\(name) does not take \(values.count) arguments")
            }
            let arguments = Arguments(evaluation: evaluation, values: values)
            return body(arguments)
                ?? evaluation.fail(
                    "\(name) has no result for "
                        + values.map(\.typeName).joined(separator: ", "))
        }
    }

    /// Whether named arguments have the types that their names promise, where one name stands for
    /// another type than its alternative.
    func accepts(_ values: [Value], named names: [String]) -> Bool {
        let signature = signatures.first { $0.count == names.count && Set($0) == Set(names) }
        return zip(signature ?? [], values).allSatisfy { parameter, value in
            switch parameter {
            case "key" where name == "context put": value.string != nil
            case "keys": value.list != nil
            case "position" where name == "list replace": value.number != nil
            case "match" where name == "list replace": value.function != nil
            case "range", "range1", "range2": value.typeName == "range"
            case "point", "point1", "point2": value.typeName != "range"
            default: true
            }
        }
    }

    static let all: [String: FunctionValue] = {
        let groups = [
            conversions, texts, lists, aggregations, numbers, temporals, contexts, relations,
        ]
        return Dictionary(
            groups.joined().map { ($0.name, $0.function) }, uniquingKeysWith: { first, _ in first })
    }()
}

extension FunctionValue {
    /// For each parameter, which of the named arguments is it; nil when the names do not fit.
    func order(of names: [String]) -> [Int]? {
        let signatures = builtIn?.signatures ?? [parameters]
        for signature in signatures where signature.count == names.count {
            let bare = signature.map { $0.hasSuffix("...") ? String($0.dropLast(3)) : $0 }
            let order = bare.compactMap { name in names.firstIndex { same($0, name) } }
            if order.count == names.count, Set(order).count == names.count { return order }
        }
        return nil
    }
}

/// The arguments of a built-in, read as the types it takes; a list of one is its element where no
/// list is taken (DMN 1.5 §10.3.2.9.4).
struct Arguments {
    let evaluation: Evaluation
    let values: [Value]

    var count: Int { values.count }

    /// The argument; null when it was not given.
    subscript(_ index: Int) -> Value { index < values.count ? values[index] : .null }

    func single(_ index: Int) -> Value {
        let value = self[index]
        if case .list(let elements) = value, elements.count == 1 { return elements[0] }
        return value
    }

    func string(_ index: Int) -> String? { single(index).string }
    func number(_ index: Int) -> Decimal128? { single(index).number }
    func integer(_ index: Int) -> Int64? {
        number(index)?.rounded(scale: 0, .down)?.int64
    }
    func context(_ index: Int) -> Context? { single(index).context }

    /// A list; any other value but null is a list of itself.
    func list(_ index: Int) -> [Value]? {
        let value = self[index]
        return value.isNull ? nil : value.elements
    }

    /// The elements of the only argument, or all arguments.
    var items: [Value]? {
        guard values.count == 1 else { return values }
        return list(0)
    }
}
