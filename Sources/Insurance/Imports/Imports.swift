package import Kernel

/// 导入: files of others become commands of ours, by a mapping that anybody can write.
///
/// A mapping (``ImportMapping``) is a JSON file: what each column is and how it is read, and which
/// commands a row drives. ``ImportRun`` runs the rows through the door like any other use: nothing
/// is written behind it, a row run twice is done once, a refused row is handed back with its
/// reason. `docs/imports.md` describes the file.
package enum Imports {
    /// The mappings that come with the product, by name.
    package static let shipped: [String: [UInt8]] = [
        "auto-claims": PackageResources.mapping_auto_claims_json,
        "pg17-policies": PackageResources.mapping_pg17_policies_json,
        "pg17-claims": PackageResources.mapping_pg17_claims_json,
        "bank-statement": PackageResources.mapping_bank_statement_json,
        "bank-statement-utf8": PackageResources.mapping_bank_statement_utf8_json,
    ]

    /// The prefix of mappings derived from a command's own statement.
    package static let commandPrefix = "command:"

    /// A shipped mapping, or the one derived from a command (`command:claims.registerNotice`).
    ///
    /// - Returns: `nil` when nothing has that name; it may then be the path of a file.
    package static func mapping(
        named name: String, _ registry: CommandRegistry
    ) throws(MappingProblem) -> ImportMapping? {
        if name.hasPrefix(commandPrefix) {
            return try ImportMapping(
                derivedFrom: String(name.dropFirst(commandPrefix.count)), registry)
        }
        guard let bytes = shipped[name] else { return nil }
        return try ImportMapping(bytes: bytes, registry)
    }
}

/// What is wrong with a mapping, and where in it.
package struct MappingProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Such as `steps[1].fields.lossAt.column`; empty for the whole file.
    package let place: String
    package let message: Words

    package init(_ message: Words, at place: String = "") {
        self.place = place
        self.message = message
    }

    package var words: Words {
        place.isEmpty
            ? message : Words("\(place)：\(message.zh)", "\(place): \(message.en)")
    }

    package var description: String { words.en }
}

/// Why a row cannot become commands, before any command is asked. Names columns, never values.
package struct RowProblem: Error, Hashable, Sendable {
    /// Stable, such as `import.cell`.
    package let id: String
    package let message: Words

    init(_ id: String, _ message: Words) {
        self.id = id
        self.message = message
    }

    static func cell(_ column: String, _ expected: Words) -> RowProblem {
        RowProblem(
            "import.cell",
            Words("列 \(column)：应为\(expected.zh)", "column \(column): expected \(expected.en)"))
    }
}
