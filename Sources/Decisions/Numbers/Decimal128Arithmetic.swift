extension Decimal128 {
    /// The sum, rounded half even; nil on overflow.
    @inline(__always)
    public func adding(_ other: Decimal128) -> Decimal128? {
        if high == other.high, isNarrow {
            let sum = low.addingReportingOverflow(other.low)
            if !sum.overflow { return Decimal128(high: high, low: sum.partialValue) }
        }
        return addingUnlike(other)
    }

    /// The difference, rounded half even; nil on overflow.
    @inline(__always)
    public func subtracting(_ other: Decimal128) -> Decimal128? {
        if high == other.high, isNarrow, low > other.low {
            return Decimal128(high: high, low: low &- other.low)
        }
        return addingUnlike(other.negated)
    }

    /// The product, rounded half even; nil on overflow.
    @inline(__always)
    public func multiplied(by other: Decimal128) -> Decimal128? {
        let exponent = self.exponent &+ other.exponent
        if isNarrow, other.isNarrow {
            let product = PowersOfTen.product(low, other.low)
            if product <= PowersOfTen.largestCoefficient, product != 0,
                UInt(bitPattern: exponent &+ 6176) <= 12287
            {
                return Decimal128(
                    packing: product, exponent: exponent,
                    negative: (high ^ other.high) & Self.signMask != 0)
            }
        }
        return multipliedWide(by: other)
    }

    private func multipliedWide(by other: Decimal128) -> Decimal128? {
        if isZero || other.isZero { return .zero }
        let negative = isNegative != other.isNegative
        let exponent = self.exponent &+ other.exponent
        let (upper, lower) = coefficient.multipliedFullWidth(by: other.coefficient)
        if upper == 0 { return Self.rounding(lower, exponent: exponent, negative: negative) }
        // Keep 36 or 37 digits and remember whether something was cut off; then round once.
        let digits = PowersOfTen.digitCount(coefficient)
            + PowersOfTen.digitCount(other.coefficient)
        let excess = digits - 37
        let parts = WideInteger(high: upper, low: lower).dropping(excess)
        return Self.rounding(
            parts.kept, exponent: exponent + excess, negative: negative, inexact: parts.inexact)
    }

    private func addingUnlike(_ other: Decimal128) -> Decimal128? {
        if isZero { return other }
        if other.isZero { return self }
        let difference = exponent &- other.exponent
        return difference >= 0
            ? addingFiner(other, difference) : other.addingFiner(self, 0 &- difference)
    }

    /// Adds a number whose exponent is lower by `difference`.
    @inline(__always)
    private func addingFiner(_ other: Decimal128, _ difference: Int) -> Decimal128? {
        let same = (high ^ other.high) & Self.signMask == 0
        if isNarrow, other.isNarrow, difference <= 19 {
            let scaled = low.multipliedReportingOverflow(by: PowersOfTen.narrow(difference))
            if !scaled.overflow {
                return combining(scaled.partialValue, with: other, same: same)
            }
        }
        return addingFinerWide(other, difference, same: same)
    }

    /// `scaled` is the magnitude of self in units of `other`, which is narrow.
    @inline(__always)
    private func combining(
        _ scaled: UInt64, with other: Decimal128, same: Bool
    ) -> Decimal128 {
        if same {
            let sum = scaled.addingReportingOverflow(other.low)
            // A carry is bit 0 of the upper part of the coefficient, which was 0.
            return Decimal128(
                high: sum.overflow ? other.high | 1 : other.high, low: sum.partialValue)
        }
        if scaled == other.low { return .zero }
        return scaled > other.low
            ? Decimal128(high: other.high ^ Self.signMask, low: scaled &- other.low)
            : Decimal128(high: other.high, low: other.low &- scaled)
    }

    private func addingFinerWide(
        _ other: Decimal128, _ difference: Int, same: Bool
    ) -> Decimal128? {
        let room = 37 - PowersOfTen.digitCount(coefficient)
        let shift = min(room, difference)
        let scaled = coefficient &* PowersOfTen.wide(shift)
        // When digits of `other` are cut off, `scaled` has 37 digits and keeps 36 whatever happens.
        let cut = PowersOfTen.dropping(difference - shift, from: other.coefficient, inexact: false)
        let inexact = cut.rest != .none
        let exponent = self.exponent - shift
        if same {
            return Self.rounding(
                scaled + cut.kept, exponent: exponent, negative: isNegative, inexact: inexact)
        }
        let subtrahend = cut.kept + (inexact ? 1 : 0)
        if scaled == subtrahend { return .zero }
        return scaled > subtrahend
            ? Self.rounding(
                scaled - subtrahend, exponent: exponent, negative: isNegative, inexact: inexact)
            : Self.rounding(
                subtrahend - scaled, exponent: exponent, negative: other.isNegative)
    }
}

