import Foundation

enum Checks {
    static func run(_ input: Data) {
        var output = ""
        input.withUnsafeBytes { raw in
            let bytes = raw.bindMemory(to: UInt8.self)
            for line in bytes.split(separator: 0x0a) {
                let fields = line.split(separator: 0x20).map { UnsafeBufferPointer(rebasing: $0) }
                output += answer(fields)
                output += "\n"
            }
        }
        FileHandle.standardOutput.write(Data(output.utf8))
    }

    private static func text(_ value: Decimal128?) -> String {
        guard let value else { return "nil" }
        if value.isZero, value.high != Decimal128.zero.high { return "bad zero" }
        if value.coefficient > PowersOfTen.largestCoefficient { return "bad coefficient" }
        return "\(value.isNegative ? "-" : "")\(value.coefficient)E\(value.exponent)"
    }

    private static func answer(_ fields: [UnsafeBufferPointer<UInt8>]) -> String {
        let operation = String(decoding: fields[0], as: UTF8.self)
        let parsed = fields.count > 1 ? Decimal128(utf8: fields[1]) : nil
        if operation == "parse" {
            let other = Decimal128(
                Substring(fields.count > 1 ? String(decoding: fields[1], as: UTF8.self) : ""))
            return parsed == other ? text(parsed) : "init differs"
        }
        guard let left = parsed else { return "unreadable" }
        if let unary = unary(operation, left) { return unary }
        guard fields.count > 2 else { return "unknown" }
        if operation == "round" {
            let mode = Int(String(decoding: fields[3], as: UTF8.self)) ?? 0
            let scale = Int64(String(decoding: fields[2], as: UTF8.self)) ?? 0
            return text(left.rounded(scale: scale, Decimal128.Rounding.allCases[mode]))
        }
        guard let right = Decimal128(utf8: fields[2]) else { return "unreadable" }
        return binary(operation, left, right)
    }

    private static func unary(_ operation: String, _ value: Decimal128) -> String? {
        switch operation {
        case "print": return value.description
        case "int": return value.int64.map { "\($0)" } ?? "nil"
        case "isint": return "\(value.isInteger)"
        case "double": return "\(value.double)"
        case "neg": return text(value.negated)
        case "abs": return text(value.magnitude)
        case "sqrt": return text(value.squareRoot())
        case "exp": return text(value.exponential())
        case "ln": return text(value.naturalLogarithm())
        default: return nil
        }
    }

    private static func binary(
        _ operation: String, _ left: Decimal128, _ right: Decimal128
    ) -> String {
        switch operation {
        case "add": return text(left.adding(right))
        case "sub": return text(left.subtracting(right))
        case "mul": return text(left.multiplied(by: right))
        case "div": return text(left.divided(by: right))
        case "mod": return text(left.remainderFloored(by: right))
        case "pow": return text(left.power(right))
        case "cmp": return order(left, right)
        default: return "unknown"
        }
    }

    private static func order(_ left: Decimal128, _ right: Decimal128) -> String {
        let equal = left == right
        if equal != (right == left) || (left < right) != (right > left) { return "asymmetric" }
        if equal, left.hashValue != right.hashValue { return "hash differs" }
        if left < right { return equal || right < left ? "inconsistent" : "-1" }
        if right < left { return equal ? "inconsistent" : "1" }
        return equal ? "0" : "incomparable"
    }
}
