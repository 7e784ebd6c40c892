/// A natural number of any size, for the functions that need more than 256 bits.
struct Natural: Sendable {
    /// Little endian, without zeros at the end.
    private(set) var limbs: [UInt64]

    private init(trimming limbs: [UInt64]) {
        self.limbs = limbs
        while self.limbs.last == 0 { self.limbs.removeLast() }
    }

    init(_ value: UInt128) {
        self.init(trimming: [
            UInt64(truncatingIfNeeded: value), UInt64(truncatingIfNeeded: value &>> 64),
        ])
    }

    static let zero = Natural(0)

    var isZero: Bool { limbs.isEmpty }

    var bitWidth: Int {
        guard let last = limbs.last else { return 0 }
        return limbs.count * 64 - last.leadingZeroBitCount
    }

    /// The lowest 128 bits.
    var low128: UInt128 {
        UInt128(limbs.count > 1 ? limbs[1] : 0) &<< 64 | UInt128(limbs.first ?? 0)
    }

    /// `self / 2^scale`, to about 50 bits.
    func double(scale: Int) -> Double {
        let drop = max(0, bitWidth - 64)
        let top = Double(shiftedRight(drop).limbs.first ?? 0)
        return Double(sign: .plus, exponent: drop - scale, significand: top)
    }

    /// 10^`power`; each 19 digits cost one pass.
    static func powerOfTen(_ power: Int) -> Natural {
        Natural(1).multipliedByPowerOfTen(power)
    }

    func multipliedByPowerOfTen(_ power: Int) -> Natural {
        var result = self
        var remaining = power
        while remaining > 0 {
            let step = min(remaining, 19)
            result = result.multiplied(by: PowersOfTen.narrow(step))
            remaining -= step
        }
        return result
    }

    func multiplied(by factor: UInt64) -> Natural {
        var result = limbs
        var carry: UInt64 = 0
        for index in result.indices {
            let product = result[index].multipliedFullWidth(by: factor)
            let sum = product.low.addingReportingOverflow(carry)
            result[index] = sum.partialValue
            carry = product.high &+ (sum.overflow ? 1 : 0)
        }
        if carry != 0 { result.append(carry) }
        return Natural(trimming: result)
    }

    static func * (left: Natural, right: Natural) -> Natural {
        if left.isZero || right.isZero { return zero }
        var result = [UInt64](repeating: 0, count: left.limbs.count + right.limbs.count)
        for (offset, factor) in left.limbs.enumerated() {
            var carry: UInt64 = 0
            for (index, other) in right.limbs.enumerated() {
                // The largest sum is (2^64 - 1)^2 + 2 (2^64 - 1), which fits 128 bits.
                let sum = PowersOfTen.product(factor, other)
                    &+ UInt128(result[offset &+ index]) &+ UInt128(carry)
                result[offset &+ index] = UInt64(truncatingIfNeeded: sum)
                carry = UInt64(truncatingIfNeeded: sum &>> 64)
            }
            result[offset &+ right.limbs.count] = carry
        }
        return Natural(trimming: result)
    }

    static func + (left: Natural, right: Natural) -> Natural {
        var result = left.limbs.count >= right.limbs.count ? left.limbs : right.limbs
        let other = left.limbs.count >= right.limbs.count ? right.limbs : left.limbs
        var carry = false
        for index in result.indices {
            if index >= other.count && !carry { break }
            let first = result[index].addingReportingOverflow(
                index < other.count ? other[index] : 0)
            let second = first.partialValue.addingReportingOverflow(carry ? 1 : 0)
            result[index] = second.partialValue
            carry = first.overflow || second.overflow
        }
        if carry { result.append(1) }
        return Natural(trimming: result)
    }

    /// The difference, or 0 when `right` is larger.
    static func - (left: Natural, right: Natural) -> Natural {
        if left < right { return zero }
        var result = left.limbs
        var borrow = false
        for index in result.indices {
            if index >= right.limbs.count && !borrow { break }
            let first = result[index].subtractingReportingOverflow(
                index < right.limbs.count ? right.limbs[index] : 0)
            let second = first.partialValue.subtractingReportingOverflow(borrow ? 1 : 0)
            result[index] = second.partialValue
            borrow = first.overflow || second.overflow
        }
        return Natural(trimming: result)
    }

    func shiftedLeft(_ bits: Int) -> Natural {
        if isZero || bits <= 0 { return self }
        let shift = UInt64(bits & 63)
        var result = [UInt64](repeating: 0, count: bits >> 6)
        result.reserveCapacity(result.count + limbs.count + 1)
        var carry: UInt64 = 0
        for limb in limbs {
            result.append(limb &<< shift | carry)
            carry = shift == 0 ? 0 : limb &>> (64 &- shift)
        }
        result.append(carry)
        return Natural(trimming: result)
    }

