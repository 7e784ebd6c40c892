import Kernel

extension ReadCollections {
    static let party = ReadCollection(
        "party", ClaimParty.self, numbered: nil, order: "id", filters: ["case_number"],
        readers: caseReaders
    ) { party in
        let details = party.details
        return [
            ReadField("case", party.subject.number),
            ReadField(
                "roles",
                JSON.array(
                    details.roles.map {
                        ["code": .string($0.rawValue), "title": $0.words.json]
                    })),
            ReadField("name", details.name, .name), ReadField("phone", details.phone, .phone),
            ReadField("identityNumber", details.identityNumber, .identityNumber),
            ReadField("address", details.address, .address),
            ReadField("relation", details.relation),
            ReadField("isMinor", JSON.bool(details.isMinor)),
            ReadField("isDeceased", JSON.bool(details.isDeceased)),
            ReadField("actsFor", details.actsFor?.text), ReadField("addedAt", party.addedAt),
            ReadField("removedAt", party.removedAt),
        ]
    }
}
