package import Kernel

/// 客户自行撤案: what must hold for a customer to end their own case. It ends nothing that others
/// have begun in earnest: a decision, a payment, an investigation, a doubt.
package enum CustomerWithdrawal {
    /// Why a customer withdraws: one of these and no text of their own, for reasons stand in the
    /// journal unsealed.
    package enum Reason: String, ChoiceValue {
        case reportedByMistake, noClaimWanted, settledOtherwise, noLoss, other

        package var title: Words {
            switch self {
            case .reportedByMistake: Words("报错了", "Reported by mistake")
            case .noClaimWanted: Words("不打算索赔了", "I do not want to claim")
            case .settledOtherwise: Words("对方或他人已赔偿", "Somebody else has paid")
            case .noLoss: Words("没有损失或损失很小", "No loss, or a small one")
            case .other: Words("其他原因", "Another reason")
            }
        }
    }

    static func check(_ reason: String, by principal: Principal) throws(Refusal) {
        if principal.customer == nil { return }
        try require(Reason.allCases.contains { $0.title.zh == reason }, else: .withdrawalReason)
    }

    static func check(
        _ facts: ClaimFacts, _ kind: ClaimWords.Cancellation
    ) throws(Refusal) {
        let claim = facts.claim.state
        try require(kind == .customerWithdrawal, else: .notYourPost)
        try require(
            ClaimWorkflow.undecided.contains(claim.state), else: .withdrawalTooLate(claim.state))
        try require(
            claim.decisions.isEmpty && claim.paidMinor == 0 && claim.advancedMinor == 0,
            else: .withdrawalPaid)
        try require(facts.investigation == nil, else: .withdrawalInvestigated)
        try require(claim.doubts.isEmpty, else: .withdrawalDoubted)
    }
}

extension Refusal {
    static let withdrawalReason = Refusal(
        .invalid, "claims.withdrawalReason",
        Words("请选择撤回的原因", "choose why you withdraw"))

    static func withdrawalTooLate(_ state: Claim.State) -> Refusal {
        Refusal(
            .conflict, "claims.withdrawalTooLate",
            Words(
                "本案目前「\(state.title.zh)」，不能再自行撤案；有疑问请致电客服",
                "your claim is \(state.title.en.lowercased()): it can no longer be withdrawn "
                    + "here; call our service desk"))
    }

    static let withdrawalPaid = Refusal(
        .conflict, "claims.withdrawalPaid",
        Words(
            "本案已作出过决定或付过款，不能自行撤案；请致电客服",
            "your claim was decided or paid before: it cannot be withdrawn here; call our "
                + "service desk"))
    static let withdrawalInvestigated = Refusal(
        .conflict, "claims.withdrawalInvestigated",
        Words(
            "本案正在调查，调查结束前不能自行撤案；请致电客服",
            "your claim is being investigated: until that has ended it cannot be withdrawn here; "
                + "call our service desk"))
    static let withdrawalDoubted = Refusal(
        .conflict, "claims.withdrawalDoubted",
        Words(
            "本案还有疑点在核实，查清前不能自行撤案；请致电客服",
            "something about your claim is being checked: until that is cleared it cannot be "
                + "withdrawn here; call our service desk"))

    static func noticeRegistered(_ claim: String) -> Refusal {
        Refusal(
            .conflict, "claims.noticeRegistered",
            Words(
                "该报案已立案为 \(claim)，请在该赔案中撤案",
                "a claim was opened from it: withdraw \(claim) instead"))
    }
}
