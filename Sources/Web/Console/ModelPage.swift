import Hummingbird
import Insurance
import Kernel

/// 决策依据: which models decided about a claim, by which rules, and why not by the others.
extension Site {
    func modelsPage(_ visit: Visit) async throws -> Response {
        _ = try visit.query(["lang"])
        let file = try await caseFile(try visit.part("number"), visit)
        let language = visit.language
        return try await console(
            "models", Words("决策依据", "Decided by models"),
            [
                "number": file.standing.subject.number, "hasDecisions": !file.models.isEmpty,
                "decisions": file.models.map { decision -> [String: any Sendable] in
                    [
                        "command": commands[decision.command]?.title[language] ?? "",
                        "at": ShownMoment.text(decision.at),
                        "runs": decision.runs.map { $0.shown(language) },
                    ]
                },
            ], visit)
    }
}

extension CaseFile {
    /// What the models said of the case, in the words of the rules that matched.
    func modelsInShort(_ language: Language) -> [String: any Sendable] {
        let latest = Dictionary(
            models.flatMap(\.runs).map { ($0.model, $0) }, uniquingKeysWith: { $1 })
        let shown = DecisionModel.all.compactMap { model -> [String: any Sendable]? in
            guard let run = latest[model.code] else { return nil }
            let notes = (model.explain(run) ?? []).suffix(1).flatMap { table in
                table.rules.filter(\.isMatched).map { $0.note[language] }
            }
            return [
                "place": model.code, "title": model.title[language],
                "notes": model.isAboutMany
                    ? "" : notes.joined(separator: language == .zh ? "；" : "; "),
            ]
        }
        return ["models": shown, "hasModels": !shown.isEmpty]
    }
}

extension ModelRun {
    fileprivate func shown(_ language: Language) -> [String: any Sendable] {
        let model = DecisionModel.named(model)
        let explained = model?.explain(self)
        let tables = explained ?? []
        // A table that was asked once for each of many is a list of what it was asked.
        let single = model?.isAboutMany == true ? [] : tables
        let many = model?.isAboutMany == true ? tables : []
        let lists: [[String: any Sendable]] =
            many.isEmpty ? [] : [ExplainedTable.list(many, language)]
        return [
            "place": self.model, "title": model?.title[language] ?? self.model,
            "edition": edition, "isReproduced": explained != nil,
            "tables": single.map { $0.shown(language) },
            "lists": lists,
            "recorded": self.tables.map { table -> [String: any Sendable] in
                [
                    "name": table.name, "inputs": table.inputs.joined(separator: ", "),
                    "result": table.result,
                    "rules": table.rules.map(String.init).joined(separator: ", "),
                ]
            },
        ]
    }
}

extension ExplainedTable {
    fileprivate func shown(_ language: Language) -> [String: any Sendable] {
        [
            "name": ModelTerms.text(name, language),
            "columns": inputs.map { column -> [String: any Sendable] in
                [
                    "title": column.title[language],
                    "value": ModelTerms.text(column.value, language),
                ]
            },
            "outputs": outputs.map { ModelTerms.text($0, language) },
            "rules": rules.map { rule -> [String: any Sendable] in
                [
                    "number": rule.number, "isMatched": rule.isMatched,
                    "note": rule.note[language],
                    "cells": rule.cells.map { cell -> [String: any Sendable] in
                        [
                            "text": ModelTerms.text(cell.text, language),
                            "fails": cell.holds == false,
                        ]
                    },
                    "results": rule.outputs.map { ModelTerms.text($0, language) },
                ]
            },
        ]
    }

    fileprivate static func list(
        _ tables: [ExplainedTable], _ language: Language
    ) -> [String: any Sendable] {
        [
            "name": ModelTerms.text(tables[0].name, language),
            "heads": tables[0].inputs.map { $0.title[language] },
            "lines": tables.map { table -> [String: any Sendable] in
                let matched = table.rules.first(where: \.isMatched)
                return [
                    "values": table.inputs.map { ModelTerms.text($0.value, language) },
                    "rule": matched.map { String($0.number) } ?? "—",
                    "note": matched?.note[language] ?? "",
                ]
            },
        ]
    }
}
