package import Kernel

/// A schema file in the dialect both engines share, cut into statements of one of them.
///
/// Types are `INTEGER`, `TEXT` and `BLOB`, tables end in `STRICT`; PostgreSQL gets `BIGINT`,
/// `TEXT`, `BYTEA` and no `STRICT`. What only one engine understands (triggers) stands between
/// `-- only: sqlite` or `-- only: postgres` and `-- both`, and is left as it is.
package struct SchemaScript {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// The statements for `engine`, without their closing semicolons, in order.
    package func statements(for engine: DatabaseEngine) -> [String] {
        sections().flatMap { section -> [String] in
            if let only = section.only, only != engine { return [] }
            let translate = engine == .postgres && section.only == nil
            return Self.split(SQLTokens.all(in: section.text), translate: translate)
        }
    }

    private func sections() -> [(only: DatabaseEngine?, text: String)] {
        var sections: [(only: DatabaseEngine?, text: String)] = [(nil, "")]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" })
            switch words {
            case ["--", "both"]: sections.append((nil, ""))
            case ["--", "only:", "sqlite"]: sections.append((.sqlite, ""))
            case ["--", "only:", "postgres"]: sections.append((.postgres, ""))
            default: sections[sections.count - 1].text += line + "\n"
            }
        }
        return sections
    }

    private static func split(_ tokens: [SQLToken], translate: Bool) -> [String] {
        var statements: [String] = []
        var open = OpenStatement()
        for token in tokens {
            if token.kind == .comment { continue }
            if token.kind == .semicolon && open.depth == 0 {
                open.finish(into: &statements)
            } else {
                open.add(token, translate: translate)
            }
        }
        open.finish(into: &statements)
        return statements
    }
}

/// The statement being put together.
private struct OpenStatement {
    private var text = ""
    private var words: [String] = []
    /// Open `BEGIN` and `CASE` of a trigger body, where semicolons do not end the statement.
    private(set) var depth = 0

    private var isTrigger: Bool {
        words.first == "CREATE" && words.prefix(3).contains("TRIGGER")
    }

    mutating func add(_ token: SQLToken, translate: Bool) {
        guard token.kind == .word else {
            text += token.text
            return
        }
        let word = token.text.uppercased()
        if words.count < 3 { words.append(word) }
        if isTrigger && (word == "BEGIN" || word == "CASE") { depth += 1 }
        if depth > 0 && word == "END" { depth -= 1 }
        text += translate ? Self.postgres[word] ?? token.text : token.text
    }

    mutating func finish(into statements: inout [String]) {
        let trimmed = text.drop(while: \.isWhitespace)
        if !words.isEmpty { statements.append(String(trimmed)) }
        self = OpenStatement()
    }

    private static let postgres = ["INTEGER": "BIGINT", "BLOB": "BYTEA", "STRICT": ""]
}