extension Decimal128 {
    /// The quotient, rounded half even; nil when `divisor` is 0 and on overflow.
    public func divided(by divisor: Decimal128) -> Decimal128? {
        if divisor.isZero { return nil }
        if isZero { return .zero }
        let negative = isNegative != divisor.isNegative
        let ideal = exponent &- divisor.exponent
        if isNarrow, divisor.isNarrow {
            let parts = low.quotientAndRemainder(dividingBy: divisor.low)
            if parts.remainder == 0 {
                return Self.rounding(
                    UInt128(parts.quotient), exponent: ideal, negative: negative)
            }
            // Percentages and the like come out with a few digits after the point.
            let scaled = low.multipliedReportingOverflow(by: 10_000)
            if !scaled.overflow {
                let parts = scaled.partialValue.quotientAndRemainder(dividingBy: divisor.low)
                if parts.remainder == 0 {
                    return Self.stripping(
                        UInt128(parts.quotient), exponent: ideal &- 4, towards: ideal,
                        negative: negative)
                }
            }
        }
        // Scaled so that the quotient has 36 or 37 digits.
        let digits = PowersOfTen.digitCount(coefficient)
        let shift = 36 + PowersOfTen.digitCount(divisor.coefficient) - digits
        let first = min(shift, 38 - digits)
        let numerator = WideInteger(
            coefficient &* PowersOfTen.wide(first), times: PowersOfTen.wide(shift - first))
        let parts = divisor.isNarrow
            ? numerator.divided(by: divisor.low) : numerator.divided(by: divisor.coefficient)
        if parts.exact {
            return Self.stripping(
                parts.quotient, exponent: ideal - shift, towards: ideal, negative: negative)
        }
        return Self.rounding(
            parts.quotient, exponent: ideal - shift, negative: negative, inexact: true)
    }

    /// FEEL's modulo, `self - divisor × floor(self / divisor)` (DMN 1.5 §10.3.4.5): the exact
    /// value of it, rounded once. It has the sign of `divisor`; nil when that is 0.
    public func remainderFloored(by divisor: Decimal128) -> Decimal128? {
        if divisor.isZero { return nil }
        if isZero { return .zero }
        let truncated = remainderOfMagnitudes(divisor)
        if truncated.isZero { return .zero }
        let remainder = isNegative ? truncated.negated : truncated
        return isNegative == divisor.isNegative ? remainder : remainder.adding(divisor)
    }

    /// `|self| mod |divisor|`, which always is exact.
    private func remainderOfMagnitudes(_ divisor: Decimal128) -> Decimal128 {
        let difference = exponent &- divisor.exponent
        let modulus = divisor.coefficient
        if difference >= 0 {
            var rest: UInt128
            if isNarrow, divisor.isNarrow, difference == 0 {
                rest = UInt128(low % divisor.low)
            } else {
                rest = WideInteger.remainder(
                    coefficient % modulus,
                    times: WideInteger.powerOfTen(difference, modulo: modulus), modulo: modulus)
            }
            return rest == 0
                ? .zero : Decimal128(packing: rest, exponent: divisor.exponent, negative: false)
        }
        // The divisor in units of self; when that has more digits than self, self remains.
        let shift = 0 &- difference
        guard PowersOfTen.digitCount(modulus) + shift <= 34 else { return magnitude }
        let rest = coefficient % (modulus &* PowersOfTen.wide(shift))
        return rest == 0 ? .zero : Decimal128(packing: rest, exponent: exponent, negative: false)
    }
}
