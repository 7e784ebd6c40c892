/// Counting, adding and removing decimal digits of unsigned integers.
enum PowersOfTen {
    /// 10^34 - 1.
    static let largestCoefficient: UInt128 = 9_999_999_999_999_999_999_999_999_999_999_999

    private static let table: [UInt64] = [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
        10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000,
        100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ]

    /// 10^`power` for 0...19.
    @inline(__always)
    static func narrow(_ power: Int) -> UInt64 { table[power] }

    /// 10^`power` for 0...38.
    @inline(__always)
    static func wide(_ power: Int) -> UInt128 {
        power <= 19
            ? UInt128(table[power])
            : product(table[power &- 19], 10_000_000_000_000_000_000)
    }

    @inline(__always)
    static func product(_ left: UInt64, _ right: UInt64) -> UInt128 {
        let full = left.multipliedFullWidth(by: right)
        return UInt128(full.high) &<< 64 | UInt128(full.low)
    }

    /// The number of decimal digits; 0 for 0.
    @inline(__always)
    static func digitCount(_ value: UInt128) -> Int {
        let bits = 128 &- value.leadingZeroBitCount
        // 1233 / 4096 is log10(2) near enough for 128 bits; the guess is right or 1 too small.
        let guess = (bits &* 1233) &>> 12
        return value >= wide(guess) ? guess &+ 1 : guess
    }

    /// What was cut off, compared with half a unit of what was kept.
    enum Rest {
        case none, belowHalf, half, aboveHalf

        @inline(__always)
        func roundsAway(_ mode: Decimal128.Rounding, odd: Bool, negative: Bool) -> Bool {
            if self == .none { return false }
            switch mode {
            case .halfEven: return self == .aboveHalf || self == .half && odd
            case .halfUp: return self != .belowHalf
            case .halfDown: return self == .aboveHalf
            case .up: return true
            case .down: return false
            case .floor: return negative
            case .ceiling: return !negative
            }
        }
    }

    @inline(__always)
    static func divide(
        _ value: UInt128, by divisor: UInt64
    ) -> (quotient: UInt128, remainder: UInt64) {
        let upper = UInt64(truncatingIfNeeded: value &>> 64)
        let lower = UInt64(truncatingIfNeeded: value)
        if upper == 0 {
            let parts = lower.quotientAndRemainder(dividingBy: divisor)
            return (UInt128(parts.quotient), parts.remainder)
        }
        let first = upper.quotientAndRemainder(dividingBy: divisor)
        let second = divisor.dividingFullWidth((first.remainder, lower))
        return (UInt128(first.quotient) &<< 64 | UInt128(second.quotient), second.remainder)
    }

    /// Cuts `count` digits off the end. `inexact` says that digits were cut off before.
    static func dropping(
        _ count: Int, from value: UInt128, inexact: Bool
    ) -> (kept: UInt128, rest: Rest) {
        if count <= 0 { return (value, inexact ? .belowHalf : .none) }
        if count > 39 { return (0, value != 0 || inexact ? .belowHalf : .none) }
        var kept = value
        var inexact = inexact
        var count = count
        while count > 19 {
            let parts = divide(kept, by: table[19])
            kept = parts.quotient
            if parts.remainder != 0 { inexact = true }
            count &-= 19
        }
        let divisor = table[count]
        let parts = divide(kept, by: divisor)
        let half = divisor &>> 1
        if parts.remainder > half { return (parts.quotient, .aboveHalf) }
        if parts.remainder == half { return (parts.quotient, inexact ? .aboveHalf : .half) }
        return (parts.quotient, parts.remainder != 0 || inexact ? .belowHalf : .none)
    }

    /// Removes trailing zeros of a non-zero coefficient while the exponent is below `ideal`.
    static func stripped(
        _ coefficient: UInt128, exponent: Int, towards ideal: Int
    ) -> (coefficient: UInt128, exponent: Int) {
        var coefficient = coefficient
        var exponent = exponent
        guard coefficient != 0 else { return (0, exponent) }
        for step in [16, 8, 4, 2, 1] {
            while exponent &+ step <= ideal {
                // An odd multiple of 2^step cannot end in that many zeros.
                guard coefficient.trailingZeroBitCount >= step else { break }
                let parts = divide(coefficient, by: table[step])
                guard parts.remainder == 0 else { break }
                coefficient = parts.quotient
                exponent &+= step
            }
        }
        return (coefficient, exponent)
    }
}
