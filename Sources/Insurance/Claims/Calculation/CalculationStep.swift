package import Kernel

/// One line of a calculation: what it takes off, what is left, and why.
package struct CalculationStep: Sendable, Codable, Equatable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case assessed, depreciation, salvage, insuredValue, underinsurance, liability,
            otherInsurance, fixedSum, disability, dailyAllowance, socialInsurance, deductible,
            reimbursement, limit
    }

    package let kind: Kind
    package let taken: Money
    package let left: Money
    /// The share that counts, where the step is a proportion: `numerator` of `denominator`.
    package let numerator: Int64?
    package let denominator: Int64?

    package var title: Words {
        switch kind {
        case .assessed: Words("定损金额", "Assessed loss")
        case .depreciation: Words("扣除折旧", "Less depreciation")
        case .salvage: Words("扣除损余价值", "Less salvage kept by the insured")
        case .insuredValue: Words("以保险价值为限", "No more than the insured value")
        case .underinsurance: Words("不足额保险按比例", "Underinsurance, in proportion")
        case .liability: Words("按责任比例", "Share of contributory causes")
        case .otherInsurance: Words("重复保险按比例分摊", "Contribution with other insurance")
        case .fixedSum: Words("定额给付", "Fixed benefit")
        case .disability: Words("按伤残等级给付", "Benefit by disability grade")
        case .dailyAllowance: Words("按日津贴", "Daily allowance")
        case .socialInsurance: Words("扣除医保等已报销金额", "Less what others reimbursed")
        case .deductible: Words("扣除免赔额", "Less the deductible")
        case .reimbursement: Words("按给付比例", "Share reimbursed")
        case .limit: Words("以剩余限额为限", "No more than the limit left")
        }
    }

    /// What stands behind it.
    package var basis: Words {
        switch kind {
        case .insuredValue: Words("《保险法》第55条第3款", "Insurance Law, article 55(3)")
        case .underinsurance: Words("《保险法》第55条第4款", "Insurance Law, article 55(4)")
        case .salvage: Words("《保险法》第59条", "Insurance Law, article 59")
        case .otherInsurance: Words("《保险法》第56条第2款", "Insurance Law, article 56(2)")
        default: Words("保险条款", "the policy's terms")
        }
    }

    /// The step in one sentence, as the calculation sheet prints it.
    package var explanation: Words {
        let (zh, en) = (ratio?.zh ?? "", ratio?.en ?? "")
        return Words(
            "\(title.zh)\(zh)：减 \(taken)，余 \(left)（\(basis.zh)）",
            "\(title.en)\(en): \(taken) less, \(left) left (\(basis.en))")
    }

    private var ratio: Words? {
        guard let numerator, let denominator else { return nil }
        return Words("（\(numerator)/\(denominator)）", " (\(numerator)/\(denominator))")
    }
}

/// The amount as it goes down the sheet. Checked throughout: nothing here can trap.
///
/// What a share takes off is rounded down to the whole fen, so that doubt goes to the customer
/// (保险法 art. 30 resolves doubtful terms for the insured; rounding follows the same rule).
struct CalculationLedger {
    let currency: Currency
    private(set) var left: Int64
    private(set) var steps: [CalculationStep] = []

    init(_ kind: CalculationStep.Kind, _ amount: Int64, _ currency: Currency) {
        self.currency = currency
        left = max(0, amount)
        note(kind, taken: 0)
    }

    /// Takes off an amount, at most what is left.
    mutating func take(_ kind: CalculationStep.Kind, _ amount: Int64, always: Bool = false) {
        let taken = min(max(0, amount), left)
        guard taken > 0 || always else { return }
        left -= taken
        note(kind, taken: taken)
    }

    /// Keeps `numerator` of `denominator`. A share of the whole or more changes nothing.
    mutating func share(_ kind: CalculationStep.Kind, _ numerator: Int64, of denominator: Int64) {
        guard denominator > 0, numerator < denominator else { return }
        let off = denominator - max(0, numerator)
        let taken = denominator.dividingFullWidth(left.multipliedFullWidth(by: off)).quotient
        left -= taken
        note(kind, taken: taken, max(0, numerator), denominator)
    }

    /// Keeps no more than a ceiling.
    mutating func cap(_ kind: CalculationStep.Kind, _ ceiling: Int64) {
        take(kind, left - min(left, max(0, ceiling)))
    }

    private mutating func note(
        _ kind: CalculationStep.Kind, taken: Int64, _ numerator: Int64? = nil,
        _ denominator: Int64? = nil
    ) {
        steps.append(
            CalculationStep(
                kind: kind, taken: Money(minor: taken, currency),
                left: Money(minor: left, currency), numerator: numerator, denominator: denominator))
    }
}
