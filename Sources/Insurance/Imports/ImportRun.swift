package import Kernel

/// Runs the rows of one file through the door.
///
/// Rows are taken in chunks; within a chunk many are under way at once, so that their commits share
/// one sync. Memory is bounded by a chunk, whatever the file's size. A row's commands run in order;
/// each has its own idempotency key, so a run that was cut off is simply run again.
package struct ImportRun: Sendable {
    /// What the file gives next.
    package enum Item: Sendable {
        case record(ImportRecord)
        /// A record that could not be cut into fields.
        case damaged(RefusedRow)
    }

    /// Why the run ended early. What was added stays; running again goes on from there.
    package struct Stopped: Error, Sendable {
        package let line: Int
        package let message: Words
    }

    private let mapping: ImportMapping
    private let dispatcher: Dispatcher
    private let layout: ImportLayout
    private let unknown: [String]
    private let header: [String]
    private let inFlight: Int
    static let chunk = 512

    /// - Parameters:
    ///   - header: the names in the file's first record.
    ///   - inFlight: how many rows are under way at once.
    /// - Throws: ``MappingProblem`` when the file lacks a column that the mapping needs.
    package init(
        _ mapping: ImportMapping, header: [String], dispatcher: Dispatcher, inFlight: Int = 64
    ) throws(MappingProblem) {
        self.mapping = mapping
        self.dispatcher = dispatcher
        self.inFlight = max(inFlight, 1)
        self.header = header
        (layout, unknown) = try mapping.layout(header)
    }

    /// Imports everything that `next` gives.
    ///
    /// - Parameters:
    ///   - refused: is handed every refused row; what it throws ends the run.
    ///   - progress: is told the report so far after each chunk.
    /// - Throws: ``Stopped`` when storage gave up, and whatever `next`, `refused` and
    ///   `progress` throw.
    package func run(
        next: () throws -> Item?, refused: (RefusedRow) throws -> Void,
        progress: (ImportReport) async throws -> Void = { _ in }
    ) async throws -> ImportReport {
        var report = ImportReport(mapping, unknown: unknown, header: header)
        report.productsDefined = try await defineProducts()
        var waiting: [Prepared] = []
        while true {
            let isAtEnd = try fill(&waiting, &report, next, refused)
            if waiting.isEmpty { return report }
            let (now, later) = ImportRun.apart(waiting)
            waiting = later
            try await pass(now, &report, refused)
            try await progress(report)
            if isAtEnd && waiting.isEmpty { return report }
        }
    }

    /// A row that was read, with the record it came from.
    struct Prepared: Sendable {
        let row: ImportRow
        let record: ImportRecord
    }

    /// Reads until the chunk is full. Says whether the file has ended.
    private func fill(
        _ waiting: inout [Prepared], _ report: inout ImportReport, _ next: () throws -> Item?,
        _ refused: (RefusedRow) throws -> Void
    ) throws -> Bool {
        while waiting.count < ImportRun.chunk {
            guard let item = try next() else { return true }
            report.rows += 1
            switch item {
            case .damaged(let row):
                report.refused[row.reason, default: 0] += 1
                try refused(row)
            case .record(let record):
                do {
                    let row = try prepare(record)
                    report.count(row, mapping)
                    waiting.append(Prepared(row: row, record: record))
                } catch let problem as RowProblem {
                    let row = RefusedRow(
                        line: record.line, step: nil, reason: problem.id,
                        message: problem.message, fields: record.fields)
                    report.refused[row.reason, default: 0] += 1
                    try refused(row)
                }
            }
        }
        return false
    }

    private func prepare(_ record: ImportRecord) throws -> ImportRow {
        guard record.fields.count == layout.width else {
            throw RowProblem(
                "import.width",
                Words("列数与首行不同", "the row has another number of fields than the header"))
        }
        return try ImportRow(record, mapping, layout)
    }

    /// Rows with the same key are never under way together: the later wait for the next chunk.
    private static func apart(_ rows: [Prepared]) -> (now: [Prepared], later: [Prepared]) {
        var keys: Set<String> = []
        var (now, later): ([Prepared], [Prepared]) = ([], [])
        for row in rows {
            if keys.insert(row.row.key).inserted { now.append(row) } else { later.append(row) }
        }
        return (now, later)
    }

    private func pass(
        _ rows: [Prepared], _ report: inout ImportReport, _ refused: (RefusedRow) throws -> Void
    ) async throws {
        let work = ImportRowWork(
            mapping: mapping, dispatcher: dispatcher, known: try await known(rows))
        try await withThrowingTaskGroup(of: ImportRowWork.Outcome.self) { group in
            var waiting = rows[...]
            for _ in 0..<inFlight {
                guard let row = waiting.popFirst() else { break }
                group.addTask { try await work.perform(row) }
            }
            while let outcome = try await group.next() {
                if let row = waiting.popFirst() { group.addTask { try await work.perform(row) } }
                report.take(outcome)
                if let row = outcome.refused { try refused(row) }
            }
        }
    }

    /// The idempotency keys of these rows that were used before.
    private func known(_ rows: [Prepared]) async throws -> Set<String> {
        let keys = rows.flatMap { row in
            mapping.steps.map { mapping.idempotencyKey(row.row.key, $0) }
        }
        return try await dispatcher.database.read {
            try ImportStore.used(keys, by: .system("import"), $0)
        }
    }

    /// Sets the products the mapping needs and nobody has set. Returns their codes.
    private func defineProducts() async throws -> [String] {
        var defined: [String] = []
        for body in mapping.products {
            guard let code = body["code"]?.text else { continue }
            let exists = try await dispatcher.database.read {
                try Product.newest(code, $0) != nil
            }
            if exists { continue }
            var problems: [FieldProblem] = []
            let command = FieldReading.read(
                DefineProduct.self, from: body, DefineProduct(), DefineProduct.statement.fields,
                &problems)
            _ = try await dispatcher.perform(
                command, by: .system("import"),
                Envelope(key: "import:\(mapping.name):product:\(code)"))
            defined.append(code)
        }
        return defined
    }
}

