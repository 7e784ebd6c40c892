package import Kernel

/// 保单: the contracts claims are made under, as far as claims need them.
package enum Policies {
    package static let commands: [any Command.Type] = [RecordPolicy.self]
}

/// A policy: who is insured, under which product, from when to when, up to what.
package struct Policy: Numbered {
    package enum Event: Sendable, Codable {
        case recorded(Policy)
    }

    package static let table = "policy"
    package static let title = Words("保单", "policy")

    package let id: ID<Policy>
    package let number: String
    package let product: String
    package let edition: Int64
    package let line: LineOfBusiness
    package let holder: ID<Person>
    package let holderName: Sealed
    package let inception: Day
    /// The last day of cover.
    package let expiry: Day
    /// What this policy sets differently from its product, by coverage code.
    package let overrides: [CoverageOverride]
    package let branch: ID<Branch>?
    package let source: String?
    /// What an import found odd, such as `limit.negative`.
    package let remarks: [String]
    /// Who sold it, when that is a member of staff: they handle no claim under it.
    package var seller: ID<StaffMember>?

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("product", product.sql), ("holder", holder.sql),
            ("inception", inception.sql), ("expiry", expiry.sql), ("source", source.sql),
            ("seller", seller.sql),
        ]
    }

    package static func opened(by event: Event) -> Policy? {
        switch event {
        case .recorded(let policy): policy
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .recorded(let policy): self = policy
        }
    }

    /// Whether the policy covers a loss of that day. The first and the last day are covered.
    package func isInForce(on day: Day) -> Bool { inception <= day && day <= expiry }
}

/// A limit or deductible that one policy sets for one coverage.
package struct CoverageOverride: FieldRecord, Codable, Hashable {
    package static let fields: [Field<CoverageOverride>] = [
        Field("code", \.code, Words("责任代码", "Coverage code"), .line(40)),
        Field("limit", optional: \.limit, Words("限额", "Limit"), 0...Coverage.largest),
        Field(
            "deductible", optional: \.deductible, Words("免赔额", "Deductible"),
            0...Coverage.largest),
    ]

    package var code = ""
    package var limit: Money?
    package var deductible: Money?

    package init() {}

    /// Whether what it sets is in the currency of the coverage it changes.
    func isIn(_ product: Product) -> Bool {
        guard let currency = product.coverage(code)?.limit.currency else { return false }
        return [limit, deductible].compactMap(\.self).allSatisfy { $0.currency == currency }
    }
}
