extension BuiltIn {
    static let numbers = [
        rounding("decimal", .halfEven, needsScale: true),
        rounding("floor", .floor, needsScale: false),
        rounding("ceiling", .ceiling, needsScale: false),
        rounding("round up", .up, needsScale: true),
        rounding("round down", .down, needsScale: true),
        rounding("round half up", .halfUp, needsScale: true),
        rounding("round half down", .halfDown, needsScale: true),
        BuiltIn("abs", ["n"]) { arguments in
            switch arguments.single(0) {
            case .number(let number): return .number(number.magnitude)
            case .daysAndTime(let duration):
                return duration.nanoseconds < 0
                    ? negated(.daysAndTime(duration), arguments.evaluation)
                    : .daysAndTime(duration)
            case .yearsAndMonths(let duration):
                return duration.months < 0
                    ? negated(.yearsAndMonths(duration), arguments.evaluation)
                    : .yearsAndMonths(duration)
            default: return nil
            }
        },
        BuiltIn("modulo", ["dividend, divisor"]) { arguments in
            guard let dividend = arguments.number(0), let divisor = arguments.number(1) else {
                return nil
            }
            return dividend.remainderFloored(by: divisor).map(Value.number)
        },
        BuiltIn("sqrt", ["number"]) { $0.number(0)?.squareRoot().map(Value.number) },
        BuiltIn("log", ["number"]) { $0.number(0)?.naturalLogarithm().map(Value.number) },
        BuiltIn("exp", ["number"]) { $0.number(0)?.exponential().map(Value.number) },
        BuiltIn("odd", ["number"]) { parity($0).map { .boolean($0 == .one) } },
        BuiltIn("even", ["number"]) { parity($0).map { .boolean($0.isZero) } },
    ]

    private static func parity(_ arguments: Arguments) -> Decimal128? {
        arguments.number(0)?.remainderFloored(by: Decimal128(2))
    }

    private static func rounding(_ name: String, _ mode: Decimal128.Rounding, needsScale: Bool)
        -> BuiltIn
    {
        BuiltIn(name, needsScale ? ["n, scale"] : ["n", "n, scale"]) { arguments in
            guard let number = arguments.number(0) else { return nil }
            guard arguments.count == 2 else {
                return number.rounded(scale: 0, mode).map(Value.number)
            }
            guard let scale = arguments.integer(1) else { return nil }
            return number.rounded(scale: scale, mode).map(Value.number)
        }
    }
}
