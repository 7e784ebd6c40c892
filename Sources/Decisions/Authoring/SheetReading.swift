public import Foundation

/// A sheet with the place that each of its texts was read from.
public struct SheetReading: Sendable {
    /// What was read.
    public private(set) var sheet = TableSheet(name: "")
    private var faults: [SheetFault] = []
    private var cells: [SheetPlace: Cell] = [:]
    private var columns: [Int: SheetColumn] = [:]
    private var columnsRow: Int?

    static let mostCells = 2_000_000

    private struct Cell: Sendable {
        let row: Int
        let column: Int
    }

    /// A sheet that was not read from CSV: its faults are told by rule and column.
    public init(_ sheet: TableSheet) { self.sheet = sheet }

    /// Reads CSV: UTF-8 with or without its mark; commas, semicolons or tabs; CRLF or LF; the
    /// words of the first column in Chinese or English. At most 16 MB, 100,000 rows, 1,000
    /// columns. Rows without content are passed over.
    ///
    /// - Throws: `SheetFaults` with every fault at its row and column.
    public init(csv: Data) throws {
        let text = DelimitedText([UInt8](csv))
        guard text.faults.isEmpty else { throw SheetFaults(text.faults) }
        for (index, row) in text.rows.enumerated() where row.contains(where: { !$0.isEmpty }) {
            read(row.map(FormulaGuard.removed), index + 1)
        }
        if columnsRow == nil {
            faults.append(
                SheetFault(
                    Wording("", ""),
                    Wording(
                        "没有“列”这一行：请写上“列”，其后每列写“输入”“输出”或“注释”",
                        "there is no row 'columns': write it, with input, output or annotation for"
                            + " each column")))
        } else {
            faults += sheet.problems.map { fault($0.place, $0.message) }
        }
        guard faults.isEmpty else {
            throw SheetFaults(
                faults.sorted { ($0.row ?? 0, $0.column ?? 0) < ($1.row ?? 0, $1.column ?? 0) })
        }
    }

    /// A fault of the sheet at its row and column.
    func fault(_ place: SheetPlace, _ message: Wording) -> SheetFault {
        switch place {
        case .table:
            if let columnsRow { return .cell(columnsRow, nil, message) }
        case .rule(let rule):
            guard let cell = cells[.rule(rule)] else { break }
            return .cell(cell.row, nil, message)
        default:
            if let cell = cells[place] { return .cell(cell.row, cell.column, message) }
            if case .column(let kind, let index, .expression) = place, let columnsRow,
                let column = columns.first(where: { $0.value == SheetColumn(kind, index) })?.key
            {
                return .cell(columnsRow, column + 1, message)
            }
        }
        return SheetFault(place.wording, message)
    }

    private mutating func read(_ row: [String], _ number: Int) {
        let word = row[0].trimmingCharacters(in: .whitespaces).lowercased()
        if let head = SheetPlace.Head.allCases.first(where: { $0.wording.matches(word) }) {
            return read(head, row, number)
        }
        if SheetColumn.columns.matches(word) { return readColumns(row, number) }
        if let field = SheetPlace.Field.allCases.first(where: { $0.wording.matches(word) }) {
            return read(field, row, number)
        }
        if word.isEmpty || word.allSatisfy(\.isWholeNumber) || Self.rule.matches(word) {
            return readRule(row, number)
        }
        let heads = SheetPlace.Head.allCases.map(\.wording) + [SheetColumn.columns]
        let known = Wording.list(heads + SheetPlace.Field.allCases.map(\.wording))
        add(
            number, 1,
            Wording(
                "不认识“\(row[0])”：这里写规则的序号，或 \(known.zh)",
                "'\(row[0])' is not known here: write the number of a rule, or one of \(known.en)"))
    }

    private static let rule = Wording("规则", "rule")

    private mutating func add(_ row: Int, _ column: Int?, _ message: Wording) {
        if faults.count <= SheetFaults.most { faults.append(.cell(row, column, message)) }
    }

