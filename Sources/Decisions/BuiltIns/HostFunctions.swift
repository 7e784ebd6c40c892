internal import Foundation

/// Functions of the host, called by models through `external` (DMN 1.5 §10.3.2.13.3).
///
/// The Java signatures below are shims: they stand in for `java.lang` methods that models written
/// for a JVM name, and nothing else of Java is there.
public enum HostFunctions {
    /// What a host function does with arguments that have the types it declares.
    public typealias Body = @Sendable ([Value]) -> Value?

    static func bound(
        _ binding: Context, _ names: [String], _ types: [FeelType], _ evaluation: Evaluation
    ) -> Value {
        guard let java = binding["java"]?.context, let owner = java["class"]?.string,
            let signature = java["method signature"]?.string
        else {
            guard let swift = binding["swift"]?.string else {
                return evaluation.fail("the external function has no binding this engine knows")
            }
            return evaluation.fail("the host has no function '\(swift)'")
        }
        let key = owner + "." + signature.filter { $0 != " " }
        guard let body = shims[key] else {
            return evaluation.fail("there is no shim for \(key)")
        }
        let declared = signature.split(separator: "(").last?.dropLast().split(separator: ",") ?? []
        let isVariadic = signature.contains("Object...")
            || signature.contains("[Ljava.lang.Object;")
        guard isVariadic || declared.count == names.count else {
            return evaluation.fail("\(key) takes \(declared.count) parameters")
        }
        return .function(
            FunctionValue(
                name: key, parameters: names, parameterTypes: types, resultType: .any
            ) { evaluation, arguments in
                body(arguments) ?? evaluation.fail("\(key) has no result")
            })
    }

    private static let shims: [String: Body] = {
        var shims: [String: Body] = [:]
        for type in ["double", "float", "int", "long"] {
            shims["java.lang.Math.max(\(type),\(type))"] = { arguments in
                guard let left = arguments[0].number, let right = arguments[1].number else {
                    return nil
                }
                return .number(max(left, right))
            }
        }
        shims["java.lang.Math.cos(double)"] = { $0[0].number.flatMap { number(cos($0.double)) } }
        for name in ["Integer", "Short", "Byte", "Long", "Float", "Double"] {
            shims["java.lang.\(name).valueOf(java.lang.String)"] = { arguments in
                arguments[0].string.flatMap { Decimal128($0[...]) }.map(Value.number)
            }
        }
        for (name, type) in [
            ("Integer", "int"), ("Short", "short"), ("Byte", "byte"), ("Long", "long"),
            ("Float", "float"), ("Double", "double"),
        ] {
            shims["java.lang.\(name).valueOf(\(type))"] = { $0[0].number.map(Value.number) }
        }
        shims["java.lang.String.valueOf(char)"] = { arguments in
            guard let text = arguments[0].string, text.unicodeScalars.count == 1 else { return nil }
            return .string(text)
        }
        for type in ["double", "float", "int", "long", "boolean", "java.lang.Object"] {
            shims["java.lang.String.valueOf(\(type))"] = { .string($0[0].text) }
        }
        for type in ["java.lang.Object...", "[Ljava.lang.Object;"] {
            shims["java.lang.String.format(java.lang.String,\(type))"] = { arguments in
                guard let format = arguments.first?.string else { return nil }
                return .string(formatted(format, arguments.dropFirst().flatMap(\.elements)))
            }
        }
        return shims
    }()

    private static func number(_ value: Double) -> Value? {
        Decimal128(Substring(String(value))).map(Value.number)
    }

    /// `%s` only.
    private static func formatted(_ format: String, _ arguments: [Value]) -> String {
        var rest = arguments[...]
        return format.components(separatedBy: "%s").enumerated().reduce("") { text, part in
            part.offset == 0
                ? part.element : text + (rest.popFirst()?.text ?? "null") + part.element
        }
    }
}
