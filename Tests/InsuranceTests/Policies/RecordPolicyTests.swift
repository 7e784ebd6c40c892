import Insurance
import Kernel
import TestSupport
import Testing

struct RecordPolicyTests {
    private static func policy(_ overrides: JSON) -> JSON {
        [
            "number": "P-1", "product": "HOME", "holderName": "张晓明", "inception": "2025-01-01",
            "expiry": "2025-12-31", "overrides": overrides,
        ]
    }

    private static let product: JSON = [
        "code": "HOME", "zh": "家庭财产保险", "en": "Home", "line": "property",
        "simpleUpTo": "3000.00 CNY", "complexAbove": "100000.00 CNY", "documents": [],
        "coverages": [
            [
                "code": "contents", "zh": "室内财产", "en": "Contents", "limit": "50000.00 CNY",
                "deductible": "200.00 CNY", "deductiblePermille": 0, "terms": "第六条",
            ]
        ],
    ]

    private static func world() async throws -> World {
        let world = try await World()
        _ = try await world.dispatcher.perform(
            DefineProduct.self, from: product, by: world.principal(.executive))
        return world
    }

    @Test(arguments: ["limit", "deductible"])
    func `an own limit or deductible in another currency is refused`(field: String) async throws {
        let world = try await Self.world()
        let members: [JSON.Object.Member] = [
            .init(name: "code", value: "contents"), .init(name: field, value: "900.00 USD"),
        ]
        let one = JSON.object(JSON.Object(members))
        let refusal = try await world.refusal {
            _ = try await world.dispatcher.perform(
                RecordPolicy.self, from: Self.policy([one]),
                by: world.principal(.underwritingIntake))
        }
        #expect(refusal.id == "policies.overrideCurrency")
        #expect(try await world.count("policy") == 0)
    }

    @Test func `an own limit in the product's currency is kept with the policy`() async throws {
        let world = try await Self.world()
        _ = try await world.dispatcher.perform(
            RecordPolicy.self, from: Self.policy([["code": "contents", "limit": "900.00 CNY"]]),
            by: world.principal(.underwritingIntake))
        let policy: Policy = try await world.load("P-1")
        #expect(policy.overrides.first?.limit == Money(minor: 900_00))
    }
}
