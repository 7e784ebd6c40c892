public import Foundation

extension TableSheet {
    /// The sheet as a workbook (ECMA-376, Office Open XML): the rows of the CSV, every cell a text
    /// that no spreadsheet changes or runs, the heads bold, the heads and the first column frozen.
    ///
    /// - Throws: `SheetFaults` when the sheet is no table, or has more than a workbook holds:
    ///   32,767 characters a cell, 16,384 columns, 1,048,576 rows.
    public func workbook(in language: SheetLanguage = .en) throws -> Data {
        try requireSound()
        let rows = rows(in: language)
        try requireFitting(rows)
        var archive = StoredArchive()
        for (name, content) in SheetWorkbook(rows, heads: rows.count - rules.count, language).parts
        {
            archive.add(name, Array((SheetWorkbook.declaration + content).utf8))
        }
        return Data(archive.finished)
    }

    private func requireFitting(_ rows: [[String]]) throws {
        var faults: [SheetFault] = []
        if rows.count > 1_048_576 || (rows.first?.count ?? 0) > 16_384 {
            faults.append(
                SheetFault(
                    Wording("", ""),
                    Wording(
                        "行或列超过工作簿的上限：请写成 CSV",
                        "more rows or columns than a workbook holds: write CSV")
                ))
        }
        for (row, cells) in rows.enumerated() {
            for (column, cell) in cells.enumerated() where cell.utf16.count > 32_767 {
                faults.append(
                    .cell(
                        row + 1, column + 1,
                        Wording(
                            "超过 32767 个字符：请缩短，或写成 CSV",
                            "more than 32767 characters: shorten it, or write CSV")))
            }
        }
        guard faults.isEmpty else { throw SheetFaults(faults) }
    }
}

/// The parts of a workbook with one sheet.
private struct SheetWorkbook {
    let parts: [(name: String, content: String)]

    static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let office =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let package = "http://schemas.openxmlformats.org/package/2006"
    private static let types =
        "application/vnd.openxmlformats-officedocument.spreadsheetml"

    init(_ rows: [[String]], heads: Int, _ language: SheetLanguage) {
        let title = SheetPlace.Head.name.wording.text(in: language)
        parts = [
            ("[Content_Types].xml", Self.contentTypes),
            (
                "_rels/.rels",
                Self.relations([("\(Self.office)/officeDocument", "xl/workbook.xml")])
            ),
            (
                "xl/workbook.xml",
                "<workbook xmlns=\"\(Self.main)\" xmlns:r=\"\(Self.office)\"><sheets>"
                    + "<sheet name=\"\(title)\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                Self.relations([
                    ("\(Self.office)/worksheet", "worksheets/sheet1.xml"),
                    ("\(Self.office)/styles", "styles.xml"),
                ])
            ),
            ("xl/styles.xml", Self.styles),
            ("xl/worksheets/sheet1.xml", Self.worksheet(rows, heads: heads)),
        ]
    }

    private static var contentTypes: String {
        let overrides = [("workbook", "sheet.main"), ("styles", "styles")].map {
            "<Override PartName=\"/xl/\($0).xml\" ContentType=\"\(types).\($1)+xml\"/>"
        }
        return "<Types xmlns=\"\(package)/content-types\"><Default Extension=\"rels\" "
            + "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + overrides.joined()
            + "<Override PartName=\"/xl/worksheets/sheet1.xml\" "
            + "ContentType=\"\(types).worksheet+xml\"/></Types>"
    }

    private static func relations(_ relations: [(String, String)]) -> String {
        "<Relationships xmlns=\"\(package)/relationships\">"
            + relations.enumerated().map { number, relation in
                "<Relationship Id=\"r\(number + 1)\" Type=\"\(relation.0)\" "
                    + "Target=\"\(relation.1)\"/>"
            }.joined() + "</Relationships>"
    }

    /// Style 0 is what workbooks have to begin with, 1 is text, 2 is text in bold; 49 is the number
    /// format of text.
    private static let styles =
        "<styleSheet xmlns=\"\(main)\"><fonts count=\"2\">"
        + "<font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
        + "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
        + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
        + "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
        + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border>"
        + "</borders>"
        + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
        + "</cellStyleXfs><cellXfs count=\"3\">"
        + "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
        + textStyle(font: 0) + textStyle(font: 1) + "</cellXfs><cellStyles count=\"1\">"
        + "<cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"

    private static func textStyle(font: Int) -> String {
        "<xf numFmtId=\"49\" fontId=\"\(font)\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
            + "applyNumberFormat=\"1\" applyFont=\"1\" applyAlignment=\"1\">"
            + "<alignment vertical=\"top\" wrapText=\"1\"/></xf>"
    }

    private static func worksheet(_ rows: [[String]], heads: Int) -> String {
        let corner = "B\(heads + 1)"
        let columns = (0..<(rows.first?.count ?? 0)).map { column in
            // What people write in one line; a character of Chinese is as wide as two.
            let widest =
                rows.map { row in
                    row[column].unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 1 : 2) }
                }.max() ?? 0
            return "<col min=\"\(column + 1)\" max=\"\(column + 1)\" "
                + "width=\"\(min(max(widest, 6), 50) + 2)\" style=\"1\" customWidth=\"1\"/>"
        }
        let written = rows.enumerated().map { number, row in
            "<row r=\"\(number + 1)\">"
                + row.enumerated().map { column, cell in
                    Self.cell(cell, number, column, isHead: number < heads || column == 0)
                }.joined() + "</row>"
        }
        return "<worksheet xmlns=\"\(main)\"><sheetViews><sheetView workbookViewId=\"0\">"
            + "<pane xSplit=\"1\" ySplit=\"\(heads)\" topLeftCell=\"\(corner)\" "
            + "activePane=\"bottomRight\" state=\"frozen\"/></sheetView></sheetViews><cols>"
            + columns.joined() + "</cols><sheetData>" + written.joined()
            + "</sheetData></worksheet>"
    }

    private static func cell(_ text: String, _ row: Int, _ column: Int, isHead: Bool) -> String {
        let start =
            "<c r=\"\(columnLetters(column + 1))\(row + 1)\" s=\"\(isHead ? 2 : 1)\""
        guard !text.isEmpty else { return start + "/>" }
        return start + " t=\"inlineStr\"><is><t xml:space=\"preserve\">"
            + escapedContent(escaped(text)) + "</t></is></c>"
    }

    /// `_x000D_` is a carriage return in a workbook, so that what looks like it is escaped.
    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(
            of: "_(?=x[0-9A-Fa-f]{4}_)", with: "_x005F_", options: .regularExpression
        ).replacingOccurrences(of: "\r", with: "_x000D_")
    }
}
