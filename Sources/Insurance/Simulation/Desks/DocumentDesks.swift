import Kernel

/// 一次性告知: asks for all that is missing.
struct DocumentDesk: Desk {
    func isReady(_ file: CaseFile) -> Bool {
        file.request == nil && file.claim?.missingDocuments.isEmpty == false
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) throws -> [Errand] {
        guard let claim = file.claim?.state else { return [] }
        let product = try Product.edition(claim.edition, of: claim.product, round.reader)
        let held = try DocumentStore.held(
            for: product?.documents ?? [], notice: claim.notice, policy: claim.policy,
            insured: claim.insured.person, but: claim.number, at: round.now, round.reader)
        let missing = Checklist.marking(held, in: claim.documents).filter(\.isMissing)
        if missing.isEmpty { return [] }
        var fields: JSON.Object = [
            "claim": .string(claim.number),
            "documents": .array(missing.map { .string($0.code) }),
        ]
        if claim.requestsOfRound > 0 { fields["reason"] = "清单因索赔人变更而有新增资料" }
        return [Errand(who, "documents.request", .object(fields))]
    }
}

/// 确认送达, by what the courier or the counter brought back.
struct DeliveryDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard let request = file.request?.state, request.state == .sent else { return [] }
        let means = round.chances.one(of: DeliveryMeans.courier, .registeredMail, .smsReceipt)
        return [
            Errand(
                who, "documents.proveDelivery",
                [
                    "request": .string(request.number), "means": .string(means.rawValue),
                    "evidence": .string("签收回执 \(request.number)"),
                ])
        ]
    }
}

/// 再次告知审批, never by who asks.
struct FurtherRequestDesk: Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> {
        Set([file.request?.requester].compactMap(\.self))
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard let request = file.request?.state else { return [] }
        return [
            Errand(
                who, "documents.approveRequest",
                ["request": .string(request.number), "approves": true, "reason": "确属新增情形"])
        ]
    }
}

/// 逾期处理: waits longer once, then goes on without.
struct UnansweredDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard let request = file.request?.state else { return [] }
        var fields: JSON.Object = ["request": .string(request.number), "reason": "已电话联系客户"]
        fields["option"] = request.settlements.isEmpty ? "waitLonger" : "waive"
        if request.settlements.isEmpty { fields["days"] = 15 }
        return [Errand(who, "documents.settle", .object(fields))]
    }
}

/// 复核准备金: looks at it and leaves it, with the reason.
struct ReserveDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard let claim = file.claim?.state, claim.reserveProposal == nil,
            let line = claim.reserveLines.first
        else { return [] }
        return [
            Errand(
                who, "claims.changeReserve",
                [
                    "claim": .string(claim.number), "coverage": .string(line.coverage),
                    "reserve": .string(line.amount.description), "reason": "复核后维持原准备金",
                ])
        ]
    }
}

/// 准备金审批, never by who proposed it.
struct ReserveApprovalDesk: Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> {
        Set([file.claim?.reserveProposal?.proposer].compactMap(\.self))
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        let approves = !round.chances.chance(100)
        return [
            Errand(
                who, "claims.approveReserve",
                [
                    "claim": .string(file.card.number), "approves": .bool(approves),
                    "reason": approves ? "估损依据充分" : "依据不足，请重新估计",
                ])
        ]
    }
}
