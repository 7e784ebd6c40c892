import Kernel

/// A text with holes: `AUTO-{policy_number}`, `{notice.number}`. Braces are doubled to be plain.
struct ImportTemplate: Hashable, Sendable {
    enum Part: Hashable, Sendable {
        case literal(String)
        case column(String)
        /// What an earlier command of the row answered: the step's name and the reply's.
        case answer(step: String, name: String)
        /// The row's own key.
        case key
    }

    let parts: [Part]

    /// Reads the text; `nil` when a brace stays open or a hole is empty.
    init?(_ text: String, columns: Set<String>) {
        var parts: [Part] = []
        var literal = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            guard character == "{" || character == "}" else {
                literal.append(character)
                continue
            }
            if rest.first == character {
                literal.append(character)
                rest = rest.dropFirst()
                continue
            }
            guard character == "{", let end = rest.firstIndex(of: "}"), end > rest.startIndex
            else { return nil }
            if !literal.isEmpty { parts.append(.literal(literal)) }
            literal = ""
            parts.append(ImportTemplate.hole(String(rest[..<end]), columns))
            rest = rest[rest.index(after: end)...]
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        self.parts = parts
    }

    private static func hole(_ name: String, _ columns: Set<String>) -> Part {
        if columns.contains(name) { return .column(name) }
        if name == "key" { return .key }
        let names = name.split(separator: ".", maxSplits: 1)
        guard names.count == 2 else { return .column(name) }
        return .answer(step: String(names[0]), name: String(names[1]))
    }

    func text(_ row: ImportRow, _ answers: ImportAnswers) throws(RowProblem) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .literal(let literal): text += literal
            case .column(let name): text += row.value(name)?.shown ?? ""
            case .key: text += row.key
            case .answer(let step, let name):
                guard let answer = answers.text(step, name) else {
                    throw RowProblem(
                        "import.noAnswer",
                        Words(
                            "前一步 \(step) 没有给出 \(name)",
                            "the earlier step \(step) gave no \(name)"))
                }
                text += answer
            }
        }
        return text
    }

    var columns: [String] {
        parts.compactMap { if case .column(let name) = $0 { name } else { nil } }
    }

    var steps: [String] {
        parts.compactMap { if case .answer(let step, _) = $0 { step } else { nil } }
    }
}

/// What the commands of one row have answered so far.
struct ImportAnswers: Sendable {
    private var replies: [String: JSON] = [:]

    mutating func take(_ reply: JSON, of step: String) { replies[step] = reply }

    func text(_ step: String, _ name: String) -> String? { replies[step]?[name]?.text }
}
