import Kernel

/// 损余变卖: replaced parts are appraised by one person and sold by another.
enum SalvageSold: DemoStory {
    static let name = "salvageSold"
    static let beginsDaysBefore = 45

    static func tell(_ teller: inout DemoTeller) async throws {
        let claim = try await teller.openClaim(
            .init(
                product: "AUTO", skipping: 12, cause: .overturning, place: "成都市双流区机场路辅道",
                course: "避让行人驶入绿化带侧翻，发动机受损", reporter: "何嘉文", phone: "13800004567",
                coverage: "damage", item: "发动机总成更换", claimed: "18500.00 CNY",
                documents: ["claimForm", "licence", "invoice", "police"]))
        try await teller.decide(claim, pays: true, "倾覆属于保险责任", "第一章第六条")
        try await teller.payAndClose(claim, "何嘉文", "9999990123456789121", "18000.00 CNY")
        let recovery = try await teller.act(
            .claimsHandler, "recoveries.open",
            [
                "claim": .string(claim), "kind": "salvage", "expected": "2000.00 CNY",
                "basis": "更换下的发动机总成归公司所有", "item": "受损发动机总成一台",
                "limitation": .string(teller.today.adding(days: 1_090).description),
            ]
        ).text("number") ?? ""
        try await teller.act(
            .claimsHandler, "recoveries.appraise",
            [
                "recovery": .string(recovery), "amount": "1800.00 CNY", "document": "残值估价单 26-31",
            ])
        teller.wait(days: 2)
        try await teller.act(
            .claimsSupervisor, "recoveries.sell",
            [
                "recovery": .string(recovery), "price": "1900.00 CNY", "buyer": "蓉城再生资源有限公司",
            ])
        try await teller.act(
            .claimsHandler, "recoveries.recordCost",
            ["recovery": .string(recovery), "amount": "120.00 CNY", "what": "拖运费"])
        teller.wait(days: 1)
        try await teller.act(
            .paymentClerk, "recoveries.receive",
            [
                "recovery": .string(recovery), "amount": "1900.00 CNY",
                "reference": .string("DEMO-\(recovery)-1"),
                "receivedOn": .string(teller.today.description),
            ])
        try await teller.act(
            .claimsHandler, "recoveries.close", ["recovery": .string(recovery)])
    }
}
