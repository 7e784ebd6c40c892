package import Kernel

/// An XLSX workbook of one sheet (ECMA-376): a bold heading that stays in sight, text as inline
/// strings, which no spreadsheet runs as formulas, and numbers as numbers.
package struct WorkbookWriter: SheetWriter {
    private var rows: [UInt8] = []
    private var count = 0
    private var width = 1

    package init() {}

    package mutating func add(_ cells: [SheetCell]) {
        count += 1
        width = max(width, cells.count)
        write("<row r=\"\(count)\">")
        for (index, cell) in cells.enumerated() {
            let place = Self.column(index) + String(count)
            switch cell {
            case .number(let number) where Self.isNumber(number):
                write("<c r=\"\(place)\" s=\"2\"><v>\(number)</v></c>")
            case .text(""), .number(""): continue
            case .text(let text), .number(let text):
                let style = count == 1 ? " s=\"1\"" : ""
                write("<c r=\"\(place)\"\(style) t=\"inlineStr\"><is><t xml:space=\"preserve\">")
                write(Self.escaped(text))
                write("</t></is></c>")
            }
        }
        write("</row>")
    }

    package mutating func end() throws(SheetProblem) -> [UInt8] {
        let sheet = Array(Self.sheetHead(width).utf8) + rows + Array(Self.sheetEnd.utf8)
        var archive = ZipArchive()
        for (name, text) in Self.frame { try archive.add(name, Array(text.utf8)) }
        try archive.add("xl/worksheets/sheet1.xml", sheet)
        return archive.bytes
    }

    private mutating func write(_ text: String) { rows += text.utf8 }

    /// `A` to `Z`, then `AA`.
    private static func column(_ index: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(0x41 + index % 26)))
        return index < 26 ? letter : column(index / 26 - 1) + letter
    }

    /// Digits with at most one point and a sign before them: what a cell may hold as it is.
    private static func isNumber(_ text: String) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count) && digits.utf8.count <= 16
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
            }
    }

    /// Without what XML 1.0 cannot hold.
    private static func escaped(_ text: String) -> String {
        var plain = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": plain += "&amp;"
            case "<": plain += "&lt;"
            case ">": plain += "&gt;"
            case "\t", "\n": plain.unicodeScalars.append(scalar)
            default:
                let isKept = scalar.value >= 0x20 && scalar.value & 0xFFFE != 0xFFFE
                if isKept { plain.unicodeScalars.append(scalar) }
            }
        }
        return plain
    }

    private static let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let office =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let package = "http://schemas.openxmlformats.org/package/2006"
    private static let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    private static func sheetHead(_ width: Int) -> String {
        xml + """
            <worksheet xmlns="\(main)"><sheetViews><sheetView workbookViewId="0">\
            <pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>\
            </sheetView></sheetViews><cols><col min="1" max="\(width)" width="20" \
            customWidth="1"/></cols><sheetData>
            """
    }

    private static let sheetEnd = "</sheetData></worksheet>"

    /// The parts beside the sheet, in the order of the file.
    private static let frame: [(String, String)] = [
        (
            "[Content_Types].xml",
            xml + """
                <Types xmlns="\(package)/content-types">\
                <Default Extension="rels" \
                ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
                <Override PartName="/xl/workbook.xml" ContentType="\(type).sheet.main+xml"/>\
                <Override PartName="/xl/worksheets/sheet1.xml" \
                ContentType="\(type).worksheet+xml"/>\
                <Override PartName="/xl/styles.xml" ContentType="\(type).styles+xml"/></Types>
                """
        ),
        (
            "_rels/.rels",
            xml + """
                <Relationships xmlns="\(package)/relationships"><Relationship Id="rId1" \
                Type="\(office)/officeDocument" Target="xl/workbook.xml"/></Relationships>
                """
        ),
        (
            "xl/workbook.xml",
            xml + """
                <workbook xmlns="\(main)" xmlns:r="\(office)"><sheets>\
                <sheet name="Covenant" sheetId="1" r:id="rId1"/></sheets></workbook>
                """
        ),
        (
            "xl/_rels/workbook.xml.rels",
            xml + """
                <Relationships xmlns="\(package)/relationships"><Relationship Id="rId1" \
                Type="\(office)/worksheet" Target="worksheets/sheet1.xml"/>\
                <Relationship Id="rId2" Type="\(office)/styles" Target="styles.xml"/>\
                </Relationships>
                """
        ),
        (
            "xl/styles.xml",
            xml + """
                <styleSheet xmlns="\(main)"><fonts count="2"><font><sz val="11"/></font>\
                <font><b/><sz val="11"/></font></fonts><fills count="2"><fill>\
                <patternFill patternType="none"/></fill><fill>\
                <patternFill patternType="gray125"/></fill></fills><borders count="1">\
                <border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>\
                <cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf/></cellXfs></styleSheet>
                """
        ),
    ]
}
