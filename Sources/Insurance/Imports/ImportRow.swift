import Kernel

/// A record of the file as it came.
package struct ImportRecord: Hashable, Sendable {
    /// The physical line it starts on.
    package let line: Int
    package let fields: [String]

    package init(line: Int, fields: [String]) {
        self.line = line
        self.fields = fields
    }
}

/// A record whose cells were read by a mapping.
struct ImportRow: Sendable {
    let line: Int
    private(set) var key = ""
    /// The codes of what a person should look at.
    private(set) var flags: [String] = []
    private let layout: ImportLayout
    private var texts: [String] = []
    private(set) var values: [CellValue] = []

    init(
        _ record: ImportRecord, _ mapping: ImportMapping, _ layout: ImportLayout
    ) throws(RowProblem) {
        line = record.line
        self.layout = layout
        texts = record.fields
        values.reserveCapacity(mapping.columns.count)
        for (index, column) in mapping.columns.enumerated() {
            let value = try read(column, layout.cell(index, of: texts))
            values.append(value)
            if case .nothing(let nothing) = value, column.flagged.contains(nothing) {
                flags.append("\(column.name).\(nothing.rawValue)")
            }
        }
        key = try mapping.key.text(self, ImportAnswers())
        guard !key.isEmpty, key.utf8.count <= 100 else {
            throw RowProblem(
                "import.key",
                Words(
                    "该行没有可用的来源标识（1至100字节）",
                    "the row gives no usable source key (1 to 100 bytes)"))
        }
        for flag in mapping.flags where flag.condition.holds(in: self) { flags.append(flag.code) }
    }

    private func read(_ column: ImportColumn, _ cell: String) throws(RowProblem) -> CellValue {
        guard let text = column.content(cell) else {
            throw .cell(column.name, Words("分隔的多个部分", "several parts with their separator"))
        }
        if let nothing = column.nothings[text] ?? (text.isEmpty ? .empty : nil) {
            let applies = column.notApplicable.map { !$0.holds(in: self) } ?? true
            return .nothing(applies ? nothing : .notApplicable)
        }
        return try column.reading.value(text, of: column.name)
    }

    /// The cell as it was read; `nil` for a column that the mapping does not have.
    func value(_ column: String) -> CellValue? {
        guard let index = layout.columns[column], values.indices.contains(index) else { return nil }
        return values[index]
    }

    /// The text of the column's cell, as the file has it.
    func text(_ column: String) -> String? {
        layout.columns[column].map { layout.cell($0, of: texts) }
    }
}

/// Where the columns of a mapping stand in one file.
struct ImportLayout: Sendable {
    /// Positions in the mapping's columns, by name.
    let columns: [String: Int]
    /// The position in a record that each column is read from; -1 when the file has no such column.
    let sources: [Int]
    /// How many fields a record has.
    let width: Int

    /// The cell of a column; empty where the file has no such column.
    func cell(_ column: Int, of fields: [String]) -> String {
        let source = sources[column]
        return fields.indices.contains(source) ? fields[source] : ""
    }
}
