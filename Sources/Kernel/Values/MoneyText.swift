extension Money: CustomStringConvertible, LosslessStringConvertible {
    /// `1234.50 CNY`: two decimals, no grouping; the form of the API, of CSV and of refusals.
    package var description: String {
        let magnitude = minor.magnitude
        let cents = magnitude % 100
        return (minor < 0 ? "-" : "") + String(magnitude / 100) + (cents < 10 ? ".0" : ".")
            + String(cents) + " " + currency.rawValue
    }

    /// Reads `1234.50 CNY`, `1234.5`, `-12`; without a currency it is CNY. Thousands separators,
    /// a third decimal, full-width digits and amounts over 9 × 10^15 are `nil`: never guessed.
    package init?(_ text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let minor = Money.minor(parts[0]) else { return nil }
        guard let currency = parts.count == 1 ? .cny : Currency(rawValue: String(parts[1])) else {
            return nil
        }
        self.init(minor: minor, currency)
    }

    private static func minor(_ text: Substring) -> Int64? {
        var digits = text.utf8[...]
        let isNegative = digits.first == 0x2D
        if isNegative { digits = digits.dropFirst() }
        let parts = digits.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...13).contains(parts[0].count) else { return nil }
        if parts.count == 2, !(1...2).contains(parts[1].count) { return nil }
        var value: Int64 = 0
        var decimals = 0
        for (index, part) in parts.enumerated() {
            for digit in part {
                guard (0x30...0x39).contains(digit) else { return nil }
                value = value * 10 + Int64(digit - 0x30)
                decimals += index
            }
        }
        for _ in decimals..<2 { value *= 10 }
        return isNegative ? -value : value
    }
}
