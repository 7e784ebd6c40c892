import Kernel

/// 理算: waits for the papers, then proposes to pay or to refuse.
struct AdjustmentDesk: Desk {
    func isReady(_ file: CaseFile) -> Bool {
        guard let claim = file.claim?.state else { return true }
        guard claim.openInvestigation == nil else { return false }
        return claim.missingDocuments.isEmpty || claim.policyFinding != .inForce
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard let claim = file.claim?.state else { return [] }
        var fate = round.fate("proposal.\(claim.number).\(claim.reopenings)")
        let isOutside = claim.policyFinding != .inForce
        let refuses = isOutside || fate.chance(45)
        let coverage =
            isOutside
            ? finding(false, "出险日不在保险期间内", "总则 保险期间")
            : finding(!refuses, refuses ? "损失属于责任免除范围" : "属于保险责任", "保险责任与责任免除")
        let fields: JSON = [
            "claim": .string(claim.number), "outcome": refuses ? "refuse" : "pay",
            "coverage": coverage, "amount": finding(true, "金额经核损确认", "赔偿处理"),
            "completeness": finding(claim.missingDocuments.isEmpty, "资料情况已核对", "索赔资料"),
        ]
        return [Errand(who, "claims.proposeDecision", fields)]
    }

    private func finding(_ holds: Bool, _ reason: String, _ terms: String) -> JSON {
        ["holds": .bool(holds), "reason": .string(reason), "terms": .string(terms)]
    }
}

/// 核赔: decides within authority, or returns what is not well founded. Over the limit the case
/// goes up by itself.
struct ApprovalDesk: Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> { file.claim?.state.makers ?? [] }

    func isReady(_ file: CaseFile) -> Bool {
        !(file.panels.first?.state == .convened) && !file.waitsForPanel
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        let number: JSON = .string(file.card.number)
        let panel = file.panels.first { $0.state == .closed }
        if let claim = file.claim?.state, !claim.panelReasons.isEmpty, panel == nil {
            return ConveningDesk.errand(claim, who, &round).map { [$0] } ?? []
        }
        let isAgainst = panel?.conclusion?.isAdopted == false
        if isAgainst && panel?.isBinding == true || round.chances.chance(60) {
            let fields: JSON = ["claim": number, "reason": "理由不充分，请补充条款依据"]
            return [Errand(who, "claims.returnToMaker", fields)]
        }
        let fields: JSON = [
            "claim": number, "reason": "经核对，同意处理意见",
            "panelAnswer": isAgainst ? "补充查勘已核实，事实清楚" : .null,
        ]
        return [Errand(who, "claims.decide", fields)]
    }
}

/// 送达拒赔通知.
struct RefusalDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        [Errand(who, "claims.deliverRefusal", ["claim": .string(file.card.number)])]
    }
}

/// 结案.
struct ClosingDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        [Errand(who, "claims.close", ["claim": .string(file.card.number)])]
    }
}
