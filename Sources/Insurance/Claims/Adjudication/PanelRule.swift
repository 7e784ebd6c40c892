package import Kernel

/// Why a case is discussed by several.
package enum PanelReason: String, ChoiceValue {
    case complex, doubtful, large, exGratia, refusalAboveLimit, person

    package var title: Words {
        switch self {
        case .complex: Words("复杂案件", "Complex claim")
        case .doubtful: Words("存在疑点", "Doubtful")
        case .large: Words("金额较大", "Large amount")
        case .exGratia: Words("通融赔付", "Ex gratia payment")
        case .refusalAboveLimit: Words("拒赔金额超过限额", "Refusal above the limit")
        case .person: Words("经办人提请", "Asked for by a person")
        }
    }
}

/// 会商规则: what goes to a panel by itself. Pure; the reasons are recorded with the proposal.
package struct PanelRule: Sendable, Codable, Equatable {
    /// Above this payable amount.
    package let largeAbove: Money?
    /// A refusal of more than this.
    package let refusalAbove: Money?
    package let complexClaims: Bool

    /// What holds until an insurer publishes rules of its own: complex claims, and amounts above
    /// the product's own threshold for them.
    static func shipped(_ product: Product?) -> PanelRule {
        PanelRule(
            largeAbove: product?.complexAbove, refusalAbove: product?.complexAbove,
            complexClaims: true)
    }

    /// In the order of their weight. An ex gratia payment and a doubt always need one.
    func reasons(_ proposal: Proposal, _ claim: Claim, at stake: Money) -> [PanelReason] {
        var reasons: [PanelReason] = []
        if proposal.outcome == .exGratia { reasons.append(.exGratia) }
        if !claim.doubts.isEmpty { reasons.append(.doubtful) }
        if complexClaims && claim.complexity == .complex { reasons.append(.complex) }
        if proposal.outcome.pays {
            if exceeds(largeAbove, stake) { reasons.append(.large) }
        } else if exceeds(refusalAbove, stake) {
            reasons.append(.refusalAboveLimit)
        }
        return reasons
    }

    /// A limit in another currency cannot be compared: it counts as exceeded.
    private func exceeds(_ limit: Money?, _ amount: Money) -> Bool {
        guard let limit else { return false }
        return limit.currency != amount.currency || amount.minor > limit.minor
    }
}

/// What a decision looks at before it is taken: the panels about what is proposed.
struct PanelStanding {
    /// Newest first.
    let panels: [Panel]

    /// Panels about an earlier proposal say nothing about this one.
    init(_ panels: [Loaded<Panel>], about proposal: Proposal) {
        self.panels = panels.map(\.state).filter {
            $0.convenedAt >= proposal.at && $0.state != .dissolved
        }
    }

    /// The panel that a decision follows or answers; `nil` where none is needed and none sat.
    func ruling(
        _ reasons: [PanelReason], makers: Set<ID<StaffMember>>, answer: String?
    ) throws(Refusal) -> Panel? {
        guard let panel = panels.first else {
            try require(reasons.isEmpty, else: .panelRequired(reasons))
            return nil
        }
        guard let conclusion = panel.conclusion else { throw .panelStillOpen(panel.number) }
        try require(makers.isDisjoint(with: panel.sitting), else: .panelSatByMaker)
        guard !conclusion.isAdopted else { return panel }
        try require(!panel.isBinding, else: .panelAgainst(panel.number))
        try require(answer?.isEmpty == false, else: .panelUnanswered(panel.number))
        return panel
    }
}

extension Refusal {
    static func panelRequired(_ reasons: [PanelReason]) -> Refusal {
        let zh = reasons.map(\.title.zh).joined(separator: "、")
        let en = reasons.map(\.title.en).joined(separator: ", ")
        return Refusal(
            .conflict, "claims.panelRequired",
            Words("须先会商（\(zh)），请召集会商", "a panel is needed first (\(en)); convene one"))
    }

    static func panelStillOpen(_ number: String) -> Refusal {
        Refusal(
            .conflict, "claims.panelOpen",
            Words(
                "会商 \(number) 尚未形成结论，请等待", "panel \(number) has not concluded yet; wait for it"))
    }

    static let panelSatByMaker = Refusal(
        .conflict, "claims.panelSatByMaker",
        Words(
            "经办人参加了会商，请由无关人员重新会商",
            "somebody who prepared the claim sat on the panel; convene one without them"))

    static func panelAgainst(_ number: String) -> Refusal {
        Refusal(
            .conflict, "claims.panelAgainst",
            Words(
                "会商 \(number) 不同意且有约束力，请退回理算",
                "panel \(number) is against it and binding; return the proposal"))
    }

    static func panelUnanswered(_ number: String) -> Refusal {
        Refusal(
            .invalid, "claims.panelUnanswered",
            Words(
                "会商 \(number) 不同意，请说明不采纳的理由",
                "panel \(number) is against it; say why you depart from it"))
    }
}
