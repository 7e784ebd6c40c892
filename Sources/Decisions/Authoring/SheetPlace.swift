/// A text of a sheet, wherever it comes from.
enum SheetPlace: Hashable, Sendable {
    enum Head: CaseIterable, Sendable {
        case name, id, tableID, label, hitPolicy, outputLabel, resultType, description
    }

    enum Kind: CaseIterable, Sendable { case input, output, annotation }

    enum Field: CaseIterable, Sendable {
        case label, expression, type, allowedValues, standard, description
    }

    case table
    case head(Head)
    case column(Kind, Int, Field)
    case rule(Int)
    case ruleID(Int)
    case ruleDescription(Int)
    case cell(rule: Int, Kind, Int)
}

extension SheetPlace {
    /// Where it is in a sheet that was made by a program: `rule 3, input 2`.
    var wording: Wording {
        switch self {
        case .table: Wording("", "")
        case .head(let head): head.wording
        case .column(let kind, let index, let field):
            kind.wording + Wording(" \(index + 1)，", " \(index + 1), ") + field.wording
        case .rule(let rule), .ruleID(let rule), .ruleDescription(let rule):
            Wording("规则 \(rule + 1)", "rule \(rule + 1)")
        case .cell(let rule, let kind, let index):
            Wording("规则 \(rule + 1)，", "rule \(rule + 1), ") + kind.wording
                + Wording(" \(index + 1)", " \(index + 1)")
        }
    }
}

// The words of the first column of a sheet.
extension SheetPlace.Head {
    var wording: Wording {
        switch self {
        case .name: Wording("决策表", "decision table")
        case .id: Wording("决策标识", "decision id")
        case .tableID: Wording("表标识", "table id")
        case .label: Wording("表标题", "table label")
        case .hitPolicy: Wording("命中策略", "hit policy")
        case .outputLabel: Wording("输出标题", "output label")
        case .resultType: Wording("结果类型", "result type")
        case .description: Wording("说明", "description")
        }
    }

    /// The attribute of the table that holds it; nil for what is none.
    var attribute: String? {
        switch self {
        case .tableID: "id"
        case .label: "label"
        case .outputLabel: "outputLabel"
        case .resultType: "typeRef"
        case .name, .id, .hitPolicy, .description: nil
        }
    }

    var path: WritableKeyPath<TableSheet, String>? {
        switch self {
        case .name: \.name
        case .id: \.id
        case .tableID: \.tableID
        case .label: \.label
        case .hitPolicy: nil
        case .outputLabel: \.outputLabel
        case .resultType: \.resultType
        case .description: \.description
        }
    }
}

extension SheetPlace.Kind {
    var wording: Wording {
        switch self {
        case .input: Wording("输入", "input")
        case .output: Wording("输出", "output")
        case .annotation: Wording("注释", "annotation")
        }
    }
}

extension SheetPlace.Field {
    var wording: Wording {
        switch self {
        case .label: Wording("标题", "label")
        case .expression: Wording("表达式或名称", "expression or name")
        case .type: Wording("类型", "type")
        case .allowedValues: Wording("允许值", "allowed values")
        case .standard: Wording("默认值", "default")
        case .description: Wording("列说明", "column description")
        }
    }

    var input: WritableKeyPath<TableSheet.Input, String>? {
        switch self {
        case .label: \.label
        case .expression: \.expression
        case .type: \.type
        case .allowedValues: \.allowedValues
        case .standard: nil
        case .description: \.description
        }
    }

    var output: WritableKeyPath<TableSheet.Output, String> {
        switch self {
        case .label: \.label
        case .expression: \.name
        case .type: \.type
        case .allowedValues: \.allowedValues
        case .standard: \.standard
        case .description: \.description
        }
    }
}

extension TableSheet {
    /// The text of a column's field; nil where such a column has none.
    func text(_ kind: SheetPlace.Kind, _ index: Int, _ field: SheetPlace.Field) -> String? {
        switch kind {
        case .input: field.input.map { inputs[index][keyPath: $0] }
        case .output: outputs[index][keyPath: field.output]
        case .annotation: field == .expression ? annotations[index] : nil
        }
    }

    func count(_ kind: SheetPlace.Kind) -> Int {
        switch kind {
        case .input: inputs.count
        case .output: outputs.count
        case .annotation: annotations.count
        }
    }

    /// Every text with its place, in the order of the sheet.
    func forEachText(_ body: (SheetPlace, String) -> Void) {
        for head in SheetPlace.Head.allCases {
            if let path = head.path { body(.head(head), self[keyPath: path]) }
        }
        for kind in SheetPlace.Kind.allCases {
            for index in 0..<count(kind) {
                for field in SheetPlace.Field.allCases {
                    if let text = text(kind, index, field) {
                        body(.column(kind, index, field), text)
                    }
                }
            }
        }
        for (place, rule) in rules.enumerated() {
            body(.ruleID(place), rule.id)
            body(.ruleDescription(place), rule.description)
            for kind in SheetPlace.Kind.allCases {
                for (index, text) in rule.cells(kind).enumerated() {
                    body(.cell(rule: place, kind, index), text)
                }
            }
        }
    }
}

extension TableSheet.Rule {
    func cells(_ kind: SheetPlace.Kind) -> [String] {
        switch kind {
        case .input: inputs
        case .output: outputs
        case .annotation: annotations
        }
    }
}
