package import Kernel

/// What the rules of adjudication read beside the claim itself.
package struct AdjudicationFacts: Sendable {
    package let panelRule: PanelRule
    package let panels: [Loaded<Panel>]
    package let rescissions: [Loaded<Rescission>]
    /// What the other claims of the same loss under the same policy took of shared limits.
    package let takenElsewhere: [String: Int64]

    init(
        panelRule: PanelRule, panels: [Loaded<Panel>] = [],
        rescissions: [Loaded<Rescission>] = [], takenElsewhere: [String: Int64] = [:]
    ) {
        self.panelRule = panelRule
        self.panels = panels
        self.rescissions = rescissions
        self.takenElsewhere = takenElsewhere
    }

    static func gather(_ claim: Claim, _ reader: any Reader) throws -> AdjudicationFacts {
        let rules = try AdjudicationRules.holding(claim.product, reader)
        let product = try rules == nil
            ? Product.edition(claim.edition, of: claim.product, reader)?.state : nil
        return try AdjudicationFacts(
            panelRule: rules?.panel ?? .shipped(product),
            panels: Panel.about(claim.stream, reader),
            rescissions: Rescission.about(claim.number, reader),
            takenElsewhere: SharedLimits.taken(beside: claim, reader))
    }
}

/// Limits that the claims of one loss share: of a coverage whose limit is not for each person.
package enum SharedLimits {
    /// What decisions to pay of the other claims took, by coverage. Inside a transaction the
    /// notice is held first, so that two claims of one loss are decided one after the other.
    package static func taken(beside claim: Claim, _ reader: any Reader) throws -> [String: Int64] {
        let shared = claim.coverages.filter { $0.perPerson != true }.map(\.code)
        let others = try reader.row(
            """
            SELECT 1 AS one FROM claim WHERE notice = \(claim.notice)
                AND policy = \(claim.policy) AND number <> \(claim.number) LIMIT 1
            """)
        guard others != nil, !shared.isEmpty else { return [:] }
        if let transaction = reader as? any Transaction {
            _ = try transaction.lockedRows(
                "SELECT id FROM notice WHERE number = \(claim.notice)")
        }
        let siblings: [Loaded<Claim>] = try reader.loadAll(
            where: """
                notice = \(claim.notice) AND policy = \(claim.policy)
                AND number <> \(claim.number) ORDER BY number LIMIT 100
                """)
        var taken: [String: Int64] = [:]
        for (code, minor) in siblings.flatMap(\.limitUsed) where shared.contains(code) {
            taken[code] = (taken[code] ?? 0).addingClamped(minor)
        }
        return taken
    }
}

extension AdjudicationRules {
    /// The newest published edition of a product's rules, or `nil`.
    package static func holding(
        _ product: String, _ reader: any Reader
    ) throws -> Loaded<AdjudicationRules>? {
        try reader.loadFirst(
            where: "product = \(product) AND stage = 'published' ORDER BY edition DESC")
    }

    static func newest(
        _ product: String, _ reader: any Reader
    ) throws -> Loaded<AdjudicationRules>? {
        try reader.loadFirst(where: "product = \(product) ORDER BY edition DESC")
    }
}

extension Rescission {
    /// The one that ended a policy.
    static func declared(of policy: String, _ reader: any Reader) throws -> Loaded<Rescission>? {
        try reader.loadFirst(
            where: "policy = \(policy) AND stage = 'declared' ORDER BY id DESC")
    }

    static func about(_ claim: String, _ reader: any Reader) throws -> [Loaded<Rescission>] {
        try reader.loadAll(where: "claim = \(claim) ORDER BY id DESC LIMIT 20")
    }
}

extension PriceList {
    static func newest(
        _ code: String, _ branch: ID<Branch>?, _ reader: any Reader
    ) throws -> Loaded<PriceList>? {
        try reader.loadFirst(
            where: "code = \(code) AND region = \(region(branch)) ORDER BY edition DESC")
    }

    /// The edition that holds on a day: the branch's own list before that for everywhere.
    static func holding(
        _ code: String, _ branch: ID<Branch>?, on day: Day, _ reader: any Reader
    ) throws -> PriceList? {
        for region in branch == nil ? ["*"] : [region(branch), "*"] {
            let found: Loaded<PriceList>? = try reader.loadFirst(
                where: """
                    code = \(code) AND region = \(region) AND stage = 'published'
                    AND from_day <= \(day.description) ORDER BY edition DESC
                    """)
            if let found { return found.state }
        }
        return nil
    }
}

extension ClaimRisk.Facts {
    static func gather(_ claim: Claim, _ reader: any Reader) throws -> ClaimRisk.Facts {
        let policy: Loaded<Policy>? = try reader.load(number: claim.policy)
        let notice: Loaded<Notice>? = try reader.load(number: claim.notice)
        let from = claim.lossDay.adding(days: -365).description
        let row = try reader.row(
            """
            SELECT count(*) AS held FROM claim WHERE policy = \(claim.policy)
                AND loss_day >= \(from) AND loss_day <= \(claim.lossDay.description)
                AND number <> \(claim.number)
            """)
        return ClaimRisk.Facts(
            claim: claim, notice: notice?.state, inception: policy?.inception,
            earlierClaims: try row?.integer("held") ?? 0)
    }
}

/// Complete claims of products whose rules may decide, on which the rules have not spoken.
struct RuleCandidates: Sendable {
    let numbers: [String]
    /// Where the next page begins; `nil` when there is none.
    let next: String?

    init(_ reader: any Reader, after number: String, limit: Int) throws {
        let claims: [Loaded<Claim>] = try reader.loadAll(
            where: """
                stage = 'registered' AND complexity = 'simple' AND number > \(number)
                AND product IN (SELECT product FROM adjudication_rules WHERE stage = 'published')
                AND NOT EXISTS (SELECT 1 FROM rule_decision r WHERE r.claim = claim.number)
                ORDER BY number LIMIT \(limit)
                """)
        numbers = claims.filter { $0.missingDocuments.isEmpty }.map(\.number)
        next = claims.count < limit ? nil : claims.last?.number
    }
}

/// Claims whose sixty days run out without a determined amount or an advance.
struct AdvanceCandidates: Sendable {
    let numbers: [String]

    /// From the clock's first warning on: there is time left to pay.
    init(_ reader: any Reader, now: Moment, limit: Int) throws {
        let from = now.adding(seconds: 15 * 86_400)
        numbers = try reader.rows(
            """
            SELECT k.case_number AS number FROM service_clock k
            WHERE k.metric = \(ClockMetric.advance.code) AND k.stopped_at IS NULL
                AND k.due_at <= \(from)
                AND NOT EXISTS (SELECT 1 FROM advance_payment a WHERE a.claim = k.case_number
                    AND a.stage <> 'withdrawn')
            ORDER BY k.due_at, k.id LIMIT \(limit)
            """
        ).map { try $0.text("number") }
    }
}

extension AdvancePayment {
    /// In the order in which they were called for.
    static func about(
        _ claim: String, _ reader: any Reader
    ) throws -> [Loaded<AdvancePayment>] {
        try reader.loadAll(where: "claim = \(claim) ORDER BY id LIMIT 50")
    }
}
