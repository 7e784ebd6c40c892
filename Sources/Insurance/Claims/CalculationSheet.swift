package import Kernel

/// 理算书: how the payable amount comes about, coverage by coverage. Pure arithmetic on integers.
///
/// An indemnity goes down in this order: assessed loss, depreciation, salvage kept by the insured,
/// insured value, underinsurance, share of liability, contribution with other insurance,
/// deductible, limit left. Medical expenses: what others reimbursed, deductible, share reimbursed,
/// limit left. A fixed benefit knows no indemnity limits: its sum, then the limit left. Advances
/// that were paid are taken off the total at the end.
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
        package let steps: [CalculationStep]
    }

    /// Whether it still comes out the same when so much of the limits is taken: what was taken
    /// later leaves enough.
    func holds(_ used: [String: Int64]) -> Bool {
        lines.allSatisfy { line in
            let taken = used[line.coverage] ?? 0
            return taken <= line.limitUsed.minor
                || line.payable.minor <= line.limit.minor - min(taken, line.limit.minor)
        }
    }

    package let lines: [Line]
    /// What was paid in advance and is taken off here.
    package let advanced: Money
    package let payable: Money

    /// The sheet of an assessment, or `nil` when an item or a term names a coverage the claim has
    /// not, the currencies differ, a sum does not fit or an amount is negative. Never traps.
    package static func calculate(
        _ items: [Assessment.Item], _ coverages: [Coverage], used: [String: Int64],
        _ currency: Currency, terms: [CoverageAdjustment] = [], advanced: Int64 = 0
    ) -> CalculationSheet? {
        let known = Set(coverages.map(\.code))
        guard items.allSatisfy({ known.contains($0.coverage) }),
            terms.allSatisfy({ known.contains($0.coverage) && $0.isIn(currency) }),
            Set(terms.map(\.coverage)).count == terms.count
        else { return nil }
        var lines: [Line] = []
        var total = Money.zero(currency)
        for coverage in coverages where items.contains(where: { $0.coverage == coverage.code }) {
            guard coverage.limit.currency == currency, coverage.deductible.currency == currency,
                let loss = CoverageLoss(items.filter { $0.coverage == coverage.code }, currency),
                let line = CoverageLine(
                    coverage, loss, terms.first { $0.coverage == coverage.code },
                    used: used[coverage.code] ?? 0
                ).line, let sum = total.adding(line.payable)
            else { return nil }
            total = sum
            lines.append(line)
        }
        let off = min(max(0, advanced), total.minor)
        return CalculationSheet(
            lines: lines, advanced: Money(minor: off, currency),
            payable: Money(minor: total.minor - off, currency))
    }
}

/// The items of one coverage, summed.
struct CoverageLoss {
    let assessed: Money
    private(set) var depreciation: Int64 = 0
    private(set) var salvage: Int64 = 0

    init?(_ items: [Assessment.Item], _ currency: Currency) {
        var sum = Money.zero(currency)
        for item in items {
            guard item.assessed.minor >= 0, let more = sum.adding(item.assessed) else { return nil }
            guard item.salvage.map({ $0.currency == currency }) ?? true else { return nil }
            sum = more
            var ledger = CalculationLedger(.assessed, item.assessed.minor, currency)
            ledger.share(.depreciation, 1000 - min(max(0, item.depreciationPermille ?? 0), 1000),
                of: 1000)
            depreciation += item.assessed.minor - ledger.left
            // What an item leaves over is at most the item: the sums stay within the loss.
            salvage += min(max(0, item.salvage?.minor ?? 0), ledger.left)
        }
        assessed = sum
    }
}

/// The calculation of one coverage.
struct CoverageLine {
    private let coverage: Coverage
    private let loss: CoverageLoss
    private let terms: CoverageAdjustment
    private let used: Int64
    private let currency: Currency

    init(_ coverage: Coverage, _ loss: CoverageLoss, _ terms: CoverageAdjustment?, used: Int64) {
        self.coverage = coverage
        self.loss = loss
        self.terms = terms ?? CoverageAdjustment()
        self.used = used
        currency = loss.assessed.currency
    }

    /// `nil` when a product of days and amount does not fit.
    var line: CalculationSheet.Line? {
        var deductible: Int64 = 0
        guard var ledger = ledger(&deductible) else { return nil }
        ledger.cap(.limit, max(0, max(0, coverage.limit.minor) - max(0, used)))
        return CalculationSheet.Line(
            coverage: coverage.code, assessed: loss.assessed,
            deductible: Money(minor: deductible, currency), limit: coverage.limit,
            limitUsed: Money(minor: used, currency), payable: Money(minor: ledger.left, currency),
            steps: ledger.steps)
    }

    private func ledger(_ deductible: inout Int64) -> CalculationLedger? {
        switch terms.basis {
        case .indemnity: return indemnity(&deductible)
        case .medicalExpense: return medical(&deductible)
        case .fixedSum: return CalculationLedger(.fixedSum, coverage.limit.minor, currency)
        case .disability:
            var ledger = CalculationLedger(.fixedSum, coverage.limit.minor, currency)
            ledger.share(.disability, terms.disabilityPercent ?? 0, of: 100)
            return ledger
        case .dailyAllowance:
            let days = max(0, max(0, terms.days ?? 0) - max(0, terms.waitingDays ?? 0))
            let (sum, overflowed) = max(0, terms.dailyAmount?.minor ?? 0)
                .multipliedReportingOverflow(by: days)
            return overflowed ? nil : CalculationLedger(.dailyAllowance, sum, currency)
        }
    }

    private func indemnity(_ deductible: inout Int64) -> CalculationLedger? {
        let sumInsured = max(0, coverage.limit.minor)
        var ledger = CalculationLedger(.assessed, loss.assessed.minor, currency)
        ledger.take(.depreciation, loss.depreciation)
        ledger.take(.salvage, loss.salvage)
        if let value = terms.insuredValue?.minor {
            ledger.cap(.insuredValue, value)
            ledger.share(.underinsurance, sumInsured, of: value)
        }
        ledger.share(.liability, terms.liabilityPermille ?? 1000, of: 1000)
        if let other = terms.otherSumInsured?.minor, other > 0 {
            let (all, overflowed) = sumInsured.addingReportingOverflow(other)
            guard !overflowed else { return nil }
            ledger.share(.otherInsurance, sumInsured, of: all)
        }
        deductible = self.deductible(of: ledger.left)
        ledger.take(.deductible, deductible)
        return ledger
    }

    private func medical(_ deductible: inout Int64) -> CalculationLedger {
        var ledger = CalculationLedger(.assessed, loss.assessed.minor, currency)
        ledger.take(.depreciation, loss.depreciation)
        ledger.take(.salvage, loss.salvage)
        ledger.take(.socialInsurance, terms.reimbursed?.minor ?? 0)
        guard let share = terms.reimbursementPermille else {
            deductible = self.deductible(of: ledger.left)
            ledger.take(.deductible, deductible)
            return ledger
        }
        // The share is stated here, so the coverage's own rate is not taken off a second time.
        deductible = min(max(0, coverage.deductible.minor), ledger.left)
        ledger.take(.deductible, deductible)
        ledger.share(.reimbursement, share, of: 1000)
        return ledger
    }

    private func deductible(of amount: Int64) -> Int64 {
        let permille = min(max(0, coverage.deductiblePermille), 1000)
        let rate = Int64(1000).dividingFullWidth(amount.multipliedFullWidth(by: permille)).quotient
        return min(max(coverage.deductible.minor, rate), amount)
    }
}
