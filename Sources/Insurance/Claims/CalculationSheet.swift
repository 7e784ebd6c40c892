package import Kernel

/// 理算书: how the payable amount comes about, coverage by coverage. Pure arithmetic on integers.
package struct CalculationSheet: Sendable, Codable, Equatable {
    package struct Line: Sendable, Codable, Equatable {
        package let coverage: String
        package let assessed: Money
        /// The larger of the fixed deductible and the rate's share, never more than the loss.
        package let deductible: Money
        package let limit: Money
        /// What earlier decisions on this claim already took of the limit.
        package let limitUsed: Money
        package let payable: Money
    }

    package let lines: [Line]
    package let payable: Money

    /// The sheet of an assessment, or `nil` when an item names a coverage the claim has not, the
    /// currencies differ, a sum does not fit or an amount is negative. Never traps.
    package static func calculate(
        _ items: [Assessment.Item], _ coverages: [Coverage], used: [String: Int64],
        _ currency: Currency
    ) -> CalculationSheet? {
        var lines: [Line] = []
        var total = Money.zero(currency)
        for coverage in coverages where items.contains(where: { $0.coverage == coverage.code }) {
            guard coverage.limit.currency == currency, coverage.deductible.currency == currency
            else { return nil }
            var assessed = Money.zero(currency)
            for item in items where item.coverage == coverage.code {
                guard item.assessed.minor >= 0, let sum = assessed.adding(item.assessed)
                else { return nil }
                assessed = sum
            }
            let line = line(coverage, assessed, used: used[coverage.code] ?? 0)
            guard let sum = total.adding(line.payable) else { return nil }
            total = sum
            lines.append(line)
        }
        let known = Set(coverages.map(\.code))
        guard items.allSatisfy({ known.contains($0.coverage) }) else { return nil }
        return CalculationSheet(lines: lines, payable: total)
    }

    private static func line(_ coverage: Coverage, _ assessed: Money, used: Int64) -> Line {
        let currency = assessed.currency
        // With at most 1000 permille the quotient is at most the loss, so the division cannot trap.
        let permille = min(max(0, coverage.deductiblePermille), 1000)
        let share = assessed.minor.multipliedFullWidth(by: permille)
        let rate = Int64(1000).dividingFullWidth(share).quotient
        let deductible = min(max(coverage.deductible.minor, rate), assessed.minor)
        let left = max(0, max(0, coverage.limit.minor) - max(0, used))
        let payable = min(assessed.minor - deductible, left)
        return Line(
            coverage: coverage.code, assessed: assessed,
            deductible: Money(minor: deductible, currency),
            limit: Money(minor: coverage.limit.minor, currency),
            limitUsed: Money(minor: used, currency), payable: Money(minor: payable, currency))
    }
}
