package import Kernel

/// What an import did, for people and for programs.
package struct ImportReport: Hashable, Sendable {
    package let mapping: String
    package let assumptions: [Words]
    /// Columns left alone on purpose, with the reason.
    package let ignored: [ImportMapping.Ignored]
    /// Columns of the file that the mapping does not know.
    package let unknown: [String]
    package internal(set) var rows = 0
    /// Things added, by step.
    package internal(set) var added: [String: Int] = [:]
    /// Things that were there before, by step.
    package internal(set) var alreadyThere: [String: Int] = [:]
    package internal(set) var productsDefined: [String] = []
    /// Rows refused, by the reason's stable id.
    package internal(set) var refused: [String: Int] = [:]
    /// What a person should look at, by code.
    package internal(set) var flags: [String: Int] = [:]
    /// Cells that say nothing, by column and kind.
    package internal(set) var nothings: [String: [Nothing: Int]] = [:]

    package var refusedRows: Int { refused.values.reduce(0, +) }

    /// Whether every row was there before.
    package var changedNothing: Bool { added.isEmpty && productsDefined.isEmpty && rows > 0 }

    init(_ mapping: ImportMapping, unknown: [String], header: [String]) {
        self.mapping = mapping.name
        assumptions = mapping.assumptions
        ignored = mapping.ignored.filter { header.contains($0.column) }
        self.unknown = unknown
    }

    /// The report as a program reads it.
    package var json: JSON {
        var nothings = JSON.Object()
        for (column, kinds) in self.nothings {
            var object = JSON.Object()
            for (kind, count) in kinds { object[kind.rawValue] = .integer(Int64(count)) }
            nothings[column] = .object(object)
        }
        return [
            "mapping": .string(mapping), "rows": .integer(Int64(rows)),
            "added": Self.counts(added), "alreadyThere": Self.counts(alreadyThere),
            "productsDefined": .array(productsDefined.map(JSON.string)),
            "refusedRows": .integer(Int64(refusedRows)), "refused": Self.counts(refused),
            "flags": Self.counts(flags), "nothing": .object(nothings),
            "ignoredColumns": .array(ignored.map { .string($0.column) }),
            "unknownColumns": .array(unknown.map(JSON.string)),
        ]
    }

    private static func counts(_ counts: [String: Int]) -> JSON {
        .object(JSON.Object(counts.map { .init(name: $0.key, value: .integer(Int64($0.value))) }))
    }

    /// The report in one language, line by line.
    package func lines(_ language: Language) -> [String] {
        var lines = [Words("读取 \(rows) 行", "\(rows) rows read")]
        lines += productsDefined.map { Words("新建产品 \($0)", "product \($0) defined") }
        lines += Self.lines(added, Words("新增", "added"))
        lines += Self.lines(alreadyThere, Words("原已登记", "already there"))
        if changedNothing { lines.append(Words("未新增任何内容", "nothing was added")) }
        lines += Self.lines(refused, Words("拒收的行", "rows refused"))
        lines += Self.lines(flags, Words("提请核对", "to be looked at"))
        for (column, kinds) in nothings.sorted(by: { $0.key < $1.key }) {
            let counts = kinds.sorted { $0.key < $1.key }
                .map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
            lines.append(Words("无值 \(column)：\(counts)", "nothing in \(column): \(counts)"))
        }
        lines += ignored.map {
            Words(
                "忽略列 \($0.column)：\($0.reason.zh)",
                "column \($0.column) ignored: \($0.reason.en)")
        }
        lines += unknown.map {
            Words("映射未提及的列 \($0)，未导入", "column \($0) is not in the mapping and was not imported")
        }
        lines += assumptions.map { Words("假定：\($0.zh)", "assumed: \($0.en)") }
        return lines.map { $0[language] }
    }

    private static func lines(_ counts: [String: Int], _ what: Words) -> [Words] {
        counts.sorted { $0.key < $1.key }.map {
            Words("\(what.zh) \($0.key)：\($0.value)", "\(what.en) \($0.key): \($0.value)")
        }
    }
}

/// A row that was not taken, to be handed back.
package struct RefusedRow: Hashable, Sendable {
    package let line: Int
    /// The command that refused it; absent when the row could not be read.
    package let step: String?
    /// The stable id of the reason.
    package let reason: String
    package let message: Words
    /// The record's fields as they came; empty when it could not be cut into fields.
    package let fields: [String]

    package init(line: Int, reason: String, message: Words) {
        self.init(line: line, step: nil, reason: reason, message: message, fields: [])
    }

    init(line: Int, step: String?, reason: String, message: Words, fields: [String]) {
        self.line = line
        self.step = step
        self.reason = reason
        self.message = message
        self.fields = fields
    }

    /// The columns that stand before the original ones in the file of refused rows.
    package static let columns = [
        "import.line", "import.step", "import.reason", "import.message.zh", "import.message.en",
    ]

    /// As a record of that file.
    package var record: [String] {
        [String(line), step ?? "", reason, message.zh, message.en] + fields
    }
}
