import Foundation
import Testing

@testable import Decisions

@Suite struct SheetCSVTests {
    static let csv = #"""
        decision table,车险分流
        decision id,d1
        hit policy,collect  sum
        columns,rule id,input,input,output,annotation
        label,,年龄,,,
        expression or name,,age,zone,points,why
        type,,number,string,number,
        allowed values,,[0..150],,,
        default,,,,0,
        1,r1,< 18,"""a"", ""b""",5,"young, ""brave"""
        2,r2,[18..60],-,-5,"two
        lines"

        """#

    private func faults(_ csv: String) -> [String] {
        faults(Data(csv.utf8))
    }

    private func faults(_ csv: Data) -> [String] {
        do {
            _ = try SheetReading(csv: csv)
            return []
        } catch {
            return (error as? SheetFaults)?.faults.map(\.description) ?? ["\(error)"]
        }
    }

    @Test func `a sheet is read as it stands`() throws {
        let sheet = try SheetReading(csv: Data(Self.csv.utf8)).sheet
        var wanted = TableSheet(name: "车险分流")
        wanted.id = "d1"
        wanted.hitPolicy = .collect
        wanted.aggregation = .sum
        wanted.inputs = [
            .init("age", type: "number", label: "年龄"), .init("zone", type: "string"),
        ]
        wanted.inputs[0].allowedValues = "[0..150]"
        wanted.outputs = [.init("points", type: "number")]
        wanted.outputs[0].standard = "0"
        wanted.annotations = ["why"]
        wanted.rules = [
            .init(["< 18", "\"a\", \"b\""], ["5"], annotations: ["young, \"brave\""], id: "r1"),
            .init(["[18..60]", "-"], ["-5"], annotations: ["two\nlines"], id: "r2"),
        ]
        #expect(sheet == wanted)
    }

    @Test func `marks, line breaks, delimiters and empty rows do not matter`() throws {
        let sheet = try SheetReading(csv: Data(Self.csv.utf8)).sheet
        let marked = "\u{FEFF}" + Self.csv
        #expect(try SheetReading(csv: Data(marked.utf8)).sheet == sheet)
        var spaced = Self.csv.replacing("\n1,", with: "\n,,,,,\n\n1,")
        #expect(try SheetReading(csv: Data(spaced.utf8)).sheet == sheet)
        spaced = Self.csv.replacing("two\nlines", with: "two lines")
        let oneLine = try SheetReading(csv: Data(spaced.utf8)).sheet
        for lineBreak in ["\r\n", "\r"] {
            let text = spaced.replacing("\n", with: lineBreak)
            #expect(try SheetReading(csv: Data(text.utf8)).sheet == oneLine)
        }
        for delimiter in [";", "\t"] {
            let plain = "decision table,a\ncolumns,input,output\nname,x,y\n1,< 1,2\n2,-,3\n"
            let same = plain.replacing(",", with: delimiter)
            #expect(
                try SheetReading(csv: Data(same.utf8)).sheet
                    == SheetReading(csv: Data(plain.utf8)).sheet)
        }
    }

    @Test func `both languages can be written and read, also mixed`() throws {
        let sheet = try SheetReading(csv: Data(Self.csv.utf8)).sheet
        let chinese = String(decoding: sheet.csv(in: .zh), as: UTF8.self)
        #expect(chinese.contains("决策表,车险分流"))
        #expect(chinese.contains("列,规则标识,输入,输入,输出,注释"))
        #expect(try SheetReading(csv: Data(chinese.utf8)).sheet == sheet)
        let mixed = chinese.replacing("命中策略", with: "Hit Policy").replacing("输出,", with: "OUTPUT,")
        #expect(try SheetReading(csv: Data(mixed.utf8)).sheet == sheet)
    }

    @Test func `what a spreadsheet would run stands behind an apostrophe and comes back`() throws {
        var sheet = TableSheet(name: "=1+1")
        sheet.inputs = [.init("x")]
        sheet.outputs = [.init("y")]
        let cells = [
            "@\"2026-01-01\"", "-x + 1", "+1", "=cmd|' /C calc'!A0", "'=1", "''@a", " -a", "-5",
            "-",
            "'", "a'b", "\t1", "\r\n1", "＝1", "", "-5.25", "- 5",
        ]
        sheet.rules = cells.map { .init([$0], [$0]) }
        let csv = String(decoding: sheet.csv(), as: UTF8.self)
        #expect(csv.contains("'-x + 1"))
        #expect(csv.contains("\n9,-,-\r\n"))
        #expect(csv.contains("\n8,-5,-5\r\n"))
        let dangerous = csv.split(separator: "\r\n").flatMap { $0.split(separator: ",") }
            .filter { "=+@＝".contains($0.first ?? " ") }
        #expect(dangerous.isEmpty)
        #expect(try SheetReading(csv: Data(csv.utf8)).sheet == sheet)
    }

    @Test func `any texts come back as they were`() throws {
        var random = SmallGenerator(state: 7)
        let pieces = [
            "\"", ",", ";", "\n", "\r", "\r\n", "\t", " ", "'", "=", "-", "a", "年", "\u{1F600}",
            "<",
            "&", "]]>", "\u{FEFF}", "e\u{301}",
        ]
        func text() -> String {
            (0..<Int.random(in: 0...5, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
        }
        for _ in 0..<300 {
            var sheet = TableSheet(name: "n" + text())
            sheet.label = text()
            sheet.description = text()
            sheet.outputLabel = text()
            sheet.resultType = text()
            sheet.inputs = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                var input = TableSheet.Input(text(), type: text(), label: text())
                input.allowedValues = text()
                input.description = text()
                return input
            }
            sheet.outputs = (0..<Int.random(in: 1...3, using: &random)).map { place in
                var output = TableSheet.Output("o\(place)" + text(), type: text())
                output.standard = text()
                return output
            }
            sheet.annotations = (0..<Int.random(in: 0...2, using: &random)).map { _ in text() }
            sheet.rules = (0..<Int.random(in: 0...4, using: &random)).map { place in
                .init(
                    sheet.inputs.map { _ in text() }, sheet.outputs.map { _ in text() },
                    annotations: sheet.annotations.map { _ in text() }, id: "r\(place)")
            }
            #expect(try SheetReading(csv: sheet.csv()).sheet == sheet)
            #expect(try SheetReading(csv: sheet.csv(in: .zh)).sheet == sheet)
            let tables = try ModelTables(try sheet.model())
            #expect(try tables.sheet(tables.places[0]) == sheet)
        }
    }

    @Test func `every fault is told with its row and column`() {
        let found = faults(
            """
            decision table,a,b
            hit policy,SOMETIMES
            hit policy,ANY
            colour,red
            columns,input,output,output,inpt
            name,x,y,y,
            default,1,,,
            1,-,1,2,3
            r2,-,1,2
            """)
        let wanted = [
            "row 1, column C: nothing stands here", "row 2, column B: there is no hit policy",
            "row 3, column A: row 2 says this already", "row 4, column A: 'colour' is not known",
            "row 5, column E: 'inpt' is not known", "row 6, column D: a second output 'y'",
            "row 7, column B: a column of kind input has no default",
            "row 8, column E: this column has no kind", "row 9, column A: 'r2' is not known",
        ]
        #expect(found.count == wanted.count)
        for (one, other) in zip(found, wanted) { #expect(one.hasPrefix(other), "\(one)") }
    }

    @Test func `what is missing is told`() {
        #expect(faults("")[0].contains("there is no row 'columns'"))
        #expect(faults("decision table,a\n")[0].contains("there is no row 'columns'"))
        #expect(
            faults("name,x\ncolumns,input\n").contains {
                $0.hasPrefix("row 1, column A: the row 'columns' comes before")
            })
        let found = faults("columns,input\nname,x\n")
        #expect(found.first == "decision table: the decision has no name: give it one")
        #expect(found.contains { $0.hasPrefix("row 1: there is no output") })
    }

    @Test func `rule ids are names and different`() {
        let found = faults(
            "decision table,a\ncolumns,rule id,input,output\nname,,x,y\n1,7,-,1\n2,b,-,1\n3,b,-,1\n"
        )
        #expect(found[0].hasPrefix("row 4, column B: '7' is no id"))
        #expect(found[1].hasPrefix("row 6, column B: the id 'b' is taken"))
        #expect(found.count == 2)
    }

    @Test func `faults of the text are told with their cells`() {
        let table = "decision table,a\ncolumns,input,output\nname,x,y\n"
        #expect(faults(table + "1,a\"b,2\n")[0].hasPrefix("row 4, column B: a quotation mark"))
        #expect(faults(table + "1,\"a\"b,2\n")[0].hasPrefix("row 4, column B: text behind"))
        #expect(faults(table + "1,-,\"2\n\n")[0].hasPrefix("row 4, column C: the quotation mark"))
        #expect(faults(table + "1,a\u{1},2\n")[0].hasPrefix("row 4, column B: the control"))
        let bad = Data((table + "1,").utf8) + Data([0xFF, 0x2C, 0x31, 0x0A])
        #expect(faults(bad)[0].hasPrefix("row 4, column B: this is not UTF-8"))
        #expect(faults(Data([0x50, 0x4B, 3, 4]))[0].contains("workbook"))
        #expect(faults(Data([0xFF, 0xFE, 0x61, 0]))[0].contains("UTF-16"))
    }

    @Test func `sheets without end are refused`() {
        let table = "decision table,a\ncolumns,input,output\nname,x,y\n"
        #expect(faults(Data(count: 17 << 20))[0].contains("larger than 16 MB"))
        let rows = table + String(repeating: "1,-,1\n", count: 100_001)
        #expect(faults(rows).contains { $0.contains("more than 100000 rows") })
        let wide = table + "1" + String(repeating: ",1", count: 1_200) + "\n"
        #expect(faults(wide).contains { $0.contains("more than 1000 columns") })
        let cell = table + "1," + String(repeating: "x", count: 300_000) + ",1\n"
        #expect(faults(cell)[0].hasPrefix("row 4, column B: a cell of more than"))
        let hollow =
            "decision table,a\ncolumns" + String(repeating: ",input", count: 900) + ",output\n"
            + String(repeating: "1\n", count: 5_000)
        #expect(faults(hollow).contains { $0.contains("more than 2000000 cells") })
        #expect(faults(String(repeating: "a\"\n", count: 500)).count <= 101)
    }

    @Test func `no bytes trap`() throws {
        let whole = Array(Self.csv.utf8)
        for end in whole.indices { _ = faults(Data(whole[..<end])) }
        var random = SmallGenerator(state: 7)
        for _ in 0..<2_000 {
            var bytes = whole
            for _ in 0..<3 {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
                    in: 0...255, using: &random)
            }
            guard let sheet = try? SheetReading(csv: Data(bytes)).sheet else { continue }
            _ = try? sheet.model()
        }
    }
}
