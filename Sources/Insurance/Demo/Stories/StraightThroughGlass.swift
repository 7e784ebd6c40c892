import Kernel

/// 玻璃单独破碎: small, complete and without a flag: decided by published rules within minutes.
enum StraightThroughGlass: DemoStory {
    static let name = "straightThroughGlass"
    static let beginsDaysBefore = 14

    static func tell(_ teller: inout DemoTeller) async throws {
        let claim = try await teller.register(
            try await teller.policyHeld("AUTO", skipping: 6), "glassBreakage", "杭州绕城高速下沙段",
            "行驶中被前车溅起的石子击中前挡风玻璃", "赵敏", reserve: "1200.00 CNY",
            items: [
                [
                    "coverage": "damage", "description": "前挡风玻璃更换",
                    "claimed": "1200.00 CNY",
                ]
            ])
        try await teller.receive(claim, ["claimForm", "licence", "invoice", "police"])
        try await teller.actAsRules("claims.decideByRule", ["claim": .string(claim)])
    }
}
