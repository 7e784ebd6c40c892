import Foundation

/// The text of a template: `# ` begins a heading, `- ` an item, an empty line ends a paragraph,
/// and `{{slot}}` stands for a fact. Nothing else has a meaning, so no markup can get in.
package enum LetterText {
    /// A piece of a letter as a page shows it.
    package enum Block: Sendable, Equatable {
        case heading(String)
        case paragraph(String)
        case items([String])
    }

    package static let largest = 8_000

    /// The slots of a template; `nil` when braces do not pair up.
    package static func slots(in text: String) -> Set<String>? {
        var found: Set<String> = []
        for part in text.components(separatedBy: "{{").dropFirst() {
            guard let end = part.firstRange(of: "}}") else { return nil }
            let name = String(part[..<end.lowerBound])
            guard !name.isEmpty, name.allSatisfy({ $0.isASCII && $0.isLetter }) else { return nil }
            found.insert(name)
        }
        return found
    }

    /// The text with facts in place of their slots; slots without a fact stay. What a fact says is
    /// never read as a slot or as markup of its own, but a fact that stands alone on an item's line
    /// becomes one item for each of its lines.
    package static func filled(_ text: String, _ values: [String: String]) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.hasPrefix("- {{"), line.hasSuffix("}}"),
                let value = values[String(line.dropFirst(4).dropLast(2))]
            {
                return value.split(separator: "\n").map { "- " + plain($0) }
                    .joined(separator: "\n")
            }
            return filled(line: line, values)
        }.joined(separator: "\n")
    }

    private static func filled(line: Substring, _ values: [String: String]) -> String {
        var parts = String(line).components(separatedBy: "{{")
        var whole = parts.removeFirst()
        for part in parts {
            guard let end = part.firstRange(of: "}}"),
                let value = values[String(part[..<end.lowerBound])]
            else {
                whole += "{{" + part
                continue
            }
            let lines = value.split(separator: "\n")
            whole += lines.map(plain).joined(separator: " ") + part[end.upperBound...]
        }
        return whole
    }

    private static func plain(_ text: some StringProtocol) -> String {
        String(text).replacing("{{", with: "{ {").replacing("}}", with: "} }")
    }

    package static func blocks(_ text: String) -> [Block] {
        var blocks: [Block] = []
        var open: [String] = []
        func close() {
            if !open.isEmpty { blocks.append(.paragraph(open.joined(separator: " "))) }
            open = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("# ") {
                close()
                blocks.append(.heading(String(line.dropFirst(2))))
            } else if line.hasPrefix("- ") {
                close()
                let item = String(line.dropFirst(2))
                if case .items(let items)? = blocks.last {
                    blocks[blocks.count - 1] = .items(items + [item])
                } else {
                    blocks.append(.items([item]))
                }
            } else if line.allSatisfy(\.isWhitespace) {
                close()
            } else {
                open.append(String(line))
            }
        }
        close()
        return blocks
    }
}
