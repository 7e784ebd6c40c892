import Kernel
import Testing

@testable import Insurance

struct PatternTests {
    @Test(arguments: [
        ("M/D/YYYY", "1/5/2015", "2015-01-05"), ("M/D/YYYY", "12/31/2015", "2015-12-31"),
        ("D/M/YYYY", "3/4/2015", "2015-04-03"), ("YYYY-MM-DD", "2015-03-04", "2015-03-04"),
        ("YYYY/M/D", "2015/1/1", "2015-01-01"), ("YYYYMMDD", "20150304", "2015-03-04"),
        ("YYYY年M月D日", "2015年1月1日", "2015-01-01"), ("serial1900", "1", "1900-01-01"),
        ("serial1900", "59", "1900-02-28"), ("serial1900", "61", "1900-03-01"),
        ("serial1900", "42005", "2015-01-01"), ("serial1900", "42005.0", "2015-01-01"),
        ("serial1904", "40543", "2015-01-01"),
    ])
    func `a date is read in the form its column states`(
        _ format: String, _ text: String, _ day: String
    ) throws {
        #expect(try #require(DatePattern(format)).day(text)?.description == day)
    }

    @Test(arguments: [
        ("M/D/YYYY", "2015-01-05"), ("M/D/YYYY", "13/1/2015"), ("M/D/YYYY", "1/5/15"),
        ("M/D/YYYY", "2/29/2015"), ("YYYYMMDD", "2015134"), ("YYYY-MM-DD", "2015-1-05"),
        ("serial1900", "+42005"),
        ("serial1900", "60"), ("serial1900", "0"), ("serial1900", "42005.5"),
        ("serial1900", "99999999999999999999"), ("M/D/YYYY", "1/5/2015 "), ("M/D/YYYY", ""),
    ])
    func `another form is refused and never guessed`(_ format: String, _ text: String) throws {
        #expect(try #require(DatePattern(format)).day(text) == nil)
    }

    @Test(arguments: [
        "", "YYYY", "YY/M/D", "MDYYYY", "YYYY-MM-DD-DD", "YYYY-MM-D1", "iso", "YYYYMD",
    ])
    func `a format that could be cut in two ways is no format`(_ format: String) {
        #expect(DatePattern(format) == nil)
    }

    @Test(arguments: [
        ("1234.50", 123_450), ("1234", 123_400), ("1,234.5", 123_450), ("-0.01", -1),
        ("1,234,567.89", 123_456_789), ("109.000", 10_900), ("１２．５", 1250),
        ("1.5万元", 1_500_000), ("1.23456万元", 1_234_560), ("200元", 20_000), ("200 元", 20_000),
    ])
    func `an amount is read exactly`(_ text: String, _ minor: Int64) {
        #expect(Self.pattern.scaled(text, decimals: 2) == minor)
    }

    @Test(arguments: [
        "", "1.234", "12,34", "1,2345", "1.", ".5", "--1", "1e3", "+1", "12 元元", "0.0000001万元",
        "99999999999999999999", "9223372036854775807", "9223372036854775万元", "1,234,5",
    ])
    func `an amount that is not exact or not one is refused`(_ text: String) {
        #expect(Self.pattern.scaled(text, decimals: 2) == nil)
    }

    private static let pattern = {
        var pattern = NumberPattern()
        pattern.thousands = ","
        pattern.takesFullWidth = true
        pattern.suffixes = ["元": 1, "万元": 10_000]
        return pattern
    }()

    @Test func `without a stated separator a grouped number is refused`() {
        #expect(NumberPattern().scaled("1,234", decimals: 2) == nil)
        #expect(NumberPattern().scaled("109.0", decimals: 0) == 109)
        #expect(NumberPattern().scaled("109.5", decimals: 0) == nil)
    }

    @Test func `a limit in thousands is multiplied`() {
        var pattern = NumberPattern()
        pattern.multiplier = 1000
        #expect(pattern.scaled("300", decimals: 2) == 30_000_000)
    }

    @Test func `cells of a command's own fields are read by their kind`() throws {
        #expect(try FieldCells.json(" 12 ", .integer(0...99)) == .integer(12))
        #expect(try FieldCells.json("true", .boolean) == .bool(true))
        #expect(try FieldCells.json("", .boolean) == nil)
        #expect(try FieldCells.json("1.00 CNY", .money(0...99)) == .string("1.00 CNY"))
        #expect(try FieldCells.json("[\"a\"]", .list(.boolean, max: 2)) == ["a"])
        #expect(throws: FieldProblem.self) { try FieldCells.json("yes", .boolean) }
        #expect(throws: FieldProblem.self) { try FieldCells.json("+1", .integer(0...99)) }
        #expect(throws: FieldProblem.self) { try FieldCells.json("1.5", .integer(0...99)) }
        #expect(throws: FieldProblem.self) { try FieldCells.json("a,b", .list(.boolean, max: 2)) }
    }
}
