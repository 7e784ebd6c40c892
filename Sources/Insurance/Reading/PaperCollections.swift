import Kernel

extension ReadCollections {
    static let documentRequest = ReadCollection(
        "document_request", DocumentRequest.self, order: "id", filters: ["stage", "claim"],
        readers: caseReaders
    ) { request in
        [
            ReadField("number", request.number), ReadField("claim", request.claimNumber),
            ReadField("ordinal", JSON.integer(request.ordinal)),
            ReadField("stage", request.state.rawValue, request.state.title),
            ReadField("reason", request.reason),
            ReadField("requestedAt", request.requestedAt), ReadField("sentAt", request.sentAt),
            ReadField("delivery", request.delivery?.shown ?? .null),
            ReadField("pausedFrom", request.pausedFrom),
            ReadField(
                "reminders", JSON.array(request.reminders.map { .string($0.iso8601) })),
            ReadField("expiresAt", request.expiresAt),
            ReadField("answeredAt", request.answeredAt),
            ReadField("mailAddress", request.mailAddress, .email),
            ReadField("items", JSON.array(request.items.map(\.shown))),
        ]
    }
}

extension DocumentRequest.Item {
    fileprivate var shown: JSON {
        [
            "code": .string(code), "title": title.json, "why": why?.json ?? .null,
            "insufficient": insufficient.map(JSON.string) ?? .null,
            "receivedAt": receivedAt.map { .string($0.iso8601) } ?? .null,
        ]
    }
}

extension DocumentRequest.Delivery {
    fileprivate var shown: JSON {
        [
            "means": .string(means.rawValue), "title": means.title.json,
            "evidence": .string(evidence), "at": .string(at.iso8601),
        ]
    }
}

extension Claim.DocumentLine {
    var shown: JSON {
        [
            "code": .string(code), "title": title.json, "why": why?.json ?? .null,
            "receivedAt": receivedAt.map { .string($0.iso8601) } ?? .null,
            "heldIn": heldIn.map(JSON.string) ?? .null,
            "insufficient": judged.map { .string($0.reason) } ?? .null,
            "waived": waived.map { .string($0.reason) } ?? .null,
        ]
    }
}

extension Claim.ReserveLine {
    var shown: JSON {
        ["coverage": .string(coverage), "amount": .string(amount.description)]
    }
}

extension Claim.ReserveEntry {
    var shown: JSON {
        [
            "amount": .string(amount.description), "reason": .string(reason), "by": .string(by),
            "at": .string(at.iso8601), "lines": .array(lines.map(\.shown)),
            "approvedBy": approvedBy.map(JSON.string) ?? .null,
        ]
    }
}
