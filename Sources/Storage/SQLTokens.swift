/// A piece of SQL text.
struct SQLToken: Equatable {
    enum Kind { case word, quoted, comment, semicolon, placeholder, other }

    let kind: Kind
    let text: String
}

/// Cuts SQL text into pieces just fine enough to know what is quoted and what is not.
struct SQLTokens {
    private let bytes: [UInt8]
    private var position = 0

    private init(_ text: String) {
        bytes = Array(text.utf8)
    }

    static func all(in text: String) -> [SQLToken] {
        var scanner = SQLTokens(text)
        var tokens: [SQLToken] = []
        while let token = scanner.next() { tokens.append(token) }
        return tokens
    }

    private mutating func next() -> SQLToken? {
        guard position < bytes.count else { return nil }
        let start = position
        let kind = advance()
        return SQLToken(kind: kind, text: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func advance() -> SQLToken.Kind {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            position += 1
            skip(past: [byte])
            return .quoted
        case UInt8(ascii: "$"):
            if let tag = dollarTag() {
                position += tag.count
                skip(past: tag)
                return .quoted
            }
        case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"):
            skip(past: [UInt8(ascii: "\n")])
            return .comment
        case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
            position += 2
            skip(past: Array("*/".utf8))
            return .comment
        case UInt8(ascii: ";"), UInt8(ascii: "?"):
            position += 1
            return byte == UInt8(ascii: ";") ? .semicolon : .placeholder
        default:
            if Self.isWord(byte) {
                while let next = peek(0), Self.isWord(next) { position += 1 }
                return .word
            }
        }
        position += 1
        return .other
    }

    /// The opening `$tag$` here, or `nil` when the dollar stands for something else.
    private func dollarTag() -> [UInt8]? {
        var end = position + 1
        while end < bytes.count, Self.isWord(bytes[end]) { end += 1 }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else { return nil }
        return Array(bytes[position...end])
    }

    /// Moves behind the next `end`, or to the end of the text where it is missing. A doubled
    /// quote inside a quoted text reads as two texts side by side, which cuts the same way.
    private mutating func skip(past end: [UInt8]) {
        while position < bytes.count {
            if bytes[position...].starts(with: end) {
                position += end.count
                return
            }
            position += 1
        }
    }

    private func peek(_ offset: Int) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...: true
        default: false
        }
    }
}
