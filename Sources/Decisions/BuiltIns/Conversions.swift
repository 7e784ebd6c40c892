extension BuiltIn {
    static let conversions = [
        BuiltIn("number", ["from", "from, grouping separator, decimal separator"], number),
        BuiltIn("string", ["from"]) { arguments in
            arguments[0].isNull ? nil : .string(arguments[0].text)
        },
        BuiltIn("not", ["negand"]) { arguments in
            arguments.single(0).boolean.map { .boolean(!$0) }
        },
        BuiltIn("is", ["value1, value2"]) { arguments in
            .boolean(identical(arguments[0], arguments[1]))
        },
        BuiltIn("range", ["from"]) { arguments in
            arguments.string(0).flatMap(range(from:))
        },
    ]

    @Sendable private static func number(_ arguments: Arguments) -> Value? {
        guard arguments.count == 3 else {
            if let number = arguments.number(0) { return .number(number) }
            return arguments.string(0).flatMap(plainNumber)
        }
        guard var text = arguments.string(0) else { return nil }
        func separator(_ index: Int, _ allowed: [String]) -> String?? {
            if arguments[index].isNull { return .some(nil) }
            guard let text = arguments.string(index), allowed.contains(text) else { return nil }
            return .some(text)
        }
        guard let grouping = separator(1, [" ", ",", "."]), let point = separator(2, [".", ","]),
            grouping == nil || grouping != point
        else { return nil }
        if let grouping {
            text = String(text.filter { String($0) != grouping })
        }
        if let point, point != "." {
            guard !text.contains(".") else { return nil }
            text = String(text.map { String($0) == point ? "." : $0 })
        }
        return plainNumber(text)
    }

    private static func plainNumber(_ text: String) -> Value? {
        guard text.utf8.count < 10_000, text.first != "+", text.last != "." else { return nil }
        return Decimal128(text[...]).map(Value.number)
    }

    /// A range from its literal (DMN 1.5 §10.3.4.1): its ends are literals, nothing is evaluated.
    private static func range(from text: String) -> Value? {
        let scope = NameScope(
            Dictionary(uniqueKeysWithValues: all.keys.map { ($0, FeelType.any) }),
            members: MemberNames())
        var parser = Parser(text, scope: scope, types: FeelType.named)
        guard let expression = try? parser.wholeExpression(),
            case .range(let low?, let high?, let includesStart, let includesEnd) = expression.kind,
            let start = endpoint(low), let end = endpoint(high)
        else { return nil }
        if start.isNull && end.isNull { return nil }
        if !start.isNull, !end.isNull {
            guard start.typeName == end.typeName, let order = compare(start, end), order <= 0
            else { return nil }
        }
        return .range(
            RangeValue(start, end, includesStart: includesStart, includesEnd: includesEnd))
    }

    private static func endpoint(_ expression: Expression) -> Value? {
        switch expression.kind {
        case .literal(let value): return value
        case .negation(let operand):
            guard case .number(let number)? = endpoint(operand) else { return nil }
            return .number(number.negated)
        case .call(let function, let arguments):
            guard case .name(let name) = function.kind,
                ["date", "time", "date and time", "duration"].contains(name)
            else { return nil }
            var values: [Value] = []
            for argument in arguments {
                guard case .literal(let value) = argument.kind else { return nil }
                values.append(value)
            }
            let value = all[name]?.body(CompiledModel.empty.evaluation(records: false), values)
            return value?.isNull == false ? value : nil
        default: return nil
        }
    }
}

extension Value {
    /// What `string()` makes of it (DMN 1.5 §10.3.4.1); texts within lists and contexts are quoted.
    var text: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .number(let number): number.description
        case .string(let text): text
        case .date(let date): date.description
        case .time(let time): time.description
        case .dateAndTime(let moment): moment.description
        case .daysAndTime(let duration): duration.description
        case .yearsAndMonths(let duration): duration.description
        case .list(let elements):
            "[" + elements.map(\.quotedText).joined(separator: ", ") + "]"
        case .context(let context):
            "{" + context.entries.map { Self.key($0) + ": " + $1.quotedText }
                .joined(separator: ", ") + "}"
        case .range(let range): range.text
        case .function(let function): "function \(function.name ?? "")"
        }
    }

    private static func key(_ name: String) -> String {
        name.unicodeScalars.allSatisfy { isNamePart($0) || $0 == " " } ? name : quoted(name)
    }

    var quotedText: String {
        if case .string(let text) = self { return quoted(text) }
        return text
    }
}

/// A text as FEEL writes it.
func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}

extension RangeValue {
    var text: String {
        func end(_ value: Value) -> String {
            switch value {
            case .null: ""
            case .string, .number, .boolean: value.quotedText
            default: "@\"" + value.text + "\""
            }
        }
        if let comparison {
            let value = start.isNull ? self.end : start
            return "(" + comparison.rawValue + " " + end(value) + ")"
        }
        return (includesStart ? "[" : "(") + end(start) + ".." + end(self.end)
            + (includesEnd ? "]" : ")")
    }
}
