import Decisions
package import Kernel

/// A decision table with what each of its cells answered to one case.
package struct ExplainedTable: Sendable {
    package struct Column: Sendable {
        package let title: Words
        /// What the case has, as FEEL writes it.
        package let value: String
    }

    package struct Cell: Sendable {
        package let text: String
        /// `nil` where it takes anything.
        package let holds: Bool?
    }

    package struct Rule: Sendable {
        /// From 1.
        package let number: Int
        package let isMatched: Bool
        package let cells: [Cell]
        package let outputs: [String]
        package let note: Words
    }

    package let name: String
    package let inputs: [Column]
    package let outputs: [String]
    package let rules: [Rule]

    init(_ sheet: TableSheet, inputs values: [String], matched: Set<Int>, answers: [[Bool?]]) {
        name = sheet.name
        inputs = zip(sheet.inputs, values).map { input, value in
            let label = input.label.isEmpty ? input.expression : input.label
            return Column(title: Words(label, input.expression), value: value)
        }
        outputs = sheet.outputs.map(\.name)
        rules = zip(sheet.rules, answers).enumerated().map { index, pair in
            let (rule, answers) = pair
            let notes = rule.annotations + ["", ""]
            return Rule(
                number: index + 1, isMatched: matched.contains(index + 1),
                cells: zip(rule.inputs, answers).map { Cell(text: $0, holds: $1) },
                outputs: rule.outputs, note: Words(notes[0], notes[1]))
        }
    }
}
