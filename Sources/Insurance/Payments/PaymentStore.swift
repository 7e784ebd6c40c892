import Kernel

/// What payments ask the database.
enum PaymentStore {
    /// The rules that hold: the insurer's own, or those the product ships.
    static func rules(_ reader: any Reader) throws -> PaymentRules {
        try row(reader)?.state ?? .shipped
    }

    static func row(_ reader: any Reader) throws -> Loaded<PaymentRules>? {
        try reader.loadFirst(where: "single = 1")
    }

    static func voucher(of payment: String, _ reader: any Reader) throws -> Loaded<Voucher>? {
        try reader.loadFirst(where: "payment = \(payment)")
    }

    /// Payments of other claims for the same bill, or of the same amount at about the same time to
    /// the same person or account. Accounts are compared by their keyed index, never opened.
    static func duplicates(
        of payment: Payment, _ rules: PaymentRules, _ reader: any Reader
    ) throws -> [Payment.Duplicate] {
        let near = rules.duplicateDays * 86_400
        let rows = try reader.rows(
            """
            SELECT number, claim, payee, invoice FROM payment
            WHERE claim <> \(payment.claimNumber)
            AND stage IN ('ordered', 'released', 'sent', 'confirmed')
            AND (invoice = \(payment.invoice)
            OR (amount_minor = \(payment.amount.minor)
                AND currency = \(payment.amount.currency.rawValue)
                AND ordered_at BETWEEN \(payment.orderedAt.adding(seconds: -near))
                    AND \(payment.orderedAt.adding(seconds: near))
                AND (payee = \(payment.payee.person) OR payee IN (
                    SELECT b.person FROM person_index a
                    JOIN person_index b ON b.kind = a.kind AND b.token = a.token
                    WHERE a.person = \(payment.payee.person)
                    AND a.kind = \(BlindIndex.Kind.bankAccount.name)))))
            ORDER BY number LIMIT 20
            """)
        return try rows.map { row in
            let isBill = try row.optional("invoice") { row in { try row.text($0) } }
                .map { $0 == payment.invoice } ?? false
            let isPerson = try row.text("payee") == payment.payee.person.text
            return Payment.Duplicate(
                payment: try row.text("number"), claim: try row.text("claim"),
                reason: isBill ? .sameInvoice : isPerson ? .samePayee : .sameAccount)
        }
    }

    /// The open work of these payments.
    static func work(
        of payments: [Loaded<Payment>], _ reader: any Reader
    ) throws -> [Loaded<WorkItem>] {
        var found: [Loaded<WorkItem>] = []
        for start in stride(from: 0, to: payments.count, by: 200) {
            let some = payments[start..<min(start + 200, payments.count)]
            let streams = Set(some.map(\.state.stream.text)).sorted()
            let numbers = some.map(\.state.number).sorted()
            found += try reader.loadAll(
                where: """
                    stream IN \(list: streams) AND status IN ('pooled', 'held', 'suspended')
                    AND case_number IN \(list: numbers) ORDER BY id LIMIT 2000
                    """)
        }
        return found
    }

    /// Released transfers of a currency that are in no batch yet, the oldest first.
    static func unbatched(
        _ currency: Currency, atMost limit: Int64, _ reader: any Reader
    ) throws -> [Loaded<Payment>] {
        try reader.loadAll(
            where: """
                stage = 'released' AND currency = \(currency.rawValue) AND batch IS NULL
                AND method = 'bankTransfer' ORDER BY ordered_at, id LIMIT \(limit)
                """)
    }
}
