import ArgumentParser
import Delivery
import Foundation
import Insurance
import Kernel

/// `covenant import policies|notices|claims|bank-statements FILE --mapping NAME`: rows of
/// a file through the door.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import policies, notices, claims or bank statements from CSV (docs/imports.md).",
        discussion: """
            Rows go through the same commands as everything else. What is refused is written to a \
            file with its line and reason; importing the same file again adds nothing.
            """)

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case policies, notices, claims
        case bankStatements = "bank-statements"
    }

    @Argument(help: "What the file holds.") var kind: Kind
    @Argument(help: "The CSV file, plain or gzip.") var file: String
    @OptionGroup var options: InstallationOptions

    @Option(
        help: """
            A shipped mapping (\(Imports.shipped.keys.sorted().joined(separator: ", "))), the path \
            of a mapping file, or command:NAME for a file whose columns are that command's fields.
            """)
    var mapping: String

    @Option(help: "The file for refused rows; by default beside you as FILE.refused.csv.")
    var refused: String?

    @Flag(help: "Print the report as JSON.") var json = false

    func run() async throws {
        let mapping = try chosenMapping()
        try await Installation.with(options, creating: true) { installation in
            // An import is often the first thing done: without standards no promise could start.
            try await DefaultStandards.install(installation.dispatcher)
            let report = try await perform(mapping, installation)
            try await installation.dispatcher.securityLog.flush()
            try await installation.signJournal()
            if json {
                say(report.json.canonicalText)
            } else {
                for line in report.lines(Words("zh", "en").forTerminal == "zh" ? .zh : .en) {
                    say(line)
                }
            }
        }
    }

    private func chosenMapping() throws -> ImportMapping {
        do {
            let chosen =
                try Imports.mapping(named: mapping, Insurer.commands)
                ?? ImportMapping(bytes: mappingFile(), Insurer.commands)
            guard let stated = chosen.kind, stated.rawValue != kind.rawValue else { return chosen }
            throw CommandFailure(
                Words(
                    "映射 \(mapping) 用于 \(stated.rawValue)，不是 \(kind.rawValue)",
                    "the mapping \(mapping) is for \(stated.rawValue), not \(kind.rawValue)"))
        } catch let problem as MappingProblem {
            throw CommandFailure(
                Words(
                    "映射 \(mapping) 有误：\(problem.words.zh)",
                    "the mapping \(mapping) is not right: \(problem.words.en)"))
        }
    }

    private func mappingFile() throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: Terminal.path(mapping)) else {
            let shipped = Imports.shipped.keys.sorted().joined(separator: ", ")
            throw CommandFailure(
                Words(
                    "没有名为 \(mapping) 的映射或文件。自带的映射：\(shipped)",
                    "there is no mapping or file \(mapping). Shipped mappings: \(shipped)"))
        }
        return Array(data)
    }

    private func perform(
        _ mapping: ImportMapping, _ installation: Installation
    ) async throws -> ImportReport {
        let progress = ProgressLine()
        defer { progress.end() }
        do {
            var rows = try MappedFile(path: Terminal.path(file), mapping)
            let run = try ImportRun(
                mapping, header: rows.header, dispatcher: installation.dispatcher)
            let name = URL(filePath: file).lastPathComponent
            var sink = RefusedFile(
                path: Terminal.path(refused ?? "\(name).refused.csv"), isChosen: refused != nil,
                header: rows.header)
            let report = try await run.run(
                next: { try rows.next() }, refused: { try sink.write($0) },
                progress: { report in
                    progress.show(
                        Words(
                            "已读 \(report.rows) 行，拒收 \(report.refusedRows) 行",
                            "\(report.rows) rows read, \(report.refusedRows) refused"))
                })
            progress.end()
            if let written = try sink.close() {
                note(
                    Words(
                        "拒收的 \(report.refusedRows) 行连同原因写入 \(written)",
                        "the \(report.refusedRows) refused rows, with reasons, are in \(written)"))
            }
            return report
        } catch {
            throw CommandFailure(importing: error)
        }
    }
}

/// A CSV file read as a mapping says.
struct MappedFile {
    let header: [String]
    private var reader: CSVReader

    init(path: String, _ mapping: ImportMapping) throws {
        var options = CSVOptions()
        options.encoding = mapping.encoding == .gb18030 ? .gb18030 : .utf8
        switch mapping.delimiter {
        case .comma: options.delimiter = .comma
        case .semicolon: options.delimiter = .semicolon
        case .tab: options.delimiter = .tab
        case .bar: options.delimiter = .bar
        }
        reader = try CSVReader(path: path, options: options)
        switch try reader.next() {
        case .record(let record): header = CSVHeader(record).names
        case .problem(let problem): throw CommandFailure(problem.message)
        case nil:
            throw CommandFailure(
                Words("文件为空：首行应为列名", "the file is empty: its first line should name columns"))
        }
    }

    mutating func next() throws -> ImportRun.Item? {
        switch try reader.next() {
        case nil: return nil
        case .record(let record):
            return .record(ImportRecord(line: record.line, fields: record.fields))
        case .problem(let problem):
            return .damaged(
                RefusedRow(line: problem.line, reason: problem.kind.id, message: problem.message))
        }
    }
}

/// The file of refused rows: made at the first one, for the owner alone, never over another file.
struct RefusedFile {
    private let path: String
    private let isChosen: Bool
    private let header: [String]
    private var writer = CSVWriter()
    private var file: FileHandle?
    private var opened: String?

    init(path: String, isChosen: Bool, header: [String]) {
        self.path = path
        self.isChosen = isChosen
        self.header = header
    }

    mutating func write(_ row: RefusedRow) throws {
        if file == nil { try open() }
        try file?.write(contentsOf: Data(writer.record(row.record)))
    }

    /// The path of the file, when there was anything to write.
    mutating func close() throws -> String? {
        try file?.close()
        file = nil
        return opened
    }

    private mutating func open() throws {
        let last = isChosen ? 1 : 1000
        for number in 1...last {
            let candidate = number == 1 ? path : "\(path).\(number)"
            let descriptor = Foundation.open(
                candidate, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor >= 0 {
                file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
                opened = candidate
                try file?.write(contentsOf: Data(writer.record(RefusedRow.columns + header)))
                return
            }
            guard errno == EEXIST else { break }
        }
        throw CommandFailure(
            Words(
                "无法新建 \(path)，拒收的行无处可写：请用 --refused 指定一个尚不存在的文件",
                "\(path) cannot be made, so refused rows would be lost: name a file that does not "
                    + "exist yet with --refused"))
    }
}

extension CommandFailure {
    /// What ends an import, in words.
    fileprivate init(importing error: any Error) {
        switch error {
        case let failure as SpreadsheetFailure: self.init(failure.message)
        case let problem as MappingProblem: self.init(problem.words)
        case let stopped as ImportRun.Stopped:
            self.init(
                Words(
                    "在第 \(stopped.line) 行附近停止：\(stopped.message.zh)。已导入的保留，重新运行即可继续",
                    "stopped near line \(stopped.line): \(stopped.message.en). What was imported "
                        + "stays; run it again to go on"))
        default: self.init(error)
        }
    }
}
