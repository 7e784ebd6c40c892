public import Foundation

/// The results of a run of the kit, with every figure of its reports.
public struct KitReport: Sendable {
    /// One case and what came of it.
    public struct Line: Sendable {
        /// `compliance-level-3/0001-filter`.
        public let folder: String
        let stem: String
        /// The case.
        public let id: String
        let expectsValue: Bool
        /// Why it failed; nil when it passed.
        public let failure: String?
        let isStrict: Bool
    }

    /// All cases in the order they ran.
    public private(set) var lines: [Line] = []
    /// Folders that could not be read, with the reason.
    public private(set) var unreadable: [String] = []

    /// Without results.
    public init() {}

    /// Runs all folders below `compliance-level-*` of a copy of the kit, or those that are listed.
    ///
    /// - Parameters:
    ///   - only: names of folders; empty for all.
    ///   - moment: what `now()` yields.
    public init(root: URL, only: Set<String>, stripsAnswers: Bool, at moment: DateAndTime) throws {
        for folder in try Self.folders(root) {
            guard only.isEmpty || only.contains(folder.lastPathComponent) else { continue }
            do {
                let kit = try KitFolder(folder, stripsAnswers: stripsAnswers)
                for kitCase in kit.cases { add(kit, kitCase, kit.run(kitCase, at: moment)) }
            } catch {
                unreadable.append("\(folder.lastPathComponent): \(error)")
            }
        }
    }

    /// The folders of a copy of the kit, by level and name.
    public static func folders(_ root: URL) throws -> [URL] {
        let files = FileManager.default
        return try files.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix("compliance-level-") }
            .flatMap { try files.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil) }
            .filter(\.hasDirectoryPath)
            .sorted { $0.path < $1.path }
    }

    mutating func add(_ kit: KitFolder, _ kitCase: KitCase, _ result: KitResult) {
        lines.append(
            Line(
                folder: kit.name, stem: kit.stem, id: kitCase.id,
                expectsValue: kitCase.expectsValue, failure: result.failure,
                isStrict: result.isStrict))
    }

    /// A figure: passed of all.
    public struct Score: Sendable {
        /// What is counted.
        public let name: String
        /// Passed.
        public let passed: Int
        /// All that count.
        public let total: Int
    }

    /// Total, per level, without Java, values only, without the generated folder, and strict.
    public var scores: [Score] {
        func score(_ name: String, _ holds: (Line) -> Bool) -> Score {
            let counted = lines.filter(holds)
            return Score(
                name: name, passed: counted.count { $0.failure == nil }, total: counted.count)
        }
        func isJava(_ line: Line) -> Bool { line.folder.contains("/0076-") }
        return [
            score("total") { _ in true },
            score("total without Java") { !isJava($0) },
            score("level 2") { $0.folder.hasPrefix("compliance-level-2/") },
            score("level 3") { $0.folder.hasPrefix("compliance-level-3/") },
            score("level 3 without Java") {
                $0.folder.hasPrefix("compliance-level-3/") && !isJava($0)
            },
            score("values other than null") { $0.expectsValue },
            score("without 0100-arithmetic") { !$0.folder.contains("/0100-") },
            Score(
                name: "strict: a diagnostic for each null", passed: lines.count { $0.isStrict },
                total: lines.count),
        ]
    }

    /// The mean over folders of the part that passes, in percent.
    public var macroAverage: Double {
        let folders = Dictionary(grouping: lines, by: \.folder).values
        guard !folders.isEmpty else { return 0 }
        let parts = folders.map { lines in
            Double(lines.count { $0.failure == nil }) / Double(lines.count)
        }
        return parts.reduce(0, +) / Double(parts.count) * 100
    }

    /// In the form in which results are handed in to the kit.
    public var csv: String {
        func cell(_ text: String) -> String {
            let plain = text.replacingOccurrences(of: "\n", with: " ")
            return "\"" + plain.replacingOccurrences(of: "\"", with: "\"\"") + "\""
        }
        return lines.map { line in
            [
                line.folder, line.stem, line.id, line.failure == nil ? "SUCCESS" : "ERROR",
                line.failure ?? "",
            ].map(cell).joined(separator: ",") + "\n"
        }.joined()
    }

    /// For people.
    public var summary: String {
        let rows = scores.map { score in
            let share = score.total == 0 ? 100 : Double(score.passed) / Double(score.total) * 100
            return "\(score.name): \(score.passed) / \(score.total) (\(Self.percent(share)))"
        }
        let broken = unreadable.map { "not read: \($0)" }
        return (rows + ["mean over folders: \(Self.percent(macroAverage))"] + broken)
            .joined(separator: "\n")
    }

    /// For programs.
    public var json: String {
        var entries: [(String, Value)] = scores.map { score in
            (
                score.name,
                .context(
                    Context([("passed", .integer(score.passed)), ("total", .integer(score.total))]))
            )
        }
        entries.append(
            (
                "mean over folders",
                Decimal128(Substring("\(macroAverage)")).map(Value.number) ?? .null
            ))
        entries.append(("not read", .list(unreadable.map(Value.string))))
        return Value.context(Context(entries)).json
    }

    private static func percent(_ value: Double) -> String {
        String(format: "%.2f %%", value)
    }
}