    /// Whether a row of this kind has not been there before.
    private mutating func isFirst(_ place: SheetPlace, _ row: Int) -> Bool {
        guard let before = cells[place] else {
            cells[place] = Cell(row: row, column: 2)
            return true
        }
        add(
            row, 1,
            Wording(
                "与第 \(before.row) 行重复：请删除一行", "row \(before.row) says this already: remove one"))
        return false
    }

    private mutating func read(_ head: SheetPlace.Head, _ row: [String], _ number: Int) {
        guard isFirst(.head(head), number) else { return }
        let text = row.count > 1 ? row[1] : ""
        if let path = head.path { sheet[keyPath: path] = text } else { readPolicy(text, number) }
        for column in row.indices.dropFirst(2) where !row[column].isEmpty {
            add(
                number, column + 1,
                Wording("这里应为空：这一行只有一个值", "nothing stands here: the row has one value"))
        }
    }

    private mutating func readPolicy(_ text: String, _ row: Int) {
        let words = text.uppercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if let policy = TableSheet.HitPolicy(rawValue: words.isEmpty ? "UNIQUE" : words) {
            sheet.hitPolicy = policy
            return
        }
        for policy in TableSheet.HitPolicy.allCases {
            for aggregation in TableSheet.Aggregation.allCases
            where words == "\(policy.rawValue) \(aggregation.rawValue)" {
                sheet.hitPolicy = policy
                sheet.aggregation = aggregation
                return
            }
        }
        let known =
            TableSheet.HitPolicy.allCases.map(\.rawValue)
            + TableSheet.Aggregation.allCases.map { "COLLECT \($0.rawValue)" }
        add(
            row, 2,
            Wording(
                "没有命中策略“\(text)”：可写 \(known.joined(separator: "、"))",
                "there is no hit policy '\(text)': write \(known.joined(separator: ", "))"))
    }

    // MARK: Columns

    private mutating func readColumns(_ row: [String], _ number: Int) {
        guard isFirst(.table, number) else { return }
        columnsRow = number
        for column in row.indices.dropFirst() {
            let word = row[column].trimmingCharacters(in: .whitespaces).lowercased()
            if word.isEmpty { continue }
            guard let kind = kind(of: word) else {
                add(
                    number, column + 1,
                    Wording(
                        "不认识“\(row[column])”：可写 输入、输出、注释、规则标识、规则说明",
                        "'\(row[column])' is not known here: write input, output, annotation,"
                            + " rule id or rule description"))
                continue
            }
            if kind.place == nil, columns.values.contains(kind) {
                add(number, column + 1, Wording("这一列重复：请删除一列", "a second such column: remove one"))
            }
            columns[column] = kind
        }
    }

    /// The column a word means, added to the sheet.
    private mutating func kind(of word: String) -> SheetColumn? {
        if SheetColumn.ruleID.wording.matches(word) { return .ruleID }
        if SheetColumn.ruleDescription.wording.matches(word) { return .ruleDescription }
        switch SheetPlace.Kind.allCases.first(where: { $0.wording.matches(word) }) {
        case .input:
            sheet.inputs.append(TableSheet.Input())
            return .input(sheet.inputs.count - 1)
        case .output:
            sheet.outputs.append(TableSheet.Output())
            return .output(sheet.outputs.count - 1)
        case .annotation:
            sheet.annotations.append("")
            return .annotation(sheet.annotations.count - 1)
        case nil: return nil
        }
    }

    private mutating func requireColumns(_ row: Int) -> Bool {
        if columnsRow != nil { return true }
        // Said once: the missing row is a fault of its own.
        if faults.isEmpty {
            add(row, 1, Wording("“列”这一行须在此行之前", "the row 'columns' comes before this one"))
        }
        return false
    }

    private mutating func refuseStray(_ text: String, _ row: Int, _ column: Int) {
        guard !text.isEmpty, column > 0 else { return }
        add(
            row, column + 1,
            Wording(
                "这一列没有注明种类：请在“列”那一行写“输入”“输出”或“注释”，或清空此格",
                "this column has no kind: write input, output or annotation in the row 'columns',"
                    + " or clear the cell"))
    }

