extension BuiltIn {
    static let texts = [
        BuiltIn("substring", ["string, start position", "string, start position, length"]) {
            arguments in
            guard let text = arguments.string(0), let start = arguments.integer(1) else {
                return nil
            }
            let scalars = Array(text.unicodeScalars)
            guard start != 0, start.magnitude <= UInt64(scalars.count) else { return nil }
            let from = Int(start > 0 ? start - 1 : Int64(scalars.count) + start)
            var count = scalars.count - from
            if arguments.count == 3, !arguments[2].isNull {
                guard let length = arguments.integer(2), length >= 1 else { return nil }
                count = min(count, Int(clamping: length))
            }
            return .string(String(String.UnicodeScalarView(scalars[from..<from + count])))
        },
        BuiltIn("string length", ["string"]) { arguments in
            arguments.string(0).map { .integer($0.unicodeScalars.count) }
        },
        BuiltIn("upper case", ["string"]) { $0.string(0).map { .string($0.uppercased()) } },
        BuiltIn("lower case", ["string"]) { $0.string(0).map { .string($0.lowercased()) } },
        BuiltIn("substring before", ["string, match"]) { arguments in
            pair(arguments) { text, match in
                guard let place = find(match, in: text) else { return .string("") }
                return .string(String(String.UnicodeScalarView(text[..<place])))
            }
        },
        BuiltIn("substring after", ["string, match"]) { arguments in
            pair(arguments) { text, match in
                guard let place = find(match, in: text) else { return .string("") }
                return .string(String(String.UnicodeScalarView(text[(place + match.count)...])))
            }
        },
        BuiltIn("contains", ["string, match"]) { arguments in
            pair(arguments) { .boolean(find($1, in: $0) != nil) }
        },
        BuiltIn("starts with", ["string, match"]) { arguments in
            pair(arguments) { .boolean($0.starts(with: $1)) }
        },
        BuiltIn("ends with", ["string, match"]) { arguments in
            pair(arguments) { .boolean($0.reversed().starts(with: $1.reversed())) }
        },
        BuiltIn("matches", ["input, pattern", "input, pattern, flags"]) { arguments in
            guard let text = arguments.string(0), let pattern = pattern(arguments, 2) else {
                return nil
            }
            return pattern.matches(text).map(Value.boolean)
        },
        BuiltIn(
            "replace",
            ["input, pattern, replacement", "input, pattern, replacement, flags"]
        ) { arguments in
            guard let text = arguments.string(0), let replacement = arguments.string(2),
                let pattern = pattern(arguments, 3)
            else { return nil }
            return (try? pattern.replaced(in: text, by: replacement)).map(Value.string)
        },
        BuiltIn("split", ["string, delimiter"]) { arguments in
            guard let text = arguments.string(0), let pattern = pattern(arguments, 2) else {
                return nil
            }
            return (try? pattern.split(text)).map { .list($0.map(Value.string)) }
        },
        BuiltIn("string join", ["list", "list, delimiter"]) { arguments in
            guard let list = arguments.list(0) else { return nil }
            var delimiter = ""
            if arguments.count == 2, !arguments[1].isNull {
                guard let text = arguments.string(1) else { return nil }
                delimiter = text
            }
            var texts: [String] = []
            for value in list {
                switch value {
                case .string(let text): texts.append(text)
                case .null: break
                default: return nil
                }
            }
            return .string(texts.joined(separator: delimiter))
        },
    ]

    private static func pattern(_ arguments: Arguments, _ flags: Int) -> RegularExpression? {
        guard let pattern = arguments.string(1) else { return nil }
        var letters = ""
        if arguments.count > flags, !arguments[flags].isNull {
            guard let text = arguments.string(flags) else { return nil }
            letters = text
        }
        return try? RegularExpression(pattern, flags: letters)
    }

    private static func pair(
        _ arguments: Arguments, _ body: ([Unicode.Scalar], [Unicode.Scalar]) -> Value
    ) -> Value? {
        guard let text = arguments.string(0), let match = arguments.string(1) else { return nil }
        return body(Array(text.unicodeScalars), Array(match.unicodeScalars))
    }

    private static func find(_ match: [Unicode.Scalar], in text: [Unicode.Scalar]) -> Int? {
        guard match.count <= text.count else { return nil }
        return (0...text.count - match.count).first { text[$0...].starts(with: match) }
    }
}
