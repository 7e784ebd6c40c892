extension Decimal128: Comparable, Hashable {
    /// Whether both are the same number, whatever their trailing zeros.
    @inline(__always)
    public static func == (left: Decimal128, right: Decimal128) -> Bool {
        if left.high == right.high { return left.low == right.low }
        return order(left, right) == 0
    }

    /// Whether `left` is the smaller number.
    @inline(__always)
    public static func < (left: Decimal128, right: Decimal128) -> Bool {
        if left.high == right.high, !left.isNegative { return left.low < right.low }
        return order(left, right) < 0
    }

    /// Equal numbers hash equally, whatever their trailing zeros.
    public func hash(into hasher: inout Hasher) {
        let shortest = PowersOfTen.stripped(coefficient, exponent: exponent, towards: .max - 16)
        let sign: UInt64 = isNegative ? 1 : 0
        // The upper part has 49 bits, the exponent of the shortest form fits 14.
        hasher.combine(
            UInt64(truncatingIfNeeded: shortest.coefficient &>> 64)
                ^ UInt64(truncatingIfNeeded: shortest.exponent) &<< 50 ^ sign &<< 49)
        hasher.combine(UInt64(truncatingIfNeeded: shortest.coefficient))
    }

    /// Negative, 0 or positive as `left` is less than, equal to or greater than `right`.
    static func order(_ left: Decimal128, _ right: Decimal128) -> Int {
        if left.isNegative != right.isNegative { return left.isNegative ? -1 : 1 }
        let magnitudes = orderOfMagnitudes(left, right)
        return left.isNegative ? 0 &- magnitudes : magnitudes
    }

    private static func orderOfMagnitudes(_ left: Decimal128, _ right: Decimal128) -> Int {
        if left.isZero || right.isZero { return sign(left.isZero ? 0 : 1, right.isZero ? 0 : 1) }
        let difference = left.exponent &- right.exponent
        if left.isNarrow, right.isNarrow, abs(difference) <= 19 {
            if difference >= 0 {
                return sign(
                    PowersOfTen.product(left.low, PowersOfTen.narrow(difference)),
                    UInt128(right.low))
            }
            return sign(
                UInt128(left.low),
                PowersOfTen.product(right.low, PowersOfTen.narrow(0 &- difference)))
        }
        let leftDigits = PowersOfTen.digitCount(left.coefficient)
        let rightDigits = PowersOfTen.digitCount(right.coefficient)
        let top = sign(leftDigits &+ left.exponent, rightDigits &+ right.exponent)
        if top != 0 { return top }
        // The same leading position: the exponents differ by 33 at most, and both fit 34 digits.
        if difference >= 0 {
            return sign(left.coefficient &* PowersOfTen.wide(difference), right.coefficient)
        }
        return sign(left.coefficient, right.coefficient &* PowersOfTen.wide(0 &- difference))
    }

    @inline(__always)
    private static func sign<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
        left < right ? -1 : (left == right ? 0 : 1)
    }
}
