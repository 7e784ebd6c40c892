extension JSON {
    /// What a parser takes before it refuses.
    package struct Limits: Hashable, Sendable {
        /// The most bytes of one text.
        package let bytes: Int
        /// The most arrays and objects inside one another, at most 128.
        package let depth: Int

        package init(bytes: Int = 1 << 20, depth: Int = 32) {
            self.bytes = bytes
            self.depth = min(max(depth, 0), 128)
        }

        package static let standard = Limits()
    }

    /// The value that `bytes` write in JSON (RFC 8259), strictly: valid UTF-8, names unique within
    /// an object, whole numbers of 64 bits only, nothing after the value.
    package static func parse(
        _ bytes: [UInt8], limits: Limits = .standard
    ) throws(JSONProblem) -> JSON {
        let outcome = bytes.withUnsafeBytes { bytes -> Result<JSON, JSONProblem> in
            Result { () throws(JSONProblem) in try parse(bytes, limits: limits) }
        }
        return try outcome.get()
    }

    /// The same for bytes held elsewhere.
    package static func parse(
        _ bytes: UnsafeRawBufferPointer, limits: Limits = .standard
    ) throws(JSONProblem) -> JSON {
        guard bytes.count <= limits.bytes else { throw JSONProblem(.tooLarge, at: limits.bytes) }
        var parser = JSONParser(bytes: bytes, limits: limits)
        return try parser.whole()
    }

    /// The same for a text.
    package static func parse(
        _ text: String, limits: Limits = .standard
    ) throws(JSONProblem) -> JSON {
        try parse(Array(text.utf8), limits: limits)
    }
}

/// Reads one value, byte by byte. Every index is compared with the count before it is used.
struct JSONParser {
    let bytes: UnsafeRawBufferPointer
    let limits: JSON.Limits
    var position = 0
    private var depth = 0

    init(bytes: UnsafeRawBufferPointer, limits: JSON.Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func whole() throws(JSONProblem) -> JSON {
        skipSpace()
        if position == bytes.count { throw JSONProblem(.empty, at: position) }
        let value = try value()
        skipSpace()
        if position < bytes.count { throw JSONProblem(.trailing, at: position) }
        return value
    }

    private mutating func value() throws(JSONProblem) -> JSON {
        switch try peek() {
        case UInt8(ascii: "\""):
            position += 1
            return .string(try text())
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .integer(try number())
        default: throw JSONProblem(.unexpected, at: position)
        }
    }

    private mutating func object() throws(JSONProblem) -> JSON {
        let start = position
        try enter()
        var members: [JSON.Object.Member] = []
        if try closes(UInt8(ascii: "}")) { return .object(JSON.Object()) }
        members.reserveCapacity(8)
        repeat {
            skipSpace()
            try take(UInt8(ascii: "\""))
            let name = try text()
            skipSpace()
            try take(UInt8(ascii: ":"))
            skipSpace()
            members.append(JSON.Object.Member(name: name, value: try value()))
        } while try continues(until: UInt8(ascii: "}"))
        guard let object = JSON.Object(unique: members) else {
            throw JSONProblem(.duplicateName, at: start)
        }
        return .object(object)
    }

    private mutating func array() throws(JSONProblem) -> JSON {
        try enter()
        var elements: [JSON] = []
        if try closes(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            skipSpace()
            elements.append(try value())
        } while try continues(until: UInt8(ascii: "]"))
        return .array(elements)
    }

    private mutating func enter() throws(JSONProblem) {
        depth += 1
        if depth > limits.depth { throw JSONProblem(.tooDeep, at: position) }
        position += 1
    }

    /// Whether the array or object just entered is empty.
    private mutating func closes(_ end: UInt8) throws(JSONProblem) -> Bool {
        skipSpace()
        guard try peek() == end else { return false }
        position += 1
        depth -= 1
        return true
    }

    /// Takes a comma (true) or the end (false).
    private mutating func continues(until end: UInt8) throws(JSONProblem) -> Bool {
        skipSpace()
        let byte = try peek()
        guard byte == end || byte == UInt8(ascii: ",") else {
            throw JSONProblem(.unexpected, at: position)
        }
        position += 1
        if byte == end { depth -= 1 }
        return byte != end
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONProblem) -> JSON {
        for index in 0..<word.utf8CodeUnitCount {
            try take(word.utf8Start[index])
        }
        return value
    }

    func peek() throws(JSONProblem) -> UInt8 {
        guard position < bytes.count else { throw JSONProblem(.endsEarly, at: position) }
        return bytes[position]
    }

    mutating func take(_ byte: UInt8) throws(JSONProblem) {
        guard try peek() == byte else { throw JSONProblem(.unexpected, at: position) }
        position += 1
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }
}
