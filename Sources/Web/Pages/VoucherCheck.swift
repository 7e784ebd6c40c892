import Crypto
import Insurance
import Kernel

/// What anybody who holds a voucher's code may know: that it is genuine, its number, amount and
/// day. No names, and nothing about the claim.
struct VoucherCheck {
    let number: String
    let amount: Money
    let at: Moment

    /// The voucher of a code. Only the code's hash is stored, so that rows do not give codes away.
    static func find(_ code: String, _ reader: any Reader) throws -> VoucherCheck? {
        let hash = PageCursor.hex(Array(SHA256.hash(data: Array(code.utf8))))
        let row = try reader.row(
            """
            SELECT v.number AS number, p.amount_minor AS minor, p.currency AS currency,
                p.ordered_at AS at
            FROM voucher v JOIN payment p ON p.id = v.payment OR p.number = v.payment
            WHERE v.code = \(hash)
            """)
        guard let row, let currency = Currency(rawValue: try row.text("currency")) else {
            return nil
        }
        return VoucherCheck(
            number: try row.text("number"),
            amount: Money(minor: try row.integer("minor"), currency), at: try row.moment("at"))
    }

    var json: JSON {
        [
            "genuine": true, "number": .string(number), "amount": .string(amount.description),
            "date": .string(day),
        ]
    }

    /// The civil day in China, where vouchers are issued.
    var day: String { String(at.adding(seconds: 8 * 3600).iso8601.prefix(10)) }
}
