import Insurance
import Kernel
import Testing

/// What the claims of one loss took of limits they share, as it is read for each of them.
@Suite struct SharedLimitTests {
    @Test func `each claim of a loss sees what the others took, and of no other loss`()
        async throws
    {
        let house = try await House(seed: 4)
        var options = Demo.Options()
        options.customers = Demo.customersForCases
        options.seed = 4
        options.withCases = true
        _ = try await Demo(house.dispatcher, options).install()
        try await house.database.read { reader in
            let claims: [Loaded<Claim>] = try reader.loadAll(
                where: "number IS NOT NULL ORDER BY number LIMIT 500")
            for claim in claims.map(\.state) {
                var expected: [String: Int64] = [:]
                for other in claims.map(\.state)
                where other.notice == claim.notice && other.policy == claim.policy
                    && other.number != claim.number
                {
                    for decision in other.decisions where decision.outcome == .pay {
                        for line in decision.sheet.lines where line.payable.minor > 0 {
                            expected[line.coverage, default: 0] += line.payable.minor
                        }
                    }
                }
                let found = try SharedLimits.taken(beside: claim, reader)
                    .filter { $0.value > 0 }
                #expect(found == expected, "\(claim.number)")
            }
            let shared = Dictionary(grouping: claims, by: \.state.notice)
            #expect(shared.values.contains { $0.count > 1 })
        }
    }
}
