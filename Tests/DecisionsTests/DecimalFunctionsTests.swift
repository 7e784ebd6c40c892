import Testing

@testable import Decisions

@Suite("Decimal rounding and functions")
struct DecimalFunctionsTests {
    /// Of 5.5, 2.5, 1.1, -1.1, -2.5: DMN 1.5 table 76 and java.math.RoundingMode.
    @Test(
        "Each way of rounding treats ties and signs as specified",
        arguments: [
            (Decimal128.Rounding.halfEven, ["6", "2", "1", "-1", "-2"]),
            (.halfUp, ["6", "3", "1", "-1", "-3"]),
            (.halfDown, ["5", "2", "1", "-1", "-2"]),
            (.up, ["6", "3", "2", "-2", "-3"]),
            (.down, ["5", "2", "1", "-1", "-2"]),
            (.floor, ["5", "2", "1", "-2", "-3"]),
            (.ceiling, ["6", "3", "2", "-1", "-2"]),
        ])
    func modes(_ mode: Decimal128.Rounding, _ expected: [String]) {
        let rounded = ["5.5", "2.5", "1.1", "-1.1", "-2.5"].map {
            decimal($0).rounded(scale: 0, mode)?.description
        }
        #expect(rounded == expected)
    }

    @Test("The scale may be negative, far off or out of range")
    func scales() {
        #expect(decimal("1234.5").rounded(scale: -2, .halfEven) == decimal("1200"))
        #expect(decimal("5.5").rounded(scale: 6176, .up) == decimal("5.5"))
        #expect(decimal("5.5").rounded(scale: -6111, .down) == .zero)
        #expect(decimal("5.5").rounded(scale: -6111, .up) == decimal("1e6111"))
        #expect(decimal("5.5").rounded(scale: 6177, .up) == nil)
        #expect(decimal("5.5").rounded(scale: -6112, .up) == nil)
        #expect(decimal("5.5").rounded(scale: .min, .up) == nil)
        #expect(decimal("1e-6176").rounded(scale: 0, .ceiling) == .one)
        #expect(decimal("-1e-6176").rounded(scale: 0, .ceiling) == .zero)
    }

    @Test("Roots are exact or nearest")
    func roots() {
        #expect(decimal("16").squareRoot() == decimal("4"))
        #expect(decimal("0.0625").squareRoot() == decimal("0.25"))
        #expect(decimal("2").squareRoot() == decimal("1.414213562373095048801688724209698"))
        #expect(decimal("1e-6176").squareRoot() == decimal("1e-3088"))
        #expect(decimal("-1").squareRoot() == nil)
        #expect(Decimal128.zero.squareRoot() == .zero)
    }

    @Test("Exponential and logarithm have 34 right digits")
    func exponentials() {
        #expect(Decimal128.zero.exponential() == .one)
        #expect(Decimal128.one.exponential() == decimal("2.718281828459045235360287471352662"))
        #expect(decimal("1e6").exponential() == nil)
        #expect(decimal("-1e6").exponential() == .zero)
        #expect(decimal("1e6144").exponential() == nil)
        #expect(decimal("1e-6176").exponential() == .one)
        #expect(decimal("10").naturalLogarithm()
            == decimal("2.302585092994045684017991454684364"))
        #expect(decimal("1.000").naturalLogarithm() == .zero)
        #expect(Decimal128.zero.naturalLogarithm() == nil)
        #expect(decimal("-1").naturalLogarithm() == nil)
    }

    @Test(
        "Powers of integers and fractions",
        arguments: [
            ("2", "10", "1024"), ("-2", "3", "-8"), ("-2", "4", "16"), ("2", "-2", "0.25"),
            ("0", "0", "1"), ("0", "2.5", "0"), ("5", "0", "1"), ("16", "0.25", "2"),
            ("0.0001", "0.75", "0.001"), ("2", "0.5", "1.414213562373095048801688724209698"),
            ("10", "6144", "1e6144"), ("10", "-6176", "1e-6176"), ("1", "1e6144", "1"),
            ("0.5", "1e6000", "0"), ("2", "-1e6000", "0"), ("7", "1e-6000", "1"),
        ])
    func powers(_ base: String, _ exponent: String, _ expected: String) {
        #expect(decimal(base).power(decimal(exponent)) == decimal(expected))
    }

    @Test("Powers that no real number is, or none in range, are nil")
    func noPowers() {
        #expect(Decimal128.zero.power(decimal("-1")) == nil)
        #expect(decimal("-8").power(decimal("0.5")) == nil)
        #expect(decimal("10").power(decimal("6145")) == nil)
        #expect(decimal("2").power(decimal("1e6000")) == nil)
        #expect(decimal("-2").power(decimal("1e6000")) == nil)
    }
}
