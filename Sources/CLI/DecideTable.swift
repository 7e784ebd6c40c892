import ArgumentParser
import Decisions
import Foundation
import Kernel

/// A language by its name, as options have it.
enum LanguageOption: String, ExpressibleByArgument, CaseIterable {
    case en, zh
}

extension LanguageOption? {
    /// That of the terminal where none is asked for.
    fileprivate var language: SheetLanguage {
        SheetLanguage(rawValue: self?.rawValue ?? Words("zh", "en").forTerminal) ?? .en
    }
}

extension DecideCommand {
    /// `covenant decide table`: decision tables as sheets, and sheets as decision tables.
    struct Table: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a decision table as a sheet, or a sheet as a decision table.",
            discussion: """
                A sheet has a word in the first column of each row: what the table is, what its \
                columns are, then a rule a row. Nothing is written unless all of it can be read.
                """)

        @Argument(help: "A DMN model or a CSV sheet; - for standard input.") var source: String
        @Option(help: "The decision whose table is read, or with --into replaced.")
        var decision: String?
        @Option(help: "Which table of the decision, from 1, where it has several.") var part: Int?
        @Option(help: "Write a CSV sheet; - for standard output.") var csv: String?
        @Option(help: "Write a workbook.") var xlsx: String?
        @Option(help: "Write a DMN model; - for standard output.") var dmn: String?
        @Option(help: "The model whose table is replaced; what is written is all of it.")
        var into: String?
        @Option(name: .customLong("import"), help: "A model that the one of --into imports.")
        var imports: [String] = []
        @Option(help: "The language of a sheet's first column: en or zh; the terminal's otherwise.")
        var language: LanguageOption?

        func validate() throws {
            guard [csv, xlsx, dmn].contains(where: { $0 != nil }) else {
                throw ValidationError(
                    Words(
                        "请用 --csv、--xlsx 或 --dmn 指明写到哪里",
                        "Say where to write: --csv, --xlsx or --dmn"
                    ).forTerminal)
            }
            guard into == nil || dmn != nil else {
                throw ValidationError(
                    Words("--into 须与 --dmn 同用", "--into goes with --dmn").forTerminal)
            }
        }

        func run() throws {
            let reading = try reading()
            // All is made before any of it is written.
            let csvData = csv.map { _ in reading.sheet.csv(in: language.language) }
            let xlsxData = try told(source) {
                try xlsx.map { _ in try reading.sheet.workbook(in: language.language) }
            }
            let dmnData = try dmn.map { _ in try model(reading) }
            for (data, path) in [(csvData, csv), (xlsxData, xlsx), (dmnData, dmn)] {
                if let data, let path { try written(data, path) }
            }
        }

        private func reading() throws -> SheetReading {
            let data = try contents(source)
            return try told(source) {
                guard isMarkup(data) else { return try SheetReading(csv: data) }
                let tables = try ModelTables(data)
                return SheetReading(try tables.sheet(try place(in: tables, source, decision)))
            }
        }

        private func model(_ reading: SheetReading) throws -> Data {
            if let into {
                let document = try contents(into)
                let tables = try told(into) { try ModelTables(document) }
                let byID = tables.places.filter {
                    !$0.id.isEmpty && $0.id == reading.sheet.id
                }
                let name = decision ?? byID.first?.id ?? reading.sheet.name
                let place = try place(in: tables, into, name)
                return try told(source) {
                    try tables.replacing(
                        place, with: reading, imports: try imports.map(contents))
                }
            }
            return try told(source) {
                let (data, guessed) = try reading.model()
                for guess in guessed { note(Words(guess.wording)) }
                return data
            }
        }

        /// The table that is asked for; the only one where none is.
        private func place(
            in tables: ModelTables, _ path: String, _ name: String?
        ) throws -> ModelTables.Place {
            let found = name.map { tables.places(named: $0) } ?? tables.places
            let chosen = found.filter { part == nil || $0.part == part }
            if chosen.count == 1 { return chosen[0] }
            let all = tables.places.map(\.description)
            guard !all.isEmpty else {
                throw CommandFailure(
                    Words("\(path)：没有决策表", "\(path): it has no decision table"))
            }
            throw CommandFailure(
                Words(
                    "\(path)：请用 --decision（一项决策有多张表时再加 --part）指明一张表："
                        + all.joined(separator: "、"),
                    "\(path): choose one table with --decision, and --part where a decision has"
                        + " several: " + all.joined(separator: ", ")))
        }
    }

    /// `covenant decide diff OLD NEW`: what has changed, in words.
    struct Difference: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff",
            abstract: "Say what has changed in decision tables; the status is 1 when something has."
        )

        @Argument(help: "The older model or CSV sheet.") var old: String
        @Argument(help: "The newer model or CSV sheet.") var new: String
        @Option(help: "The decision asked for; all of them otherwise.") var decision: String?
        @Option(help: "en or zh; the language of the terminal otherwise.")
        var language: LanguageOption?

        func run() throws {
            let before = try versions(old)
            let after = try versions(new)
            let language = language.language
            let differences = TableDifference.between(
                try before.comparable(to: after), try after.comparable(to: before))
            for difference in differences {
                say("\(difference.name)")
                for change in difference.changes {
                    say("  " + change.wording.text(in: language))
                }
            }
            guard differences.isEmpty else { throw ExitCode(1) }
            note(Words("决策表没有变化", "The tables are the same"))
        }

        private func versions(_ path: String) throws -> Versions {
            let data = try contents(path)
            return try told(path) {
                guard isMarkup(data) else {
                    return Versions(
                        path: path, sheets: [try SheetReading(csv: data).sheet], isSheet: true)
                }
                let tables = try ModelTables(data)
                let places = decision.map { tables.places(named: $0) } ?? tables.places
                guard decision == nil || !places.isEmpty else {
                    let all = tables.places.map(\.description)
                    throw CommandFailure(
                        Words(
                            "\(path)：没有这样的决策表：可选 " + all.joined(separator: "、"),
                            "\(path): it has no such table: it has " + all.joined(separator: ", ")))
                }
                return Versions(path: path, sheets: try places.map(tables.sheet), isSheet: false)
            }
        }
    }
}

