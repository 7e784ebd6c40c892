/// Writes records as CSV (RFC 4180, CRLF) that no spreadsheet runs as formulas.
///
/// It holds nothing but whether the first record was written: the caller sends the bytes on as
/// they come, so an export of any size takes little memory.
package struct CSVWriter: Sendable {
    package struct Options: Sendable {
        package var delimiter: CSVOptions.Delimiter
        /// Begins the file with a byte order mark, by which Excel knows UTF-8.
        package var marksEncoding: Bool
        /// Puts `'` before what a spreadsheet would run. Off only for files no person opens.
        package var guardsFormulas: Bool

        package init(
            delimiter: CSVOptions.Delimiter = .comma, marksEncoding: Bool = true,
            guardsFormulas: Bool = true
        ) {
            self.delimiter = delimiter
            self.marksEncoding = marksEncoding
            self.guardsFormulas = guardsFormulas
        }
    }

    private let options: Options
    private var isFirst = true

    package init(_ options: Options = Options()) {
        self.options = options
    }

    /// The bytes of one record of at least one field, with the byte order mark before the first.
    package mutating func record(_ fields: [String]) -> [UInt8] {
        precondition(!fields.isEmpty, "a record has fields")
        var bytes: [UInt8] = isFirst && options.marksEncoding ? [0xEF, 0xBB, 0xBF] : []
        isFirst = false
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(options.delimiter.rawValue) }
            append(options.guardsFormulas ? FormulaGuard.added(field) : field, to: &bytes)
        }
        // An empty line is no record, so a single empty field is written with quotes.
        if fields == [""] { bytes += [0x22, 0x22] }
        bytes += [0x0D, 0x0A]
        return bytes
    }

    private func append(_ field: String, to bytes: inout [UInt8]) {
        let delimiter = options.delimiter.rawValue
        let needsQuotes =
            field.utf8.contains {
                $0 == delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D
            } || field.utf8.first == 0x20 || field.utf8.last == 0x20 || field.hasPrefix("\u{FEFF}")
        guard needsQuotes else {
            bytes.append(contentsOf: field.utf8)
            return
        }
        bytes.append(0x22)
        for byte in field.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }
}

/// The `'` before fields that a spreadsheet would run as a formula (CWE-1236).
///
/// Adding and removing are exact inverses: a text that already is such a field behind `'` gets
/// another one.
enum FormulaGuard {
    private static let dangerous: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠",
    ]

    static func added(_ field: String) -> String {
        isNeeded(field) ? "'" + field : field
    }

    static func removed(_ field: String) -> String {
        guard field.utf8.first == 0x27, isNeeded(field) else { return field }
        return String(decoding: field.utf8.dropFirst(), as: UTF8.self)
    }

    /// Looks behind quotes and spaces: some programs drop them on the way in.
    private static func isNeeded(_ field: String) -> Bool {
        let start = field.unicodeScalars.first { $0 != "'" && $0 != " " }
        guard let start, dangerous.contains(start) else { return false }
        return !isPlainNumber(field.drop { $0 == "'" }.utf8)
    }

    /// `-12.50`: a minus sign, digits, at most one point between them. A leading plus is guarded:
    /// telephone numbers have it and must stay text.
    private static func isPlainNumber(_ text: Substring.UTF8View) -> Bool {
        guard text.first == 0x2D, text.count <= 40 else { return false }
        let parts = text.dropFirst().split(separator: 0x2E, omittingEmptySubsequences: false)
        return (1...2).contains(parts.count)
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
