/// A sentence in both languages.
public struct Wording: Sendable, Hashable, CustomStringConvertible {
    /// In Chinese.
    public let zh: String
    /// In English.
    public let en: String

    /// Both sentences.
    public init(_ zh: String, _ en: String) {
        self.zh = zh
        self.en = en
    }

    /// In English.
    public var description: String { en }

    /// In a language.
    public func text(in language: SheetLanguage) -> String { language == .zh ? zh : en }

    static func + (left: Wording, right: Wording) -> Wording {
        Wording(left.zh + right.zh, left.en + right.en)
    }

    /// Sentences or names one after another.
    static func list(_ parts: [Wording]) -> Wording {
        Wording(
            parts.map(\.zh).joined(separator: "、"), parts.map(\.en).joined(separator: ", "))
    }
}

/// The language of a sheet's first column and of differences in words.
public enum SheetLanguage: String, Sendable, CaseIterable {
    /// English and Chinese, as BCP 47 names them.
    case en, zh
}

/// One thing that is wrong with a sheet, where, and what to do.
public struct SheetFault: Sendable, Hashable, CustomStringConvertible {
    /// Where: `row 7, column C`, `line 12, column 5`, `rule 3, input 2`; empty for the whole.
    public let place: Wording
    /// What is wrong and what to do.
    public let message: Wording
    /// The row of a CSV sheet or the line of a document, from 1; nil for the whole.
    public let row: Int?
    /// The column of a CSV sheet or document, from 1; nil for the whole row.
    public let column: Int?

    init(_ place: Wording, _ message: Wording, row: Int? = nil, column: Int? = nil) {
        self.place = place
        self.message = message
        self.row = row
        self.column = column
    }

    /// At a cell of a CSV sheet, its column by letters as spreadsheets show it.
    static func cell(_ row: Int, _ column: Int?, _ message: Wording) -> SheetFault {
        guard let column else {
            return SheetFault(Wording("第 \(row) 行", "row \(row)"), message, row: row)
        }
        let letters = columnLetters(column)
        return SheetFault(
            Wording("第 \(row) 行 \(letters) 列", "row \(row), column \(letters)"), message,
            row: row, column: column)
    }

    /// Place and message.
    public var wording: Wording {
        guard !place.en.isEmpty else { return message }
        return Wording(place.zh + "：" + message.zh, place.en + ": " + message.en)
    }

    /// In English.
    public var description: String { wording.en }
}

/// Why a sheet was refused: every fault that was found, at most a hundred.
public struct SheetFaults: Error, Sendable, CustomStringConvertible {
    /// In the order of the sheet.
    public let faults: [SheetFault]

    static let most = 100

    init(_ faults: [SheetFault]) {
        guard faults.count > Self.most else {
            self.faults = faults
            return
        }
        let rest = faults.count - Self.most
        self.faults =
            faults.prefix(Self.most) + [
                SheetFault(
                    Wording("", ""),
                    Wording("另有 \(rest) 处错误未列出", "\(rest) more faults are not listed"))
            ]
    }

    /// A line each, in English.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// `A` for 1, `AA` for 27.
func columnLetters(_ column: Int) -> String {
    var letters: [Unicode.Scalar] = []
    var rest = column
    while rest > 0 {
        let place = (rest - 1) % 26
        letters.append(Unicode.Scalar(UInt8(65 + place)))
        rest = (rest - 1) / 26
    }
    return String(String.UnicodeScalarView(letters.reversed()))
}
