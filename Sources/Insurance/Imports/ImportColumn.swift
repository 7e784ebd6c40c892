import Kernel

/// The kinds of "nothing" a cell can hold. They mean different things and are never mixed up.
package enum Nothing: String, Sendable, CaseIterable, Codable, Comparable {
    /// The cell is empty.
    case empty
    /// Asked, and not known (`?`).
    case unknown
    /// A real answer: nobody, no such thing (`None`).
    case none
    /// `0` that stands for a value nobody has.
    case zero
    /// The question does not arise for this row.
    case notApplicable

    package static func < (left: Nothing, right: Nothing) -> Bool {
        left.rawValue < right.rawValue
    }

    /// How it reads inside a text.
    var text: String {
        switch self {
        case .empty: ""
        case .unknown: "unknown"
        case .none: "none"
        case .zero: "0"
        case .notApplicable: "n/a"
        }
    }
}

/// What a column is and how its cells are read.
struct ImportColumn: Sendable {
    /// What the mapping calls it.
    let name: String
    /// The header of the column it is read from.
    let header: String
    /// One part of a cell that holds several, counted from 1.
    let part: (separator: Character, number: Int)?
    let reading: CellReading
    /// What cells of exactly this text mean.
    let nothings: [String: Nothing]
    /// A cell that says nothing is not applicable where this holds.
    let notApplicable: ImportCondition?
    /// The kinds of nothing that a person should look at.
    let flagged: Set<Nothing>

    /// The content of the cell, after taking its part; `nil` when it has no such part.
    func content(_ cell: String) -> String? {
        guard let part else { return ImportColumn.trimmed(cell) }
        let parts = cell.split(separator: part.separator, omittingEmptySubsequences: false)
        guard parts.indices.contains(part.number - 1) else { return nil }
        return ImportColumn.trimmed(String(parts[part.number - 1]))
    }

    /// Space at both ends means nothing; what stands inside stays as it is.
    private static func trimmed(_ text: String) -> String {
        guard let first = text.first, let last = text.last,
            first.isWhitespace || last.isWhitespace
        else { return text }
        let start = text.drop(while: \.isWhitespace)
        let end = start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) }
        return String(start[..<(end ?? start.startIndex)])
    }
}

/// What the cells of a column are.
enum CellReading: Sendable {
    case text
    case integer(NumberPattern)
    case money(NumberPattern, Currency)
    case day(DatePattern, shown: String)
    case boolean(yes: Set<String>, no: Set<String>)
    /// Codes of the source, each with the choice it means; others are refused unless `otherwise`.
    case code([String: String], otherwise: String?)
    /// As the field of a command writes itself.
    case field(FieldKind)

    func value(_ text: String, of column: String) throws(RowProblem) -> CellValue {
        switch self {
        case .text: return .text(text)
        case .integer(let pattern):
            if let number = pattern.scaled(text, decimals: 0) { return .integer(number) }
        case .money(let pattern, let currency):
            if let minor = pattern.scaled(text, decimals: 2) {
                return .money(Money(minor: minor, currency))
            }
        case .day(let pattern, _): if let day = pattern.day(text) { return .day(day) }
        case .boolean(let yes, let no):
            if yes.contains(text) { return .boolean(true) }
            if no.contains(text) { return .boolean(false) }
        case .code(let codes, let otherwise):
            if let code = codes[text] ?? otherwise { return .text(code) }
            throw RowProblem(
                "import.unknownCode",
                Words(
                    "列 \(column)：代码不在对照表内，请在映射的 values 中补充",
                    "column \(column): the code is not in the list; add it under “values” "
                        + "of the mapping"))
        case .field(let kind):
            do {
                if let json = try FieldCells.json(text, kind) { return .json(json) }
            } catch {
                throw RowProblem(
                    "import.cell",
                    Words(
                        "列 \(column)：\(error.message.zh)",
                        "column \(column): \(error.message.en)"))
            }
        }
        throw .cell(column, expected)
    }

    /// What a cell should have held.
    private var expected: Words {
        switch self {
        case .text, .code: Words("文字", "text")
        case .integer: Words("整数", "a whole number")
        case .money: Words("至多两位小数的金额", "an amount with at most two decimals")
        case .day(_, let shown): Words("按 \(shown) 书写的日期", "a date written \(shown)")
        case .boolean(let yes, let no):
            Words(
                (yes.sorted() + no.sorted()).joined(separator: "、"),
                "one of " + (yes.sorted() + no.sorted()).joined(separator: ", "))
        case .field(let kind): FieldCells.form(of: kind)
        }
    }
}

/// A cell that was read.
enum CellValue: Hashable, Sendable {
    case text(String)
    case integer(Int64)
    case money(Money)
    case day(Day)
    case boolean(Bool)
    case json(JSON)
    case nothing(Nothing)

    /// As it stands in a template.
    var shown: String {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .money(let money): money.description
        case .day(let day): day.description
        case .boolean(let value): value ? "true" : "false"
        case .json(let json): json.text ?? json.canonicalText
        case .nothing(let nothing): nothing.text
        }
    }

    /// As the value of a field; `nil` for nothing, which leaves the field out.
    var json: JSON? {
        switch self {
        case .integer(let number): .integer(number)
        case .boolean(let value): .bool(value)
        case .json(let json): json
        case .nothing: nil
        default: .string(shown)
        }
    }

    /// For comparisons: an amount's minor units, a number, a date's day.
    var magnitude: Int64? {
        switch self {
        case .integer(let number): number
        case .money(let money): money.minor
        case .day(let day): Int64(day.number)
        default: nil
        }
    }
}
