/// Text as XML has it between tags.
func escapedContent(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": escaped += "&amp;"
        case "<": escaped += "&lt;"
        case ">": escaped += "&gt;"
        // A parser would make it a line feed.
        case "\r": escaped += "&#13;"
        default: escaped.unicodeScalars.append(scalar)
        }
    }
    return escaped
}

/// Text as XML has it in an attribute.
func escapedAttribute(_ text: String) -> String {
    var escaped = ""
    for scalar in escapedContent(text).unicodeScalars {
        switch scalar {
        case "\"": escaped += "&quot;"
        case "\n": escaped += "&#10;"
        case "\t": escaped += "&#9;"
        default: escaped.unicodeScalars.append(scalar)
        }
    }
    return escaped
}

/// Writes elements, those without attributes or children left out where they say nothing.
struct MarkupWriting {
    /// `dmn:`
    let prefix: String
    /// What one level is indented by; nil for no line breaks at all.
    let unit: String?
    /// `\n` or `\r\n`.
    let lineBreak: String

    /// An element with content.
    ///
    /// - Parameters:
    ///   - attributes: those with empty values are left out.
    ///   - pad: what the element itself is indented by.
    func element(
        _ name: String, _ attributes: [(String, String)] = [], _ children: [String],
        pad: String
    ) -> String {
        let start = "<\(prefix)\(name)" + written(attributes)
        guard !children.isEmpty else { return start + "/>" }
        let inner = children.map { lead(pad + (unit ?? "")) + $0 }.joined()
        return start + ">" + inner + lead(pad) + "</\(prefix)\(name)>"
    }

    /// An element with text.
    func content(_ name: String, _ attributes: [(String, String)] = [], _ text: String) -> String {
        "<\(prefix)\(name)" + written(attributes)
            + ">\(escapedContent(text))</\(prefix)\(name)>"
    }

    /// An element whose text stands in a `text` of its own, as expressions do.
    func expression(
        _ name: String, _ attributes: [(String, String)] = [], _ text: String
    ) -> String {
        "<\(prefix)\(name)" + written(attributes) + ">" + content("text", text)
            + "</\(prefix)\(name)>"
    }

    private func content(_ name: String, _ text: String) -> String { content(name, [], text) }

    func written(_ attributes: [(String, String)]) -> String {
        attributes.filter { !$0.1.isEmpty }
            .map { " \($0.0)=\"\(escapedAttribute($0.1))\"" }.joined()
    }

    func lead(_ pad: String) -> String { unit == nil ? "" : lineBreak + pad }

    // MARK: Tables

    func table(_ sheet: TableSheet, pad: String) -> String {
        let inner = pad + (unit ?? "")
        let parts: [String] =
            described(sheet.description)
            + sheet.inputs.map { input($0, pad: inner) }
            + sheet.outputs.map { output($0, pad: inner) }
            + sheet.annotations.map { element("annotation", [("name", $0)], [], pad: inner) }
            + sheet.rules.map { rule($0, pad: inner) }
        return element("decisionTable", tableAttributes(sheet), parts, pad: pad)
    }

    func tableAttributes(_ sheet: TableSheet) -> [(String, String)] {
        [
            ("id", sheet.tableID), ("label", sheet.label), ("typeRef", sheet.resultType),
            ("hitPolicy", sheet.hitPolicy.rawValue),
            ("aggregation", sheet.aggregation?.rawValue ?? ""), ("outputLabel", sheet.outputLabel),
        ]
    }

    private func described(_ text: String) -> [String] {
        text.isEmpty ? [] : [content("description", text)]
    }

    func input(_ input: TableSheet.Input, pad: String) -> String {
        var parts = described(input.description)
        parts.append(expression("inputExpression", [("typeRef", input.type)], input.expression))
        if !input.allowedValues.isEmpty {
            parts.append(expression("inputValues", [], input.allowedValues))
        }
        return element("input", [("label", input.label)], parts, pad: pad)
    }

    func output(_ output: TableSheet.Output, pad: String) -> String {
        var parts = described(output.description)
        if !output.allowedValues.isEmpty {
            parts.append(expression("outputValues", [], output.allowedValues))
        }
        if !output.standard.isEmpty {
            parts.append(expression("defaultOutputEntry", [], output.standard))
        }
        return element(
            "output", [("name", output.name), ("label", output.label), ("typeRef", output.type)],
            parts, pad: pad)
    }

    func rule(_ rule: TableSheet.Rule, pad: String) -> String {
        let parts: [String] =
            described(rule.description) + rule.inputs.map { expression("inputEntry", [], $0) }
            + rule.outputs.map { expression("outputEntry", [], $0) }
            + rule.annotations.map { expression("annotationEntry", [], $0) }
        return element("rule", [("id", rule.id)], parts, pad: pad)
    }
}
