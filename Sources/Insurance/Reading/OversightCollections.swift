import Kernel

/// What officers look after: requests to erase, receivers of data, reviews.
extension ReadCollections {
    static let administration = [
        staff, branch, department, standard, erasureRequest, dataReceiver, dataHandover,
        institutionReview, overLimit,
    ]

    private static let officers: Set<Post> = Set<Post>.held(
        .complianceOfficer, .auditor, .executive, .auditAdministrator)

    static let overLimit = ReadCollection(
        "over_limit", OverLimit.self, numbered: nil, order: "id", filters: ["claim", "coverage"],
        readers: caseReaders
    ) { leave in
        [
            ReadField("claim", leave.claimNumber), ReadField("coverage", leave.coverage),
            ReadField("amount", leave.amount), ReadField("reason", leave.reason),
            ReadField("by", leave.by.text), ReadField("row", leave.authority.row.text),
            ReadField("rowVersion", JSON.integer(leave.authority.version)),
            ReadField("at", leave.at),
        ]
    }

    static let erasureRequest = ReadCollection(
        "erasure_request", ErasureRequest.self, numbered: nil, order: "id", filters: ["stage"],
        readers: officers
    ) { request in
        [
            ReadField("customer", request.customerNumber),
            ReadField("stage", request.state.rawValue, request.state.title),
            ReadField("document", request.document),
            ReadField("requestedBy", request.requestedBy.text),
            ReadField("requestedAt", request.requestedAt),
            ReadField("decidedBy", request.decidedBy?.text),
            ReadField("decidedAt", request.decidedAt),
        ]
    }

    static let dataReceiver = ReadCollection(
        "data_receiver", DataReceiver.self, numbered: "code", order: "code", descends: false,
        filters: [], readers: officers.union(Set<Post>.held(.systemAdministrator))
    ) { receiver in
        [
            ReadField("code", receiver.code), ReadField("name", receiver.name),
            ReadField("purpose", receiver.purpose), ReadField("content", receiver.content),
            ReadField("document", receiver.document), ReadField("until", receiver.until),
            ReadField("registeredAt", receiver.registeredAt),
            ReadField("endedAt", receiver.endedAt),
        ]
    }

    static let dataHandover = ReadCollection(
        "data_handover", DataHandover.self, numbered: nil, order: "id",
        filters: ["receiver", "kind"], readers: officers
    ) { handover in
        [
            ReadField("receiver", handover.receiver),
            ReadField("kind", handover.kind.rawValue, handover.kind.title),
            ReadField("content", handover.content), ReadField("purpose", handover.purpose),
            ReadField("by", handover.by), ReadField("at", handover.at),
        ]
    }

    static let institutionReview = ReadCollection(
        "institution_review", InstitutionReview.self, numbered: nil, order: "id", filters: [],
        readers: officers
    ) { review in
        [
            ReadField("from", review.from), ReadField("to", review.until),
            ReadField("kept", JSON.integer(Int64(review.kept))),
            ReadField("quiet", JSON.integer(Int64(review.quiet))),
            ReadField("uncovered", JSON.integer(Int64(review.uncovered))),
            ReadField(
                "broken",
                JSON.array(
                    review.broken.map {
                        ["duty": .string($0.duty.text), "count": .integer(Int64($0.count))]
                    })),
            ReadField("digest", review.digest), ReadField("conclusion", review.conclusion),
            ReadField("by", review.by), ReadField("at", review.at),
        ]
    }
}
