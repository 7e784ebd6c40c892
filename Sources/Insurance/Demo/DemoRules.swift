import Kernel

/// 核赔规则 of the demo: published by a second person for motor and home insurance, with the
/// authority that rules need to decide small claims, and a price list of parts.
enum DemoRules {
    /// Adds what is missing. The rules are proposed by one and published by another.
    static func install(_ door: DemoDoor) async throws {
        let roster = try await OfficeRoster.load(door.dispatcher.database)
        guard let maker = roster.holders(of: Post(.claimsSupervisor)).first?.principal,
            let publisher = roster.holders(of: Post(.executive)).first?.principal
        else { return }
        let limits: [(String, Int64, Int64)] = [("AUTO", 100_000, 3_000), ("HOME", 80_000, 2_000)]
        for (product, panelAbove, upTo) in limits {
            try await rules(product, panelAbove * 100, upTo * 100, maker, publisher, door)
        }
        try await prices(maker, publisher, door)
    }

    private static func rules(
        _ product: String, _ panelAbove: Int64, _ upTo: Int64, _ maker: Principal,
        _ publisher: Principal, _ door: DemoDoor
    ) async throws {
        func money(_ minor: Int64) -> JSON { .string(Money(minor: minor).description) }
        let known = try await door.dispatcher.database.read { reader in
            try AdjudicationRules.newest(product, reader) != nil
        }
        if known { return }
        let proposed = try await door.perform(
            ProposeRules.self,
            [
                "product": .string(product), "panelAbove": money(panelAbove),
                "refusalPanelAbove": money(panelAbove / 2), "panelForComplex": true,
                "straightThroughUpTo": money(upTo), "samplePermille": 250,
                "reason": "年度核赔规则",
            ], by: maker)
        try await door.perform(
            PublishRules.self, ["rules": .string(proposed.text("rules") ?? "")], by: publisher)
        try await door.ensure(
            GrantAuthority.self,
            [
                "kind": .string(StraightThroughTest.authority),
                "post": .string(AdjudicationRules.post(of: product).code), "level": 1,
                "product": .string(product), "scope": "single", "from": "2020-01-01",
                "maximum": money(upTo), "document": "规则核赔授权 2024-1",
            ])
    }

    private static func prices(
        _ maker: Principal, _ publisher: Principal, _ door: DemoDoor
    ) async throws {
        let known = try await door.dispatcher.database.read { reader in
            try PriceList.newest("PARTS", nil, reader) != nil
        }
        if known { return }
        func price(_ code: String, _ zh: String, _ en: String, _ amount: String) -> JSON {
            [
                "code": .string(code), "zh": .string(zh), "en": .string(en),
                "unitPrice": .string(amount),
            ]
        }
        let list = try await door.perform(
            ProposePrices.self,
            [
                "code": "PARTS", "from": "2020-01-01", "source": "地区配件市场询价",
                "items": [
                    price("BUMPER", "后保险杠", "Rear bumper", "1600.00 CNY"),
                    price("WINDSCREEN", "前挡风玻璃", "Windscreen", "1200.00 CNY"),
                    price("HEADLIGHT", "前大灯", "Headlight", "2800.00 CNY"),
                    price("LABOUR", "钣金工时", "Body labour, an hour", "120.00 CNY"),
                ],
            ], by: maker)
        try await door.perform(
            PublishPrices.self, ["list": .string(list.text("list") ?? "")], by: publisher)
    }
}
