import Kernel

extension ReadCollections {
    static let investigation = ReadCollection(
        "investigation", Investigation.self, order: "id", filters: ["stage", "claim"],
        readers: caseReaders
    ) { investigation in
        [
            ReadField("number", investigation.number),
            ReadField("claim", investigation.claim.number),
            ReadField("stage", investigation.state.rawValue, investigation.state.title),
            ReadField("openedAt", investigation.openedAt),
            ReadField(
                "proposed",
                JSON.array(
                    investigation.proposed.map {
                        [
                            "kind": .string($0.kind.rawValue), "title": $0.kind.title.json,
                            "ground": $0.ground.title.json,
                        ]
                    })),
            ReadField("tasks", JSON.array(investigation.tasks.map(\.shown))),
            ReadField("reports", JSON.integer(Int64(investigation.reports.count))),
            ReadField("conclusion", investigation.reports.last?.conclusion, .narrative),
            ReadField("reportedBy", investigation.reports.last?.by.text),
            ReadField("ending", investigation.ending.map { $0.title.json } ?? .null),
        ]
    }
}

extension InvestigationTask {
    /// Without what was found: that is shown one value at a time.
    fileprivate var shown: JSON {
        [
            "task": .string(code), "kind": .string(kind.rawValue), "title": kind.title.json,
            "ground": ground.map { $0.title.json } ?? .null, "post": .string(post.code),
            "instruction": instruction.map(JSON.string) ?? .null,
            "declared": .array(
                declarations.map {
                    ["staff": .string($0.staff.text), "hasNoInterest": .bool($0.hasNoInterest)]
                }),
            "findings": .integer(Int64(findings.count)),
            "visits": .array(
                visits.map {
                    [
                        "day": .string($0.day.description),
                        "next": $0.next.map { .string($0.description) } ?? .null,
                    ]
                }),
            "evidence": .array(
                (findings.flatMap(\.evidence) + visits.flatMap(\.evidence))
                    .map { .string($0.text) }),
            "adjuster": appointment.map { appointment in
                [
                    "firm": .string(appointment.firm), "licence": .string(appointment.licence),
                    "fee": .string(appointment.fee.description),
                    "reportDue": .string(appointment.reportDue.description),
                ]
            } ?? .null,
            "doneAt": doneAt.map { .string($0.iso8601) } ?? .null,
        ]
    }
}
