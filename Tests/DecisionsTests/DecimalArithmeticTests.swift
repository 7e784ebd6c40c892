import Testing

@testable import Decisions

/// The number of a literal; 0 and an issue when it cannot be read.
func decimal(_ text: String, _ location: SourceLocation = #_sourceLocation) -> Decimal128 {
    guard let value = Decimal128(Substring(text)) else {
        Issue.record("not a number: \(text)", sourceLocation: location)
        return .zero
    }
    return value
}

@Suite("Decimal arithmetic")
struct DecimalArithmeticTests {
    static let nines = String(repeating: "9", count: 34)
    static let largest = nines + "E6111"

    @Test("Sums are those of school")
    func sums() {
        #expect(decimal("0.1").adding(decimal("0.2")) == decimal("0.3"))
        #expect(decimal("1e33").adding(decimal("-1")) == decimal(String(Self.nines.dropLast())))
        #expect(decimal("-5").adding(decimal("5")) == .zero)
        #expect(decimal("18446744073709551615").adding(.one) == decimal("18446744073709551616"))
        #expect(decimal("7").subtracting(decimal("7.5")) == decimal("-0.5"))
    }

    @Test("A tie of a sum goes to the even digit, and anything beyond it decides")
    func ties() {
        let even = decimal("1000000000000000000000000000000000")
        let odd = decimal("1000000000000000000000000000000001")
        #expect(even.adding(decimal("0.5")) == even)
        #expect(odd.adding(decimal("0.5")) == decimal("1000000000000000000000000000000002"))
        #expect(even.adding(decimal("0.5000000000000000000000001")) == odd)
        #expect(even.adding(decimal("1e-6000")) == even)
        #expect(even.subtracting(decimal("1e-6000")) == even)
        #expect(decimal(Self.nines).adding(decimal("0.5")) == decimal("1e34"))
    }

    @Test("Results beyond the range are nil, below it 0 or subnormal")
    func range() {
        let largest = decimal(Self.largest)
        #expect(largest.adding(largest) == nil)
        // A tenth of the last digit, and a tie that carries out of the range.
        #expect(largest.adding(decimal("1e6110")) == largest)
        #expect(largest.adding(decimal("5e6110")) == nil)
        #expect(largest.multiplied(by: decimal("1.1")) == nil)
        #expect(decimal("1e-6176").multiplied(by: decimal("0.5")) == .zero)
        #expect(decimal("3e-6176").multiplied(by: decimal("0.5")) == decimal("2e-6176"))
        #expect(decimal("1e3000").multiplied(by: decimal("1e3144")) == decimal("1e6144"))
        #expect(decimal("1e6144").divided(by: decimal("0.1")) == nil)
    }

    @Test("Products keep 34 digits")
    func products() {
        #expect(decimal("1.5").multiplied(by: decimal("-1.5")) == decimal("-2.25"))
        #expect(decimal("-3").multiplied(by: .zero)?.isNegative == false)
        let full = decimal(Self.nines)
        #expect(full.multiplied(by: full) == decimal(String(Self.nines.dropLast()) + "8E34"))
    }

    @Test("Quotients are exact or have 34 digits; by 0 there is none")
    func quotients() {
        #expect(decimal("1").divided(by: decimal("3")) == decimal("0." + Self.digits("3")))
        #expect(decimal("2").divided(by: decimal("3"))
            == decimal("0." + Self.digits("6").dropLast() + "7"))
        #expect(decimal("10").divided(by: decimal("4")) == decimal("2.5"))
        #expect(decimal("1e10").divided(by: decimal("1e-10")) == decimal("1e20"))
        #expect(decimal("1").divided(by: .zero) == nil)
        #expect(decimal("0").divided(by: .zero) == nil)
    }

    private static func digits(_ digit: String) -> String { String(repeating: digit, count: 34) }

    @Test(
        "The remainder has the sign of the divisor",
        arguments: [
            ("12", "5", "2"), ("-12", "5", "3"), ("12", "-5", "-3"), ("-12", "-5", "-2"),
            ("10.1", "4.5", "1.1"), ("-10.1", "4.5", "3.4"), ("10.1", "-4.5", "-3.4"),
            ("1e6000", "7", "1"), ("5", "1e6000", "5"), ("0", "5", "0"),
        ])
    func remainders(_ dividend: String, _ divisor: String, _ expected: String) {
        #expect(
            decimal(dividend).remainderFloored(by: decimal(divisor)) == decimal(expected))
    }

    @Test("There is no remainder by 0")
    func remainderByZero() {
        #expect(decimal("1").remainderFloored(by: .zero) == nil)
    }

    @Test("Equal numbers are equal and hash equally whatever their zeros")
    func equality() {
        for (left, right) in [("1", "1.000"), ("1e6144", "1000e6141"), ("0", "-0.00"),
            ("12345678901234567890000000000000", "1234567890123456789e13")]
        {
            #expect(decimal(left) == decimal(right))
            #expect(decimal(left).hashValue == decimal(right).hashValue)
        }
        #expect(Set(["1", "1.0", "1.00", "-1"].map { decimal($0) }).count == 2)
    }

    @Test("Numbers sort by value")
    func order() {
        let texts = ["-1e6144", "-2", "-1.9999", "-1e-6176", "0", "1e-6176", "0.1", "0.11", "1",
            "9999999999999999999", "1e19", "1.1e19", "1e6144"]
        let numbers = texts.map { decimal($0) }
        #expect(numbers.shuffled().sorted() == numbers)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 && !($1 < $0) })
    }
}
