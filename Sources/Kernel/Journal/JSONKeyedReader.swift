/// Reads the members of an object.
struct JSONKeyedReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let reader: JSONReader
    let object: JSON.Object
    var codingPath: [any CodingKey] { reader.codingPath }
    var allKeys: [Key] { object.members.compactMap { Key(stringValue: $0.name) } }

    func contains(_ key: Key) -> Bool { object[key.stringValue] != nil }

    private func value(_ key: Key) throws -> JSON {
        if let value = object[key.stringValue] { return value }
        throw DecodingError.keyNotFound(
            key, .init(codingPath: codingPath, debugDescription: "the member is missing"))
    }

    /// `nil` where the member is missing or null.
    private func present(_ key: Key) -> JSON? {
        guard let value = object[key.stringValue] else { return nil }
        if case .null = value { return nil }
        return value
    }

    func decodeNil(forKey key: Key) throws -> Bool { try value(key).isNull }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        try reader.bool(value(key), key)
    }
    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try reader.text(value(key), key)
    }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        throw reader.mismatch(type, floatingNumberRefused, key)
    }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
        throw reader.mismatch(type, floatingNumberRefused, key)
    }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try reader.decode(type, value(key), key)
    }
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try present(key).map { try reader.bool($0, key) }
    }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try present(key).map { try reader.text($0, key) }
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try present(key).map { try reader.whole($0, key) }
    }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try present(key).map { try reader.whole($0, key) }
    }
    func decodeIfPresent<Value: Decodable>(
        _ type: Value.Type, forKey key: Key
    ) throws -> Value? {
        try present(key).map { try reader.decode(type, $0, key) }
    }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
        try reader.whole(value(key), key)
    }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 {
        try reader.whole(value(key), key)
    }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 {
        try reader.whole(value(key), key)
    }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 {
        try reader.whole(value(key), key)
    }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 {
        try reader.whole(value(key), key)
    }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt {
        try reader.whole(value(key), key)
    }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 {
        try reader.whole(value(key), key)
    }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 {
        try reader.whole(value(key), key)
    }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 {
        try reader.whole(value(key), key)
    }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 {
        try reader.whole(value(key), key)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try reader.nested(value(key), key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try reader.nested(value(key), key).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder {
        let key = JSONKey(stringValue: "super")
        return reader.nested(object[key.stringValue] ?? .null, key)
    }
    func superDecoder(forKey key: Key) throws -> any Decoder {
        reader.nested(object[key.stringValue] ?? .null, key)
    }
}
