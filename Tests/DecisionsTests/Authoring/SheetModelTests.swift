import Decisions
import Foundation
import Testing

/// Models made of nothing but a sheet.
@Suite struct SheetModelTests {
    private func sheet(
        _ inputs: [(String, String)], _ outputs: [(String, String)], _ rules: [[String]],
        _ change: (inout TableSheet) -> Void = { _ in }
    ) -> TableSheet {
        var sheet = TableSheet(name: "lane")
        sheet.hitPolicy = .first
        sheet.inputs = inputs.map { .init($0.0, type: $0.1) }
        sheet.outputs = outputs.map { .init($0.0, type: $0.1) }
        sheet.rules = rules.map {
            .init(Array($0.prefix(inputs.count)), Array($0.dropFirst(inputs.count)))
        }
        change(&sheet)
        return sheet
    }

    private func decide(_ sheet: TableSheet, _ json: String) throws -> String {
        let model = try CompiledModel(try sheet.model())
        #expect(model.problems.isEmpty)
        let evaluation = model.evaluation()
        try evaluation.set(json: Array(json.utf8))
        return evaluation.decide(sheet.name).json
    }

    @Test func `names with spaces and hyphens are inputs`() throws {
        let sheet = sheet(
            [("Pre-bureau risk", "string"), ("损失金额", "number")], [("", "number")],
            [["\"LOW\"", "< 10", "1"], ["-", "-", "2"]])
        #expect(sheet.neededInputs == ["损失金额", "Pre-bureau risk"])
        #expect(try decide(sheet, #"{"Pre-bureau risk": "LOW", "损失金额": 5}"#) == "1")
        #expect(try decide(sheet, #"{"Pre-bureau risk": "LOW", "损失金额": 50}"#) == "2")
    }

    @Test func `members of an input make its type`() throws {
        let sheet = sheet(
            [("Applicant.monthly income", "number"), ("Applicant.home.zone", "string")],
            [("", "string")], [["> 10", "\"a\"", "\"yes\""], ["-", "-", "\"no\""]])
        #expect(sheet.neededInputs == ["Applicant"])
        let rich = #"{"Applicant": {"monthly income": 11, "home": {"zone": "a"}}}"#
        #expect(try decide(sheet, rich) == "\"yes\"")
    }

    @Test func `what is reckoned needs the names it is reckoned from`() throws {
        let sheet = sheet(
            [
                ("paid", "number"), ("due", "number"), ("due-paid", "number"),
                ("max(due, limit)", ""),
            ],
            [("", "number")],
            [["-", "-", "> 3", "> cap", "due - paid"], ["-", "-", "-", "-", "0"]])
        #expect(Set(sheet.neededInputs) == ["paid", "due", "limit", "cap"])
        #expect(try decide(sheet, #"{"paid": 1, "due": 9, "limit": 3, "cap": 8}"#) == "8")
    }

    @Test func `several outputs make a type, also in lists`() throws {
        let one = sheet(
            [("x", "number")], [("a", "number"), ("b", "string")],
            [["> 0", "1", "\"p\""], ["> 1", "2", "\"q\""]])
        #expect(try decide(one, #"{"x": 2}"#) == #"{"a":1,"b":"p"}"#)
        var all = one
        all.hitPolicy = .collect
        #expect(try decide(all, #"{"x": 2}"#) == #"[{"a":1,"b":"p"},{"a":2,"b":"q"}]"#)
    }

    @Test func `lists, aggregations and types of one's own`() throws {
        var sheet = sheet(
            [("x", "tAmount")], [("", "tPoints")], [["> 0", "1"], ["> 1", "2"]])
        #expect(try decide(sheet, #"{"x": 2}"#) == "1")
        sheet.hitPolicy = .ruleOrder
        #expect(try decide(sheet, #"{"x": 2}"#) == "[1,2]")
        sheet.resultType = "tAll"
        #expect(try decide(sheet, #"{"x": 2}"#) == "[1,2]")
        sheet.hitPolicy = .collect
        sheet.aggregation = .sum
        #expect(try decide(sheet, #"{"x": 2}"#) == "3")
        sheet.aggregation = .count
        #expect(try decide(sheet, #"{"x": 2}"#) == "2")
    }

    @Test func `an input with the name of the decision is refused`() {
        let sheet = sheet([("lane", "number")], [("", "")], [["-", "1"]])
        let error = #expect(throws: SheetFaults.self) { try sheet.model() }
        #expect(error?.faults.first?.place.en == "input 1, expression or name")
    }

    @Test func `what cannot be read is told with its cell, and names that are missing are told`()
        throws
    {
        let csv = #"""
            decision table,lane
            columns,input,output
            name,age,lane
            1,[18..,young
            2,> 3 3,"""old"""
            """#
        let reading = try SheetReading(csv: Data(csv.utf8))
        let error = #expect(throws: SheetFaults.self) { try reading.model() }
        #expect(error?.faults.map { [$0.row, $0.column] } == [[4, 2], [5, 2]])
        let readable = csv.replacing("[18..", with: "< 18").replacing("> 3 3", with: "> 3")
        #expect(
            try SheetReading(csv: Data(readable.utf8)).model().guessed.map(\.description) == [
                "row 4, column C: 'young' is taken for an input: a text is written \"young\""
            ])
    }
}
