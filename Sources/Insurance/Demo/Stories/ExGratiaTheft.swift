import Kernel

/// 通融赔付: a theft without the signs that the terms ask for; an old customer is helped all the
/// same, under an authority of its own and after a panel.
enum ExGratiaTheft: DemoStory {
    static let name = "exGratiaTheft"
    static let beginsDaysBefore = 16

    static func tell(_ teller: inout DemoTeller) async throws {
        let claim = try await teller.register(
            try await teller.policyHeld("HOME", skipping: 2), "burglary", "杭州市上城区清波街道",
            "家中现金和首饰被盗，门窗无明显撬压痕迹", "孙丽", reserve: "8000.00 CNY")
        try await teller.receive(claim, ["claimForm", "lossList", "photos"])
        try await teller.assess(
            claim,
            [
                [
                    "coverage": "burglary", "description": "首饰及现金",
                    "claimed": "8000.00 CNY", "assessed": "6500.00 CNY",
                    "departure": "现金超出条款限额部分不计",
                ]
            ])
        try await teller.propose(
            claim, "exGratia", coverage: (false, "无撬压痕迹，不符合盗抢责任约定"),
            amount: "客户投保十二年无赔款，协商通融", terms: "第九条", ["exGratia": "3000.00 CNY"])
        try await teller.discuss(
            claim,
            [
                ("E1005", true, "责任确不成立，金额适当"),
                ("E1004", true, "同意通融，避免讼争"),
                ("E1002", true, "同意，不作先例"),
            ], minutes: "到会三人一致同意通融赔付 3000 元，不作先例。")
        teller.wait(days: 1)
        try await teller.act(
            .claimsApprover, "claims.decide", ["claim": .string(claim), "reason": "依会商结论通融赔付"])
    }
}
