import Kernel

/// 追尾代位求偿: paid and closed, then claimed back from the other driver, whose insurer pays in two
/// parts. The file is archived once the recovery is at its end.
enum SubrogatedCollision: DemoStory {
    static let name = "subrogatedCollision"
    static let beginsDaysBefore = 66

    static func tell(_ teller: inout DemoTeller) async throws {
        let claim = try await teller.openClaim(
            .init(
                product: "AUTO", skipping: 11, cause: .collision, place: "宁波市鄞州区中山东路路口",
                course: "直行时被后车追尾，对方负全部责任，对方拒绝赔偿", reporter: "林思远",
                phone: "13800003456", coverage: "damage", item: "后备厢盖与后保险杠更换",
                claimed: "12500.00 CNY",
                documents: ["claimForm", "licence", "invoice", "police"]))
        try await teller.decide(claim, pays: true, "碰撞属于保险责任，先行赔付后代位求偿", "第一章第六条")
        try await teller.payAndClose(claim, "林思远", "9999990123456789113", "12000.00 CNY")
        teller.wait(days: 1)
        let recovery = try await teller.act(
            .claimsHandler, "recoveries.open",
            [
                "claim": .string(claim), "kind": "subrogation", "expected": "12000.00 CNY",
                "basis": "交警认定后车负全部责任（保险法第六十条）", "opponent": "周启航",
                "contact": "13800009876",
                "limitation": .string(teller.today.adding(days: 1_090).description),
            ]
        ).text("number") ?? ""
        try await teller.act(
            .claimsHandler, "recoveries.demand",
            [
                "recovery": .string(recovery), "document": "追偿函（寄对方及其承保公司）",
                "limitation": .string(teller.today.adding(days: 1_095).description),
            ])
        for (amount, part) in [("7000.00 CNY", 1), ("5000.00 CNY", 2)] {
            teller.wait(days: 9)
            try await teller.act(
                .paymentClerk, "recoveries.receive",
                [
                    "recovery": .string(recovery), "amount": .string(amount),
                    "reference": .string("DEMO-\(recovery)-\(part)"),
                    "receivedOn": .string(teller.today.description),
                ])
        }
        try await teller.act(
            .claimsHandler, "recoveries.close", ["recovery": .string(recovery)])
        try await teller.archive(claim, "宁波档案室 1 号柜")
    }
}
