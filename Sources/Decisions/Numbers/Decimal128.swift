/// IEEE 754-2008 decimal128 as FEEL has it (DMN 1.5 §10.3.2.3.1): 34 digits, rounded half even,
/// without NaN, infinities and signed zero. Operations that would yield one of those return nil.
///
/// A value is `(-1)^sign × coefficient × 10^exponent` with a coefficient below 10^34 and an
/// exponent in -6176...6111, packed in 16 bytes. Trailing zeros are kept as arithmetic yields
/// them, but never seen: equality, order, hash and text are those of the number.
public struct Decimal128: Sendable {
    /// Bit 63: sign; bits 49...62: exponent + 6176; bits 0...48: bits 64...112 of the coefficient.
    let high: UInt64
    /// Bits 0...63 of the coefficient.
    let low: UInt64

    static let exponentShift: UInt64 = 49
    static let coefficientMask: UInt64 = (1 << 49) - 1
    static let signMask: UInt64 = 1 << 63
    static let minimumExponent = -6176
    static let maximumExponent = 6111
    static let precision = 34

    @inline(__always)
    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Packs a non-zero coefficient below 10^34 and an exponent in range; nothing is checked.
    @inline(__always)
    init(packing coefficient: UInt128, exponent: Int, negative: Bool) {
        let biased = UInt64(truncatingIfNeeded: exponent &+ 6176)
        high = (negative ? Self.signMask : 0) | biased &<< Self.exponentShift
            | UInt64(truncatingIfNeeded: coefficient &>> 64)
        low = UInt64(truncatingIfNeeded: coefficient)
    }

    /// The number 0; the only representation of it, with exponent 0.
    public static let zero = Decimal128(high: 6176 << 49, low: 0)
    /// The number 1.
    public static let one = Decimal128(high: 6176 << 49, low: 1)

    /// The integer `value`, exactly.
    @inline(__always)
    public init(_ value: Int64) {
        high = (value < 0 ? Self.signMask : 0) | 6176 << 49
        low = value.magnitude
    }

    @inline(__always)
    var coefficient: UInt128 {
        UInt128(high & Self.coefficientMask) &<< 64 | UInt128(low)
    }

    @inline(__always)
    var exponent: Int {
        Int(truncatingIfNeeded: high &>> Self.exponentShift & 0x3fff) &- 6176
    }

    /// Whether the coefficient fits `low`, as nearly all business data does.
    @inline(__always)
    var isNarrow: Bool { high & Self.coefficientMask == 0 }

    /// Whether this is the number 0.
    @inline(__always)
    public var isZero: Bool { low == 0 && isNarrow }

    /// Whether this number is less than 0.
    @inline(__always)
    public var isNegative: Bool { high & Self.signMask != 0 }

    /// Whether this number has no digits other than 0 after the point.
    public var isInteger: Bool {
        let exponent = self.exponent
        if exponent >= 0 || isZero { return true }
        if exponent < -33 { return false }
        if isNarrow {
            return exponent >= -19 && low % PowersOfTen.narrow(-exponent) == 0
        }
        return PowersOfTen.dropping(-exponent, from: coefficient, inexact: false).rest == .none
    }

    /// This number as an integer; nil when it has a fraction or is outside of `Int64`.
    public var int64: Int64? {
        guard isInteger else { return nil }
        let exponent = self.exponent
        var magnitude = coefficient
        if exponent < 0 {
            magnitude = PowersOfTen.dropping(-exponent, from: magnitude, inexact: false).kept
        } else if exponent > 0 {
            guard exponent < 19, magnitude < 1 << 64 else { return nil }
            magnitude *= PowersOfTen.wide(exponent)
        }
        if isNegative {
            return magnitude <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
        }
        return Int64(exactly: magnitude)
    }

    /// This number where it is whole, from 0 and written without an exponent, as most are.
    @inline(__always)
    var wholeFromZero: Int64? {
        high == 6176 << 49 ? Int64(exactly: low) : nil
    }

    /// The nearest `Double`; an infinity beyond its range.
    public var double: Double {
        let exponent = self.exponent
        if isNarrow, low <= 1 << 53, abs(exponent) <= 22 {
            // Both operands are exact, so that the one operation rounds correctly.
            let power = Self.exactDoubles[abs(exponent)]
            let magnitude = exponent < 0 ? Double(low) / power : Double(low) * power
            return isNegative ? -magnitude : magnitude
        }
        // The parser of the standard library rounds correctly.
        return Double("\(isNegative ? "-" : "")\(coefficient)e\(exponent)") ?? 0
    }

    private static let exactDoubles: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
        1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    /// This number with the opposite sign; 0 stays 0.
    @inline(__always)
    public var negated: Decimal128 {
        isZero ? self : Decimal128(high: high ^ Self.signMask, low: low)
    }

    /// The absolute value.
    @inline(__always)
    public var magnitude: Decimal128 { Decimal128(high: high & ~Self.signMask, low: low) }
}

extension Decimal128 {
    /// The number nearest to `coefficient × 10^exponent`, ties to even; nil on overflow, 0 or a
    /// subnormal number on underflow.
    ///
    /// `inexact` says that the true value lies above `coefficient` by less than one unit; then
    /// the coefficient has to have 36 digits or more, so that the unit is far below a tie.
    static func rounding(
        _ coefficient: UInt128, exponent: Int, negative: Bool, inexact: Bool = false
    ) -> Decimal128? {
        var coefficient = coefficient
        var exponent = exponent
        let excess = max(
            PowersOfTen.digitCount(coefficient) - precision, minimumExponent - exponent)
        if excess > 0 {
            let parts = PowersOfTen.dropping(excess, from: coefficient, inexact: inexact)
            coefficient = parts.kept
            exponent += excess
            if parts.rest.roundsAway(.halfEven, odd: coefficient & 1 == 1, negative: negative) {
                coefficient += 1
                if coefficient > PowersOfTen.largestCoefficient {
                    coefficient = PowersOfTen.wide(33)
                    exponent += 1
                }
            }
        }
        if coefficient == 0 { return zero }
        if exponent > maximumExponent {
            let padding = exponent - maximumExponent
            guard PowersOfTen.digitCount(coefficient) + padding <= precision else { return nil }
            coefficient *= PowersOfTen.wide(padding)
            exponent = maximumExponent
        }
        return Decimal128(packing: coefficient, exponent: exponent, negative: negative)
    }

    /// As `rounding`, for an exact value: trailing zeros go while the exponent is below `ideal`.
    static func stripping(
        _ coefficient: UInt128, exponent: Int, towards ideal: Int, negative: Bool
    ) -> Decimal128? {
        let (shorter, larger) = PowersOfTen.stripped(
            coefficient, exponent: exponent, towards: ideal)
        return rounding(shorter, exponent: larger, negative: negative)
    }
}
