import Kernel

extension ReadCollections {
    static let modelDecision = ReadCollection(
        "model_decision", ModelDecision.self, numbered: nil, order: "id",
        filters: ["case_number"], readers: caseReaders
    ) { decision in
        [
            ReadField("case", decision.subject.number), ReadField("at", decision.at),
            ReadField("command", decision.command),
            ReadField("runs", JSON.array(decision.runs.map(\.shown))),
        ]
    }
}

extension ModelRun {
    fileprivate var shown: JSON {
        [
            "model": .string(model), "edition": .string(edition), "inputs": .string(inputs),
            "outcome": .string(outcome),
            "tables": .array(
                tables.map { table in
                    [
                        "name": .string(table.name),
                        "inputs": .array(table.inputs.map(JSON.string)),
                        "rules": .array(table.rules.map(JSON.integer)),
                        "result": .string(table.result),
                    ]
                }),
        ]
    }
}
