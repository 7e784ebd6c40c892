/// Writes the members of an object.
struct JSONKeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: JSONWriter
    var codingPath: [any CodingKey] { writer.codingPath }

    func encodeNil(forKey key: Key) { writer.put(.null, for: key.stringValue) }
    func encode(_ value: Bool, forKey key: Key) { writer.put(.bool(value), for: key.stringValue) }
    func encode(_ value: String, forKey key: Key) {
        writer.put(.string(value), for: key.stringValue)
    }
    func encode(_ value: Double, forKey key: Key) throws {
        throw writer.refusal(value, floatingNumberRefused, at: key)
    }
    func encode(_ value: Float, forKey key: Key) throws {
        throw writer.refusal(value, floatingNumberRefused, at: key)
    }
    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        writer.put(try writer.encode(value, at: key), for: key.stringValue)
    }
    private func put<Number: FixedWidthInteger & Encodable>(_ value: Number, _ key: Key) throws {
        writer.put(try writer.whole(value, at: key), for: key.stringValue)
    }
    func encode(_ value: Int, forKey key: Key) throws { try put(value, key) }
    func encode(_ value: Int8, forKey key: Key) throws { try put(value, key) }
    func encode(_ value: Int16, forKey key: Key) throws { try put(value, key) }
    func encode(_ value: Int32, forKey key: Key) throws { try put(value, key) }
    func encode(_ value: Int64, forKey key: Key) throws { try put(value, key) }
    func encode(_ value: UInt, forKey key: Key) throws { try put(value, key) }
    func encode(_ value: UInt8, forKey key: Key) throws { try put(value, key) }
    func encode(_ value: UInt16, forKey key: Key) throws { try put(value, key) }
    func encode(_ value: UInt32, forKey key: Key) throws { try put(value, key) }
    func encode(_ value: UInt64, forKey key: Key) throws { try put(value, key) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        writer.nested(for: key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        writer.nested(for: key).unkeyedContainer()
    }
    func superEncoder() -> any Encoder { writer.nested(for: JSONKey(stringValue: "super")) }
    func superEncoder(forKey key: Key) -> any Encoder { writer.nested(for: key) }
}

/// Writes the elements of an array.
struct JSONUnkeyedWriter: UnkeyedEncodingContainer {
    let writer: JSONWriter
    var codingPath: [any CodingKey] { writer.codingPath }
    var count: Int { writer.count }
    private var key: JSONKey { JSONKey(intValue: count) }

    func encodeNil() { writer.append(.null) }
    func encode(_ value: Bool) { writer.append(.bool(value)) }
    func encode(_ value: String) { writer.append(.string(value)) }
    func encode(_ value: Double) throws {
        throw writer.refusal(value, floatingNumberRefused, at: key)
    }
    func encode(_ value: Float) throws {
        throw writer.refusal(value, floatingNumberRefused, at: key)
    }
    func encode<Value: Encodable>(_ value: Value) throws {
        writer.append(try writer.encode(value, at: nil))
    }
    func encode(_ value: Int) throws { writer.append(try writer.whole(value)) }
    func encode(_ value: Int8) throws { writer.append(try writer.whole(value)) }
    func encode(_ value: Int16) throws { writer.append(try writer.whole(value)) }
    func encode(_ value: Int32) throws { writer.append(try writer.whole(value)) }
    func encode(_ value: Int64) throws { writer.append(try writer.whole(value)) }
    func encode(_ value: UInt) throws { writer.append(try writer.whole(value)) }
    func encode(_ value: UInt8) throws { writer.append(try writer.whole(value)) }
    func encode(_ value: UInt16) throws { writer.append(try writer.whole(value)) }
    func encode(_ value: UInt32) throws { writer.append(try writer.whole(value)) }
    func encode(_ value: UInt64) throws { writer.append(try writer.whole(value)) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        writer.nestedElement().container(keyedBy: type)
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        writer.nestedElement().unkeyedContainer()
    }
    func superEncoder() -> any Encoder { writer.nestedElement() }
}

/// Writes one value in the place of its own.
struct JSONSingleWriter: SingleValueEncodingContainer {
    let writer: JSONWriter
    var codingPath: [any CodingKey] { writer.codingPath }

    func encodeNil() { writer.put(.null) }
    func encode(_ value: Bool) { writer.put(.bool(value)) }
    func encode(_ value: String) { writer.put(.string(value)) }
    func encode(_ value: Double) throws { throw writer.refusal(value, floatingNumberRefused) }
    func encode(_ value: Float) throws { throw writer.refusal(value, floatingNumberRefused) }
    func encode<Value: Encodable>(_ value: Value) throws {
        writer.put(try writer.encode(value, at: nil))
    }
    func encode(_ value: Int) throws { writer.put(try writer.whole(value)) }
    func encode(_ value: Int8) throws { writer.put(try writer.whole(value)) }
    func encode(_ value: Int16) throws { writer.put(try writer.whole(value)) }
    func encode(_ value: Int32) throws { writer.put(try writer.whole(value)) }
    func encode(_ value: Int64) throws { writer.put(try writer.whole(value)) }
    func encode(_ value: UInt) throws { writer.put(try writer.whole(value)) }
    func encode(_ value: UInt8) throws { writer.put(try writer.whole(value)) }
    func encode(_ value: UInt16) throws { writer.put(try writer.whole(value)) }
    func encode(_ value: UInt32) throws { writer.put(try writer.whole(value)) }
    func encode(_ value: UInt64) throws { writer.put(try writer.whole(value)) }
}
