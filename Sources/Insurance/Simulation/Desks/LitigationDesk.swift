import Kernel

/// 办理诉讼: a hearing, an outcome, what it orders is paid through the claim.
struct LitigationDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard let lawsuit = file.lawsuit?.state, let claim = file.claim?.state else { return [] }
        switch lawsuit.state {
        case .opened:
            if lawsuit.hearings.isEmpty { return [hearing(lawsuit, who, round)] }
            return lawsuit.openHearings.isEmpty ? [outcome(lawsuit, who, &round)] : []
        case .judged: return judged(lawsuit, &round)
        case .final: return performed(lawsuit, claim, who, round)
        case .closed: return []
        }
    }

    private func hearing(
        _ lawsuit: Litigation, _ who: OfficeMember, _ round: Round
    ) -> Errand {
        let day = round.hours.day(of: round.now).adding(days: 7)
        return Errand(
            who, "litigation.setHearing",
            [
                "lawsuit": .string(lawsuit.number), "place": "第三法庭",
                "at": .string(round.hours.calendar.zone.moment(of: day, minute: 570).iso8601),
            ])
    }

    private func outcome(
        _ lawsuit: Litigation, _ who: OfficeMember, _ round: inout Round
    ) -> Errand {
        let isJudged = round.chances.chance(500)
        let judged: Litigation.Conclusion =
            lawsuit.forum == .arbitration
            ? .award : lawsuit.instance > 1 ? .finalJudgment : .judgment
        let other: Litigation.Conclusion = round.chances.chance(600) ? .settlement : .withdrawal
        let result = isJudged ? judged : other
        let pays = result != .withdrawal && round.chances.chance(600)
        let amount = Money(
            minor: pays ? max(100, lawsuit.amount.minor / 2) : 0, lawsuit.amount.currency)
        return Errand(
            who, "litigation.recordOutcome",
            [
                "lawsuit": .string(lawsuit.number), "result": .string(result.rawValue),
                "payable": .string(amount.description),
                "document": .string("裁判文书-\(lawsuit.number)-\(lawsuit.instance)"),
                "servedOn": .string(round.hours.day(of: round.now).description),
            ])
    }

    private func judged(_ lawsuit: Litigation, _ round: inout Round) -> [Errand] {
        guard let supervisor = round.anyone(.claimsSupervisor) else { return [] }
        if lawsuit.instance == 1, round.chances.chance(150) {
            return [
                Errand(
                    supervisor, "litigation.appeal",
                    [
                        "lawsuit": .string(lawsuit.number), "appellant": "plaintiff",
                        "docket": .string("（二审）\(lawsuit.number)"),
                    ])
            ]
        }
        return [
            Errand(
                supervisor, "litigation.accept",
                ["lawsuit": .string(lawsuit.number), "reason": "判决有据，不提起上诉"])
        ]
    }

    private func performed(
        _ lawsuit: Litigation, _ claim: Claim, _ who: OfficeMember, _ round: Round
    ) -> [Errand] {
        let isOpen = lawsuit.payable.minor > 0 && lawsuit.reopenedAt == nil
        if isOpen {
            guard claim.state.isFinal, let supervisor = round.anyone(.claimsSupervisor) else {
                return []
            }
            return [
                Errand(
                    supervisor, "litigation.reopenClaim",
                    ["lawsuit": .string(lawsuit.number), "reason": "履行生效裁判"])
            ]
        }
        if lawsuit.payable.minor > 0, !claim.state.isFinal { return [] }
        return [Errand(who, "litigation.close", ["lawsuit": .string(lawsuit.number)])]
    }
}

/// 出席庭审, once it has been.
struct HearingDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard let hearing = file.lawsuit?.openHearings.first, hearing.at <= round.now else {
            return []
        }
        return [
            Errand(
                who, "litigation.holdHearing",
                ["lawsuit": .string(file.card.number), "note": "已到庭，双方同意庭后调解"])
        ]
    }
}
