import Insurance
import Kernel

/// What anybody who holds a voucher's code may know: that it is genuine, its number, amount and
/// day. No names, and nothing about the claim.
struct VoucherCheck: Sendable {
    let number: String
    let amount: Money
    let at: Moment
    /// The money came back since: the voucher says nothing any more.
    let isVoid: Bool

    /// The voucher of a code. Only the code's hash is stored, so that rows do not give codes away.
    static func find(_ code: String, _ reader: any Reader) throws -> VoucherCheck? {
        try Voucher.find(code: code, reader).map {
            VoucherCheck(
                number: $0.number, amount: $0.amount, at: $0.paidAt, isVoid: $0.voidedAt != nil)
        }
    }

    var json: JSON {
        [
            "genuine": .bool(!isVoid), "void": .bool(isVoid),
            "number": .string(number), "amount": .string(amount.description),
            "date": .string(day),
        ]
    }

    /// The civil day in China, where vouchers are issued.
    var day: String { String(at.adding(seconds: 8 * 3600).iso8601.prefix(10)) }
}
