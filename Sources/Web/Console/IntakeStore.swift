import Insurance
import Kernel

/// Reads what intake shows: policies by number or person, and what was reported under one.
enum IntakeStore {
    private static let most = 12

    static func knowledge(
        policy number: String?, wanted: String?, on day: Day, for principal: Principal,
        _ vault: Vault, _ reader: any Reader
    ) throws -> IntakeKnowledge {
        var known = IntakeKnowledge()
        if let wanted, wanted.count >= 2 {
            known.policies = try policies(wanted, vault, reader)
                .map { try shown($0, on: day, vault, reader) }
        }
        guard let number, CaseLink.isNumber(number),
            let policy: Loaded<Policy> = try reader.load(number: number)
        else { return known }
        known.chosen = try shown(policy.state, on: day, vault, reader)
        known.earlier = try earlier(under: number, for: principal, reader)
        return known
    }

    private static func policies(
        _ wanted: String, _ vault: Vault, _ reader: any Reader
    ) throws -> [Policy] {
        if CaseLink.isNumber(wanted) {
            let found: [Loaded<Policy>] = try reader.loadAll(
                where: """
                    number >= \(wanted.uppercased()) AND number < \(wanted.uppercased() + "~")
                    ORDER BY number LIMIT \(most)
                    """)
            if !found.isEmpty { return found.map(\.state) }
        }
        let people = try vault.people(matching: wanted, limit: 20, reader)
        guard !people.isEmpty else { return [] }
        let found: [Loaded<Policy>] = try reader.loadAll(
            where: "holder IN \(list: people.map(\.text)) ORDER BY id DESC LIMIT \(most)")
        return found.map(\.state)
    }

    private static func shown(
        _ policy: Policy, on day: Day, _ vault: Vault, _ reader: any Reader
    ) throws -> IntakeKnowledge.Policy {
        let product = try Product.edition(policy.edition, of: policy.product, reader)
        let opener = try vault.opener(for: [policy.holderName.person], reader)
        let name = try? opener.open(policy.holderName, field: PersonalKind.name.rawValue)
        let ended = try reader.row(
            """
            SELECT 1 AS one FROM rescission WHERE policy = \(policy.number) AND stage = 'declared'
            """)
        return IntakeKnowledge.Policy(
            number: policy.number,
            product: product?.name ?? Words(policy.product, policy.product),
            holder: name.map(PersonalKind.name.mask) ?? PersonalKind.hidden,
            inception: policy.inception, expiry: policy.expiry,
            isInForce: policy.isInForce(on: day), isRescinded: ended != nil,
            coverages: product?.coverages.map(\.title) ?? [])
    }

    private static func earlier(
        under policy: String, for principal: Principal, _ reader: any Reader
    ) throws -> [IntakeKnowledge.Earlier] {
        let notices: [Loaded<Notice>] = try reader.loadAll(
            where: "policy = \(policy) ORDER BY id DESC LIMIT 8")
        return notices.map { notice in
            IntakeKnowledge.Earlier(
                number: notice.number, lossDay: notice.lossDay, cause: notice.cause.words,
                stage: notice.state.state.title, claim: notice.claim)
        }
    }
}
