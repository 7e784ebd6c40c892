import Kernel

/// Who may be given what, and how work was given.
extension ReadCollections {
    static let dispatchReaders: Set<Post> = .held(
        .dispatcher, .claimsSupervisor, .serviceSupervisor, .complianceOfficer, .auditor,
        .auditAdministrator)

    static let dispatch: [ReadCollection] = [competence, relation, leave, workPool, routing]

    private static let competence = ReadCollection(
        "competence", StaffCompetence.self, numbered: nil, order: "id", filters: ["staff"],
        readers: dispatchReaders
    ) { competence in
        [
            ReadField("staff", competence.number),
            ReadField(
                "lines",
                JSON.array(
                    competence.lines.map {
                        ["code": .string($0.rawValue), "title": $0.title.json]
                    })),
            ReadField("hardest", competence.hardest.rawValue, competence.hardest.title),
        ]
    }

    private static let relation = ReadCollection(
        "relation", StaffRelation.self, numbered: nil, order: "id",
        filters: ["staff", "is_current"], readers: dispatchReaders
    ) { relation in
        [
            ReadField("relation", relation.id.text), ReadField("staff", relation.number),
            ReadField("customer", relation.customer),
            ReadField("kind", relation.kind.rawValue, relation.kind.title),
            ReadField("declaredBy", relation.declaredBy),
            ReadField("declaredAt", relation.declaredAt), ReadField("endedAt", relation.endedAt),
        ]
    }

    private static let leave = ReadCollection(
        "leave", StaffLeave.self, numbered: nil, order: "id", filters: ["staff", "is_cancelled"],
        readers: dispatchReaders
    ) { leave in
        [
            ReadField("leave", leave.id.text), ReadField("staff", leave.number),
            ReadField("from", leave.first), ReadField("to", leave.last),
            ReadField("deputy", leave.deputyNumber), ReadField("cancelledAt", leave.cancelledAt),
        ]
    }

    private static let workPool = ReadCollection(
        "work_pool", WorkPool.self, numbered: "post", order: "post", descends: false,
        filters: ["is_personal"], readers: dispatchReaders
    ) { pool in
        [
            ReadField("post", pool.post.code), ReadField("isPersonal", JSON.bool(pool.isPersonal)),
            ReadField("loadLimit", pool.loadLimit.map(JSON.integer) ?? .null),
        ]
    }

    private static let routing = ReadCollection(
        "routing", Routing.self, numbered: nil, order: "id",
        filters: ["case_number", "work", "chosen"], readers: dispatchReaders
    ) { routing in
        [
            ReadField("case", routing.subject.number), ReadField("work", routing.work.text),
            ReadField("kind", routing.kind, ClaimTasks.title(routing.kind)),
            ReadField("chosen", routing.chosenNumber), ReadField("by", routing.by),
            ReadField("reason", routing.reason), ReadField("at", routing.at),
            ReadField("candidates", JSON.array(routing.candidates.map(\.json))),
        ]
    }
}

extension Routing.Candidate {
    fileprivate var json: JSON {
        [
            "staff": .string(number), "isSameBranch": .bool(isSameBranch), "load": .integer(load),
            "against": .array(
                against.map { ["code": .string($0.rawValue), "title": $0.title.json] }),
        ]
    }
}
