import ArgumentParser
import Decisions
import Foundation
import Kernel

/// `covenant decide MODEL --input FILE`: decisions of DMN models, checked, run and explained.
struct DecideCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide", abstract: "Evaluate decision models (DMN 1.2 to 1.5).",
        subcommands: [Evaluate.self, Check.self, Table.self, Difference.self, Kit.self],
        defaultSubcommand: Evaluate.self)

    struct Evaluate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Evaluate a model with the inputs of a JSON object.")

        @Argument(help: "The model, a DMN file.") var model: String
        @Option(help: "A JSON object with the inputs by name; - for standard input.")
        var input: String?
        @Option(help: "The decision asked for; all of them otherwise.") var decision: String?
        @Option(name: .customLong("import"), help: "A model that this one imports.")
        var imports: [String] = []
        @Option(help: "What now() yields, such as 2026-11-26T10:00:00Z; the clock otherwise.")
        var at: String?
        @Flag(help: "Say which rules matched and why values are null.") var explain = false

        func run() throws {
            let compiled = try loaded(model, imports)
            let evaluation = compiled.evaluation(at: try moment(at))
            if let input { try evaluation.set(json: [UInt8](try contents(input))) }
            if let decision, !compiled.decisions.contains(decision) {
                throw CommandFailure(
                    Words(
                        "模型里没有决策“\(decision)”：可选 \(compiled.decisions.joined(separator: "、"))",
                        "The model has no decision '\(decision)': it has "
                            + compiled.decisions.joined(separator: ", ")))
            }
            var results: [(String, Value)] = []
            for name in decision.map({ [$0] }) ?? compiled.decisions {
                results.append((name, evaluation.decide(name)))
            }
            say(Value.context(Context(results)).json)
            if explain { say(evaluation.explanation) }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what is wrong with a model; the status is 1 when something is.")

        @Argument(help: "The model, a DMN file.") var model: String
        @Option(name: .customLong("import"), help: "A model that this one imports.")
        var imports: [String] = []

        func run() throws {
            let compiled = try loaded(model, imports, analyses: true)
            let lines = compiled.problems + compiled.findings
            for line in lines { say("\(line)") }
            guard lines.isEmpty else { throw ExitCode(1) }
            note(Words("没有发现问题", "Nothing is wrong with it"))
        }
    }

    struct Kit: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tck", abstract: "Run a copy of the DMN Technology Compatibility Kit.")

        @Option(help: "The folder that holds compliance-level-2 and compliance-level-3.")
        var root: String
        @Option(help: "A file with the names of the folders to run, one a line.")
        var list: String?
        @Option(help: "Where the result of each case goes, in the form of the kit.")
        var csv: String?
        @Flag(help: "Take descriptions, questions and allowed answers out of the models first.")
        var stripAnswers = false
        @Flag(help: "For programs.") var json = false

        func run() throws {
            let names = try list.map { try String(decoding: contents($0), as: UTF8.self) } ?? ""
            let folders = names.split(whereSeparator: \.isNewline)
                .map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty }
                .map { String($0.split(separator: "/").last ?? "") }
            let report = try KitReport(
                root: URL(fileURLWithPath: root), only: Set(folders),
                stripsAnswers: stripAnswers, at: try moment(nil))
            if let csv { try Data(report.csv.utf8).write(to: URL(fileURLWithPath: csv)) }
            say(json ? report.json : report.summary)
        }
    }
}

func contents(_ path: String) throws -> Data {
    if path == "-" { return try FileHandle.standardInput.readToEnd() ?? Data() }
    do {
        return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
        throw CommandFailure(Words("读不到文件 \(path)", "The file \(path) cannot be read"))
    }
}

private func loaded(_ model: String, _ imports: [String], analyses: Bool = false) throws
    -> CompiledModel
{
    do {
        return try CompiledModel(
            try contents(model), imports: try imports.map(contents), analyses: analyses)
    } catch let error as ModelError {
        throw CommandFailure(Words("\(model)：\(error)", "\(model): \(error)"))
    }
}

private func moment(_ text: String?) throws -> DateAndTime {
    let text = text ?? Moment.present.iso8601
    guard let moment = DateAndTime(text[...]) else {
        throw CommandFailure(
            Words("时刻 \(text) 无法读取", "\(text) is no date and time such as 2026-11-26T10:00:00Z"))
    }
    return moment
}
