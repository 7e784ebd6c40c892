import Kernel

/// 立案: registers a claim from a notice, or withdraws a notice that no claim can come from.
struct RegistrationDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) throws -> [Errand] {
        guard let notice = file.notice?.state else { return [] }
        var fate = round.fate("notice.\(notice.number)")
        if notice.policyFinding == .unknownPolicy {
            let policy: Loaded<Policy>? = try round.reader.load(number: notice.policy)
            if policy == nil { return [withdrawal(notice, who, "客户提供的保单号不存在，已联系客户另报")] }
        }
        if fate.chance(20) { return [withdrawal(notice, who, "客户表示损失轻微，不再索赔")] }
        let policy: Loaded<Policy>? = try round.reader.load(number: notice.policy)
        let product = try policy.flatMap {
            try Product.edition($0.edition, of: $0.product, round.reader)
        }
        let currency = product?.coverages.first?.limit.currency ?? .cny
        let estimate = notice.estimate.flatMap { $0.currency == currency ? $0.minor : nil }
        let reserve = Money(minor: estimate ?? fate.skewed(50_000...5_000_000), currency)
        var fields: JSON.Object = [
            "notice": .string(notice.number), "reserve": .string(reserve.description),
            "reason": "按报案估损计提",
        ]
        if fate.chance(400), let product {
            fields["items"] = items(reserve, product.state, &fate)
        }
        return [Errand(who, "claims.registerClaim", .object(fields))]
    }

    private func withdrawal(_ notice: Notice, _ who: OfficeMember, _ reason: String) -> Errand {
        Errand(
            who, "claims.withdrawNotice",
            ["notice": .string(notice.number), "reason": .string(reason)])
    }

    private func items(_ reserve: Money, _ product: Product, _ fate: inout Chances) -> JSON {
        let coverages = product.coverages.prefix(fate.chance(300) ? 2 : 1)
        let share = reserve.minor / Int64(max(1, coverages.count))
        return .array(
            coverages.map { coverage in
                [
                    "coverage": .string(coverage.code), "description": .string(coverage.zh),
                    "claimed": .string(Money(minor: share, reserve.currency).description),
                ]
            })
    }
}
