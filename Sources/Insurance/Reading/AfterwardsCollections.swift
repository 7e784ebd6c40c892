import Kernel

extension ReadCollections {
    static let afterwards: [ReadCollection] = [
        claimReview, recovery, recoveryReceipt, litigation, claimArchive, legalHold, retentionRule,
    ]

    static let claimReview = ReadCollection(
        "claim_review", ClaimReview.self, order: "id", filters: ["stage", "claim", "reviewer"],
        readers: caseReaders
    ) { review in
        [
            ReadField("number", review.number), ReadField("claim", review.claimNumber),
            ReadField("decision", JSON.integer(review.decision)),
            ReadField("stage", review.state.rawValue, review.state.title),
            ReadField("channel", review.channel.rawValue, review.channel.words),
            ReadField("requester", review.requester, .name),
            ReadField("phone", review.phone, .phone),
            ReadField("grounds", review.grounds, .narrative),
            ReadField("requestedAt", review.requestedAt),
            ReadField("reviewer", review.reviewer?.text),
            ReadField("outcome", review.conclusion?.outcome.rawValue),
            ReadField("reasons", review.conclusion?.reasons), ReadField("toldAt", review.toldAt),
        ]
    }

    static let recovery = ReadCollection(
        "recovery", Recovery.self, order: "id", filters: ["stage", "claim", "kind"],
        readers: caseReaders
    ) { recovery in
        let currency = recovery.expected.currency
        return [
            ReadField("number", recovery.number), ReadField("claim", recovery.claimNumber),
            ReadField("kind", recovery.kind.rawValue, recovery.kind.title),
            ReadField("stage", recovery.state.rawValue, recovery.state.title),
            ReadField("opponent", recovery.opponent, .name),
            ReadField("contact", recovery.contact, .phone),
            ReadField("relation", recovery.relation.rawValue, recovery.relation.title),
            ReadField("basis", recovery.basis), ReadField("item", recovery.item),
            ReadField("isDeducted", JSON.bool(recovery.isDeducted)),
            ReadField("expected", recovery.expected), ReadField("price", recovery.price),
            ReadField("buyer", recovery.buyer, .name),
            ReadField("received", Money(minor: recovery.receivedMinor, currency)),
            ReadField("outstanding", recovery.outstanding),
            ReadField("limitation", recovery.limitation), ReadField("agent", recovery.agent, .name),
            ReadField("openedAt", recovery.openedAt),
            ReadField("costs", JSON.array(recovery.costs.map(\.shown))),
            ReadField("ending", recovery.ending?.rawValue),
        ]
    }

    static let recoveryReceipt = ReadCollection(
        "recovery_receipt", RecoveryReceipt.self, numbered: "bank_reference", order: "id",
        filters: ["claim", "recovery"], readers: caseReaders
    ) { receipt in
        [
            ReadField("reference", receipt.reference), ReadField("claim", receipt.claimNumber),
            ReadField("recovery", receipt.recovery),
            ReadField("kind", receipt.kind.rawValue, receipt.kind.title),
            ReadField("amount", receipt.amount), ReadField("receivedOn", receipt.receivedOn),
            ReadField("at", receipt.at),
        ]
    }

    static let litigation = ReadCollection(
        "litigation", Litigation.self, order: "id", filters: ["stage", "claim", "docket"],
        readers: caseReaders
    ) { lawsuit in
        [
            ReadField("number", lawsuit.number), ReadField("claim", lawsuit.claimNumber),
            ReadField("stage", lawsuit.state.rawValue, lawsuit.state.title),
            ReadField("forum", lawsuit.forum.rawValue, lawsuit.forum.title),
            ReadField("authority", lawsuit.authority), ReadField("docket", lawsuit.docket),
            ReadField("role", lawsuit.role.rawValue, lawsuit.role.title),
            ReadField("amount", lawsuit.amount), ReadField("opponent", lawsuit.opponent, .name),
            ReadField("lawyer", lawsuit.lawyer, .name),
            ReadField("instance", JSON.integer(lawsuit.instance)),
            ReadField("openedAt", lawsuit.openedAt),
            ReadField("nextHearing", lawsuit.openHearings.first?.at),
            ReadField("payable", lawsuit.payable),
            ReadField("result", lawsuit.outcomes.last?.result.rawValue),
            ReadField("costs", JSON.array(lawsuit.costs.map(\.shown))),
        ]
    }

    static let claimArchive = ReadCollection(
        "claim_archive", ClaimArchive.self, numbered: "claim", order: "id",
        filters: ["stage", "claim", "keep_until"], readers: caseReaders
    ) { archive in
        [
            ReadField("claim", archive.claimNumber),
            ReadField("stage", archive.state.rawValue, archive.state.title),
            ReadField("closedAt", archive.closedAt),
            ReadField("archivedAt", archive.filing?.at), ReadField("place", archive.filing?.place),
            ReadField("lack", archive.filing?.lack), ReadField("keepUntil", archive.keepUntil),
            ReadField(
                "why", JSON.array((archive.filing?.retention ?? []).map(\.words.json))),
            ReadField("erased", archive.disposal.map { .integer($0.erased) } ?? .null),
            ReadField("kept", archive.disposal.map { .integer($0.kept) } ?? .null),
        ]
    }

    static let legalHold = ReadCollection(
        "legal_hold", LegalHold.self, order: "id", filters: ["stage", "claim"],
        readers: caseReaders
    ) { hold in
        [
            ReadField("number", hold.number), ReadField("claim", hold.claimNumber),
            ReadField("stage", hold.state.rawValue, hold.state.title),
            ReadField("ground", hold.ground.rawValue, hold.ground.title),
            ReadField("document", hold.document), ReadField("setBy", hold.setBy.text),
            ReadField("setAt", hold.setAt), ReadField("liftedBy", hold.liftedBy?.text),
            ReadField("liftedAt", hold.liftedAt),
        ]
    }

    static let retentionRule = ReadCollection(
        "retention_rule", RetentionRule.self, numbered: "code", order: "edition",
        filters: ["code"]
    ) { rule in
        [
            ReadField("code", rule.code), ReadField("edition", JSON.integer(rule.edition)),
            ReadField("name", rule.name),
            ReadField("condition", rule.condition.rawValue, rule.condition.title),
            ReadField("anchor", rule.anchor.rawValue, rule.anchor.title),
            ReadField("years", JSON.integer(rule.years)), ReadField("basis", rule.basis),
            ReadField("certainty", rule.certainty.rawValue, rule.certainty.title),
        ]
    }
}

extension Recovery.Cost {
    fileprivate var shown: JSON {
        [
            "amount": .string(amount.description), "what": .string(what),
            "at": .string(at.iso8601),
        ]
    }
}
