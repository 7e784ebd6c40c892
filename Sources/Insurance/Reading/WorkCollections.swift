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

    /// Breaches of promises. Read from the columns and the state as JSON, because what a breach
    /// records beside them differs by its stage.
    static let breach = ReadCollection(
        name: "breach", title: Words("超时", "breach"), table: "breach", order: "id",
        filters: ["stage", "case_number"]
    ) { row in
        let state = try JSON.parse(Array(row.text("state").utf8))
        return ["number", "stage", "clock", "metric", "cause"].compactMap { name in
            switch state[name] {
            case .string(let text)?: ReadField(name, text)
            default: nil
            }
        }
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

extension ReadCollection {
    fileprivate init(
        name: String, title: Words, table: String, order: String, filters: [String],
        fields: @escaping @Sendable (Row) throws -> [ReadField]
    ) {
        self.name = name
        self.title = title
        self.table = table
        numberColumn = "number"
        orderColumn = order
        descends = true
        self.filters = filters
        readers = nil
        self.fields = fields
    }
}
