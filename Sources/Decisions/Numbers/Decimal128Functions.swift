import Foundation

/// Transcendental functions, correctly rounded: a result whose error bound straddles two
/// candidates is computed again with more digits (A. Ziv, ACM TOMS 17(3), 1991). Where more than
/// 200 digits do not decide either, the result is exact and rounded as such.
extension Decimal128 {
    private static let fractionBits = [320, 768]

    /// e to the power of this number; nil on overflow, 0 or a subnormal number on underflow.
    public func exponential() -> Decimal128? {
        if isZero { return .one }
        let top = PowersOfTen.digitCount(coefficient) + exponent
        // Nearer to 1 than a tie with the next number.
        if top < -36 { return .one }
        if top > 5 { return isNegative ? .zero : nil }
        return Self.deciding { fixed in
            Self.exponential(
                fixed, fixed.number(coefficient, exponent: exponent), negative: isNegative)
        }
    }

    /// The natural logarithm; nil for 0 and negative numbers.
    public func naturalLogarithm() -> Decimal128? {
        if isZero || isNegative { return nil }
        if self == .one { return .zero }
        return Self.deciding { fixed in
            let logarithm = fixed.logarithm(coefficient, exponent: exponent)
            let size = log10(logarithm.magnitude.double(scale: fixed.fractionBits))
            let scale = 36 - Int(size.rounded(.down))
            return Candidate(
                mantissa: logarithm.magnitude, fixed: fixed, scale: scale, exponent: -scale,
                negative: logarithm.negative)
        }
    }

    /// This number to the power of `other`; 0 to the power of 0 is 1. Nil for 0 to a negative
    /// power, for a negative number to a power with a fraction, and on overflow.
    public func power(_ other: Decimal128) -> Decimal128? {
        if other.isZero { return .one }
        if isZero { return other.isNegative ? nil : .zero }
        if other == .one { return self }
        if isNegative {
            guard other.isInteger else { return nil }
            let result = magnitude.powerOfPositive(other)
            return other.isOdd ? result?.negated : result
        }
        return powerOfPositive(other)
    }

    /// Of an integer.
    private var isOdd: Bool {
        if exponent > 0 { return false }
        let integer = PowersOfTen.dropping(-exponent, from: coefficient, inexact: false).kept
        return integer & 1 == 1
    }

    private func powerOfPositive(_ other: Decimal128) -> Decimal128? {
        if self == .one { return .one }
        if let count = other.int64, let result = powerOfInteger(count) { return result }
        if other == Self.half { return squareRoot() }
        return powerByLogarithm(other)
    }

    private static let half = Decimal128(packing: 5, exponent: -1, negative: false)

    /// Where the power is short enough to be computed exactly; nil for all others.
    private func powerOfInteger(_ count: Int64) -> Decimal128? {
        let (base, exponent) = PowersOfTen.stripped(
            coefficient, exponent: self.exponent, towards: .max - 16)
        guard count.magnitude <= 20_000 else { return nil }
        let size = Int(count.magnitude)
        if base == 1, count > 0 || exponent != 0 {
            return Self.rounding(1, exponent: exponent * Int(count), negative: false)
        }
        let bits = (128 - base.leadingZeroBitCount) * size
        guard bits <= 4096 else { return nil }
        if bits <= 127 {
            var power: UInt128 = 1
            for _ in 0..<size { power &*= base }
            if count > 0 {
                return Self.rounding(power, exponent: exponent * size, negative: false)
            }
            guard let divisor = Self.exactly(power, exponent: exponent * size) else { return nil }
            return Self.one.divided(by: divisor)
        }
        guard count > 0 else { return nil }
        return Self.rounding(Self.power(Natural(base), size), exponent: exponent * size)
    }

    private static func exactly(_ coefficient: UInt128, exponent: Int) -> Decimal128? {
        guard coefficient <= PowersOfTen.largestCoefficient,
            minimumExponent...maximumExponent ~= exponent
        else { return nil }
        return Decimal128(packing: coefficient, exponent: exponent, negative: false)
    }

