import TestSupport
import Testing

@testable import Kernel

/// What fields take and what they refuse, and where they say it.
struct FieldTests {
    enum Colour: String, ChoiceValue {
        case red, green
        var title: Words { Words("颜色", "Colour") }
    }

    struct Line: FieldRecord {
        static let fields: [Field<Line>] = [
            Field("name", \.name, Words("名称", "Name"), .line(5)),
            Field("amount", \.amount, Words("金额", "Amount"), 0...1_000_00),
            Field("colour", optional: \.colour, Words("颜色", "Colour")),
        ]
        var name = ""
        var amount = Money(minor: 0)
        var colour: Colour?
    }

    struct Form: Sendable {
        static let fields: [Field<Form>] = [
            Field("text", \.text, Words("文字", "Text"), .line(5, min: 2)),
            Field("note", optional: \.note, Words("说明", "Note"), .lines(20)),
            Field("count", \.count, Words("数量", "Count"), 1...9),
            Field("agrees", \.agrees, Words("同意", "Agrees")),
            Field("at", \.at, Words("时间", "When")),
            Field("day", \.day, Words("日期", "Day")),
            Field("money", \.money, Words("金额", "Amount"), -5...1_000_00),
            Field("colour", \.colour, Words("颜色", "Colour")),
            Field("items", optional: \.items, Words("项目", "Items"), ListRule(min: 1, max: 3)),
        ]
        var text = ""
        var note: String?
        var count: Int64 = 0
        var agrees = false
        var at = Moment(milliseconds: 0)
        var day = Day(number: 0)
        var money = Money(minor: 0)
        var colour = Colour.red
        var items: [Line]?
    }

    static let complete: JSON.Object = [
        "text": "abc", "count": 3, "agrees": true, "at": "2025-01-03T09:00:00+08:00",
        "day": "2025-01-03", "money": "12.30 CNY", "colour": "green",
    ]

    private func read(_ object: JSON.Object) -> (Form, [FieldProblem]) {
        var problems: [FieldProblem] = []
        let form = FieldReading.read(
            Form.self, from: .object(object), Form(), Form.fields, &problems)
        return (form, problems)
    }

    private func places(_ name: String, _ value: JSON?) -> [String] {
        var object = FieldTests.complete
        object[name] = value
        return read(object).1.map(\.place)
    }

    @Test func `a complete form is read and written back as it was`() {
        var object = FieldTests.complete
        object["items"] = [["name": "a", "amount": "1.00 CNY", "colour": "red"]]
        let (form, problems) = read(object)
        #expect(problems.isEmpty)
        #expect(form.money == Money(minor: 12_30) && form.items?.first?.colour == .red)
        let again = read(FieldReading.write(form, Form.fields))
        #expect(again.1.isEmpty && again.0.items?.first?.amount == Money(minor: 1_00))
        #expect(again.0.at == form.at && again.0.day == form.day)
    }

