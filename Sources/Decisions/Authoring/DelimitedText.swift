/// Rows of a text with delimiters (RFC 4180; LF and CR end a row as well as CRLF), bounded, with
/// every fault at its cell.
struct DelimitedText {
    private(set) var rows: [[String]] = []
    private(set) var faults: [SheetFault] = []
    private let bytes: [UInt8]
    private var delimiter = UInt8(ascii: ",")
    private var position = 0
    private var row: [String] = []
    private var columnCount = 0

    static let largestText = 16 * 1024 * 1024
    static let longestCell = 256 * 1024
    static let mostRows = 100_000
    static let mostColumns = 1_000
    private static let quote = UInt8(ascii: "\"")
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        guard isText else { return }
        if bytes.starts(with: Self.mark) { position = 3 }
        delimiter = Self.delimiter(of: bytes[position...])
        while position < bytes.count, faults.count <= SheetFaults.most {
            guard rows.count < Self.mostRows else {
                fault("超过 \(Self.mostRows) 行：请拆分", "more than \(Self.mostRows) rows: split it")
                return
            }
            readRow()
        }
    }

    /// Of the first line the first that may be one: programs write what the country is used to.
    private static func delimiter(of bytes: ArraySlice<UInt8>) -> UInt8 {
        let marks = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
        return line.first { marks.contains($0) } ?? marks[0]
    }

    private var isText: Bool {
        mutating get {
            if bytes.count > Self.largestText {
                whole("文件超过 16 MB：请拆分", "the file is larger than 16 MB: split it")
            } else if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
                whole(
                    "这是 Excel 工作簿：请另存为“CSV UTF-8”",
                    "this is a workbook: save it as 'CSV UTF-8'")
            } else if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
                whole("文件为 UTF-16：请另存为“CSV UTF-8”", "this is UTF-16: save it as 'CSV UTF-8'")
            }
            return faults.isEmpty
        }
    }

    private mutating func whole(_ zh: String, _ en: String) {
        faults.append(SheetFault(Wording("", ""), Wording(zh, en)))
    }

    private mutating func fault(_ zh: String, _ en: String) {
        faults.append(.cell(rows.count + 1, min(columnCount + 1, 16_384), Wording(zh, en)))
    }

    private mutating func readRow() {
        row = []
        columnCount = 0
        while true {
            let cell =
                position < bytes.count && bytes[position] == Self.quote
                ? quotedCell() : plainCell()
            if columnCount < Self.mostColumns {
                row.append(cell)
            } else if columnCount == Self.mostColumns, !cell.isEmpty {
                fault("超过 \(Self.mostColumns) 列", "more than \(Self.mostColumns) columns")
            }
            columnCount += 1
            guard position < bytes.count, bytes[position] == delimiter else { break }
            position += 1
        }
        takeLineBreak()
        rows.append(row)
    }

    private mutating func takeLineBreak() {
        guard position < bytes.count else { return }
        let isPair = bytes[position...].starts(with: [0x0D, 0x0A])
        position += isPair ? 2 : 1
    }

    private func endsCell(_ byte: UInt8) -> Bool {
        byte == delimiter || byte == 0x0D || byte == 0x0A
    }

    private mutating func plainCell() -> String {
        let start = position
        while position < bytes.count, !endsCell(bytes[position]) { position += 1 }
        let cell = bytes[start..<position]
        if cell.contains(Self.quote) {
            fault(
                "引号位置不对：请给整个单元格加引号，并把其中的引号写两遍",
                "a quotation mark in a cell that has none around it: put the whole cell in quotes"
                    + " and double those within")
        }
        return text(cell)
    }

    private mutating func quotedCell() -> String {
        position += 1
        var cell: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            guard byte == Self.quote else {
                cell.append(byte)
                continue
            }
            if position < bytes.count, bytes[position] == Self.quote {
                cell.append(byte)
                position += 1
                continue
            }
            let rest = position
            while position < bytes.count, !endsCell(bytes[position]) { position += 1 }
            if rest < position {
                fault(
                    "结束引号之后还有内容：请把单元格中的引号写两遍",
                    "text behind the closing quotation mark: double those within the cell")
            }
            return text(cell[...])
        }
        fault("引号没有结束", "the quotation mark at its beginning is never closed")
        return text(cell[...])
    }

    private mutating func text(_ cell: ArraySlice<UInt8>) -> String {
        if cell.count > Self.longestCell {
            fault(
                "单元格超过 \(Self.longestCell) 字节：可能缺少结束引号",
                "a cell of more than \(Self.longestCell) bytes: perhaps a closing quotation mark is"
                    + " missing")
            return ""
        }
        guard let text = String(validating: cell, as: UTF8.self) else {
            fault("不是 UTF-8：请另存为“CSV UTF-8”", "this is not UTF-8: save it as 'CSV UTF-8'")
            return ""
        }
        return text
    }

    // MARK: Writing

    /// Rows as CSV: commas, CRLF, and the mark by which spreadsheets know UTF-8.
    static func written(_ rows: [[String]]) -> [UInt8] {
        var bytes = mark
        for row in rows {
            for (index, cell) in row.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                append(cell, to: &bytes)
            }
            bytes += [0x0D, 0x0A]
        }
        return bytes
    }

    private static func append(_ cell: String, to bytes: inout [UInt8]) {
        let special = [quote, UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, 0x0A, 0x0D]
        let needsQuotes =
            cell.utf8.contains { special.contains($0) } || cell.utf8.first == 0x20
            || cell.utf8.last == 0x20
        guard needsQuotes else {
            bytes.append(contentsOf: cell.utf8)
            return
        }
        bytes.append(quote)
        for byte in cell.utf8 {
            if byte == quote { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }
}

/// The `'` before cells that a spreadsheet would run as a formula (CWE-1236). Adding and removing
/// are exact inverses: a text that already is such a cell behind `'` gets another one.
enum FormulaGuard {
    private static let dangerous: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠",
    ]

    static func added(_ cell: String) -> String { isNeeded(cell) ? "'" + cell : cell }

    static func removed(_ cell: String) -> String {
        guard cell.utf8.first == UInt8(ascii: "'"), isNeeded(cell) else { return cell }
        return String(decoding: cell.utf8.dropFirst(), as: UTF8.self)
    }

    /// Looks behind quotes and spaces, which some programs drop. A hyphen alone, the cell that
    /// takes everything, and negative numbers are harmless.
    private static func isNeeded(_ cell: String) -> Bool {
        let scalars = cell.unicodeScalars.drop { $0 == "'" || $0 == " " }
        guard let first = scalars.first, dangerous.contains(first) else { return false }
        let isNumber = scalars.dropFirst().allSatisfy { ("0"..."9").contains($0) || $0 == "." }
        return first != "-" || !isNumber
    }
}
