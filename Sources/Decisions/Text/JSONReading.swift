/// Why a JSON text was refused.
public struct JSONError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let message: String
    /// Offset in bytes.
    public let offset: Int

    /// For people.
    public var description: String { "\(message) at byte \(offset + 1)" }
}

/// Reads JSON (RFC 8259) as values of FEEL; bounded in depth, never traps.
struct JSONReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0

    static let greatestDepth = 100

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private func error(_ message: String) -> JSONError {
        JSONError(message: message, offset: position)
    }

    @inline(__always)
    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    mutating func expectEnd() throws(JSONError) {
        skipSpace()
        guard position == bytes.count else { throw error("nothing more was expected") }
    }

    @inline(__always)
    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Calls the body at the value of each name of an object.
    mutating func object(
        _ body: (inout JSONReader, UnsafeBufferPointer<UInt8>) throws(JSONError) -> Void
    ) throws(JSONError) {
        skipSpace()
        guard take(0x7B) else { throw error("an object was expected") }
        skipSpace()
        if take(0x7D) { return }
        repeat {
            skipSpace()
            let start = position
            guard take(0x22) else { throw error("a name in quotes was expected") }
            while position < bytes.count, bytes[position] != 0x22, bytes[position] != 0x5C {
                position += 1
            }
            guard position < bytes.count else { throw error("the name has no closing quote") }
            if bytes[position] == 0x5C {
                position = start
                var name = try string()
                try colon()
                var failure: JSONError?
                name.withUTF8 { utf8 in
                    do throws(JSONError) { try body(&self, utf8) } catch { failure = error }
                }
                if let failure { throw failure }
            } else {
                let name = UnsafeBufferPointer(rebasing: bytes[start + 1..<position])
                position += 1
                try colon()
                try body(&self, name)
            }
            skipSpace()
        } while take(0x2C)
        guard take(0x7D) else { throw error("',' or '}' was expected") }
    }

    @inline(__always)
    private mutating func colon() throws(JSONError) {
        skipSpace()
        guard take(0x3A) else { throw error("':' was expected") }
    }

    mutating func value() throws(JSONError) -> Value {
        skipSpace()
        guard position < bytes.count else { throw error("a value was expected") }
        switch bytes[position] {
        case 0x22: return .string(try string())
        case 0x7B:
            depth += 1
            defer { depth -= 1 }
            guard depth <= Self.greatestDepth else { throw error("nested too deeply") }
            var entries: [(String, Value)] = []
            try object { (reader: inout JSONReader, name) throws(JSONError) in
                entries.append((String(decoding: name, as: UTF8.self), try reader.value()))
            }
            return .context(Context(entries))
        case 0x5B:
            depth += 1
            defer { depth -= 1 }
            guard depth <= Self.greatestDepth else { throw error("nested too deeply") }
            return .list(try array())
        case 0x74: return try word("true", .boolean(true))
        case 0x66: return try word("false", .boolean(false))
        case 0x6E: return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func array() throws(JSONError) -> [Value] {
        position += 1
        var values: [Value] = []
        skipSpace()
        if take(0x5D) { return values }
        repeat {
            values.append(try value())
            skipSpace()
        } while take(0x2C)
        guard take(0x5D) else { throw error("',' or ']' was expected") }
        return values
    }

    private mutating func word(_ word: StaticString, _ value: Value) throws(JSONError) -> Value {
        let length = word.utf8CodeUnitCount
        guard position + length <= bytes.count else { throw error("a value was expected") }
        for index in 0..<length where bytes[position + index] != word.utf8Start[index] {
            throw error("a value was expected")
        }
        position += length
        return value
    }

    private mutating func number() throws(JSONError) -> Value {
        let start = position
        _ = take(0x2D)
        guard position < bytes.count, (0x30...0x39).contains(bytes[position]) else {
            throw error("a value was expected")
        }
        if bytes[position] == 0x30, position + 1 < bytes.count,
            (0x30...0x39).contains(bytes[position + 1])
        {
            throw error("a number has no leading zeros")
        }
        scan: while position < bytes.count {
            switch bytes[position] {
            case 0x30...0x39, 0x2E, 0x65, 0x45, 0x2B, 0x2D: position += 1
            default: break scan
            }
        }
        guard bytes[position - 1] != 0x2E,
            let number = Decimal128(
                utf8: UnsafeBufferPointer(rebasing: bytes[start..<position]))
        else { throw error("the number is not well formed or out of range") }
        return .number(number)
    }

    private mutating func string() throws(JSONError) -> String {
        let start = position + 1
        position = start
        while position < bytes.count {
            switch bytes[position] {
            case 0x22:
                let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
                position += 1
                return String(decoding: text, as: UTF8.self)
            case 0x5C: return try escaped(start)
            case 0..<0x20: throw error("control characters have to be escaped")
            default: position += 1
            }
        }
        throw error("the text has no closing quote")
    }

    private mutating func escaped(_ start: Int) throws(JSONError) -> String {
        var units: [UInt16] = Array(
            String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
                .utf16)
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x22 {
                position += 1
                return String(decoding: units, as: UTF16.self)
            }
            guard byte == 0x5C else {
                let from = position
                while position < bytes.count, bytes[position] != 0x22, bytes[position] != 0x5C {
                    guard bytes[position] >= 0x20 else {
                        throw error("control characters have to be escaped")
                    }
                    position += 1
                }
                units += String(
                    decoding: UnsafeBufferPointer(rebasing: bytes[from..<position]), as: UTF8.self
                ).utf16
                continue
            }
            guard position + 1 < bytes.count else { break }
            position += 2
            switch bytes[position - 1] {
            case 0x22, 0x5C, 0x2F: units.append(UInt16(bytes[position - 1]))
            case 0x62: units.append(8)
            case 0x66: units.append(12)
            case 0x6E: units.append(10)
            case 0x72: units.append(13)
            case 0x74: units.append(9)
            case 0x75:
                guard position + 4 <= bytes.count,
                    let unit = UInt16(
                        String(
                            decoding: UnsafeBufferPointer(
                                rebasing: bytes[position..<position + 4]), as: UTF8.self),
                        radix: 16)
                else { throw error("four hexadecimal digits were expected") }
                position += 4
                units.append(unit)
            default: throw error("this escape has no meaning")
            }
        }
        throw error("the text has no closing quote")
    }
}
