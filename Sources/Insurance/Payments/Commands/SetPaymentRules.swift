package import Kernel

/// 设定付款规则: the insurer sets its own limits, with what they rest on.
package struct SetPaymentRules: Command {
    package static let statement = CommandStatement<SetPaymentRules>(
        "payments.setRules", Words("设定付款规则", "Set the payment rules"),
        Words(
            "设定身份核对、批次审批、重复付款与支票的限额，注明依据",
            "Set the limits for identity checks, batch approval, duplicates and cheques"),
        duties: ["4.2.4b"], by: .held(by: .complianceOfficer),
        fields: [
            Field(
                "identityFrom", \.identityFrom, Words("身份核对起点金额", "Identity check from"),
                0...Coverage.largest),
            Field(
                "identityFromForeignMinor", \.identityFromForeignMinor,
                Words("外币身份核对起点（最小单位）", "The same in another currency, minor units"),
                0...Coverage.largest),
            Field(
                "batchApprovalFrom", \.batchApprovalFrom,
                Words("批次审批起点金额", "Batch approval from"), 1...Coverage.largest),
            Field(
                "duplicateFrom", \.duplicateFrom, Words("疑似重复拦截起点金额", "Hold duplicates from"),
                0...Coverage.largest),
            Field(
                "duplicateDays", \.duplicateDays, Words("疑似重复的天数", "Days between duplicates"),
                1...3660),
            Field("chequeDays", \.chequeDays, Words("支票提示付款天数", "Days to cash a cheque"), 1...365),
            Field("sourceZh", \.sourceZh, Words("依据（中文）", "Source in Chinese"), .line(300)),
            Field("sourceEn", \.sourceEn, Words("依据（英文）", "Source in English"), .line(300)),
            Field("certainty", \.certainty, Words("确定程度", "Certainty")),
        ])

    package var identityFrom = Money(minor: 0)
    package var identityFromForeignMinor: Int64 = 0
    package var batchApprovalFrom = Money(minor: 1)
    package var duplicateFrom = Money(minor: 0)
    package var duplicateDays: Int64 = 30
    package var chequeDays: Int64 = 10
    package var sourceZh = ""
    package var sourceEn = ""
    package var certainty = Certainty.company

    package init() {}

    package struct Facts: Sendable {
        let row: Loaded<PaymentRules>?
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let known = try PaymentStore.row(transaction)
        return Facts(row: try known.flatMap { try transaction.hold($0.state.id) })
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        for money in [identityFrom, batchApprovalFrom, duplicateFrom] {
            try require(money.currency == .cny, else: .rulesCurrency)
        }
        let rules = PaymentRules(
            id: facts.row?.state.id ?? context.id("rules"), identityFrom: identityFrom,
            identityFromForeignMinor: identityFromForeignMinor,
            batchApprovalFrom: batchApprovalFrom, duplicateFrom: duplicateFrom,
            duplicateDays: duplicateDays, chequeDays: chequeDays,
            source: Words(sourceZh, sourceEn), certainty: certainty,
            setBy: context.principal.text)
        if let row = facts.row { return Decision(changing: row, .set(rules)) }
        var decision = Decision()
        decision.open(PaymentRules.self, .set(rules))
        return decision
    }
}

extension Refusal {
    static let rulesCurrency = Refusal(
        .invalid, "payments.rulesCurrency",
        Words("付款规则的金额以人民币设定", "the amounts of the payment rules are set in renminbi"))
}
