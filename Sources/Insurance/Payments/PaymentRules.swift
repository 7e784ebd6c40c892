package import Kernel

/// The insurer's own limits of payment. They are data with a source and a certainty; what the
/// product ships holds until the insurer sets its own.
package struct PaymentRules: Aggregate {
    package enum Event: Sendable, Codable {
        case set(PaymentRules)
    }

    package static let table = "payment_rules"
    package static let title = Words("付款规则", "payment rules")

    package let id: ID<PaymentRules>
    /// From this decided amount on the payee's identity is checked and recorded before release.
    package var identityFrom: Money
    /// The same for amounts in another currency, in minor units of it.
    package var identityFromForeignMinor: Int64
    /// From this total on a batch is approved by a second person.
    package var batchApprovalFrom: Money
    /// From this amount on a payment that looks like another one waits for a supervisor; the same
    /// bill on another claim does so at any amount.
    package var duplicateFrom: Money
    /// How many days apart two payments of one amount may be and still look like one.
    package var duplicateDays: Int64
    /// How many days a cheque may be cashed.
    package var chequeDays: Int64
    package var source: Words
    package var certainty: Certainty
    package var setBy: String

    /// The product's own proposals. The identity limit of the 2025 due-diligence rule is not
    /// confirmed; 10,000 yuan is the limit of the rule before it and the safest default.
    package static let shipped = PaymentRules(
        id: ID(at: Moment(milliseconds: 0), random: (0, 1)),
        identityFrom: Money(minor: 10_000_00), identityFromForeignMinor: 1_000_00,
        batchApprovalFrom: Money(minor: 500_000_00), duplicateFrom: Money(minor: 3_000_00),
        duplicateDays: 30, chequeDays: 10,
        source: Words(
            "身份核对：参照2007年第2号令，2025年第11号令限额待合规确认；支票：《票据法》第91条；其余为出厂默认值",
            "identity: after order 2 of 2007, limit of order 11 of 2025 to be confirmed; cheques: "
                + "Negotiable Instruments Law, article 91; the rest shipped defaults"),
        certainty: .unconfirmed, setBy: "system:setup")

    package var columns: [(String, SQLValue)] { [("single", .integer(1))] }

    package static func opened(by event: Event) -> PaymentRules? {
        switch event {
        case .set(let rules): rules
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .set(let rules): self = rules
        }
    }

    /// Whether the identity of somebody who gets part of this amount must be on record.
    func needsIdentity(_ decided: Money) -> Bool {
        decided.currency == identityFrom.currency
            ? decided.minor >= identityFrom.minor : decided.minor >= identityFromForeignMinor
    }

    /// Whether a batch of this total needs a second person. Other currencies are worth more than
    /// the figure says, so the same figure is a tenth of it there.
    func needsApproval(_ total: Money) -> Bool {
        let limit = batchApprovalFrom.minor
        return total.minor >= (total.currency == batchApprovalFrom.currency ? limit : limit / 10)
    }

    /// Those that stand in the way of a release.
    func blocking(_ similar: [Payment.Duplicate], _ amount: Money) -> [Payment.Duplicate] {
        let isLarge = amount.currency != duplicateFrom.currency
            || amount.minor >= duplicateFrom.minor
        return similar.filter { $0.reason == .sameInvoice || isLarge }
    }
}
