import Testing

@testable import Decisions

@Suite("Decimal text and conversion")
struct DecimalTextTests {
    @Test(
        "Numbers print in plain notation without trailing zeros",
        arguments: [
            ("1.0", "1"), ("0.50", "0.5"), ("-12.340", "-12.34"), ("1e12", "1000000000000"),
            ("-0", "0"), ("0e100", "0"), (".5", "0.5"), ("+7.", "7"), ("1e-3", "0.001"),
            ("1E+3", "1000"), ("-1.5e-5", "-0.000015"), ("100e-2", "1"),
            ("12345678901234567890123456789012345", "12345678901234567890123456789012340"),
            ("0.00000000000000000000000000000000000000000012",
                "0.00000000000000000000000000000000000000000012"),
        ])
    func printing(_ text: String, _ expected: String) {
        #expect(decimal(text).description == expected)
    }

    @Test(
        "Text that is no number is refused",
        arguments: [
            "", "-", "+", ".", "e5", "1e", "1e+", "--1", "1-", "1.2.3", " 1", "1 ", "1_000", "0x1",
            "NaN", "Infinity", "١", "1e5.0", "-.e1", "1e6145", "1e99999999999999999999",
        ])
    func refused(_ text: String) {
        #expect(Decimal128(Substring(text)) == nil)
    }

    @Test("What is too small to be told from 0 is read as 0")
    func underflow() {
        #expect(decimal("1e-99999999999999999999") == .zero)
        #expect(decimal("0e99999999999999999999") == .zero)
        #expect(decimal("5e-6177") == .zero)
        #expect(decimal("6e-6177") == decimal("1e-6176"))
    }

    @Test("Reading rounds to 34 digits, half even over all digits")
    func reading() {
        let head = String(repeating: "1", count: 33)
        let zeros = String(repeating: "0", count: 60)
        #expect(decimal(head + "2.5") == decimal(head + "2"))
        #expect(decimal(head + "2.5" + zeros + "1") == decimal(head + "3"))
        #expect(decimal(head + "3.5") == decimal(head + "4"))
        #expect(decimal(zeros + "1." + zeros) == .one)
    }

    @Test("Every printed number reads back as itself")
    func roundTrip() {
        for text in ["9.999999999999999999999999999999999E6144", "1E-6176", "-1.5E-6000"] {
            let number = decimal(text)
            #expect(decimal(number.description) == number)
        }
    }

    @Test("Integers convert in their range and only there")
    func integers() {
        #expect(Decimal128(Int64.min).int64 == Int64.min)
        #expect(decimal("9223372036854775807.000").int64 == Int64.max)
        #expect(decimal("9223372036854775808").int64 == nil)
        #expect(decimal("-9223372036854775809").int64 == nil)
        #expect(decimal("1.5").int64 == nil)
        #expect(decimal("12e3").int64 == 12_000)
        #expect(decimal("1e6144").int64 == nil)
        #expect(decimal("1e6144").isInteger)
        #expect(!decimal("1e-40").isInteger)
    }

    @Test("Doubles are the nearest ones")
    func doubles() {
        #expect(decimal("0.1").double == 0.1)
        #expect(decimal("-123456789.125").double == -123_456_789.125)
        #expect(decimal("9007199254740993").double == 9_007_199_254_740_992)
        #expect(decimal("1e-6000").double == 0)
        #expect(decimal("-1e400").double == -.infinity)
    }
}
