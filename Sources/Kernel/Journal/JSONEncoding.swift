extension JSON {
    /// What `value` encodes itself as. Members that are `nil` are left out.
    ///
    /// Throws `EncodingError` for floating numbers and for whole numbers beyond 64 signed bits.
    package init(encoding value: some Encodable) throws {
        self = try JSONWriter().encode(value, at: nil)
    }
}

/// One place of the tree under construction: a scalar, an object or an array.
///
/// The place for a nested value is made once and used again for the values after it.
final class JSONWriter: Encoder {
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    private var parent: JSONWriter?
    private var key: (any CodingKey)?
    private var shape = Shape.nothing
    private var scalar = JSON.null
    private var members: [JSON.Object.Member] = []
    private var elements: [JSON] = []
    private var open: [(place: Int, writer: JSONWriter)] = []
    private var spare: JSONWriter?

    private enum Shape {
        case nothing, scalar, object, array
    }

    init(parent: JSONWriter? = nil, key: (any CodingKey)? = nil) {
        self.parent = parent
        self.key = key
    }

    var codingPath: [any CodingKey] {
        (parent?.codingPath ?? []) + (key.map { [$0] } ?? [])
    }

    var count: Int { elements.count }

    func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedEncodingContainer<Key> {
        beginObject()
        return KeyedEncodingContainer(JSONKeyedWriter<Key>(writer: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        shape = .array
        return JSONUnkeyedWriter(writer: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        JSONSingleWriter(writer: self)
    }

    func beginObject() {
        shape = .object
        if members.capacity == 0 { members.reserveCapacity(8) }
    }

    func put(_ value: JSON) {
        shape = .scalar
        scalar = value
    }

    func put(_ value: JSON, for name: String) {
        members.append(JSON.Object.Member(name: name, value: value))
    }

    func append(_ value: JSON) {
        elements.append(value)
    }

    /// A place for the member `key`, filled when this one is finished.
    func nested(for key: any CodingKey) -> JSONWriter {
        let nested = JSONWriter(parent: self, key: key)
        open.append((members.count, nested))
        put(.null, for: key.stringValue)
        return nested
    }

    /// A place for the next element, filled when this one is finished.
    func nestedElement() -> JSONWriter {
        let nested = JSONWriter(parent: self, key: JSONKey(intValue: elements.count))
        open.append((elements.count, nested))
        append(.null)
        return nested
    }

    /// What `value` encodes itself as, standing at `key` inside this place.
    func encode<Value: Encodable>(_ value: Value, at key: (any CodingKey)?) throws -> JSON {
        if Value.self == JSON.self, let json = value as? JSON { return json }
        var child = spare ?? JSONWriter()
        spare = nil
        child.parent = self
        child.key = key
        do {
            try value.encode(to: child)
        } catch {
            child.abandon()
            throw error
        }
        let json = child.finish()
        child.parent = nil
        if isKnownUniquelyReferenced(&child) { spare = child }
        return json
    }

    func whole<Number: FixedWidthInteger & Encodable>(
        _ number: Number, at key: (any CodingKey)? = nil
    ) throws -> JSON {
        if let whole = Int64(exactly: number) { return .integer(whole) }
        throw refusal(number, "does not fit in 64 signed bits", at: key)
    }

    func refusal(_ value: Any, _ why: String, at key: (any CodingKey)? = nil) -> EncodingError {
        let path = codingPath + (key.map { [$0] } ?? [])
        return .invalidValue(value, .init(codingPath: path, debugDescription: why))
    }

    /// Lets go of nested places, which hold this one.
    private func abandon() {
        for (_, writer) in open { writer.abandon() }
        open.removeAll()
    }

    private func finish() -> JSON {
        for (place, writer) in open {
            if shape == .array {
                elements[place] = writer.finish()
            } else {
                members[place].value = writer.finish()
            }
            writer.parent = nil
        }
        open.removeAll()
        defer { shape = .nothing }
        switch shape {
        case .scalar: return scalar
        case .array:
            defer { elements = [] }
            return .array(elements)
        case .object, .nothing:
            defer { members = [] }
            return .object(JSON.Object(members))
        }
    }
}

/// A member name or element index found at run time.
struct JSONKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
    }
}

/// Why floating numbers are refused, on both ways.
let floatingNumberRefused = "floating numbers are not taken; use whole numbers of a smaller unit"
