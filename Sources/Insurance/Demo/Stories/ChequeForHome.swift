import Kernel

/// 支票赔付: a burst pipe at home, paid by a cheque that is handed over against a receipt and cleared.
enum ChequeForHome: DemoStory {
    static let name = "chequeForHome"
    static let beginsDaysBefore = 19

    static func tell(_ teller: inout DemoTeller) async throws {
        let claim = try await PaidCase(
            product: "HOME", skipping: 3, place: "成都市武侯区科华北路某小区", cause: "burstPipe",
            course: "厨房水管爆裂，地板与橱柜泡水", reporter: "何志远", phone: "13800001357",
            documents: ["claimForm", "lossList", "photos"],
            items: [("contents", "橱柜与木地板更换", "5500.00 CNY")], reserve: "5500.00 CNY",
            terms: "第六条"
        ).decided(&teller)
        let payment = try await teller.act(
            .paymentClerk, "payments.order",
            [
                "claim": .string(claim), "method": "cheque", "payee": "何志远",
                "account": "9999990123456789055", "isEntitled": true,
            ]
        ).text("payment") ?? ""
        try await teller.act(.paymentReleaser, "payments.release", ["payment": .string(payment)])
        try await teller.act(
            .paymentClerk, "payments.handOverCheque",
            ["payment": .string(payment), "cheque": "30205120", "receipt": "柜面签收单 0312"])
        teller.wait(days: 3)
        try await teller.act(
            .paymentClerk, "payments.confirm",
            [
                "payment": .string(payment), "reference": .string("DEMO-\(payment)"),
                "amount": "5000.00 CNY",
            ])
        try await teller.act(.claimsHandler, "claims.close", ["claim": .string(claim)])
    }
}