/// The tables of one file.
private struct Versions {
    let path: String
    let sheets: [TableSheet]
    let isSheet: Bool

    /// Of a model beside a sheet, only the table of the sheet.
    func comparable(to other: Versions) throws -> [TableSheet] {
        guard !isSheet, other.isSheet, sheets.count > 1 else { return sheets }
        let table = other.sheets[0]
        let byID = sheets.filter { !$0.id.isEmpty && $0.id == table.id }
        let found = byID.isEmpty ? sheets.filter { $0.name == table.name } : byID
        guard found.count == 1 else {
            throw CommandFailure(
                Words(
                    "\(path)：请用 --decision 指明与“\(table.name)”比较的表",
                    "\(path): choose the table to compare '\(table.name)' with: --decision"))
        }
        return found
    }
}

private func isMarkup(_ data: Data) -> Bool {
    let start = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data
    return start.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "<")
}

private func written(_ data: Data, _ path: String) throws {
    guard path != "-" else { return FileHandle.standardOutput.write(data) }
    do {
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
        throw CommandFailure(Words("文件 \(path) 无法写入", "The file \(path) cannot be written"))
    }
}

/// What a body throws, told with the file it is about.
private func told<T>(_ path: String, _ body: () throws -> T) throws -> T {
    do {
        return try body()
    } catch let error as SheetFaults {
        throw CommandFailure(error.faults, path)
    } catch let error as ModelError {
        throw CommandFailure(Words("\(path)：\(error)", "\(path): \(error)"))
    }
}

extension CommandFailure {
    fileprivate init(_ faults: [SheetFault], _ path: String) {
        self.init(
            Words(
                faults.map { "\(path)：\($0.wording.zh)" }.joined(separator: "\n"),
                faults.map { "\(path): \($0.wording.en)" }.joined(separator: "\n")))
    }
}

extension Words {
    fileprivate init(_ wording: Wording) { self.init(wording.zh, wording.en) }
}
