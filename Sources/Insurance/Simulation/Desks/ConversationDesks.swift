import Kernel

/// 首次联系客户: now and then nobody answers, and it is tried again later.
struct ContactDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        let isReached = !round.chances.chance(80)
        let outcome: CustomerContact.Outcome = isReached ? .reached : .noAnswer
        let fields: JSON = [
            "notice": .string(file.card.number), "channel": "phone",
            "outcome": .string(outcome.rawValue),
            "note": .string(isReached ? "已说明理赔流程和所需资料，客户无疑问" : "拨打两次无人接听"),
        ]
        return [Errand(who, "claims.recordContact", fields)]
    }
}

/// 告知核定结果.
struct DecisionNoticeDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard file.claim?.state.wasToldOfDecision == false else { return [] }
        let fields: JSON = [
            "claim": .string(file.card.number),
            "channel": round.chances.one(of: "phone", "message"),
            "note": "已告知赔付金额及计算依据，客户认可",
        ]
        return [Errand(who, "claims.deliverDecision", fields)]
    }
}

/// A reminder asks for what its promise is about. Where that is other work of its own, the reminder
/// ends when that is done; only the report of progress has no other.
struct ReminderDesk: Desk {
    func isReady(_ file: CaseFile) -> Bool {
        file.reminded?.clock.metric == ClockMetric.progress.code
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        let fields: JSON = [
            "claim": .string(file.card.number), "channel": "message",
            "note": "已告知目前所处环节、原因和预计时间",
        ]
        return [Errand(who, "claims.reportProgress", fields)]
    }
}

/// 答复期限疑问.
struct DeadlineDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        let fields: JSON = [
            "question": .string(file.card.number), "remark": "如对期限仍有疑问，可向理赔主管反映",
        ]
        return [Errand(who, "claims.answerQuestion", fields)]
    }
}
