/// Reads the cell of a table as the value of a field: the CSV form of a command's one statement.
///
/// Texts, personal values, choices, dates, moments and amounts stand as they are; whole numbers in
/// decimal; yes and no as `true` and `false`; lists and records as JSON in the cell. An empty cell
/// means that the field is left out.
package enum FieldCells {
    /// The longest cell that holds JSON, in bytes.
    package static let longestJSON = 64 << 10

    /// The JSON that the command's own reading takes, or `nil` for an empty cell. Limits are the
    /// field's: only what cannot be that kind of value at all is refused here.
    package static func json(_ cell: String, _ kind: FieldKind) throws(FieldProblem) -> JSON? {
        let text = trimmed(cell)
        if text.isEmpty { return nil }
        switch kind {
        case .text, .personal: return .string(cell)
        case .choice, .money, .moment, .day, .identity: return .string(text)
        case .integer: return .integer(try integer(text))
        case .boolean: return .bool(try boolean(text))
        case .record, .list: return try structured(text)
        }
    }

    /// How a cell of this kind is written, for documentation and messages.
    package static func form(of kind: FieldKind) -> Words {
        switch kind {
        case .text, .personal: Words("文字", "text")
        case .integer: Words("整数", "whole number")
        case .money: Words("金额，如 1234.50 CNY", "amount such as 1234.50 CNY")
        case .moment: Words("带时区的时间", "moment with an offset")
        case .day: Words("日期 YYYY-MM-DD", "date YYYY-MM-DD")
        case .boolean: Words("true 或 false", "true or false")
        case .choice(let choices):
            Words(
                "代码：" + choices.map(\.code).joined(separator: "、"),
                "one of: " + choices.map(\.code).joined(separator: ", "))
        case .identity: Words("标识（36 个字符）", "identity of 36 characters")
        case .record: Words("JSON 对象", "JSON object")
        case .list: Words("JSON 列表", "JSON list")
        }
    }

    private static func integer(_ text: String) throws(FieldProblem) -> Int64 {
        // A leading plus is a telephone number's, never a count's.
        guard let value = Int64(text), text.utf8.first != 0x2B else {
            throw .expected("整数", "a whole number")
        }
        return value
    }

    private static func boolean(_ text: String) throws(FieldProblem) -> Bool {
        switch text {
        case "true": true
        case "false": false
        default: throw .expected(" true 或 false", "true or false")
        }
    }

    private static func structured(_ text: String) throws(FieldProblem) -> JSON {
        do {
            return try JSON.parse(text, limits: JSON.Limits(bytes: longestJSON, depth: 8))
        } catch {
            throw FieldProblem(error.words)
        }
    }

    private static func trimmed(_ cell: String) -> String {
        guard let first = cell.utf8.first, let last = cell.utf8.last,
            first <= 0x20 || last <= 0x20
        else { return cell }
        let kept = cell.utf8.drop { $0 <= 0x20 }
        let end = kept.lastIndex { $0 > 0x20 }.map { kept.index(after: $0) } ?? kept.startIndex
        return String(decoding: kept[..<end], as: UTF8.self)
    }
}
