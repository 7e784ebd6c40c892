import Kernel

/// Why a promise was broken, and who answers for it.
struct ExplanationDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        var fields: JSON.Object = [
            "breach": .string(file.card.number), "explanation": "积压件较多，未按时流转",
        ]
        let handler = round.chances.pick(round.roster.holders(of: Post(.claimsHandler)))
        if round.chances.chance(300) || handler == nil {
            let causes = WorkWords.BreachCause.allCases.filter { $0 != .company }
            fields["cause"] = .string((round.chances.pick(causes) ?? .company).rawValue)
            fields["evidence"] = "相关通知、聊天记录与时间记录已存档"
        } else if let handler {
            fields["cause"] = .string(WorkWords.BreachCause.company.rawValue)
            fields["responsible"] = .string(handler.number)
        }
        return [Errand(who, "breaches.explain", .object(fields))]
    }
}

/// What the responsible person has to say.
struct StatementDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        let fields: JSON = [
            "breach": .string(file.card.number), "text": "当日同时处理多起案件，未及时转办，今后改进",
        ]
        return [Errand(who, "breaches.state", fields)]
    }
}

/// What follows for them; never decided by the one who answers for it.
struct RulingDesk: Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> {
        Set([file.breach?.explanation?.responsible].compactMap(\.self))
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        let answers = file.breach?.explanation?.responsible != nil
        let until = file.breach?.explanation?.statementBy ?? round.now
        if answers, file.breach?.statement == nil, round.now <= until { return [] }
        let measure: Breach.Measure =
            answers
            ? round.chances.one(of: .none, .talk, .training, .warning, .compensation) : .none
        let fields: JSON = [
            "breach": .string(file.card.number), "measure": .string(measure.rawValue),
            "reason": "已约谈并调整分工",
        ]
        return [Errand(who, "breaches.decide", fields)]
    }
}
