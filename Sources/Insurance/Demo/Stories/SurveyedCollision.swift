import Kernel

/// 较大碰撞: surveyed on the spot with a photograph, reported and accepted; the claim waits to be
/// assessed.
enum SurveyedCollision: DemoStory {
    static let name = "surveyedCollision"
    static let beginsDaysBefore = 9

    static func tell(_ teller: inout DemoTeller) async throws {
        let policy = try await teller.policyInForce("AUTO", skipping: 12)
        let claim = try await teller.register(
            [
                "channel": "phone", "policy": .string(policy),
                "lossAt": .string(teller.now.adding(seconds: -7_200).iso8601),
                "place": "杭州市余杭区文一西路与常二路口", "cause": "collision",
                "course": "左转弯时与直行货车相撞，右侧车门及翼子板严重变形，无人受伤",
                "estimate": "38000.00 CNY", "reporterName": "陈立群",
                "reporterPhone": "13805711234",
            ], reserve: "38000.00 CNY")
        try await teller.act(
            .claimsHandler, "claims.planInvestigation",
            ["claim": .string(claim), "reason": "损失较大，采纳规则建议，安排现场查勘"])
        teller.wait(minutes: 90)
        let photo = try await teller.attach(
            DemoPicture.png(side: 48, pattern: 1), "右前门.png", .sitePhoto, to: claim,
            as: .surveyor)
        try await teller.find(
            claim, "T1", "路口监控与刹车痕迹相符，右前门、翼子板受损，碰撞高度与货车保险杠一致", photo, as: .surveyor)
        teller.wait(days: 1)
        try await teller.act(
            .surveyor, "claims.submitInvestigationReport",
            [
                "claim": .string(claim), "conclusion": "事故真实，损失与碰撞形态相符，对方负主要责任",
            ])
        try await teller.act(
            .claimsHandler, "claims.closeInvestigation",
            ["claim": .string(claim), "reason": "查勘充分，采纳结论"])
    }
}
