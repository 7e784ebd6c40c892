import Insurance
import Kernel

/// A letter as it is shown and printed. Text only: whatever a letter says is escaped by the
/// template, and the page names no file, picture or address that something could be fetched from.
struct LetterPage: Sendable {
    let letter: Letter
    let recipient: String
    let address: String?
    /// Where a copy is checked.
    let verify: String
    let code: CodeSquare?

    /// - Parameter nonce: what allows the page's own style in a browser; `nil` for print.
    func values(nonce: String?) -> [String: Any] {
        var values: [String: Any] = [
            "title": ["zh": letter.kind.title.zh, "en": letter.kind.title.en],
            "number": letter.number, "recipient": recipient, "verify": verify,
            "sha256": letter.sha256, "chinese": blocks(letter.text.zh),
            "english": blocks(letter.text.en),
        ]
        values["address"] = address
        values["nonce"] = nonce
        if let code { values["code"] = ["html": code.svg] }
        return values
    }

    private func blocks(_ text: String) -> [[String: Any]] {
        let filled = LetterText.filled(text, ["recipient": recipient])
        return LetterText.blocks(filled).map { block in
            switch block {
            case .heading(let text): ["heading": text]
            case .paragraph(let text): ["paragraph": text]
            case .items(let items): ["list": ["items": items.map { ["item": $0] }]]
            }
        }
    }
}

extension CodeSquare {
    /// The code with its quiet zone of four modules.
    var svg: String {
        var path = ""
        for row in 0..<side {
            for column in 0..<side where isDark[row * side + column] {
                path += "M\(column + 4) \(row + 4)h1v1h-1z"
            }
        }
        let whole = side + 8
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(whole) \(whole)" \
            shape-rendering="crispEdges" role="img" aria-label="QR"><path fill="#fff" \
            d="M0 0h\(whole)v\(whole)h-\(whole)z"/><path fill="#000" d="\(path)"/></svg>
            """
    }
}
