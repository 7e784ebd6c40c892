/// The identity of one `Subject`: a UUID, version 7 (RFC 9562) where the product made it.
///
/// Written as 36 lower-case characters. It is an identity and never a secret.
package struct ID<Subject>: Hashable, Comparable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// A version 7 identity of the moment `at` with 74 of the given random bits.
    package init(at moment: Moment, random: (UInt64, UInt64)) {
        let time = UInt64(clamping: moment.milliseconds) & 0xFFFF_FFFF_FFFF
        high = time << 16 | 0x7000 | (random.0 & 0x0FFF)
        low = 0x8000_0000_0000_0000 | (random.1 & 0x3FFF_FFFF_FFFF_FFFF)
    }

    /// Reads the 36-character form, hexadecimal digits in either case; anything else is `nil`.
    package init?(_ text: String) {
        var words: (UInt64, UInt64) = (0, 0)
        var digits = 0
        var position = 0
        for byte in text.utf8 {
            if position == 8 || position == 13 || position == 18 || position == 23 {
                guard byte == 0x2D else { return nil }
            } else {
                guard let digit = ID.hexadecimal(byte) else { return nil }
                if digits < 16 {
                    words.0 = words.0 << 4 | digit
                } else {
                    words.1 = words.1 << 4 | digit
                }
                digits += 1
            }
            position += 1
            if position > 36 { return nil }
        }
        guard position == 36 else { return nil }
        (high, low) = words
    }

    /// The 36-character lower-case form.
    package var text: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 {
                    buffer[position] = 0x2D
                    position += 1
                }
                let word = index < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - (index % 16) * 4)) & 0xF
                buffer[position] = digit < 10 ? 0x30 + digit : 0x57 + digit
                position += 1
            }
            return 36
        }
    }

    /// The same identity seen as that of another subject, for tables that hold several kinds.
    package func of<Other>(_: Other.Type) -> ID<Other> {
        ID<Other>(high: high, low: low)
    }

    package static func < (left: ID, right: ID) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }

    fileprivate init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt64? {
        switch byte {
        case 0x30...0x39: UInt64(byte - 0x30)
        case 0x61...0x66: UInt64(byte - 0x57)
        case 0x41...0x46: UInt64(byte - 0x37)
        default: nil
        }
    }
}

extension ID: CustomStringConvertible {
    package var description: String { text }
}

extension ID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = ID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not an identity of 36 characters")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
