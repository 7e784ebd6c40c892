import Decisions
import Foundation
package import Kernel

/// 决策模型: a model of decisions (DMN 1.5) that rules of claims ask. Its document is what business
/// reads and checks; it is compiled once and shared.
package struct DecisionModel: Sendable {
    package let code: String
    package let title: Words
    /// The decision that is asked for.
    let decision: String
    package let document: [UInt8]
    /// The first digits of the document's SHA-256: what a recorded run was decided by.
    package let edition: String
    private let compiled: CompiledModel?
    /// Its tables as people read them, by the name of whose they are.
    private let sheets: [String: TableSheet]

    init(_ code: String, _ title: Words, deciding decision: String, _ document: [UInt8]) {
        self.code = code
        self.title = title
        self.decision = decision
        self.document = document
        edition = String(Hash(of: document).hex.prefix(12))
        compiled = try? CompiledModel(Data(document))
        let tables = try? ModelTables(Data(document))
        sheets = Dictionary(
            tables?.places.compactMap { place in
                (try? tables?.sheet(place)).map { (place.name, $0) }
            } ?? [], uniquingKeysWith: { first, _ in first })
    }

    /// Whether it is asked about each of many things, and not about the case as a whole.
    package var isAboutMany: Bool { code == DecisionModel.documentChecklist.code }

    package static let all = [claimTriage, investigationProposal, documentChecklist]

    package static func named(_ code: String) -> DecisionModel? { all.first { $0.code == code } }

    /// What the model decides, with what it looked at.
    ///
    /// - Throws: a refusal when it has no answer: nothing is decided by a guess.
    func decide(_ inputs: [(String, Value)]) throws(Refusal) -> (outcome: Value, run: ModelRun) {
        guard let compiled else { throw .modelUnusable(title) }
        let evaluation = compiled.evaluation()
        for (name, value) in inputs {
            guard evaluation.set(name, value) else { throw .modelUnusable(title) }
        }
        let outcome = evaluation.decide(decision)
        guard !outcome.isNull else {
            throw .modelSilent(title, evaluation.diagnostics.first?.description ?? "")
        }
        let run = ModelRun(
            model: code, edition: edition, inputs: Value.context(Decisions.Context(inputs)).json,
            tables: evaluation.tables.map { table in
                .init(
                    name: table.table, inputs: table.inputs.map(\.json),
                    rules: table.rules.map(Int64.init), result: table.result.json)
            }, outcome: outcome.json)
        return (outcome, run)
    }

    /// The same question asked again, with each cell of each table: what a recorded run did not
    /// keep is made again when somebody asks why.
    ///
    /// Nil when the model is another edition, or its inputs cannot be read any more.
    package func explain(_ run: ModelRun) -> [ExplainedTable]? {
        guard run.edition == edition, let compiled,
            case .context(let inputs)? = try? Value(json: run.inputs.utf8)
        else { return nil }
        let evaluation = compiled.evaluation()
        for (name, value) in inputs.entries { evaluation.set(name, value) }
        guard evaluation.decide(decision).json == run.outcome else { return nil }
        return evaluation.tables.compactMap { table in
            sheets[table.table].map { sheet in
                ExplainedTable(
                    sheet, inputs: table.inputs.map(\.json), matched: Set(table.rules),
                    answers: evaluation.cells(of: table))
            }
        }
    }
}


/// One question to a model, as it is kept.
package struct ModelRun: Sendable, Codable, Equatable {
    /// What a table looked at and which rules took it.
    package struct Table: Sendable, Codable, Equatable {
        package let name: String
        /// JSON texts: numbers of a model have 34 digits.
        package let inputs: [String]
        /// From 1.
        package let rules: [Int64]
        package let result: String
    }

    package let model: String
    package let edition: String
    /// JSON texts.
    package let inputs: String
    package let tables: [Table]
    package let outcome: String
}

extension Value {
    /// An amount in major units, as people read it.
    static func amount(_ money: Money) -> Value {
        guard let digits = Decimal128(money.minor).divided(by: Decimal128(100)) else {
            return .null
        }
        return .number(digits)
    }

    static func choice(_ value: some RawRepresentable<String>) -> Value { .string(value.rawValue) }

    /// Of a list of names; null where there is none.
    static func names(_ names: [String]?) -> Value {
        names.map { .list($0.map(Value.string)) } ?? .null
    }

    subscript(_ member: String) -> Value {
        if case .context(let context) = self { context[member] ?? .null } else { .null }
    }

    var text: String? { if case .string(let text) = self { text } else { nil } }

    func choice<Choice: RawRepresentable<String>>(_: Choice.Type = Choice.self) -> Choice? {
        text.flatMap(Choice.init(rawValue:))
    }
}

extension Refusal {
    static func modelUnusable(_ title: Words) -> Refusal {
        Refusal(
            .conflict, "models.unusable",
            Words(
                "决策模型「\(title.zh)」无法使用，请联系系统管理员",
                "the decision model \(title.en) cannot be used; tell an administrator"))
    }

    static func modelSilent(_ title: Words, _ why: String) -> Refusal {
        Refusal(
            .conflict, "models.silent",
            Words(
                "决策模型「\(title.zh)」对本案没有结论：\(why)",
                "the decision model \(title.en) has no answer for this case: \(why)"))
    }
}
