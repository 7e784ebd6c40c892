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
            if let whole = number.int64, whole.magnitude < 10 {
                if whole < 0 { bytes.append(0x2D) }
                bytes.append(UInt8(48 + whole.magnitude))
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
            bytes.append(0x7B)
            for index in context.values.indices {
                if index > 0 { bytes.append(0x2C) }
                Self.write(context.shape.names[index], to: &bytes)
                bytes.append(0x3A)
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
            let global = model.globals[place]
            switch value {
            case .number, .boolean, .null: globals[place] = global.taken(value, self)
            default: globals[place] = global.taken(global.type.temporal(value), self)
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
        for step in 0..<globals.count {
            let next = expected + step
            let place = next < globals.count ? next : next - globals.count
            let candidate = globals[place]
            guard candidate.namespace == namespace, candidate.name.utf8.count == name.count,
                candidate.name.utf8.elementsEqual(name)
            else { continue }
            expected = place + 1 < globals.count ? place + 1 : 0
            return place
        }
        return nil
    }
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
