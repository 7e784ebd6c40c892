extension BuiltIn {
    static let aggregations = [
        BuiltIn("min", ["list", "c..."]) { extreme($0, -1) },
        BuiltIn("max", ["list", "c..."]) { extreme($0, 1) },
        BuiltIn("sum", ["list", "n..."]) { arguments in
            guard let items = arguments.items, let first = items.first else { return nil }
            let total = items.dropFirst().reduce(first) {
                BuiltInSum.add($0, $1, arguments.evaluation)
            }
            switch total {
            case .number, .daysAndTime, .yearsAndMonths: return total
            default: return nil
            }
        },
        BuiltIn("mean", ["list", "n..."]) { arguments in
            guard let numbers = numbers(arguments), !numbers.isEmpty else { return nil }
            return total(numbers)?.divided(by: Decimal128(Int64(numbers.count))).map(Value.number)
        },
        BuiltIn("product", ["list", "n..."]) { arguments in
            guard let numbers = numbers(arguments), !numbers.isEmpty else { return nil }
            return numbers.reduce(Decimal128.one as Decimal128?) { $0?.multiplied(by: $1) }
                .map(Value.number)
        },
        BuiltIn("median", ["list", "n..."]) { arguments in
            guard let sorted = numbers(arguments)?.sorted(), !sorted.isEmpty else { return nil }
            let middle = sorted.count / 2
            if sorted.count % 2 == 1 { return .number(sorted[middle]) }
            return sorted[middle - 1].adding(sorted[middle])?.divided(by: Decimal128(2))
                .map(Value.number)
        },
        BuiltIn("stddev", ["list", "n..."]) { arguments in
            guard let numbers = numbers(arguments), numbers.count > 1 else { return nil }
            return deviation(numbers).map(Value.number)
        },
        BuiltIn("mode", ["list", "n..."]) { arguments in
            guard let numbers = numbers(arguments) else { return nil }
            let counts = Dictionary(numbers.map { ($0, 1) }, uniquingKeysWith: +)
            let most = counts.values.max()
            return .list(counts.filter { $0.value == most }.keys.sorted().map(Value.number))
        },
        BuiltIn("all", ["list", "b..."]) { quantified($0, decisive: false) },
        BuiltIn("any", ["list", "b..."]) { quantified($0, decisive: true) },
    ]

    private static func extreme(_ arguments: Arguments, _ sign: Int) -> Value? {
        guard let items = arguments.items, var best = items.first else { return nil }
        if items.count == 1 { return compare(best, best) == nil ? nil : best }
        for item in items.dropFirst() {
            guard let order = compare(item, best) else { return nil }
            if order * sign > 0 { best = item }
        }
        return best
    }

    private static func numbers(_ arguments: Arguments) -> [Decimal128]? {
        guard let items = arguments.items else { return nil }
        let numbers = items.compactMap(\.number)
        return numbers.count == items.count ? numbers : nil
    }

    private static func total(_ numbers: [Decimal128]) -> Decimal128? {
        numbers.reduce(Decimal128.zero as Decimal128?) { $0?.adding($1) }
    }

    /// Of a sample: divided by the count less one.
    private static func deviation(_ numbers: [Decimal128]) -> Decimal128? {
        let count = Decimal128(Int64(numbers.count))
        guard let mean = total(numbers)?.divided(by: count) else { return nil }
        var squares: [Decimal128] = []
        for number in numbers {
            guard let distance = number.subtracting(mean),
                let square = distance.multiplied(by: distance)
            else { return nil }
            squares.append(square)
        }
        return total(squares)?.divided(by: Decimal128(Int64(numbers.count - 1)))?.squareRoot()
    }

    private static func quantified(_ arguments: Arguments, decisive: Bool) -> Value? {
        guard let items = arguments.items else { return nil }
        var unknown = false
        for item in items {
            guard let boolean = item.boolean else {
                unknown = true
                continue
            }
            if boolean == decisive { return .boolean(decisive) }
        }
        return unknown ? nil : .boolean(!decisive)
    }
}

enum BuiltInSum {
    /// Texts are not summed.
    static func add(_ left: Value, _ right: Value, _ evaluation: Evaluation) -> Value {
        if case .string = left { return .null }
        return sum(left, right, evaluation)
    }
}
