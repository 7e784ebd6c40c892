package import Kernel

/// 银行流水: one line of a bank's statement as it was compared, once.
package struct BankLine: Aggregate {
    package enum Event: Sendable, Codable {
        case compared(BankLine)
    }

    /// What the bank says happened.
    package enum Booking: String, ChoiceValue {
        case paid, returned

        package var title: Words {
            switch self {
            case .paid: Words("支付成功", "Paid")
            case .returned: Words("退回", "Returned")
            }
        }
    }

    package enum Outcome: String, Sendable, Codable, CaseIterable {
        case confirmed, returned, alreadyConfirmed, alreadyReturned, difference

        package var title: Words {
            switch self {
            case .confirmed: Words("相符，已确认到账", "Matched and confirmed")
            case .returned: Words("已登记退票", "Recorded as returned")
            case .alreadyConfirmed: Words("此前已确认", "Confirmed before")
            case .alreadyReturned: Words("此前已退回", "Returned before")
            case .difference: Words("有差异", "Differs")
            }
        }
    }

    package static let table = "bank_line"
    package static let title = Words("银行流水", "bank line")

    package let id: ID<BankLine>
    package let statement: String
    package let line: String
    package let reference: String
    package let amount: Money
    package let result: Booking
    /// The payment it was matched with.
    package let payment: String?
    package let outcome: Outcome
    package let difference: String?
    package let by: String
    package let at: Moment

    package var columns: [(String, SQLValue)] {
        [
            ("statement", statement.sql), ("line", line.sql), ("reference", reference.sql),
            ("amount_minor", amount.minor.sql), ("currency", amount.currency.rawValue.sql),
            ("outcome", outcome.rawValue.sql), ("payment", payment.sql), ("at", at.sql),
        ]
    }

    package static func opened(by event: Event) -> BankLine? {
        switch event {
        case .compared(let line): line
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .compared(let line): self = line
        }
    }
}
