/// Reads the elements of an array in order.
struct JSONUnkeyedReader: UnkeyedDecodingContainer {
    let reader: JSONReader
    let elements: [JSON]
    private(set) var currentIndex = 0

    init(reader: JSONReader, elements: [JSON]) {
        self.reader = reader
        self.elements = elements
    }

    var codingPath: [any CodingKey] { reader.codingPath }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }
    private var key: JSONKey { JSONKey(intValue: currentIndex) }

    /// Reads the next element; only an element that could be read is passed.
    private mutating func next<Value>(_ read: (JSON) throws -> Value) throws -> Value {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                Value.self, .init(codingPath: codingPath + [key], debugDescription: "no more"))
        }
        let value = try read(elements[currentIndex])
        currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd else { return try next { $0.isNull } }
        if elements[currentIndex].isNull {
            currentIndex += 1
            return true
        }
        return false
    }
    mutating func decode(_ type: Bool.Type) throws -> Bool {
        let key = key
        return try next { [reader] in try reader.bool($0, key) }
    }
    mutating func decode(_ type: String.Type) throws -> String {
        let key = key
        return try next { [reader] in try reader.text($0, key) }
    }
    mutating func decode(_ type: Double.Type) throws -> Double {
        throw reader.mismatch(type, floatingNumberRefused, key)
    }
    mutating func decode(_ type: Float.Type) throws -> Float {
        throw reader.mismatch(type, floatingNumberRefused, key)
    }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let key = key
        return try next { [reader] in try reader.decode(type, $0, key) }
    }
    private mutating func whole<Number: FixedWidthInteger>() throws -> Number {
        let key = key
        return try next { [reader] in try reader.whole($0, key) }
    }
    mutating func decode(_ type: Int.Type) throws -> Int { try whole() }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try whole() }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try whole() }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try whole() }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try whole() }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try whole() }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try whole() }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try whole() }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try whole() }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try whole() }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        let key = key
        return try next { [reader] in try reader.nested($0, key).container(keyedBy: type) }
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let key = key
        return try next { [reader] in try reader.nested($0, key).unkeyedContainer() }
    }
    mutating func superDecoder() throws -> any Decoder {
        let key = key
        return try next { [reader] in reader.nested($0, key) }
    }
}

/// Reads one value in the place of its own.
struct JSONSingleReader: SingleValueDecodingContainer {
    let reader: JSONReader
    var codingPath: [any CodingKey] { reader.codingPath }

    func decodeNil() -> Bool { reader.value.isNull }
    func decode(_ type: Bool.Type) throws -> Bool { try reader.bool(reader.value, nil) }
    func decode(_ type: String.Type) throws -> String { try reader.text(reader.value, nil) }
    func decode(_ type: Double.Type) throws -> Double {
        throw reader.mismatch(type, floatingNumberRefused, nil)
    }
    func decode(_ type: Float.Type) throws -> Float {
        throw reader.mismatch(type, floatingNumberRefused, nil)
    }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try reader.decode(type, reader.value, nil)
    }
    func decode(_ type: Int.Type) throws -> Int { try reader.whole(reader.value, nil) }
    func decode(_ type: Int8.Type) throws -> Int8 { try reader.whole(reader.value, nil) }
    func decode(_ type: Int16.Type) throws -> Int16 { try reader.whole(reader.value, nil) }
    func decode(_ type: Int32.Type) throws -> Int32 { try reader.whole(reader.value, nil) }
    func decode(_ type: Int64.Type) throws -> Int64 { try reader.whole(reader.value, nil) }
    func decode(_ type: UInt.Type) throws -> UInt { try reader.whole(reader.value, nil) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try reader.whole(reader.value, nil) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try reader.whole(reader.value, nil) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try reader.whole(reader.value, nil) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try reader.whole(reader.value, nil) }
}
