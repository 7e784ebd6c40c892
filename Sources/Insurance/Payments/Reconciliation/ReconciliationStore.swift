import Kernel

/// What reconciliation asks the database.
enum ReconciliationStore {
    static func line(
        _ statement: String, _ line: String, _ reader: any Reader
    ) throws -> Loaded<BankLine>? {
        try reader.loadFirst(where: "statement = \(statement) AND line = \(line)")
    }

    /// The payment that a line names, by our number or by the bank's own reference.
    static func payment(
        _ number: String?, reference: String, _ reader: any Reader
    ) throws -> String? {
        if let number, let named: Loaded<Payment> = try reader.load(number: number) {
            return named.number
        }
        return try holder(of: reference, reader)
    }

    /// The payment that was confirmed under a bank reference.
    static func holder(of reference: String, _ reader: any Reader) throws -> String? {
        try reader.row("SELECT number FROM payment WHERE bank_reference = \(reference)")?
            .text("number")
    }

    /// Sent payments of exactly this amount, for a person to look at.
    static func candidates(_ amount: Money, _ reader: any Reader) throws -> [String] {
        try reader.rows(
            """
            SELECT number FROM payment WHERE stage = 'sent' AND amount_minor = \(amount.minor)
            AND currency = \(amount.currency.rawValue) ORDER BY ordered_at, id LIMIT 5
            """
        ).map { try $0.text("number") }
    }
}
