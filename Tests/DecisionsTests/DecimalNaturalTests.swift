import Testing

@testable import Decisions

@Suite("Natural numbers under the decimal functions")
struct DecimalNaturalTests {
    /// Limbs at the edges make the estimates of long division wrong, which random ones hardly do.
    private static func natural(_ generator: inout SystemRandomNumberGenerator) -> Natural {
        let edges: [UInt64] = [0, 1, .max, .max - 1, 1 << 63, 1 << 63 - 1, 1 << 63 + 1]
        return (0..<Int.random(in: 1...6, using: &generator)).reduce(Natural(1)) { value, _ in
            let limb = edges.randomElement(using: &generator) ?? 0
            return value.shiftedLeft(64) + Natural(UInt128(limb))
        }
    }

    private static func equal(_ left: Natural, _ right: Natural) -> Bool {
        left.limbs == right.limbs
    }

    @Test("Division undoes multiplication, with and without a remainder")
    func division() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let quotient = Self.natural(&generator)
            // Without its leading 1 the divisor starts with an edge.
            let divisor = Self.natural(&generator) * Natural(UInt128(UInt64.max))
            let exact = (quotient * divisor).divided(by: divisor)
            #expect(Self.equal(exact.quotient, quotient) && exact.isExact)
            let most = (quotient * divisor + (divisor - Natural(1))).divided(by: divisor)
            #expect(Self.equal(most.quotient, quotient) && !most.isExact)
        }
    }

    @Test("The quotient of any two numbers leaves a remainder below the divisor")
    func remainders() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let dividend = Self.natural(&generator)
            let divisor = Self.natural(&generator).shiftedRight(Int.random(in: 0...64)) + Natural(1)
            let quotient = dividend.divided(by: divisor).quotient
            let product = quotient * divisor
            #expect(!(dividend < product) && dividend - product < divisor)
        }
    }

    @Test("Integer powers agree with repeated multiplication where that is exact")
    func powers() {
        for base in 2...9 as ClosedRange<Int64> {
            var product = Decimal128.one
            for exponent in 1...35 as ClosedRange<Int64> {
                product = product.multiplied(by: Decimal128(base)) ?? .zero
                #expect(Decimal128(base).power(Decimal128(exponent)) == product)
            }
        }
    }
}
