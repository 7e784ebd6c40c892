import Kernel

extension ReadCollections {
    static let payment = ReadCollection(
        "payment", Payment.self, order: "id",
        filters: ["stage", "claim", "batch", "method", "invoice"], readers: caseReaders
    ) { payment in
        [
            ReadField("number", payment.number), ReadField("claim", payment.claimNumber),
            ReadField("basis", payment.basis.rawValue),
            ReadField("part", JSON.integer(payment.part)), ReadField("amount", payment.amount),
            ReadField("decided", payment.decided),
            ReadField("stage", payment.state.rawValue, payment.state.title),
            ReadField("method", payment.method.rawValue, payment.method.words),
            ReadField("payeeRole", payment.role.rawValue, payment.role.title),
            ReadField("party", payment.party?.text),
            ReadField("payee", payment.payee, .name),
            ReadField("account", payment.account, .bankAccount),
            ReadField("invoice", payment.invoice), ReadField("replaces", payment.replaces),
            ReadField("orderedAt", payment.orderedAt), ReadField("batch", payment.batch),
            ReadField("bankReference", payment.bankReference),
            ReadField("failure", payment.failure?.code.rawValue),
            ReadField("recallOpen", JSON.bool(payment.isRecallOpen)),
            ReadField("duplicatesAccepted", payment.duplicates?.reason),
        ] + payment.identityFields + payment.paperFields + payment.correctionFields
    }

    static let paymentBatch = ReadCollection(
        "payment_batch", PaymentBatch.self, order: "id", filters: ["stage", "currency"],
        readers: caseReaders
    ) { batch in
        [
            ReadField("number", batch.number),
            ReadField("stage", batch.state.rawValue, batch.state.title),
            ReadField("count", JSON.integer(Int64(batch.payments.count))),
            ReadField("total", batch.total), ReadField("contentHash", batch.contentHash),
            ReadField("fileHash", batch.fileHash), ReadField("madeAt", batch.madeAt),
            ReadField("timesTaken", JSON.integer(batch.timesTaken)),
            ReadField("payments", JSON.array(batch.payments.map(JSON.string))),
        ]
    }

    static let bankLine = ReadCollection(
        "bank_line", BankLine.self, numbered: nil, order: "id",
        filters: ["statement", "outcome", "payment"], readers: caseReaders
    ) { line in
        [
            ReadField("statement", line.statement), ReadField("line", line.line),
            ReadField("reference", line.reference), ReadField("payment", line.payment),
            ReadField("amount", line.amount),
            ReadField("result", line.result.rawValue, line.result.title),
            ReadField("outcome", line.outcome.rawValue, line.outcome.title),
            ReadField("difference", line.difference), ReadField("at", line.at),
        ]
    }

    static let difference = ReadCollection(
        "reconciliation_difference", ReconciliationDifference.self, order: "id",
        filters: ["stage", "kind", "statement", "payment"], readers: caseReaders
    ) { difference in
        [
            ReadField("number", difference.number),
            ReadField("kind", difference.kind.rawValue, difference.kind.title),
            ReadField("stage", difference.state.rawValue, difference.state.title),
            ReadField("statement", difference.statement),
            ReadField("reference", difference.reference),
            ReadField("payment", difference.payment), ReadField("amount", difference.amount),
            ReadField("expected", difference.expected),
            ReadField("candidates", JSON.array(difference.candidates.map(JSON.string))),
            ReadField("resolution", difference.ruling?.resolution.rawValue),
            ReadField("openedAt", difference.openedAt),
        ]
    }

    static let paymentRules = ReadCollection(
        "payment_rules", PaymentRules.self, numbered: nil, order: "id", filters: [],
        readers: caseReaders
    ) { rules in
        [
            ReadField("identityFrom", rules.identityFrom),
            ReadField("identityFromForeignMinor", JSON.integer(rules.identityFromForeignMinor)),
            ReadField("batchApprovalFrom", rules.batchApprovalFrom),
            ReadField("duplicateFrom", rules.duplicateFrom),
            ReadField("duplicateDays", JSON.integer(rules.duplicateDays)),
            ReadField("chequeDays", JSON.integer(rules.chequeDays)),
            ReadField("source", rules.source),
            ReadField("certainty", rules.certainty.rawValue, rules.certainty.title),
        ]
    }
}

extension Payment {
    fileprivate var isRecallOpen: Bool { recall != nil && recall?.answer == nil }

    fileprivate var identityFields: [ReadField] {
        [
            ReadField("identityDocument", identity?.document.rawValue),
            ReadField("identityNumber", identity?.number, .identityNumber),
            ReadField("identityCheckedAt", identity?.at),
        ]
    }

    fileprivate var paperFields: [ReadField] {
        [
            ReadField("cheque", cheque?.number),
            ReadField("chequeValidUntil", cheque?.validUntil),
        ]
    }

    /// The latest former account data stay readable by their masks.
    fileprivate var correctionFields: [ReadField] {
        [
            ReadField("correctionOpen", JSON.bool(correction != nil)),
            ReadField("correctedAccount", correction?.account, .bankAccount),
            ReadField("corrections", JSON.integer(Int64(former.count))),
            ReadField("formerPayee", former.last?.payee, .name),
            ReadField("formerAccount", former.last?.account, .bankAccount),
        ]
    }
}

extension Claim.OpenPart {
    var shown: JSON {
        [
            "decision": .integer(decision), "part": .integer(part.number),
            "amount": .string(part.amount.description),
            "role": part.role.map { .string($0.rawValue) } ?? .null,
            "title": part.title.map(JSON.string) ?? .null,
        ]
    }
}
