import Kernel

/// 核赔权限 of the demo: three levels for what is paid and for what is refused.
package enum DemoAuthority {
    private static let levels: [(Int64, PostWords.Post, Int64)] = [
        (1, .claimsApprover, 20_000_00), (2, .claimsSupervisor, 200_000_00),
        (3, .executive, 100_000_000_00),
    ]
    private static let reserveLevels: [(Int64, PostWords.Post, Int64)] = [
        (1, .claimsHandler, 50_000_00), (2, .claimsSupervisor, 500_000_00),
        (3, .executive, 100_000_000_00),
    ]
    private static let fees: [(Int64, PostWords.Post, Int64)] = [
        (1, .claimsHandler, 20_000_00), (2, .claimsSupervisor, 200_000_00),
    ]
    private static let kinds = [
        ("claims.indemnity", levels), ("claims.refusal", levels),
        ("claims.exGratia", levels), (WaiverFacts.authority, levels),
        (Reserves.authorityKind, reserveLevels),
    ]

    /// Grants what is missing: rows for all products in renminbi, and rows of their own for each
    /// product in another currency. Returns how many rows are new.
    package static func install(_ door: DemoDoor) async throws -> Int {
        let foreign = try await door.dispatcher.database.read { reader in
            let products: [Loaded<Product>] = try reader.loadAll(
                where: "1 = 1 ORDER BY code LIMIT 2000")
            return products.compactMap { product -> (String, Currency)? in
                guard let currency = product.coverages.first?.limit.currency, currency != .cny
                else { return nil }
                return (product.code, currency)
            }
        }
        var added = 0
        for (kind, levels) in kinds {
            for (level, post, maximum) in levels {
                added += try await grant(kind, level, post, Money(minor: maximum), nil, door)
                for (product, currency) in foreign {
                    let money = Money(minor: maximum, currency)
                    added += try await grant(kind, level, post, money, product, door)
                }
            }
        }
        for (level, post, maximum) in fees {
            let money = Money(minor: maximum)
            added += try await grant(AppointAdjuster.authority, level, post, money, nil, door)
        }
        added += try await grant(
            OverLimit.kind, 3, .executive, Money(minor: 50_000_00), nil, door)
        return added
    }

    private static func grant(
        _ kind: String, _ level: Int64, _ post: PostWords.Post, _ maximum: Money,
        _ product: String?, _ door: DemoDoor
    ) async throws -> Int {
        let isNew = try await door.ensure(
            GrantAuthority.self,
            [
                "kind": .string(kind), "post": .string(post.rawValue), "level": .integer(level),
                "product": product.map(JSON.string) ?? .null, "scope": "single",
                "from": "2020-01-01", "maximum": .string(maximum.description),
                "document": "核赔授权 2020-1",
            ])
        return isNew ? 1 : 0
    }
}
