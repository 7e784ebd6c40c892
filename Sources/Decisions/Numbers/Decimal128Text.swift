extension Decimal128 {
    /// Reads `12`, `-1.50`, `+3`, `.5`, `7.`, `1e-3`, `1E+10`, rounded half even to 34 digits.
    /// Nil when `text` is anything else or beyond 9.99e6144; below 1e-6176 numbers become 0.
    public init?(_ text: Substring) {
        var text = text
        let value = text.withUTF8 { Decimal128(utf8: $0) }
        guard let value else { return nil }
        self = value
    }

    /// As `init(_ text:)`, for bytes of a document.
    public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        var negative = false
        if let sign = bytes.first, sign == 0x2d || sign == 0x2b {
            negative = sign == 0x2d
            index = 1
        }
        var digits = DigitReader()
        digits.read(bytes, &index)
        if index < bytes.count, bytes[index] == 0x2e {
            index &+= 1
            digits.isFraction = true
            digits.read(bytes, &index)
        }
        guard digits.seen else { return nil }
        var exponent = digits.exponent
        if index < bytes.count {
            guard let written = Self.writtenExponent(bytes, from: index) else { return nil }
            exponent += written
        }
        guard let value = digits.value(exponent: exponent, negative: negative) else { return nil }
        self = value
    }

    /// `e-3` to the end of the bytes; limited to ±10^12, which is out of range for any text.
    private static func writtenExponent(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int? {
        var index = start
        guard bytes[index] | 0x20 == 0x65 else { return nil }
        index &+= 1
        var negative = false
        if index < bytes.count, bytes[index] == 0x2d || bytes[index] == 0x2b {
            negative = bytes[index] == 0x2d
            index &+= 1
        }
        guard index < bytes.count else { return nil }
        var value = 0
        while index < bytes.count {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { return nil }
            value = min(value &* 10 &+ Int(digit), 1_000_000_000_000)
            index &+= 1
        }
        return negative ? -value : value
    }
}

/// Collects digits: 19 in one word, 38 in two, and of the others only whether they are zeros.
private struct DigitReader {
    var narrow: UInt64 = 0
    var wide: UInt128 = 0
    var count = 0
    var exponent = 0
    var inexact = false
    var seen = false
    var isFraction = false

    @inline(__always)
    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) {
        let start = index
        while index < bytes.count {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { break }
            if count < 19 {
                narrow = narrow &* 10 &+ UInt64(digit)
                if narrow != 0 { count &+= 1 }
                if isFraction { exponent &-= 1 }
            } else {
                readWide(digit)
            }
            index &+= 1
        }
        if index > start { seen = true }
    }

    private mutating func readWide(_ digit: UInt8) {
        if count == 19 { wide = UInt128(narrow) }
        if count < 38 {
            wide = wide &* 10 &+ UInt128(digit)
            count &+= 1
            if isFraction { exponent &-= 1 }
        } else {
            if digit != 0 { inexact = true }
            if !isFraction { exponent &+= 1 }
        }
    }

    @inline(__always)
    func value(exponent: Int, negative: Bool) -> Decimal128? {
        if count <= 19 {
            if narrow == 0 { return .zero }
            if UInt(bitPattern: exponent &+ 6176) <= 12287 {
                return Decimal128(
                    packing: UInt128(narrow), exponent: exponent, negative: negative)
            }
        }
        return Decimal128.rounding(
            count <= 19 ? UInt128(narrow) : wide, exponent: exponent, negative: negative,
            inexact: inexact)
    }
}

extension Decimal128: CustomStringConvertible {
    /// Plain notation without an exponent and without trailing zeros after the point.
    public var description: String {
        if isZero { return "0" }
        let (shortest, exponent) = PowersOfTen.stripped(
            coefficient, exponent: self.exponent, towards: 0)
        let count = PowersOfTen.digitCount(shortest)
        let leading = max(0, 1 - exponent - count)
        let point = exponent < 0 ? 1 : 0
        let sign = isNegative ? 1 : 0
        let length = sign + leading + count + max(0, exponent) + point
        return String(unsafeUninitializedCapacity: length) { buffer in
            buffer.initialize(repeating: 0x30)
            // From the end: zeros before the point stay, then digits with the point among them.
            var position = length - 1 - max(0, exponent)
            var rest = shortest
            for index in 0..<(leading + count) {
                if index == -exponent, index > 0 {
                    buffer[position] = 0x2e
                    position -= 1
                }
                if index < count {
                    let parts = PowersOfTen.divide(rest, by: 10)
                    buffer[position] = 0x30 + UInt8(truncatingIfNeeded: parts.remainder)
                    rest = parts.quotient
                }
                position -= 1
            }
            if sign == 1 { buffer[0] = 0x2d }
            return length
        }
    }
}
