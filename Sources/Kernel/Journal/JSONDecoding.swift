extension JSON {
    /// The value of `type` that this JSON stands for; members unknown to `type` are passed over.
    ///
    /// Throws `DecodingError`; its descriptions never quote the content.
    package func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONReader(.null).decode(type, self, nil)
    }

    var isNull: Bool {
        if case .null = self { true } else { false }
    }
}

/// One place of the tree being read. The place for a nested value is made once and used again.
final class JSONReader: Decoder {
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    private(set) var value: JSON
    private var parent: JSONReader?
    private var key: (any CodingKey)?
    private var spare: JSONReader?

    init(_ value: JSON, parent: JSONReader? = nil, key: (any CodingKey)? = nil) {
        self.value = value
        self.parent = parent
        self.key = key
    }

    var codingPath: [any CodingKey] {
        (parent?.codingPath ?? []) + (key.map { [$0] } ?? [])
    }

    func container<Key: CodingKey>(keyedBy: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let object) = value else {
            throw mismatch([String: JSON].self, "an object is expected", nil)
        }
        return KeyedDecodingContainer(JSONKeyedReader<Key>(reader: self, object: object))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = value else {
            throw mismatch([JSON].self, "an array is expected", nil)
        }
        return JSONUnkeyedReader(reader: self, elements: elements)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        JSONSingleReader(reader: self)
    }

    func nested(_ value: JSON, _ key: any CodingKey) -> JSONReader {
        JSONReader(value, parent: self, key: key)
    }

    func decode<Value: Decodable>(
        _ type: Value.Type, _ value: JSON, _ key: (any CodingKey)?
    ) throws -> Value {
        if Value.self == JSON.self, let value = value as? Value { return value }
        var child = spare ?? JSONReader(.null)
        spare = nil
        child.parent = self
        child.key = key
        child.value = value
        let decoded = try Value(from: child)
        if isKnownUniquelyReferenced(&child) {
            child.parent = nil
            child.value = .null
            spare = child
        }
        return decoded
    }

    func bool(_ value: JSON, _ key: (any CodingKey)?) throws -> Bool {
        guard case .bool(let bool) = value else {
            throw mismatch(Bool.self, "true or false is expected", key)
        }
        return bool
    }

    func text(_ value: JSON, _ key: (any CodingKey)?) throws -> String {
        guard case .string(let text) = value else {
            throw mismatch(String.self, "a text is expected", key)
        }
        return text
    }

    func whole<Number: FixedWidthInteger>(
        _ value: JSON, _ key: (any CodingKey)?
    ) throws -> Number {
        guard case .integer(let whole) = value else {
            throw mismatch(Number.self, "a whole number is expected", key)
        }
        guard let number = Number(exactly: whole) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: path(key), debugDescription: "the number is out of range"))
        }
        return number
    }

    func mismatch(
        _ type: Any.Type, _ why: String, _ key: (any CodingKey)?
    ) -> DecodingError {
        .typeMismatch(type, .init(codingPath: path(key), debugDescription: why))
    }

    private func path(_ key: (any CodingKey)?) -> [any CodingKey] {
        codingPath + (key.map { [$0] } ?? [])
    }
}