    func shiftedRight(_ bits: Int) -> Natural {
        if bits <= 0 { return self }
        let whole = bits >> 6
        let shift = UInt64(bits & 63)
        guard whole < limbs.count else { return .zero }
        var result = Array(limbs[whole...])
        if shift != 0 {
            for index in result.indices {
                let above = index + 1 < result.count ? result[index + 1] : 0
                result[index] = result[index] &>> shift | above &<< (64 &- shift)
            }
        }
        return Natural(trimming: result)
    }
}

extension Natural: Comparable {
    static func < (left: Natural, right: Natural) -> Bool {
        if left.limbs.count != right.limbs.count { return left.limbs.count < right.limbs.count }
        for index in left.limbs.indices.reversed() where left.limbs[index] != right.limbs[index] {
            return left.limbs[index] < right.limbs[index]
        }
        return false
    }
}

extension Natural {
    /// The quotient by a non-zero word.
    func divided(by divisor: UInt64) -> (quotient: Natural, remainder: UInt64) {
        guard divisor != 0 else { return (.zero, 0) }
        var result = limbs
        var remainder: UInt64 = 0
        for index in result.indices.reversed() {
            let parts = divisor.dividingFullWidth((remainder, result[index]))
            result[index] = parts.quotient
            remainder = parts.remainder
        }
        return (Natural(trimming: result), remainder)
    }

    /// The quotient by a non-zero number: Knuth, The Art of Computer Programming, 4.3.1, D.
    func divided(by divisor: Natural) -> (quotient: Natural, isExact: Bool) {
        guard let top = divisor.limbs.last, !(self < divisor) else { return (.zero, isZero) }
        if divisor.limbs.count == 1 {
            let parts = divided(by: top)
            return (parts.quotient, parts.remainder == 0)
        }
        let shift = top.leadingZeroBitCount
        let normalized = divisor.shiftedLeft(shift).limbs
        var rest = shiftedLeft(shift).limbs
        while rest.count <= limbs.count { rest.append(0) }
        let size = normalized.count
        var quotient = [UInt64](repeating: 0, count: rest.count - size)
        for offset in quotient.indices.reversed() {
            quotient[offset] = Self.step(&rest, offset, normalized)
        }
        return (Natural(trimming: quotient), rest.allSatisfy { $0 == 0 })
    }

    /// One digit of the quotient; subtracts its multiple from `rest` at `offset`.
    private static func step(
        _ rest: inout [UInt64], _ offset: Int, _ divisor: [UInt64]
    ) -> UInt64 {
        let size = divisor.count
        let top = rest[offset + size]
        let leading = divisor[size - 1]
        var digit = UInt64.max
        if top < leading {
            let parts = leading.dividingFullWidth((top, rest[offset + size - 1]))
            digit = parts.quotient
            var remainder = parts.remainder
            while true {
                let product = digit.multipliedFullWidth(by: divisor[size - 2])
                let next = rest[offset + size - 2]
                if product.high < remainder || product.high == remainder && product.low <= next {
                    break
                }
                digit &-= 1
                let sum = remainder.addingReportingOverflow(leading)
                if sum.overflow { break }
                remainder = sum.partialValue
            }
        }
        // The digit is right or too large by 1 or, where `top` was the leading limb, by 2.
        var negative = subtract(digit, times: divisor, from: &rest, at: offset)
        while negative {
            digit &-= 1
            negative = !add(divisor, to: &rest, at: offset)
        }
        return digit
    }

    /// Returns whether the result is negative, kept modulo 2^64n.
    private static func subtract(
        _ digit: UInt64, times divisor: [UInt64], from rest: inout [UInt64], at offset: Int
    ) -> Bool {
        var carry: UInt64 = 0
        for index in divisor.indices {
            let product = PowersOfTen.product(digit, divisor[index]) &+ UInt128(carry)
            let lower = UInt64(truncatingIfNeeded: product)
            let difference = rest[offset + index].subtractingReportingOverflow(lower)
            rest[offset + index] = difference.partialValue
            carry = UInt64(truncatingIfNeeded: product &>> 64)
                &+ (difference.overflow ? 1 : 0)
        }
        let last = rest[offset + divisor.count].subtractingReportingOverflow(carry)
        rest[offset + divisor.count] = last.partialValue
        return last.overflow
    }

    /// Returns whether the sum carried out, which makes a negative rest positive again.
    private static func add(
        _ divisor: [UInt64], to rest: inout [UInt64], at offset: Int
    ) -> Bool {
        var carry: UInt128 = 0
        for index in divisor.indices {
            let sum = UInt128(rest[offset + index]) &+ UInt128(divisor[index]) &+ carry
            rest[offset + index] = UInt64(truncatingIfNeeded: sum)
            carry = sum &>> 64
        }
        let last = UInt128(rest[offset + divisor.count]) &+ carry
        rest[offset + divisor.count] = UInt64(truncatingIfNeeded: last)
        return last &>> 64 != 0
    }
}
