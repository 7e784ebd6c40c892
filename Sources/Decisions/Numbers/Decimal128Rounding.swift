extension Decimal128 {
    /// How a number is rounded to a scale (DMN 1.5 §10.3.4.5).
    public enum Rounding: Sendable, CaseIterable {
        /// To the nearest, ties to the even digit: `decimal`.
        case halfEven
        /// To the nearest, ties away from 0: `round half up`.
        case halfUp
        /// To the nearest, ties towards 0: `round half down`.
        case halfDown
        /// Away from 0: `round up`.
        case up
        /// Towards 0: `round down`.
        case down
        /// Towards negative infinity: `floor`.
        case floor
        /// Towards positive infinity: `ceiling`.
        case ceiling
    }

    /// This number with at most `scale` digits after the point; a negative scale counts places
    /// before it. Nil when the scale is outside of -6111...6176 or the result overflows.
    public func rounded(scale: Int64, _ mode: Rounding) -> Decimal128? {
        guard -6111...6176 ~= scale else { return nil }
        let unit = -Int(scale)
        let exponent = self.exponent
        if exponent >= unit || isZero { return self }
        let parts = PowersOfTen.dropping(unit - exponent, from: coefficient, inexact: false)
        var kept = parts.kept
        if parts.rest.roundsAway(mode, odd: kept & 1 == 1, negative: isNegative) { kept += 1 }
        return Self.rounding(kept, exponent: unit, negative: isNegative)
    }

    /// The square root, rounded half even; nil for negative numbers.
    public func squareRoot() -> Decimal128? {
        if isZero { return .zero }
        if isNegative { return nil }
        var coefficient = self.coefficient
        var exponent = self.exponent
        if exponent & 1 != 0 {
            coefficient *= 10
            exponent -= 1
        }
        // An even number of digits added, to 72 or 73, so that the root has 36 or 37.
        let digits = PowersOfTen.digitCount(coefficient)
        let shift = (73 - digits) & ~1
        let first = 38 - digits
        let (root, exact) = WideInteger(
            coefficient &* PowersOfTen.wide(first), times: PowersOfTen.wide(shift - first)
        ).squareRoot
        let half = (exponent - shift) / 2
        if exact {
            return Self.stripping(root, exponent: half, towards: exponent / 2, negative: false)
        }
        return Self.rounding(root, exponent: half, negative: false, inexact: true)
    }
}
