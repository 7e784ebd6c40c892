/// The number of an article of the institution: chapter, section and, below most sections, the
/// article (`1.1`, `2.3.3`). Ordered as printed.
///
/// Each number lies in 1...99 and is written without leading zeros.
package struct ArticleID: Hashable, Comparable, Sendable {
    package let chapter: Int
    package let section: Int
    /// 0 where the section is itself the article.
    package let number: Int

    /// Reads `1.1` or `2.3.3`; anything else is `nil`.
    package init?(_ text: String) {
        guard text.utf8.count <= 8 else { return nil }
        let parts = text.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3,
            let chapter = ArticleID.number(parts[0]), let section = ArticleID.number(parts[1])
        else { return nil }
        self.chapter = chapter
        self.section = section
        if parts.count == 3 {
            guard let number = ArticleID.number(parts[2]) else { return nil }
            self.number = number
        } else {
            number = 0
        }
    }

    /// As printed: `2.3.3`.
    package var text: String {
        number == 0 ? "\(chapter).\(section)" : "\(chapter).\(section).\(number)"
    }

    package static func < (left: ArticleID, right: ArticleID) -> Bool {
        (left.chapter, left.section, left.number) < (right.chapter, right.section, right.number)
    }

    private static func number(_ digits: Substring.UTF8View) -> Int? {
        guard (1...2).contains(digits.count), digits.first != 0x30 else { return nil }
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }
}

/// The number of a duty: an article and the letter of one of its clauses (`2.3.3a`), or the
/// article alone where it has no letters (`1.1`). Ordered as printed.
///
/// It is the same in code, journal, API and on the compliance page. Whether the institution has
/// such a duty is for `Institution` to say.
package struct DutyID: Hashable, Comparable, Sendable {
    package let article: ArticleID
    /// ASCII `a` to `z`, or 0 where the duty is the whole article.
    private let clause: UInt8

    /// The duty that is the whole of `article`.
    package init(_ article: ArticleID) {
        self.article = article
        clause = 0
    }

    /// Reads `2.3.3a` or `1.1`; anything else is `nil`.
    package init?(_ text: String) {
        let clause = text.utf8.last.flatMap { (0x61...0x7A).contains($0) ? $0 : nil }
        let rest = clause == nil ? text[...] : Substring(text.utf8.dropLast())
        guard let article = ArticleID(String(rest)) else { return nil }
        self.article = article
        self.clause = clause ?? 0
    }

    /// The letter of the clause; `nil` where the duty is the whole article.
    package var letter: Character? {
        clause == 0 ? nil : Character(Unicode.Scalar(clause))
    }

    /// As printed: `2.3.3a`.
    package var text: String {
        letter.map { article.text + String($0) } ?? article.text
    }

    package static func < (left: DutyID, right: DutyID) -> Bool {
        left.article == right.article ? left.clause < right.clause : left.article < right.article
    }
}

extension ArticleID: CustomStringConvertible {
    package var description: String { text }
}

extension DutyID: CustomStringConvertible {
    package var description: String { text }
}

extension ArticleID: ExpressibleByStringLiteral {
    /// For numbers written in code only; one that is not well formed stops the program.
    package init(stringLiteral value: String) {
        guard let id = ArticleID(value) else {
            preconditionFailure("\(value) is not the number of an article, such as 2.3.3")
        }
        self = id
    }
}

extension DutyID: ExpressibleByStringLiteral {
    /// For numbers written in code only; one that is not well formed stops the program.
    package init(stringLiteral value: String) {
        guard let id = DutyID(value) else {
            preconditionFailure("\(value) is not the number of a duty, such as 2.3.3a")
        }
        self = id
    }
}

extension DutyID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = DutyID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not the number of a duty, such as 2.3.3a")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
