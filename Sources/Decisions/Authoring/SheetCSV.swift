public import Foundation

extension TableSheet {
    /// The sheet as rows of texts, for a spreadsheet: first what the table is, then its columns,
    /// then a rule a row. The first column says what each row holds.
    public func rows(in language: SheetLanguage = .en) -> [[String]] {
        let columns = SheetColumn.all(of: self)
        func row(_ wording: Wording, _ cells: [String]) -> [String] {
            [wording.text(in: language)] + cells
        }
        var rows: [[String]] = []
        for head in SheetPlace.Head.allCases {
            let text = head.path.map { self[keyPath: $0] } ?? policyText
            if !text.isEmpty { rows.append(row(head.wording, [text])) }
        }
        rows.append(row(SheetColumn.columns, columns.map { $0.wording.text(in: language) }))
        for field in SheetPlace.Field.allCases {
            let cells = columns.map { $0.place.flatMap { text($0, $1, field) } ?? "" }
            // The names are always there: without them nobody finds where to write them.
            guard field == .expression || cells.contains(where: { !$0.isEmpty }) else { continue }
            rows.append(row(field.wording, cells))
        }
        for (number, rule) in rules.enumerated() {
            rows.append(["\(number + 1)"] + columns.map { $0.text(of: rule) })
        }
        let width = rows.map(\.count).max() ?? 0
        return rows.map { $0 + Array(repeating: "", count: width - $0.count) }
    }

    /// The sheet as CSV: UTF-8 with the mark by which spreadsheets know it, commas, CRLF.
    ///
    /// What a spreadsheet would run as a formula stands behind a `'`, which `init(csv:)` takes off
    /// again, so that nothing is lost.
    public func csv(in language: SheetLanguage = .en) -> Data {
        Data(DelimitedText.written(rows(in: language).map { $0.map(FormulaGuard.added) }))
    }
}

/// What a column of a sheet holds.
enum SheetColumn: Equatable {
    case ruleID, ruleDescription
    case input(Int)
    case output(Int)
    case annotation(Int)

    /// The first cell of the row that says what the columns hold.
    static let columns = Wording("列", "columns")

    init(_ kind: SheetPlace.Kind, _ index: Int) {
        switch kind {
        case .input: self = .input(index)
        case .output: self = .output(index)
        case .annotation: self = .annotation(index)
        }
    }

    static func all(of sheet: TableSheet) -> [SheetColumn] {
        var columns: [SheetColumn] = []
        if sheet.rules.contains(where: { !$0.id.isEmpty }) { columns.append(.ruleID) }
        columns += sheet.inputs.indices.map(SheetColumn.input)
        columns += sheet.outputs.indices.map(SheetColumn.output)
        columns += sheet.annotations.indices.map(SheetColumn.annotation)
        if sheet.rules.contains(where: { !$0.description.isEmpty }) {
            columns.append(.ruleDescription)
        }
        return columns
    }

    var wording: Wording {
        switch self {
        case .ruleID: Wording("规则标识", "rule id")
        case .ruleDescription: Wording("规则说明", "rule description")
        case .input: SheetPlace.Kind.input.wording
        case .output: SheetPlace.Kind.output.wording
        case .annotation: SheetPlace.Kind.annotation.wording
        }
    }

    var place: (SheetPlace.Kind, Int)? {
        switch self {
        case .ruleID, .ruleDescription: nil
        case .input(let index): (.input, index)
        case .output(let index): (.output, index)
        case .annotation(let index): (.annotation, index)
        }
    }

    func text(of rule: TableSheet.Rule) -> String {
        switch self {
        case .ruleID: rule.id
        case .ruleDescription: rule.description
        case .input(let index): rule.inputs.indices.contains(index) ? rule.inputs[index] : ""
        case .output(let index): rule.outputs.indices.contains(index) ? rule.outputs[index] : ""
        case .annotation(let index):
            rule.annotations.indices.contains(index) ? rule.annotations[index] : ""
        }
    }

    /// Where a rule's text in this column is.
    func place(in rule: Int) -> SheetPlace {
        switch self {
        case .ruleID: .ruleID(rule)
        case .ruleDescription: .ruleDescription(rule)
        case .input(let index): .cell(rule: rule, .input, index)
        case .output(let index): .cell(rule: rule, .output, index)
        case .annotation(let index): .cell(rule: rule, .annotation, index)
        }
    }
}
