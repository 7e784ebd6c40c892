import Kernel
import Testing

@testable import Insurance

struct RowTests {
    @Test(arguments: [
        ("?", "", Nothing.unknown), ("?", "free", .notApplicable), ("", "", .empty),
        ("", "free", .notApplicable),
    ])
    func `the kinds of nothing are kept apart`(
        _ amount: String, _ kind: String, _ nothing: Nothing
    ) throws {
        let row = try SampleMapping.row("1", kind, "1/5/2015", amount, "x")
        #expect(row.value("amount") == .nothing(nothing))
        #expect(row.flags == (nothing == .unknown ? ["amount.unknown"] : []))
    }

    @Test func `none, zero, unknown, empty and a value are five things`() throws {
        let values = try ["None", "0", "?", "", "none"].map {
            try SampleMapping.row("1", "", "1/5/2015", "1", $0).value("other")
        }
        #expect(
            values == [
                .nothing(.none), .nothing(.zero), .nothing(.unknown), .nothing(.empty),
                .text("none"),
            ])
    }

    @Test func `a value where it is said not to apply is still a value`() throws {
        let row = try SampleMapping.row("1", "free", "1/5/2015", "5", "x")
        #expect(row.value("amount") == .money(Money(minor: 500)))
    }

    @Test func `a row becomes the command's fields`() throws {
        let row = try SampleMapping.row("007", "", "2/29/2016", "5.5", "x")
        let body = try SampleMapping.body(row)
        #expect(body["number"] == "P-007")
        #expect(body["inception"] == "2016-02-29")
        #expect(body["expiry"] == "2017-02-27")
        #expect(body["overrides"] == [["code": "c", "limit": "5.50 CNY"]])
        #expect(body["remarks"] == ["begin=2016-02-29"])
        #expect(body["source"] == "sample:007")
    }

    @Test func `a negative limit leaves a remark and no override, and the row stays`() throws {
        let body = try SampleMapping.body(SampleMapping.row("1", "", "1/5/2015", "-5", "x"))
        #expect(body["overrides"] == [])
        #expect(body["remarks"] == ["begin=2015-01-05", "amount.negative"])
    }

    @Test(arguments: [["1", "", "2015-01-05", "1", "x"], ["1", "", "1/5/2015", "1.234", "x"]])
    func `a cell that cannot be read refuses the row and names the column only`(
        _ fields: [String]
    ) throws {
        let problem = #expect(throws: RowProblem.self) {
            try SampleMapping.row(fields[0], fields[1], fields[2], fields[3], fields[4])
        }
        #expect(problem?.id == "import.cell")
        #expect(problem?.message.en.contains(fields[2]) == false)
        #expect(problem?.message.en.hasPrefix("column ") == true)
    }

    @Test func `a row without a key is refused`() throws {
        let problem = #expect(throws: RowProblem.self) {
            try SampleMapping.row("", "", "1/5/2015", "1", "x")
        }
        #expect(problem?.id == "import.key")
    }

    @Test func `a code outside the list is refused unless the mapping says otherwise`() throws {
        let strict = CellReading.code(["A": "collision"], otherwise: nil)
        #expect(try strict.value("A", of: "c") == .text("collision"))
        let problem = #expect(throws: RowProblem.self) { try strict.value("B", of: "c") }
        #expect(problem?.id == "import.unknownCode")
        let lenient = CellReading.code(["A": "collision"], otherwise: "other")
        #expect(try lenient.value("B", of: "c") == .text("other"))
    }

    @Test(arguments: [
        ("12/3/2012", "1/25/2015", "2024-12-03", "2025-12-02"),
        ("1/25/2000", "1/25/2015", "2025-01-25", "2026-01-24"),
        ("1/26/2000", "1/25/2015", "2024-01-26", "2025-01-25"),
        ("2/22/2015", "2/2/2015", "2025-02-22", "2026-02-21"),
        ("2/29/2004", "2/28/2015", "2025-02-28", "2026-02-27"),
    ])
    func `the period is the renewal year that holds the loss, moved with it`(
        _ bound: String, _ loss: String, _ inception: String, _ expiry: String
    ) throws {
        let text = SampleMapping.text
            .replacing(#""inception": {"column": "begin"}"#, with: """
                "inception": {"column": "begin", "anniversaryOn": "loss", "addYears": 10}
                """)
            .replacing(#"{"column": "begin", "addYears": 1, "addDays": -1}"#, with: """
                {"column": "begin", "anniversaryOn": "loss", "addYears": 11, "addDays": -1}
                """)
            .replacing(#""no": "text","#, with: """
                "no": "text", "loss": {"read": "day", "format": "M/D/YYYY"},
                """)
        let mapping = try SampleMapping.read(text)
        let layout = try mapping.layout(SampleMapping.header + ["loss"]).0
        let row = try ImportRow(
            ImportRecord(line: 2, fields: ["1", "", bound, "1", "x", loss]), mapping, layout)
        let body = try ImportValue.record(mapping.steps[0].fields).json(row, ImportAnswers())
        #expect(body?["inception"]?.text == inception)
        #expect(body?["expiry"]?.text == expiry)
    }

    @Test func `an hour beyond the day is refused`() throws {
        let row = try SampleMapping.row("1", "", "1/5/2015", "1", "x")
        let day = ImportValue.column("begin", isAbsolute: false)
        let late = ImportValue.moment(day: day, hour: .constant(24), offset: "+08:00")
        #expect(throws: RowProblem.self) { try late.json(row, ImportAnswers()) }
        let noon = ImportValue.moment(day: day, hour: .constant(7), offset: "+08:00")
        #expect(try noon.json(row, ImportAnswers()) == "2015-01-05T07:00:00+08:00")
    }

    @Test func `spread days depend on the key alone and stay in their range`() throws {
        let from = try #require(Day(year: 2025, month: 1, day: 1))
        let rule = ImportValue.DayRule(
            start: .spread(from: from, days: 365), anniversaryOn: nil, years: 0, days: 0)
        let days = try (1...200).map { number in
            try #require(try rule.day(SampleMapping.row("\(number)", "", "1/5/2015", "1", "x")))
        }
        #expect(try rule.day(SampleMapping.row("1", "a", "1/6/2015", "2", "y")) == days[0])
        #expect(days.allSatisfy { $0.year == 2025 })
        #expect(Set(days).count > 100)
    }

    @Test func `templates double their braces and know answers of earlier steps`() throws {
        let template = try #require(ImportTemplate("{{{no}}} {notice.number}", columns: ["no"]))
        let row = try SampleMapping.row("1", "", "1/5/2015", "1", "x")
        var answers = ImportAnswers()
        #expect(throws: RowProblem.self) { try template.text(row, answers) }
        answers.take(["number": "NTC-1"], of: "notice")
        #expect(try template.text(row, answers) == "{1} NTC-1")
        #expect(ImportTemplate("{no", columns: ["no"]) == nil)
        #expect(ImportTemplate("no}", columns: ["no"]) == nil)
    }

    @Test func `conditions compare columns and say no to nothing`() throws {
        let row = try SampleMapping.row("1", "free", "1/5/2015", "?", "None")
        let negative = ImportCondition.state(column: "amount", .negative)
        #expect(!negative.holds(in: row))
        #expect(ImportCondition.not(negative).holds(in: row))
        #expect(ImportCondition.state(column: "other", .none).holds(in: row))
        #expect(ImportCondition.state(column: "amount", .notApplicable).holds(in: row))
        #expect(!ImportCondition.order(column: "amount", .below, than: "begin").holds(in: row))
        #expect(ImportCondition.text(column: "kind", of: ["free"]).holds(in: row))
    }
}
