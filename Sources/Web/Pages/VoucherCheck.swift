import Insurance
import Kernel

/// What anybody who holds a voucher's code may know: that it is genuine, its number, amount and
/// day. No names, and nothing about the claim.
struct VoucherCheck: Sendable {
    let title: Words
    let number: String
    /// `nil` for a letter: what it says is on it, and its digest with it.
    let amount: Money?
    let sha256: String?
    let at: Moment
    /// The money came back since: the voucher says nothing any more.
    let isVoid: Bool

    /// The voucher or letter of a code. Of a voucher's code only the hash is stored, so that rows
    /// do not give codes away.
    static func find(_ code: String, _ reader: any Reader) throws -> VoucherCheck? {
        if let voucher = try Voucher.find(code: code, reader) {
            return VoucherCheck(
                title: Voucher.title, number: voucher.number, amount: voucher.amount, sha256: nil,
                at: voucher.paidAt, isVoid: voucher.voidedAt != nil)
        }
        return try LetterStore.letter(code: code, reader).map {
            VoucherCheck(
                title: $0.kind.title, number: $0.number, amount: nil, sha256: $0.sha256,
                at: $0.issuedAt, isVoid: false)
        }
    }

    var json: JSON {
        [
            "genuine": .bool(!isVoid), "void": .bool(isVoid), "title": title.json,
            "number": .string(number),
            "amount": amount.map { .string($0.description) } ?? .null,
            "sha256": sha256.map(JSON.string) ?? .null, "date": .string(day),
        ]
    }

    /// The civil day in China, where vouchers are issued.
    var day: String { String(at.adding(seconds: 8 * 3600).iso8601.prefix(10)) }
}