    private static func power(_ base: Natural, _ count: Int) -> Natural {
        var result = Natural(1)
        var square = base
        var remaining = count
        while true {
            if remaining & 1 == 1 { result = result * square }
            remaining >>= 1
            if remaining == 0 { return result }
            square = square * square
        }
    }

    private static func rounding(_ value: Natural, exponent: Int) -> Decimal128? {
        // At least 36 digits are kept, at most 38.
        let excess = max(0, (value.bitWidth - 1) * 1233 / 4096 - 36)
        let parts = value.divided(by: Natural.powerOfTen(excess))
        return rounding(
            parts.quotient.low128, exponent: exponent + excess, negative: false,
            inexact: !parts.isExact)
    }

    private func powerByLogarithm(_ other: Decimal128) -> Decimal128? {
        // The logarithm of a number other than 1 is between 1e-34 and 14,300.
        let top = PowersOfTen.digitCount(other.coefficient) + other.exponent
        if top < -40 { return .one }
        let grows = (Self.one < self) != other.isNegative
        if top > 40 { return grows ? nil : .zero }
        // Bits that the factor `other` costs.
        let loss = (max(0, top) * 54 / 16 + 63) / 64 * 64
        return Self.deciding { fixed in
            let longer = FixedPoint(fractionBits: fixed.fractionBits + loss)
            let logarithm = longer.logarithm(coefficient, exponent: exponent).magnitude
            let factor = Natural(other.coefficient)
            let product = other.exponent >= 0
                ? (logarithm * factor).multipliedByPowerOfTen(other.exponent)
                : (logarithm * factor).divided(by: Natural.powerOfTen(-other.exponent)).quotient
            return Self.exponential(fixed, product.shiftedRight(loss), negative: !grows)
        }
    }

    private static func exponential(
        _ fixed: FixedPoint, _ value: Natural, negative: Bool
    ) -> Candidate {
        if value.shiftedRight(fixed.fractionBits).bitWidth > 14 {
            return negative ? .underflow(fixed) : .overflow(fixed)
        }
        let power = fixed.exponential(value, negative: negative)
        return Candidate(
            mantissa: power.mantissa, fixed: fixed, scale: 36, exponent: power.exponent - 36,
            negative: false)
    }

    private static func deciding(_ candidate: (FixedPoint) -> Candidate) -> Decimal128? {
        for bits in fractionBits {
            let found = candidate(FixedPoint(fractionBits: bits))
            if let digits = found.digits {
                return rounding(
                    digits, exponent: found.exponent, negative: found.negative, inexact: true)
            }
            if bits == fractionBits.last {
                return rounding(
                    found.nearest, exponent: found.exponent, negative: found.negative)
            }
        }
        return nil
    }
}

/// `mantissa / 2^fractionBits × 10^scale`, a number of 36 to 38 digits before the point, known
/// but for an error, and the power of ten by which it is to be multiplied.
private struct Candidate {
    var mantissa: Natural
    var fixed: FixedPoint
    var scale: Int
    var exponent: Int
    var negative: Bool

    static func overflow(_ fixed: FixedPoint) -> Candidate {
        Candidate(
            mantissa: Natural(3).shiftedLeft(fixed.fractionBits), fixed: fixed, scale: 36,
            exponent: 20_000, negative: false)
    }

    static func underflow(_ fixed: FixedPoint) -> Candidate {
        var result = overflow(fixed)
        result.exponent = -20_000
        return result
    }

    private func integer(_ value: Natural) -> UInt128 {
        value.multipliedByPowerOfTen(scale).shiftedRight(fixed.fractionBits).low128
    }

    private var error: Natural { Natural(1 << FixedPoint.errorBits + 8) }

    /// The integer part, when the error cannot change it.
    var digits: UInt128? {
        let low = integer(mantissa - error)
        return low == integer(mantissa + error) ? low : nil
    }

    /// The integer in reach of the error.
    var nearest: UInt128 { integer(mantissa + error) }
}
