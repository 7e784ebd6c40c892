package import Kernel

/// 付款批次: the released payments that go to the bank in one file, with control totals.
package struct PaymentBatch: Numbered {
    package enum Event: Sendable, Codable {
        case made(PaymentBatch)
    }

    package static let table = "payment_batch"
    package static let title = Words("付款批次", "payment batch")

    package let id: ID<PaymentBatch>
    package let number: String
    package let payments: [String]
    package let total: Money
    package let madeBy: String
    package let madeAt: Moment

    package var columns: [(String, SQLValue)] {
        [("number", number.sql), ("created_at", madeAt.sql)]
    }

    package static func opened(by event: Event) -> PaymentBatch? {
        switch event {
        case .made(let batch): batch
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .made(let batch): self = batch
        }
    }
}
