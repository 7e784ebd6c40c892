import Kernel

/// 为何要这么久: a customer questions the deadline of the decision, and is answered with the
/// clock's own sum.
enum WhySoLong: DemoStory {
    static let name = "whySoLong"
    static let beginsDaysBefore = 12

    static func tell(_ teller: inout DemoTeller) async throws {
        let policy = try await teller.policyInForce("MEDICAL", skipping: 4)
        let notice = try await teller.act(
            .claimsIntake, "claims.registerNotice",
            [
                "channel": "web", "policy": .string(policy),
                "lossAt": .string(teller.now.adding(seconds: -172_800).iso8601),
                "place": "上海市徐汇区某三级医院", "cause": "illness",
                "course": "急性阑尾炎住院手术，已出院", "estimate": "28000.00 CNY",
                "reporterName": "周敏", "reporterPhone": "13600008765",
                "source": .string(teller.source),
            ]
        ).text("number") ?? ""
        try await teller.act(
            .claimsHandler, "claims.recordContact",
            [
                "notice": .string(notice), "channel": "phone", "outcome": "reached",
                "note": "已一次性告知需提交出院小结、收据和医保结算单",
            ])
        let claim = try await teller.act(
            .registrationClerk, "claims.registerClaim",
            ["notice": .string(notice), "reserve": "28000.00 CNY", "reason": "住院费用估算"]
        ).text("number") ?? ""
        teller.wait(days: 2)
        let question = try await teller.act(
            .serviceAgent, "claims.questionDeadline",
            [
                "claim": .string(claim), "metric": "claims.decision", "channel": "phone",
                "question": "资料都交了，为什么还要等十个工作日？",
            ]
        ).text("number") ?? ""
        try await teller.act(
            .claimsHandler, "claims.answerQuestion",
            [
                "question": .string(question),
                "remark": "十个工作日为普通案件的承诺上限，资料核对后会尽快核定",
            ])
    }
}
