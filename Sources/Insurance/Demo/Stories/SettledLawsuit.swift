import Kernel

/// 诉讼调解: the customer sues about accident treatment, both sides settle in court, the claim is
/// taken up again and pays what was agreed.
enum SettledLawsuit: DemoStory {
    static let name = "settledLawsuit"
    static let beginsDaysBefore = 68

    static func tell(_ teller: inout DemoTeller) async throws {
        let claim = try await teller.openClaim(
            .init(
                product: "ACCIDENT", skipping: 5, cause: .fall, place: "苏州市姑苏区平江路台阶",
                course: "下台阶时摔倒，右腕骨折住院治疗", reporter: "高思涵", phone: "13800005678",
                coverage: "treatment", item: "骨折手术与住院费用", claimed: "15000.00 CNY",
                documents: ["claimForm", "records", "receipts"]))
        try await teller.decide(claim, pays: true, "意外医疗属于保险责任，自费项目不计", "第四条第二款")
        try await teller.payAndClose(claim, "高思涵", "9999990123456789139", "12000.00 CNY")
        teller.wait(days: 4)
        let lawsuit = try await sue(claim, &teller)
        try await teller.assess(claim, "treatment", "调解确认的自费项目", "6250.00 CNY")
        try await teller.decide(claim, pays: true, "依据生效调解书", "第四条第二款")
        try await teller.payAndClose(claim, "高思涵", "9999990123456789139", "5000.00 CNY")
        try await teller.act(
            .claimsHandler, "litigation.close", ["lawsuit": .string(lawsuit)])
        try await teller.archive(claim, "上海档案室 2 号柜")
    }

    private static func sue(_ claim: String, _ teller: inout DemoTeller) async throws -> String {
        let lawsuit = try await teller.act(
            .claimsHandler, "litigation.open",
            [
                "claim": .string(claim), "forum": "court", "authority": "苏州市姑苏区人民法院",
                "docket": "（2026）苏0508民初1234号", "role": "defendant",
                "amount": "9800.00 CNY", "opponent": "高思涵", "lawyer": "沈文博",
            ]
        ).text("number") ?? ""
        try await teller.act(
            .claimsHandler, "litigation.setHearing",
            [
                "lawsuit": .string(lawsuit), "place": "第二审判庭",
                "at": .string(teller.now.adding(seconds: 10 * 86_400).iso8601),
            ])
        try await teller.act(
            .claimsHandler, "litigation.recordCost",
            ["lawsuit": .string(lawsuit), "amount": "1500.00 CNY", "what": "律师代理费"])
        teller.wait(days: 11)
        try await teller.act(
            .claimsHandler, "litigation.holdHearing",
            ["lawsuit": .string(lawsuit), "note": "法庭主持调解，双方同意"])
        try await teller.act(
            .claimsHandler, "litigation.recordOutcome",
            [
                "lawsuit": .string(lawsuit), "result": "settlement", "payable": "5000.00 CNY",
                "document": "（2026）苏0508民初1234号民事调解书",
                "servedOn": .string(teller.today.description),
            ])
        try await teller.act(
            .claimsSupervisor, "litigation.reopenClaim",
            ["lawsuit": .string(lawsuit), "reason": "履行生效调解书"])
        return lawsuit
    }
}
