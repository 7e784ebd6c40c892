import Insurance
import Kernel
import TestSupport
import Testing

/// An approver sees the cases of their own level and branch, everybody else all of them.
@Suite struct CaseSightTests {
    @Test func `an approver of a branch sees what came before their post there, and nothing else`()
        async throws
    {
        let house = try await Self.house()
        let all = try await seen(Self.handler, house)
        let byBranch = try await house.database.read { reader -> [ID<Branch>: Set<String>] in
            var claims: [ID<Branch>: Set<String>] = [:]
            let items: [Loaded<WorkItem>] = try reader.loadAll(
                where: "post = 'claimsApprover' AND stream LIKE 'claim/%' LIMIT 500")
            for item in items {
                claims[try #require(item.state.branch), default: []]
                    .insert(item.state.subject.number)
            }
            return claims
        }
        #expect(byBranch.count > 1)
        for (branch, expected) in byBranch {
            let found = try await seen(Self.approver(branch), house)
            #expect(found.isSuperset(of: expected) && found.isStrictSubset(of: all))
            let hidden = try #require(all.subtracting(found).min())
            let approver = Self.approver(branch)
            let isShown = try await house.database.read { [vault = house.dispatcher.vault] in
                try ReadCollections.named("claim")?.one(hidden, for: approver, vault, $0) != nil
            }
            #expect(!isShown)
            let papers = try await page("letter", approver, house).compactMap { $0["claim"]?.text }
            #expect(Set(papers).isSubset(of: found))
            let notices = try await page("notice", approver, house)
                .compactMap { $0["claim"]?.text }
            #expect(!notices.isEmpty && Set(notices).isSubset(of: found))
        }
        let root = try await house.database.read { reader -> ID<Branch>? in
            try Office.find("HQ", reader)?.state.branch
        }
        let whole = try await seen(Self.approver(root), house)
        #expect(whole == byBranch.values.reduce(into: whole) { $0.formUnion($1) })
        #expect(whole.count < all.count)
    }

    private static func house() async throws -> House {
        let house = try await House(seed: 4)
        var options = Demo.Options()
        options.customers = Demo.customersForCases
        options.seed = 4
        options.withCases = true
        _ = try await Demo(house.dispatcher, options).install()
        return house
    }

    private static func approver(_ branch: ID<Branch>?) -> Principal {
        principal(.claimsApprover, branch)
    }

    private static let handler = principal(.claimsHandler, nil)

    private static func principal(_ post: PostWords.Post, _ branch: ID<Branch>?) -> Principal {
        Principal(
            .staff(ID("01900000-0000-7000-8000-000000000001") ?? .blank), posts: [Post(post)],
            branch: branch, staffVersion: 1)
    }

    private func page(
        _ name: String, _ principal: Principal, _ house: House
    ) async throws -> [JSON] {
        let collection = try #require(ReadCollections.named(name))
        return try await house.database.read { [vault = house.dispatcher.vault] reader in
            try collection.page(
                after: nil, limit: 200, filters: [:], for: principal, vault, reader
            ).items
        }
    }

    private func seen(_ principal: Principal, _ house: House) async throws -> Set<String> {
        Set(try await page("claim", principal, house).compactMap { $0["number"]?.text })
    }
}