    @Test func `all problems are told at once, each at its field`() {
        let (_, problems) = read([
            "text": "", "count": "3", "agrees": 1, "at": "2025-01-03T09:00:00",
            "day": "3.1.2025", "money": 5, "colour": "blue", "items": [], "unknown": 1,
            "<b>": 2,
        ])
        #expect(
            Set(problems.map(\.place)) == [
                "text", "count", "agrees", "at", "day", "money", "colour", "items", "unknown", "?",
            ])
        #expect(problems.count == 10)
    }

    @Test func `a missing field and a null are told, and an optional one may be either`() {
        for name in ["text", "count", "agrees", "at", "day", "money", "colour"] {
            #expect(places(name, nil) == [name])
            #expect(places(name, .null) == [name])
        }
        #expect(places("note", .null).isEmpty && places("items", .null).isEmpty)
    }

    @Test func `what is no object is refused as one`() {
        for json in [JSON.null, "text", 5, [], true] {
            var problems: [FieldProblem] = []
            _ = FieldReading.read(Form.self, from: json, Form(), Form.fields, &problems)
            #expect(problems.map(\.place) == [""])
        }
    }

    @Test func `a problem inside a list says which entry and which field`() {
        let good: JSON = ["name": "a", "amount": "1.00"]
        #expect(places("items", [good, good, ["name": "a"]]) == ["items[2].amount"])
        #expect(places("items", [good, ["name": "a", "amount": "x"]]) == ["items[1].amount"])
        #expect(places("items", [5]) == ["items[0]"])
        #expect(places("items", [good, good, good, good]) == ["items"])
        #expect(
            places("items", [["name": "a", "amount": "1.00", "extra": 1]]) == ["items[0].extra"])
    }

    /// A text, and what the field `text` (2 to 5 characters) takes of it.
    static let texts: [(String, String?)] = [
        ("ab", "ab"), ("a", nil), ("中", nil), ("中文", "中文"), ("abcde", "abcde"),
        ("abcdef", nil), ("  abc \t", "abc"), ("\u{3000}中文\u{3000}", "中文"),
        ("\u{3000}\u{3000}\u{3000}", nil), ("     ", nil), ("😀😀😀😀😀", "😀😀😀😀😀"),
        ("😀😀😀😀😀😀", nil), ("𠮷𠮷𠮷𠮷𠮷", "𠮷𠮷𠮷𠮷𠮷"), ("a\u{0}b", nil), ("\u{0}ab", nil),
        ("a\nb", nil), ("a\tb", nil), ("a\u{7F}b", nil), ("a\u{85}b", nil), ("a\u{9F}b", nil),
        // One visible sign of many code points is as long as it is.
        ("a" + String(repeating: "\u{301}", count: 5), nil), ("ab\r\n", "ab"),
    ]

    @Test(arguments: texts)
    func `text is trimmed, counted in code points and free of control characters`(
        text: String, taken: String?
    ) {
        var object = FieldTests.complete
        object["text"] = .string(text)
        let (form, problems) = read(object)
        #expect(problems.map(\.place) == (taken == nil ? ["text"] : []))
        if let taken { #expect(form.text == taken) }
    }

    @Test func `several lines take line breaks as forms send them`() throws {
        var object = FieldTests.complete
        object["note"] = "one\r\ntwo\nthree\r\n"
        #expect(read(object).0.note == "one\ntwo\nthree")
        #expect(places("note", "one\rtwo") == ["note"])
        #expect(places("note", "one\u{0B}two") == ["note"])
        #expect(places("note", .string(String(repeating: "\r\n", count: 30) + "x")).isEmpty)
        #expect(places("note", .string(String(repeating: "长", count: 21))) == ["note"])
        #expect(places("note", .string(String(repeating: "长", count: 20))).isEmpty)
    }

    /// What is written, and its minor units where the field takes it (-0.05 to 1,000.00).
    static let amounts: [(String, Int64?)] = [
        ("12.30 CNY", 12_30), ("12.3", 12_30), ("12", 12_00), ("0", 0), ("-0.05", -5),
        ("1000.00", 1_000_00), ("1000.01", nil), ("-0.06", nil), ("12.345", nil), ("1,000", nil),
        ("１２", nil), ("12 GBP", nil), ("12  CNY", nil), ("", nil), (".5", nil), ("5.", nil),
        ("-", nil), ("+5", nil), ("1e3", nil), ("99999999999999999999", nil), ("12 cny", nil),
        (" 12", nil), ("0x10", nil),
    ]

    @Test(arguments: amounts)
    func `money is read as it is written and never guessed`(text: String, minor: Int64?) {
        var object = FieldTests.complete
        object["money"] = .string(text)
        let (form, problems) = read(object)
        #expect(problems.map(\.place) == (minor == nil ? ["money"] : []))
        if let minor { #expect(form.money == Money(minor: minor)) }
    }

    @Test(arguments: [
        "2025-01-03T09:00:00", "2025-01-03 09:00", "2025-01-03", "2025-02-30T09:00:00Z",
        "2025-01-03T25:00:00Z", "now", "", "1735866000",
    ])
    func `a moment without an offset or of no calendar is refused`(text: String) {
        #expect(places("at", .string(text)) == ["at"])
    }

    @Test(arguments: ["2025-02-29", "2025-13-01", "2025-1-3", "20250103", "2025-01-03T00:00:00Z"])
    func `a date of no calendar is refused`(text: String) {
        #expect(places("day", .string(text)) == ["day"])
    }

    @Test func `whole numbers, truth values and choices take their own type only`() {
        #expect(places("count", 1).isEmpty && places("count", 9).isEmpty)
        for wrong: JSON in [0, 10, "3", true, [], .integer(.max), .integer(.min)] {
            #expect(places("count", wrong) == ["count"])
        }
        for wrong: JSON in ["true", 1, 0, []] { #expect(places("agrees", wrong) == ["agrees"]) }
        for wrong: JSON in ["Red", "", 1, true] { #expect(places("colour", wrong) == ["colour"]) }
    }

    @Test func `an identity is read in its one form`() throws {
        let id = ID<WorkItem>(at: Moment(milliseconds: 1), random: (1, 2))
        #expect(try ID<WorkItem>.read(.string(id.text), "work_item") == id)
        for wrong in ["", "5", String(id.text.dropLast()), id.text + "0", "x" + id.text.dropFirst()]
        {
            #expect(throws: FieldProblem.self) {
                try ID<WorkItem>.read(.string(wrong), "work_item")
            }
        }
    }

    @Test func `no message repeats what was sent`() {
        let secret = "13800000001"
        var object = FieldTests.complete
        for name in ["text", "count", "agrees", "at", "day", "money", "colour", "items"] {
            object[name] = .string(secret)
        }
        object["note"] = .string(secret + String(repeating: "x", count: 20))
        let (_, problems) = read(object)
        #expect(problems.count == 9)
        for problem in problems {
            #expect(!problem.message.zh.contains(secret) && !problem.message.en.contains(secret))
        }
    }

    @Test func `random texts and numbers never trap`() {
        var random = Seeded(41)
        for _ in 0..<2_000 {
            let scalars = (0..<Int.random(in: 0...40, using: &random)).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 0...0x3_FFFF, using: &random))
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            for name in ["text", "note", "at", "day", "money", "colour"] {
                _ = places(name, .string(String(text)))
            }
        }
    }
}
