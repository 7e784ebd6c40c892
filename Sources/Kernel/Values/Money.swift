/// An amount in integer minor units of one currency (for CNY: fen). Never a floating number.
package struct Money: Hashable, Sendable, Codable {
    /// Minor units; negative for money owed to the insurer.
    package let minor: Int64
    package let currency: Currency

    package init(minor: Int64, _ currency: Currency = .cny) {
        self.minor = minor
        self.currency = currency
    }

    package static func zero(_ currency: Currency) -> Money { Money(minor: 0, currency) }

    /// The sum, or `nil` when it does not fit in 64 bits or the currencies differ.
    package func adding(_ other: Money) -> Money? {
        guard currency == other.currency else { return nil }
        let (sum, overflowed) = minor.addingReportingOverflow(other.minor)
        return overflowed ? nil : Money(minor: sum, currency)
    }

    private enum CodingKeys: String, CodingKey {
        case minor, currency
    }
}

/// An ISO 4217 currency with two decimal places.
package enum Currency: String, Sendable, Codable, CaseIterable {
    case cny = "CNY"
    case usd = "USD"
    case eur = "EUR"
}
