import Decisions
import Foundation
import Kernel

/// Decisions a second of one thread, beside zen-engine with the same rules in the same run.
struct BenchDecisions {
    private let questions: [[(name: String, value: Value)]]
    private let texts: [[UInt8]]
    private let rounds: Int

    /// Decisions of our engine in one of the ways they are asked for.
    private struct Ours {
        let json: Double
        let typed: Double
        let explained: Double

        func best(_ other: Ours) -> Ours {
            Ours(
                json: max(json, other.json), typed: max(typed, other.typed),
                explained: max(explained, other.explained))
        }
    }

    init(rounds: Int) {
        self.rounds = rounds
        questions = MotorTable.questions(1000)
        texts = questions.map { Array(Value.context(Context($0)).json.utf8) }
    }

    func report() throws -> BenchReport {
        let models = MotorModels(table: MotorTable(rules: 60))
        let large = MotorModels(table: MotorTable(rules: 5000))
        let table = try CompiledModel(models.dmn())
        let graph = try CompiledModel(models.dmnGraph())
        // The peer in the middle, so that neither has the quieter half of the run.
        let before = (try ours(table, "motor"), try ours(graph, "quote"))
        let zen = try peer(models)
        try compare(zen.table.results, table, "motor")
        try compare(zen.graph.results, graph, "quote")
        let ours = (
            table: before.0.best(try ours(table, "motor")),
            graph: before.1.best(try ours(graph, "quote")),
            large: try ours(CompiledModel(large.dmn()), "motor")
        )
        var report = BenchReport()
        func add(_ name: String, _ figure: Double, _ floor: Double) {
            report.add(
                .init(
                    name: name, figure: figure, unit: "1/s", floor: floor,
                    p50Milliseconds: 1000 / figure, p99Milliseconds: 0))
        }
        add("table of 60, JSON : zen-engine", ours.table.json, zen.table.rate)
        add("table of 60, JSON : zen-engine net", ours.table.json, zen.table.net(of: zen.empty))
        add("graph of 3, JSON : zen-engine", ours.graph.json, zen.graph.rate)
        add("graph of 3, JSON : zen-engine net", ours.graph.json, zen.graph.net(of: zen.empty))
        add("table of 60, typed : zen-engine net", ours.table.typed, zen.table.net(of: zen.empty))
        add("graph of 3, typed : zen-engine net", ours.graph.typed, zen.graph.net(of: zen.empty))
        add("table of 60, explained : plain", ours.table.explained, ours.table.typed)
        add("graph of 3, explained : plain", ours.graph.explained, ours.graph.typed)
        add("table of 5,000, JSON : of 60", ours.large.json, ours.table.json)
        return report
    }

    // MARK: Ours

    private func ours(_ model: CompiledModel, _ name: String) throws -> Ours {
        guard model.problems.isEmpty, let decision = model.input(name) else {
            throw CommandFailure(
                Words(
                    "模型无法读取：\(model.problems)", "the model cannot be read: \(model.problems)"))
        }
        let places = MotorTable.names.compactMap(model.input)
        return Ours(
            json: try best { evaluation in
                var answer: [UInt8] = []
                for text in texts {
                    evaluation.clear()
                    try evaluation.set(json: text)
                    answer.removeAll(keepingCapacity: true)
                    evaluation[decision].writeJSON(to: &answer)
                }
                return answer.count
            } of: { model.evaluation(records: false) },
            typed: try best { typed($0, places, decision) } of: {
                model.evaluation(records: false)
            },
            explained: try best { typed($0, places, decision) } of: {
                model.evaluation(records: true)
            })
    }

    private func typed(_ evaluation: Evaluation, _ places: [ModelPlace], _ decision: ModelPlace)
        -> Int
    {
        var decided = 0
        for question in questions {
            evaluation.clear()
            for index in places.indices { evaluation[places[index]] = question[index].value }
            if !evaluation[decision].isNull { decided += 1 }
        }
        return decided
    }

    /// The best of the rounds, each with all questions several times, by time on the processor.
    private func best(
        _ round: (Evaluation) throws -> Int, of evaluation: () -> Evaluation
    ) throws -> Double {
        let repetitions = 50
        let evaluation = evaluation()
        var best = 0.0
        for _ in 0..<rounds {
            let start = clock()
            for _ in 0..<repetitions {
                guard try round(evaluation) > 0 else {
                    throw CommandFailure(Words("没有得出任何决定", "nothing was decided"))
                }
            }
            let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
            best = max(best, Double(repetitions * questions.count) / seconds)
        }
        return best
    }

    // MARK: zen-engine

    private struct Peer {
        let rate: Double
        let results: [Any]

        /// Without what a call takes that decides nothing.
        func net(of empty: Double) -> Double { 1 / (1 / rate - 1 / empty) }
    }

    private func peer(_ models: MotorModels) throws -> (table: Peer, graph: Peer, empty: Double) {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "covenant-bench-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try models.zenTable().write(to: folder.appending(path: "table.json"))
        try models.zenGraph().write(to: folder.appending(path: "graph.json"))
        try models.zenEmpty().write(to: folder.appending(path: "empty.json"))
        try Data(texts.joined(separator: [0x0A]))
            .write(to: folder.appending(path: "questions.jsonl"))
        let answer = try python(folder)
        guard let object = try JSONSerialization.jsonObject(with: answer) as? [String: Any],
            let rates = object["rates"] as? [String: [String: Double]],
            let results = object["results"] as? [String: [Any]],
            let empty = rates["empty"]?.values.max()
        else {
            throw CommandFailure(
                Words("zen-engine 的结果无法读取", "zen-engine's figures cannot be read"))
        }
        func peer(_ name: String) -> Peer {
            Peer(rate: rates[name]?.values.max() ?? 0, results: results[name] ?? [])
        }
        return (peer("table"), peer("graph"), empty)
    }

    private func python(_ folder: URL) throws -> Data {
        let process = Process()
        process.executableURL = URL(
            filePath: ProcessInfo.processInfo.environment["COVENANT_PYTHON"] ?? "/usr/bin/python3")
        process.arguments = [
            "-c", String(decoding: PackageResources.zen_py, as: UTF8.self), folder.path,
            "\(rounds)",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw CommandFailure(
                Words(
                    "zen-engine 没有运行；请用 bin/bench，它会安装所需的包",
                    "zen-engine did not run; use bin/bench, which installs what that takes"))
        }
        return answer
    }

    /// Both engines have to say the same to every question.
    private func compare(_ results: [Any], _ model: CompiledModel, _ name: String) throws {
        let evaluation = model.evaluation(records: false)
        guard results.count == texts.count else {
            throw CommandFailure(
                Words("zen-engine 有问题没有回答", "zen-engine left questions unanswered"))
        }
        for (text, result) in zip(texts, results) {
            evaluation.clear()
            try evaluation.set(json: text)
            let ours = try JSONSerialization.jsonObject(
                with: Data(evaluation.decide(name).json.utf8))
            guard (ours as? NSDictionary) == (result as? NSDictionary) else {
                throw CommandFailure(
                    Words(
                        "两个引擎的结果不同：\(String(decoding: text, as: UTF8.self))：\(ours)，\(result)",
                        "the engines differ: \(String(decoding: text, as: UTF8.self)): "
                            + "\(ours), zen-engine: \(result)"))
            }
        }
    }
}
