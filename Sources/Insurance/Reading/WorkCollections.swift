import Kernel

extension ReadCollections {
    static let workItem = ReadCollection(
        "work_item", WorkItem.self, numbered: nil, order: "id",
        filters: ["status", "post", "kind", "case_number", "holder"]
    ) { item in
        [
            ReadField("case", item.subject.number), ReadField("kind", item.kind),
            ReadField("title", item.title), ReadField("post", item.post.code),
            ReadField("status", item.status.rawValue), ReadField("holder", item.holder?.text),
            ReadField("delegate", item.delegate?.text), ReadField("openedAt", item.openedAt),
            ReadField("dueAt", item.dueAt), ReadField("suspendedUntil", item.suspendedUntil),
            ReadField("urgings", JSON.integer(Int64(item.urgings))),
            ReadField("openSignatures", JSON.integer(Int64(item.openSignatures.count))),
        ]
    }

    static let clock = ReadCollection(
        "service_clock", ClockRecord.self, numbered: nil, order: "id",
        filters: ["status", "metric", "case_number", "standard"]
    ) { record in
        [
            ReadField("case", record.subject.number), ReadField("metric", record.clock.metric),
            ReadField("standard", record.clock.standard.id),
            ReadField("status", record.status), ReadField("startedAt", record.clock.startedAt),
            ReadField("dueAt", record.clock.due), ReadField("warnAt", record.warnAt),
            ReadField("stoppedAt", record.clock.stoppedAt),
            ReadField("provisional", JSON.bool(record.clock.isProvisional)),
            ReadField("consumed", record.consumed.map(JSON.integer) ?? .null),
            ReadField("basis", record.clock.standard.term.basis.rawValue),
            ReadField("endedBy", record.endedBy?.text), ReadField("breach", record.breach),
        ]
    }

    static let authority = ReadCollection(
        "authority", Authority.self, numbered: nil, order: "kind", descends: false,
        // Neither customers nor those who sell see limits or who holds them.
        filters: ["kind", "holder"], readers: caseReaders.union(staffReaders)
    ) { row in
        [
            ReadField("kind", row.kind), ReadField("holder", row.holder.text),
            ReadField("level", JSON.integer(row.level)), ReadField("product", row.product),
            ReadField("scope", row.scope.rawValue, row.scope.title),
            ReadField("from", row.from), ReadField("until", row.until),
            ReadField("maximum", row.maximum), ReadField("notifyFrom", row.notifyFrom),
            ReadField("grantedBy", row.grantedBy), ReadField("document", row.document),
            ReadField("project", row.project),
            ReadField("revokedAt", row.revokedAt),
        ]
    }

    static let standard = ReadCollection(
        "standard", Standard.self, numbered: nil, order: "id", filters: ["metric", "scope"]
    ) { standard in
        [
            ReadField("metric", standard.metric), ReadField("scope", standard.scope),
            ReadField("edition", JSON.integer(standard.edition)),
            ReadField("basis", standard.term.basis.rawValue, standard.term.basis.title),
            ReadField("count", JSON.integer(Int64(standard.term.count))),
            ReadField("source", standard.source),
            ReadField("certainty", standard.certainty.rawValue),
            ReadField("isPublic", JSON.bool(standard.isPublic)),
            ReadField("isConfirmed", JSON.bool(standard.confirmation != nil)),
        ]
    }

    static let product = ReadCollection(
        "product", Product.self, numbered: "code", order: "edition", filters: ["code", "line"]
    ) { product in
        [
            ReadField("code", product.code), ReadField("edition", JSON.integer(product.edition)),
            ReadField("name", product.name),
            ReadField("line", product.line.rawValue, product.line.title),
            ReadField("coverages", JSON.array(product.coverages.map(\.shown))),
            ReadField(
                "documents",
                JSON.array(
                    product.documents.map {
                        ["code": .string($0.code), "title": $0.title.json]
                    })),
            ReadField("simpleUpTo", product.simpleUpTo),
            ReadField("complexAbove", product.complexAbove),
        ]
    }

    static let breach = ReadCollection(
        "breach", Breach.self, order: "id",
        filters: ["stage", "case_number", "metric", "cause", "department"]
    ) { breach in
        let explanation = breach.explanation
        return [
            ReadField("number", breach.number), ReadField("stage", breach.state.rawValue),
            ReadField("case", breach.subject.number), ReadField("clock", breach.clock.text),
            ReadField("metric", breach.metric), ReadField("standard", breach.standard),
            ReadField("dueAt", breach.dueAt), ReadField("openedAt", breach.openedAt),
            ReadField("segments", JSON.array((breach.segments ?? []).map(\.shown))),
            ReadField("cause", explanation?.cause.rawValue),
            ReadField("evidence", explanation?.evidence),
            ReadField("responsible", explanation?.responsible?.text),
            ReadField("department", explanation?.department),
            ReadField("proposal", explanation?.proposal?.shown ?? .null),
            ReadField("statementBy", explanation?.statementBy),
            ReadField("statement", breach.statement?.text, .narrative),
            ReadField("measure", breach.ruling?.measure.rawValue),
            ReadField("excused", JSON.bool(breach.isExcused)),
        ]
    }
}

extension ServiceClock.Segment {
    fileprivate var shown: JSON {
        [
            "kind": .string(kind.rawValue), "from": .string(from.iso8601),
            "to": to.map { .string($0.iso8601) } ?? .null, "reason": reason.json,
        ]
    }
}

extension Breach.Proposal {
    fileprivate var shown: JSON {
        [
            "person": .string(person.text), "heldMinutes": .integer(heldMinutes),
            "ofMinutes": .integer(ofMinutes),
        ]
    }
}

extension Coverage {
    fileprivate var shown: JSON {
        [
            "code": .string(code), "title": title.json, "limit": .string(limit.description),
            "deductible": .string(deductible.description),
            "deductiblePermille": .integer(deductiblePermille), "terms": .string(terms),
        ]
    }
}
