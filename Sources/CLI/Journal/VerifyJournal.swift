import ArgumentParser
import Kernel

struct VerifyJournal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check every entry, head and row; ends with 1 and names the first broken entry.")

    @OptionGroup var options: InstallationOptions
    @Flag(help: "Print the report as JSON.") var json = false

    func run() async throws {
        try await exiting {
            try await Installation.with(options) { installation in
                let report = try await JournalVerification(installation).run()
                JournalVerification.print(report, asJSON: json)
                if !report.isSound { throw ExitWithFindings() }
            }
        }
    }
}

/// The check of a whole installation, for `journal verify` and `restore`.
struct JournalVerification {
    let installation: Installation
    /// Witness lines that cover more entries than this are left out.
    var coveringAtMost = Int.max

    init(_ installation: Installation, coveringAtMost: Int = .max) {
        self.installation = installation
        self.coveringAtMost = coveringAtMost
    }

    func run() async throws -> JournalReport {
        let progress = ProgressLine()
        defer { progress.end() }
        // Before the snapshot: later lines would be about entries it does not show.
        let lines = try WitnessFile(path: installation.places.witness).lines().filter { line in
            ((try? SignedHead.parse(line).size) ?? 0) <= coveringAtMost
        }
        let report = try await JournalCheck(
            log: installation.log, keys: [installation.signer.verifying], witness: lines
        ).run(on: installation.database, at: .present, progress: progress.journal)
        let (files, findings) = try await FileVerification(
            database: installation.database, store: installation.places.fileStore
        ).run()
        return report.adding(files: files, findings)
    }

    static func print(_ report: JournalReport, asJSON: Bool) {
        if asJSON { return say(json(report).canonicalText) }
        for finding in report.findings.prefix(20) { say(finding.words.forTerminal) }
        let hidden = report.findings.count + report.more - min(report.findings.count, 20)
        if hidden > 0 { say(Words("另有 \(hidden) 项", "\(hidden) more findings").forTerminal) }
        say(summary(report).forTerminal)
    }

    private static func summary(_ report: JournalReport) -> Words {
        let zh = """
            \(report.entries) 条日志，\(report.heads) 个签名，\(report.witnesses) 行见证，\
            \(report.rows) 行数据，\(report.files) 个文件；最后签名之后 \(report.unsigned) 条
            """
        let en = """
            \(report.entries) entries, \(report.heads) heads, \(report.witnesses) witness lines, \
            \(report.rows) rows, \(report.files) files; \
            \(report.unsigned) entries after the last head
            """
        return report.isSound
            ? Words("完好：\(zh)", "sound: \(en)") : Words("不完好：\(zh)", "NOT SOUND: \(en)")
    }

    private static func json(_ report: JournalReport) -> JSON {
        let findings = report.findings.map { finding -> JSON in
            [
                "entry": finding.entry.map { .integer(Int64($0)) } ?? .null,
                "kind": .string(finding.kind.rawValue), "zh": .string(finding.words.zh),
                "en": .string(finding.words.en),
            ]
        }
        return [
            "sound": .bool(report.isSound), "findings": .array(findings),
            "more": .integer(Int64(report.more)), "entries": .integer(Int64(report.entries)),
            "heads": .integer(Int64(report.heads)),
            "witnesses": .integer(Int64(report.witnesses)),
            "rows": .integer(Int64(report.rows)), "files": .integer(Int64(report.files)),
            "unsigned": .integer(Int64(report.unsigned)),
            "root": .string(report.root.hex),
        ]
    }
}
