import Foundation
import Testing

@testable import Decisions

@Suite struct SheetWorkbookTests {
    private var sheet: TableSheet {
        var sheet = TableSheet(name: "lane")
        sheet.inputs = [.init("age")]
        sheet.outputs = [.init("lane")]
        sheet.rules = [.init(["=1+1"], ["_x0041_<&\r\n"])]
        return sheet
    }

    @Test func `cells are texts, heads bold and frozen`() throws {
        let text = String(decoding: try sheet.workbook(), as: UTF8.self)
        #expect(text.contains("xSplit=\"1\" ySplit=\"4\" topLeftCell=\"B5\""))
        #expect(
            text.contains(
                "<c r=\"B5\" s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1</t>"))
        #expect(text.contains(">_x005F_x0041_&lt;&amp;_x000D_\n</t>"))
        #expect(text.contains("<c r=\"A1\" s=\"2\" t=\"inlineStr\">"))
        #expect(!text.contains("<f>"))
        #expect(try sheet.workbook() == sheet.workbook())
    }

    @Test func `what a workbook does not hold is refused`() {
        var long = sheet
        long.rules[0].inputs[0] = String(repeating: "x", count: 32_768)
        let error = #expect(throws: SheetFaults.self) { try long.workbook() }
        #expect(error?.faults.map(\.place.en) == ["row 5, column B"])
    }

    @Test func `checksums are those of ISO 3309`() {
        #expect(StoredArchive.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    }

    @Test func `columns have letters`() {
        #expect([1, 26, 27, 702, 703].map(columnLetters) == ["A", "Z", "AA", "ZZ", "AAA"])
    }
}
