package import Kernel

/// 赔付凭证: what the customer holds after a payment. Its code, printed and as a link, confirms at
/// `/verify/{code}` that it is genuine; only a hash of the code is kept.
package struct Voucher: Numbered {
    package enum Event: Sendable, Codable {
        case issued(Voucher)
        /// The money came back, so what it vouches for did not happen.
        case voided(at: Moment, reason: String)
    }

    package static let table = "voucher"
    package static let title = Words("赔付凭证", "payment voucher")

    package let id: ID<Voucher>
    package let number: String
    package let codeHash: String
    package let claim: ID<Claim>
    package let claimNumber: String
    package let payment: String
    package let amount: Money
    package let paidAt: Moment
    package private(set) var voidedAt: Moment?

    package init(
        id: ID<Voucher>, number: String, codeHash: String, claim: ID<Claim>,
        claimNumber: String, payment: String, amount: Money, paidAt: Moment
    ) {
        self.id = id
        self.number = number
        self.codeHash = codeHash
        self.claim = claim
        self.claimNumber = claimNumber
        self.payment = payment
        self.amount = amount
        self.paidAt = paidAt
    }

    package var stream: StreamName { StreamName(kind: Claim.table, id: claim.text) }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("code", codeHash.sql), ("claim", claimNumber.sql),
            ("payment", payment.sql), ("stage", (voidedAt == nil ? "valid" : "void").sql),
        ]
    }

    package static func opened(by event: Event) -> Voucher? {
        if case .issued(let voucher) = event { voucher } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .issued(let voucher): self = voucher
        case .voided(let moment, _): voidedAt = moment
        }
    }

    /// The code of a voucher from the first 24 secret bytes: one character each, without
    /// look-alikes.
    package static func code(_ secret: [UInt8]) -> String {
        let letters = Array("23456789ABCDEFGHJKMNPQRSTVWXYZ12".utf8.prefix(30))
        return String(
            decoding: secret.prefix(24).map { letters[Int($0) % letters.count] }, as: UTF8.self)
    }

    /// What is kept of a code. A code nobody typed by chance has over 100 bits.
    package static func hash(ofCode code: String) -> String {
        Hash(of: Array(code.uppercased().utf8)).hex
    }

    /// The voucher that a code confirms, or `nil`.
    package static func find(code: String, _ reader: any Reader) throws -> Voucher? {
        guard (20...40).contains(code.utf8.count) else { return nil }
        return try reader.loadFirst(where: "code = \(hash(ofCode: code))")?.state
    }
}
