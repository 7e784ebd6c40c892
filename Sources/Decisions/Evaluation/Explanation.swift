extension Evaluation {
    /// What the tables did and why values are null, a line each.
    public var explanation: String {
        let rules = tables.map { table in
            let inputs = table.inputs.map(\.quotedText).joined(separator: ", ")
            let matched =
                table.rules.isEmpty
                ? "no rule" : "rule " + table.rules.map(String.init).joined(separator: ", ")
            return "\(table.element): (\(inputs)) \(matched) -> \(table.result.quotedText)"
        }
        return (rules + diagnostics.map { "null: \($0)" }).joined(separator: "\n")
    }
}
