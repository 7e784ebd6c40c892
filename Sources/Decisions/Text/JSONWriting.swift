import Foundation

extension Value {
    /// The value of a JSON text.
    ///
    /// - Throws: `JSONError` with its place when the text is not JSON.
    public init(json: some Sequence<UInt8>) throws {
        self = try Array(json).withUnsafeBufferPointer { bytes in
            var reader = JSONReader(bytes)
            let value = try reader.value()
            try reader.expectEnd()
            return value
        }
    }

    /// Appends this value as JSON: numbers in plain notation, temporal values as texts.
    public func writeJSON(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .boolean(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .number(let number):
            if let whole = number.wholeFromZero {
                Self.write(UInt64(whole), to: &bytes)
            } else if number.isNarrow, (-18..<0).contains(number.exponent) {
                Self.write(number, to: &bytes)
            } else {
                bytes.append(contentsOf: number.description.utf8)
            }
        case .string(let text): Self.write(text, to: &bytes)
        case .list(let elements):
            bytes.append(0x5B)
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(0x2C) }
                element.writeJSON(to: &bytes)
            }
            bytes.append(0x5D)
        case .context(let context):
            if context.values.isEmpty { bytes.append(0x7B) }
            for index in context.values.indices {
                bytes.append(contentsOf: context.shape.heads[index])
                context.values[index].writeJSON(to: &bytes)
            }
            bytes.append(0x7D)
        default: Self.write(text, to: &bytes)
        }
    }

    /// This value as JSON.
    public var json: String {
        var bytes: [UInt8] = []
        writeJSON(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func write(_ number: UInt64, to bytes: inout [UInt8]) {
        if number >= 10 { write(number / 10, to: &bytes) }
        bytes.append(UInt8(truncatingIfNeeded: 48 + number % 10))
    }

    /// A number with up to 18 digits after the point.
    private static func write(_ number: Decimal128, to bytes: inout [UInt8]) {
        if number.isNegative { bytes.append(0x2D) }
        let parts = number.low.quotientAndRemainder(
            dividingBy: PowersOfTen.narrow(-number.exponent))
        write(parts.quotient, to: &bytes)
        guard parts.remainder != 0 else { return }
        bytes.append(0x2E)
        var rest = parts.remainder
        var place = PowersOfTen.narrow(-number.exponent - 1)
        while rest != 0 {
            bytes.append(UInt8(truncatingIfNeeded: 48 + rest / place))
            rest %= place
            place /= 10
        }
    }

    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(0x22)
        var text = text
        text.withUTF8 { utf8 in
            if utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
                bytes.append(contentsOf: utf8)
                return
            }
            for byte in utf8 {
                switch byte {
                case 0x22: bytes.append(contentsOf: [0x5C, 0x22])
                case 0x5C: bytes.append(contentsOf: [0x5C, 0x5C])
                case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
                case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
                case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
                case 0..<0x20:
                    let digits = Array("0123456789abcdef".utf8)
                    bytes.append(contentsOf: "\\u00".utf8)
                    bytes.append(digits[Int(byte >> 4)])
                    bytes.append(digits[Int(byte & 15)])
                default: bytes.append(byte)
                }
            }
        }
        bytes.append(0x22)
    }
}

extension Evaluation {
    /// Gives inputs by the names of a JSON object; temporal texts become what the input's type
    /// says. Names the model does not have are told as diagnostics.
    ///
    /// - Throws: `JSONError` when the text is no JSON object; then nothing is decided.
    public func set(json: UnsafeBufferPointer<UInt8>) throws {
        var reader = JSONReader(json)
        var expected = 0
        try reader.object { (reader: inout JSONReader, name) throws(JSONError) in
            let place = model.input(name, from: &expected)
            let value = try reader.value()
            guard let place else {
                _ = fail("the model has no input '\(String(decoding: name, as: UTF8.self))'")
                return
            }
            switch (model.plainTypes[place], value) {
            case (.string?, .string), (_, .number), (_, .boolean), (_, .null):
                give(place, value)
            default: give(place, model.globals[place].type.temporal(value))
            }
        }
        try reader.expectEnd()
    }

    /// Gives inputs by the names of a JSON object.
    ///
    /// - Throws: `JSONError` when the text is no JSON object.
    public func set(json: [UInt8]) throws {
        try json.withUnsafeBufferPointer { try set(json: $0) }
    }
}

extension CompiledModel {
    /// The input or decision of a name, looked for first where the last one was found.
    func input(_ name: UnsafeBufferPointer<UInt8>, from expected: inout Int) -> Int? {
        var place = expected
        for _ in 0..<min(names.count, Self.mostCompared) {
            let candidate = names[place]
            let next = place + 1 < names.count ? place + 1 : 0
            if Self.same(candidate, name) {
                expected = next
                return place
            }
            place = next
        }
        guard names.count > Self.mostCompared else { return nil }
        return index[namespace]?[String(decoding: name, as: UTF8.self)]
    }

    private static func same(_ left: [UInt8], _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        guard left.count == right.count, let start = right.baseAddress else { return false }
        return left.withUnsafeBufferPointer { left in
            left.baseAddress.map { memcmp($0, start, right.count) == 0 } ?? false
        }
    }

    /// Names that are compared one by one before they are looked up.
    private static let mostCompared = 16
}

extension FeelType {
    /// Texts within a value of this type read as the temporal values they stand for.
    func temporal(_ value: Value) -> Value {
        switch (self, value) {
        case (.simple(.string), _), (.simple(.number), _), (.any, _): return value
        case (.simple(let type), .string(let text)):
            let read = temporalLiteral(text)
            return read?.typeName == type.rawValue ? read ?? value : value
        case (.constrained(let base, _), _): return base.temporal(value)
        case (.list(let element), .list(let values)):
            return .list(values.map(element.temporal))
        case (.context(let fields), .context(let context)) where !fields.isEmpty:
            return .context(
                Context(
                    context.entries.map { name, value in
                        let type = fields.first { $0.name == name }?.type ?? .any
                        return (name, type.temporal(value))
                    }))
        default: return value
        }
    }
}
