import Foundation

/// Exponential and logarithm of numbers `n / 2^fractionBits`.
///
/// Every operation truncates. The results are off by less than 2^`errorBits` units: at most some
/// hundred truncations, of which those before the 12 squarings of the exponential weigh 2^12
/// times as much, and ln 10 taken up to 2^14 times.
struct FixedPoint {
    let fractionBits: Int
    static let errorBits = 40

    /// ln 10, a little too small.
    let logarithmOfTen: Natural

    init(fractionBits: Int) {
        self.fractionBits = fractionBits
        logarithmOfTen = Self.longLogarithmOfTen.shiftedRight(Self.longest - fractionBits)
    }

    /// The largest `fractionBits`.
    static let longest = 1152

    /// ln 10 = 46 artanh 1/31 + 34 artanh 1/49 + 20 artanh 1/161.
    private static let longLogarithmOfTen: Natural = {
        // 64 guard bits.
        let bits = longest + 64
        var sum = Natural.zero
        for (factor, divisor) in [(46, 31), (34, 49), (20, 161)] as [(UInt64, UInt64)] {
            var power = Natural(1).shiftedLeft(bits).divided(by: divisor).quotient
            var odd: UInt64 = 1
            while !power.isZero {
                sum = sum + power.divided(by: odd).quotient.multiplied(by: factor)
                power = power.divided(by: divisor * divisor).quotient
                odd += 2
            }
        }
        return sum.shiftedRight(64)
    }()

    private var one: Natural { Natural(1).shiftedLeft(fractionBits) }

    func product(_ left: Natural, _ right: Natural) -> Natural {
        (left * right).shiftedRight(fractionBits)
    }

    /// `coefficient × 10^exponent`.
    func number(_ coefficient: UInt128, exponent: Int) -> Natural {
        let integer = Natural(coefficient).shiftedLeft(fractionBits)
        if exponent >= 0 { return integer.multipliedByPowerOfTen(exponent) }
        var result = integer
        var remaining = -exponent
        // Truncating step by step is truncating once.
        while remaining > 0 {
            let step = min(remaining, 19)
            result = result.divided(by: PowersOfTen.narrow(step)).quotient
            remaining -= step
        }
        return result
    }

    /// e^(±value) as a number of about 1...10 times a power of ten, for values below 2^14.
    func exponential(_ value: Natural, negative: Bool) -> (mantissa: Natural, exponent: Int) {
        var multiple = Int(value.double(scale: fractionBits) / 2.302585092994046)
        if negative { multiple += 1 }
        let near = logarithmOfTen.multiplied(by: UInt64(multiple))
        // The estimate of the multiple may be off by one; the series does not mind.
        if negative {
            if near < value {
                multiple += 1
                return (smallExponential(near + logarithmOfTen - value), -multiple)
            }
            return (smallExponential(near - value), -multiple)
        }
        if value < near {
            return (smallExponential(value + logarithmOfTen - near), multiple - 1)
        }
        return (smallExponential(value - near), multiple)
    }

    /// e^value for values up to about 5, by the series at value / 2^12.
    private func smallExponential(_ value: Natural) -> Natural {
        let halvings = 12
        let reduced = value.shiftedRight(halvings)
        var term = one
        var sum = one
        var index: UInt64 = 1
        while !term.isZero {
            term = product(term, reduced).divided(by: index).quotient
            sum = sum + term
            index += 1
        }
        for _ in 0..<halvings { sum = product(sum, sum) }
        return sum
    }

    /// ln(coefficient × 10^exponent) of a non-zero coefficient.
    func logarithm(_ coefficient: UInt128, exponent: Int) -> (magnitude: Natural, negative: Bool) {
        let scale = PowersOfTen.digitCount(coefficient) - 1
        let mantissa = number(coefficient, exponent: -scale)
        let small = smallLogarithm(mantissa)
        let decade = exponent + scale
        let large = logarithmOfTen.multiplied(by: UInt64(decade.magnitude))
        if decade >= 0 { return (large + small, false) }
        return large < small ? (small - large, false) : (large - small, true)
    }

    /// ln of 1..<10: that of `Double`, y, corrected by
    /// ln m = y + 2 artanh((m - e^y) / (m + e^y)).
    private func smallLogarithm(_ mantissa: Natural) -> Natural {
        let rough = max(0, log(mantissa.double(scale: fractionBits)))
        let start = Natural(UInt128(rough * 0x1p52)).shiftedLeft(fractionBits - 52)
        let power = smallExponential(start)
        let isAbove = power < mantissa
        let difference = isAbove ? mantissa - power : power - mantissa
        let ratio = difference.shiftedLeft(fractionBits).divided(by: mantissa + power).quotient
        let square = product(ratio, ratio)
        var term = ratio
        var sum = Natural.zero
        var odd: UInt64 = 1
        while !term.isZero {
            sum = sum + term.divided(by: odd).quotient
            term = product(term, square)
            odd += 2
        }
        let correction = sum.shiftedLeft(1)
        return isAbove ? start + correction : start - correction
    }
}
