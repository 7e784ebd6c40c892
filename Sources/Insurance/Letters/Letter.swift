package import Kernel

/// 函件: one letter to one customer, chained in the stream of its claim. Its text is kept as it was
/// written, but for the name, which stands in it as a slot and is opened when the letter is shown.
package struct Letter: Numbered {
    /// How and when it reached the customer, by its proof.
    package struct Delivery: Sendable, Codable, Equatable {
        package let means: DeliveryMeans
        package let evidence: String
        package let by: String
        package let at: Moment
    }

    package enum Event: Sendable, Codable {
        case issued(Letter)
        case delivered(Delivery)
    }

    package static let table = "letter"
    package static let title = Words("客户函件", "letter")

    package let id: ID<Letter>
    package let number: String
    package let kind: LetterKind
    /// The edition of the template, 0 for the shipped one.
    package let edition: Int64
    package let claim: ID<Claim>
    package let claimNumber: String
    /// What a copy is checked by at `/verify/{code}`. It is kept, unlike a voucher's, because a
    /// letter is printed again; it gives away the letter's number, kind and day.
    package let code: String
    /// Whose name stands in it.
    package let recipient: Sealed
    package let address: Sealed?
    package let facts: [LetterFact]
    package let text: Words
    package let sha256: String
    package let issuedAt: Moment
    package let issuedBy: String
    package internal(set) var deliveries: [Delivery] = []

    package var stream: StreamName { StreamName(kind: Claim.table, id: claim.text) }

    package var isDelivered: Bool { !deliveries.isEmpty }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("kind", kind.rawValue.sql), ("claim", claimNumber.sql),
            ("stage", (isDelivered ? "delivered" : "issued").sql), ("code", code.sql),
            ("issued_at", issuedAt.sql),
        ]
    }

    package static func opened(by event: Event) -> Letter? {
        if case .issued(let letter) = event { letter } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .issued(let letter): self = letter
        case .delivered(let delivery): deliveries.append(delivery)
        }
    }

    /// SHA-256 over both texts, the name left as a slot: a person's erasure changes no digest.
    package static func digest(_ text: Words) -> String {
        Hash(of: Array((text.zh + "\n\n" + text.en).utf8)).hex
    }
}
