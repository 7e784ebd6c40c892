/// One cell of a sheet.
package enum SheetCell: Hashable, Sendable {
    case text(String)
    /// A decimal number with a point, such as `-1234.50`: a spreadsheet reckons with it.
    case number(String)

    package var text: String {
        switch self {
        case .text(let text), .number(let text): text
        }
    }
}

/// Takes a sheet row by row and gives the file. Nothing in it is ever run as a formula.
package protocol SheetWriter {
    /// Adds a row of at least one cell; the first is the heading.
    mutating func add(_ cells: [SheetCell])

    /// The bytes of the whole file.
    mutating func end() throws(SheetProblem) -> [UInt8]
}

/// What a reader finds next in a file.
package enum SheetRecord: Hashable, Sendable {
    /// A record with the physical line it starts on.
    case record(line: Int, [String])
    /// What could not be cut into fields, with the stable id of why.
    case damaged(line: Int, String, Words)
}

/// Gives the records of a file in order.
package protocol SheetReader {
    /// The next record; `nil` at the end.
    mutating func next() throws(SheetProblem) -> SheetRecord?
}

/// Why a file can be neither read nor written. Says nothing of its content.
package struct SheetProblem: Error, Hashable, Sendable {
    package let message: Words

    package init(_ message: Words) { self.message = message }
}

/// Files that people keep in spreadsheets.
package protocol Spreadsheets: Sendable {
    /// A writer of CSV that Excel opens as UTF-8.
    func csv() -> any SheetWriter

    /// A writer of an XLSX workbook of one sheet.
    func workbook() -> any SheetWriter

    /// A reader of CSV, plain or gzip, of at most `mostBytes` in all.
    func reader(
        _ bytes: [UInt8], isGB18030: Bool, delimiter: UInt8, mostBytes: Int
    ) throws(SheetProblem) -> any SheetReader
}