extension ImportMapping {
    /// Finds the columns in a file's header; the second are names that nobody mentions.
    func layout(_ header: [String]) throws(MappingProblem) -> (ImportLayout, unknown: [String]) {
        var positions: [String: Int] = [:]
        for (index, name) in header.enumerated() {
            guard positions.updateValue(index, forKey: name) == nil || !uses(name) else {
                throw MappingProblem(
                    Words("文件中列「\(name)」出现两次", "the file has the column “\(name)” twice"))
            }
        }
        let missing = columns.filter { positions[$0.header] == nil && isRequired($0) }
        guard missing.isEmpty else {
            let names = Set(missing.map(\.header)).sorted().joined(separator: ", ")
            throw MappingProblem(
                Words("文件缺少列：\(names)", "the file lacks these columns: \(names)"))
        }
        var places: [String: Int] = [:]
        for (index, column) in columns.enumerated() { places[column.name] = index }
        // A column that is left out reads as empty: see ImportRow.
        let sources = columns.map { positions[$0.header] ?? -1 }
        let mentioned = Set(columns.map(\.header) + ignored.map(\.column))
        let layout = ImportLayout(columns: places, sources: sources, width: header.count)
        return (layout, header.filter { !mentioned.contains($0) })
    }

    private func uses(_ header: String) -> Bool { columns.contains { $0.header == header } }

    /// The key of one command of one row. A row has one source key, each of its commands its own.
    func idempotencyKey(_ key: String, _ step: Step) -> String {
        let base = "import:\(name):\(key)"
        return steps.count == 1 ? base : "\(base):\(step.name)"
    }
}

extension ImportReport {
    mutating func count(_ row: ImportRow, _ mapping: ImportMapping) {
        for (column, value) in zip(mapping.columns, row.values) {
            if case .nothing(let nothing) = value {
                nothings[column.name, default: [:]][nothing, default: 0] += 1
            }
        }
        for flag in row.flags { flags[flag, default: 0] += 1 }
    }

    mutating func take(_ outcome: ImportRowWork.Outcome) {
        for step in outcome.added { added[step, default: 0] += 1 }
        for step in outcome.alreadyThere { alreadyThere[step, default: 0] += 1 }
        if let row = outcome.refused { refused[row.reason, default: 0] += 1 }
    }
}