    private mutating func read(_ field: SheetPlace.Field, _ row: [String], _ number: Int) {
        guard requireColumns(number) else { return }
        let mark = SheetPlace.column(.input, -1, field)
        guard isFirst(mark, number) else { return }
        for column in row.indices.dropFirst() {
            guard let (kind, index) = columns[column]?.place else {
                refuseStray(row[column], number, column)
                continue
            }
            cells[.column(kind, index, field)] = Cell(row: number, column: column + 1)
            if !set(kind, index, field, row[column]), !row[column].isEmpty {
                add(
                    number, column + 1,
                    Wording(
                        "\(kind.wording.zh)列没有“\(field.wording.zh)”：请清空此格",
                        "a column of kind \(kind.wording.en) has no \(field.wording.en): clear the"
                            + " cell"))
            }
        }
    }

    private mutating func set(
        _ kind: SheetPlace.Kind, _ index: Int, _ field: SheetPlace.Field, _ text: String
    ) -> Bool {
        switch kind {
        case .input:
            guard let path = field.input else { return false }
            sheet.inputs[index][keyPath: path] = text
        case .output: sheet.outputs[index][keyPath: field.output] = text
        case .annotation:
            guard field == .expression else { return false }
            sheet.annotations[index] = text
        }
        return true
    }

    // MARK: Rules

    private mutating func readRule(_ row: [String], _ number: Int) {
        guard requireColumns(number) else { return }
        guard sheet.rules.count * (columns.count + 1) < Self.mostCells else {
            // Said once.
            guard cells.updateValue(Cell(row: number, column: 1), forKey: .rule(-1)) == nil else {
                return
            }
            let most = Self.mostCells
            return add(
                number, nil, Wording("单元格超过 \(most) 个：请拆分", "more than \(most) cells: split it"))
        }
        var rule = TableSheet.Rule(
            Array(repeating: "", count: sheet.inputs.count),
            Array(repeating: "", count: sheet.outputs.count),
            annotations: Array(repeating: "", count: sheet.annotations.count))
        let place = sheet.rules.count
        cells[.rule(place)] = Cell(row: number, column: 1)
        for column in row.indices.dropFirst() {
            guard let kind = columns[column] else {
                refuseStray(row[column], number, column)
                continue
            }
            if !row[column].isEmpty {
                cells[kind.place(in: place)] = Cell(row: number, column: column + 1)
            }
            switch kind {
            case .ruleID: rule.id = row[column]
            case .ruleDescription: rule.description = row[column]
            case .input(let index): rule.inputs[index] = row[column]
            case .output(let index): rule.outputs[index] = row[column]
            case .annotation(let index): rule.annotations[index] = row[column]
            }
        }
        sheet.rules.append(rule)
    }
}

extension Wording {
    /// Whether a word of the first column, in small letters, is this one or one half of it:
    /// `expression` or `name` for `expression or name`.
    func matches(_ word: String) -> Bool {
        word == zh || word == en || en.components(separatedBy: " or ").contains(word)
            || zh.components(separatedBy: "或").contains(word)
    }
}

extension SheetReading {
    /// What a model says against the sheet, at the cells where they can be found.
    func faults(of problems: [Diagnostic]) -> [SheetFault] {
        let names = SheetNames(sheet)
        let unread = names.faults.map { fault($0.place, $0.message) }
        let others = problems.compactMap { problem -> SheetFault? in
            if let need = names.needs.first(where: { problem.message == "there is no '\($0.name)'" }
            ) {
                return fault(
                    need.place,
                    Wording(
                        "模型里没有“\(need.name)”：请改名；文字须写成 \"\(need.name)\"",
                        "the model has no '\(need.name)': use a name it has; a text is written"
                            + " \"\(need.name)\""))
            }
            // Those that name a line within a cell are among the unread, with their cells.
            guard unread.isEmpty || !problem.message.hasPrefix("line ") else { return nil }
            return SheetFault(Wording("", ""), Wording("\(problem)", "\(problem)"))
        }
        // A model says the same for each cell with the same name.
        var told: Set<SheetFault> = []
        return (unread + others).filter { told.insert($0).inserted }
    }
}
