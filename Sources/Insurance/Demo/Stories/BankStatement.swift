import Kernel

/// 银行对账: a batch compared with the bank's statement; one line agrees and pays, one is of no payment
/// and waits as a difference, as the office finds it on its first day.
enum BankStatement: DemoStory {
    static let name = "bankStatement"
    static let beginsDaysBefore = 6

    static func tell(_ teller: inout DemoTeller) async throws {
        let claim = try await PaidCase(
            product: "AUTO", skipping: 8, place: "杭州市余杭区文一西路地下车库", cause: "scratching",
            course: "停车时刮擦立柱，右后门划伤", reporter: "林雅文", phone: "13800009753",
            documents: ["claimForm", "licence", "invoice", "police"],
            items: [("damage", "右后门钣金喷漆", "2600.00 CNY")], reserve: "2600.00 CNY",
            terms: "第一章第六条"
        ).decided(&teller)
        let payment = try await teller.act(
            .paymentClerk, "payments.order",
            [
                "claim": .string(claim), "method": "bankTransfer", "payee": "林雅文",
                "account": "9999990123456789063", "isEntitled": true,
            ]
        ).text("payment") ?? ""
        try await teller.act(.paymentReleaser, "payments.release", ["payment": .string(payment)])
        try await teller.act(.paymentClerk, "payments.sendBatch", ["currency": "CNY"])
        teller.wait(days: 1)
        let lines: [(String, JSON, String)] = [
            ("1", .string(payment), "2100.00 CNY"), ("2", .null, "88.00 CNY"),
        ]
        for (line, named, amount) in lines {
            try await teller.act(
                .paymentClerk, "payments.reconcileLine",
                [
                    "statement": "DEMO-STATEMENT", "line": .string(line),
                    "reference": .string("DEMO-LINE-\(line)"), "payment": named,
                    "amount": .string(amount), "result": "paid",
                ])
        }
    }
}
