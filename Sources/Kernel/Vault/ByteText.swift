/// Lower-case hexadecimal text of bytes.
package enum HexText {
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 0xF))
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x57 + value
    }
}

/// Base 64 (RFC 4648) in one of its alphabets.
///
/// Reading is strict: another alphabet, padding where none belongs, or stray bits at the end are
/// refused, so that every sequence of bytes has exactly one text.
package struct Base64: Sendable {
    /// Section 4, with padding: what other programs read.
    package static let standard = Base64(last: "+/", isPadded: true)
    /// Section 4 without padding, as the PHC format of password hashes asks.
    package static let unpadded = Base64(last: "+/", isPadded: false)
    /// Section 5, for URLs and names, without padding.
    package static let urlSafe = Base64(last: "-_", isPadded: false)

    private let alphabet: [UInt8]
    /// The value of each byte; 64 where it is no letter.
    private let values: [UInt8]
    private let isPadded: Bool

    private init(last: String, isPadded: Bool) {
        alphabet = Array(
            ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + last).utf8)
        var values = Array(repeating: UInt8(64), count: 256)
        for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
        self.values = values
        self.isPadded = isPadded
    }

    /// The one text of `bytes`.
    package func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(buffer >> bits & 0x3F)])
            }
            buffer &= (1 << bits) - 1
        }
        if bits > 0 { text.append(alphabet[Int(buffer << (6 - bits) & 0x3F)]) }
        while isPadded && text.count % 4 != 0 { text.append(0x3D) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of `text`, or `nil` when it is not the one text of any bytes.
    package func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        var letters = Array(text)
        if isPadded {
            guard letters.count % 4 == 0 else { return nil }
            for _ in 0..<2 where letters.last == 0x3D { letters.removeLast() }
        }
        guard letters.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(letters.count * 3 / 4)
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for letter in letters {
            let value = values[Int(letter)]
            guard value < 64 else { return nil }
            buffer = buffer << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
                buffer &= (1 << bits) - 1
            }
        }
        return buffer == 0 ? bytes : nil
    }
}

/// Comparison of secrets whose time depends on the lengths only.
package enum ConstantTime {
    package static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for place in left.indices { difference |= left[place] ^ right[place] }
        return difference == 0
    }
}

/// A list of byte strings written so that no two lists have the same bytes: the number of
/// parts, then each part after its length, all lengths as 64 bits little-endian.
enum LengthPrefixed {
    static func bytes(_ parts: [[UInt8]]) -> [UInt8] {
        var bytes = littleEndian(UInt64(parts.count))
        for part in parts {
            bytes += littleEndian(UInt64(part.count))
            bytes += part
        }
        return bytes
    }

    private static func littleEndian(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}

/// A 32-bit number, most significant byte first.
enum BigEndian {
    static func bytes(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - $0 * 8)) }
    }

    /// The number in the first four bytes; the caller has checked the length.
    static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}
