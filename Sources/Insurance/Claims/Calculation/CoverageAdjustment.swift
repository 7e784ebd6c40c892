package import Kernel

/// 理算要素: what beside the assessed loss and the coverage's own terms bears on one coverage.
package struct CoverageAdjustment: FieldRecord, Codable, Hashable {
    /// 赔偿 makes good a loss; 给付 pays a benefit that was agreed. Never mixed on one line.
    package enum Basis: String, ChoiceValue {
        case indemnity, medicalExpense, fixedSum, disability, dailyAllowance

        package var title: Words {
            switch self {
            case .indemnity: Words("损失补偿", "Indemnity")
            case .medicalExpense: Words("医疗费用补偿", "Medical expenses")
            case .fixedSum: Words("定额给付", "Fixed benefit")
            case .disability: Words("伤残给付", "Disability benefit")
            case .dailyAllowance: Words("住院津贴", "Daily allowance")
            }
        }

        /// A benefit of a fixed sum is paid whatever other insurance there is.
        var isBenefit: Bool { self != .indemnity && self != .medicalExpense }
    }

    package static let fields: [Field<CoverageAdjustment>] = [
        Field("coverage", \.coverage, Words("保险责任", "Coverage"), .line(40)),
        Field("basis", \.basis, Words("赔付方式", "Basis")),
        Field(
            "insuredValue", optional: \.insuredValue, Words("保险价值", "Insured value"),
            1...Coverage.largest,
            help: Words("高于保险金额时按比例赔偿", "Above the sum insured the loss is paid in proportion")),
        Field(
            "liabilityPermille", optional: \.liabilityPermille,
            Words("责任比例（千分比）", "Share of liability in permille"), 0...1000),
        Field(
            "otherSumInsured", optional: \.otherSumInsured,
            Words("其他保险的保险金额", "Sum insured elsewhere"), 1...Coverage.largest),
        Field(
            "disabilityPercent", optional: \.disabilityPercent,
            Words("伤残给付比例（%）", "Disability benefit in percent"), 1...100),
        Field(
            "dailyAmount", optional: \.dailyAmount, Words("日津贴额", "Allowance a day"),
            1...Coverage.largest),
        Field("days", optional: \.days, Words("住院天数", "Days"), 1...3650),
        Field("waitingDays", optional: \.waitingDays, Words("免赔天数", "Waiting days"), 0...3650),
        Field(
            "reimbursed", optional: \.reimbursed,
            Words("医保及其他已报销", "Reimbursed by social insurance and others"),
            0...Coverage.largest),
        Field(
            "reimbursementPermille", optional: \.reimbursementPermille,
            Words("给付比例（千分比）", "Share reimbursed in permille"), 0...1000),
        Field("reason", \.reason, Words("依据", "Ground"), .line(300)),
    ]

    package var coverage = ""
    package var basis = Basis.indemnity
    package var insuredValue: Money?
    package var liabilityPermille: Int64?
    package var otherSumInsured: Money?
    package var disabilityPercent: Int64?
    package var dailyAmount: Money?
    package var days: Int64?
    package var waitingDays: Int64?
    package var reimbursed: Money?
    package var reimbursementPermille: Int64?
    package var reason = ""

    package init() {}
}

extension CoverageAdjustment {
    /// What is missing or out of place for its basis, or `nil` when it fits.
    var fault: Words? {
        switch basis {
        case .disability where disabilityPercent == nil:
            return Words("伤残给付须填写给付比例", "a disability benefit needs its percentage")
        case .dailyAllowance where dailyAmount == nil || days == nil:
            return Words("住院津贴须填写日津贴额和天数", "a daily allowance needs its amount and days")
        default: break
        }
        let indemnityOnly =
            insuredValue != nil || liabilityPermille != nil || otherSumInsured != nil
        if basis.isBenefit && (indemnityOnly || reimbursed != nil || reimbursementPermille != nil) {
            return Words(
                "给付型责任不适用补偿原则，请删除比例、分摊和已报销金额",
                "a fixed benefit is no indemnity: leave out shares, contribution and reimbursement")
        }
        if basis == .medicalExpense && indemnityOnly {
            return Words(
                "医疗费用补偿请填写已报销金额和给付比例", "for medical expenses give what was reimbursed")
        }
        return nil
    }

    /// Whether all its amounts are in one currency.
    func isIn(_ currency: Currency) -> Bool {
        [insuredValue, otherSumInsured, dailyAmount, reimbursed]
            .allSatisfy { $0 == nil || $0?.currency == currency }
    }
}
