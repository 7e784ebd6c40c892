import Kernel

/// 预付赔款: a severe collision whose repair cannot be priced; after fifty days the certain part is
/// paid, and the rest waits.
enum AdvanceForCrash: DemoStory {
    static let name = "advanceForCrash"
    static let beginsDaysBefore = 55

    static func tell(_ teller: inout DemoTeller) async throws {
        let claim = try await teller.register(
            try await teller.policyHeld("AUTO", skipping: 30), "collision", "上海市嘉定区曹安公路",
            "与货车相撞，车身变形严重，进口配件待报价", "马骏", reserve: "80000.00 CNY")
        try await teller.receive(claim, ["claimForm", "licence", "invoice", "police"])
        teller.wait(days: 48)
        try await teller.act(
            .claimCalculator, "claims.proposeAdvance",
            [
                "claim": .string(claim), "amount": "15000.00 CNY",
                "reason": "钣金和工时部分金额已可确定，先予支付",
            ])
        teller.wait(days: 1)
        try await teller.act(
            .claimsApprover, "claims.decideAdvance",
            ["claim": .string(claim), "approves": true, "reason": "同意先予支付"])
        try await teller.act(
            .paymentClerk, "claims.payAdvance",
            [
                "claim": .string(claim), "method": "bankTransfer", "payee": "马骏",
                "account": "6222021234567890128", "isEntitled": true,
            ])
    }
}
