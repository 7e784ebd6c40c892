import Kernel

/// 提出预付: a third of what may be advanced.
struct AdvanceDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard let claim = file.claim?.state, ClaimWorkflow.undecided.contains(claim.state)
        else { return [] }
        let amount = claim.advanceable.minor / 3
        guard amount > 0 else { return [] }
        let fields: JSON = [
            "claim": .string(claim.number),
            "amount": .string(Money(minor: amount, claim.currency).description),
            "reason": "已可确定的部分先予支付",
        ]
        return [Errand(who, "claims.proposeAdvance", fields)]
    }
}

/// 审批预付, by somebody else.
struct AdvanceApprovalDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) throws -> [Errand] {
        let open = try AdvancePayment.about(file.card.number, round.reader).last
        guard let advance = open?.state, advance.terms?.maker != who.id else { return [] }
        let fields: JSON = [
            "claim": .string(file.card.number), "approves": .bool(!round.chances.chance(100)),
            "reason": "经核对",
        ]
        return [Errand(who, "claims.decideAdvance", fields)]
    }
}

/// 下达预付付款.
struct AdvanceOrderDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) throws -> [Errand] {
        let open = try AdvancePayment.about(file.card.number, round.reader).last
        guard let advance = open?.state, advance.approver != who.id else { return [] }
        var fate = round.fate("payee.\(file.card.number)")
        let payee = DemoPerson(&fate)
        let fields: JSON = [
            "claim": .string(file.card.number), "method": "bankTransfer",
            "payee": .string(payee.name), "account": .string(DemoPerson.account(&fate)),
            "isEntitled": true,
        ]
        return [Errand(who, "claims.payAdvance", fields)]
    }
}
