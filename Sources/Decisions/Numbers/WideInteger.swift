import Foundation

/// An unsigned integer of 256 bits: the exact product of two coefficients.
struct WideInteger {
    var high: UInt128
    var low: UInt128

    init(high: UInt128, low: UInt128) {
        self.high = high
        self.low = low
    }

    init(_ left: UInt128, times right: UInt128) {
        (high, low) = left.multipliedFullWidth(by: right)
    }

    /// Cuts `count` digits (0...38) off the end; what is kept has to fit 128 bits.
    func dropping(_ count: Int) -> (kept: UInt128, inexact: Bool) {
        var value = self
        var inexact = false
        var count = count
        while count > 0 {
            let step = min(count, 19)
            if value.divide(by: PowersOfTen.narrow(step)) != 0 { inexact = true }
            count -= step
        }
        return (value.low, inexact)
    }

    /// The quotient, which has to fit 128 bits.
    func divided(by divisor: UInt64) -> (quotient: UInt128, exact: Bool) {
        var value = self
        let remainder = value.divide(by: divisor)
        return (value.low, remainder == 0)
    }

    /// The quotient, which has to fit 128 bits; 0 when it does not.
    func divided(by divisor: UInt128) -> (quotient: UInt128, exact: Bool) {
        guard high < divisor else { return (0, false) }
        let parts = divisor.dividingFullWidth((high, low))
        return (parts.quotient, parts.remainder == 0)
    }

    /// Divides in place and returns the remainder.
    private mutating func divide(by divisor: UInt64) -> UInt64 {
        let first = PowersOfTen.divide(high, by: divisor)
        let upper = UInt64(truncatingIfNeeded: low &>> 64)
        let second = divisor.dividingFullWidth((first.remainder, upper))
        let third = divisor.dividingFullWidth(
            (second.remainder, UInt64(truncatingIfNeeded: low)))
        high = first.quotient
        low = UInt128(second.quotient) &<< 64 | UInt128(third.quotient)
        return third.remainder
    }

    /// `left × right mod modulus` for a non-zero modulus and operands below it.
    static func remainder(
        _ left: UInt128, times right: UInt128, modulo modulus: UInt128
    ) -> UInt128 {
        let product = left.multipliedFullWidth(by: right)
        if product.high == 0 { return product.low % modulus }
        guard product.high < modulus else { return 0 }
        return modulus.dividingFullWidth(product).remainder
    }

    /// `10^power mod modulus` by repeated squaring.
    static func powerOfTen(_ power: Int, modulo modulus: UInt128) -> UInt128 {
        if power <= 38 { return PowersOfTen.wide(power) % modulus }
        var result = 1 % modulus
        var base = 10 % modulus
        var remaining = power
        while remaining > 0 {
            if remaining & 1 == 1 { result = remainder(result, times: base, modulo: modulus) }
            base = remainder(base, times: base, modulo: modulus)
            remaining &>>= 1
        }
        return result
    }

    /// The integer part of the square root of a number of at most 75 digits.
    var squareRoot: (root: UInt128, exact: Bool) {
        guard var root = squareRootEstimate, root > high else {
            return (0, high == 0 && low == 0)
        }
        for _ in 0..<2 {
            guard high < root else { break }
            let quotient = root.dividingFullWidth((high, low)).quotient
            root = (root &+ quotient) &>> 1
        }
        while isLess(thanSquareOf: root) { root &-= 1 }
        while !isLess(thanSquareOf: root &+ 1) { root &+= 1 }
        let square = root.multipliedFullWidth(by: root)
        return (root, square.high == high && square.low == low)
    }

    /// The square root to about 31 bits, computed from the upper bits; nil for 0.
    private var squareRootEstimate: UInt128? {
        let zeros = high != 0 ? high.leadingZeroBitCount : 128 &+ low.leadingZeroBitCount
        guard zeros < 256 else { return nil }
        // An even number of bits cut off halves exactly.
        let cut = max(0, 192 &- zeros &+ 1) & ~1
        let top = UInt64(truncatingIfNeeded: cut >= 128 ? high >> (cut - 128)
            : low >> cut | high << (128 - cut))
        return UInt128(UInt64(Double(top).squareRoot())) << (cut / 2)
    }

    private func isLess(thanSquareOf root: UInt128) -> Bool {
        let square = root.multipliedFullWidth(by: root)
        return high < square.high || high == square.high && low < square.low
    }
}
