import Kernel

/// 召集会商: three or five who have not prepared the claim.
struct ConveningDesk: Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> { file.claim?.state.makers ?? [] }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard let claim = file.claim?.state, claim.state == .inApproval,
            let errand = ConveningDesk.errand(claim, who, &round)
        else { return [] }
        return [errand]
    }

    static func errand(_ claim: Claim, _ who: OfficeMember, _ round: inout Round) -> Errand? {
        let posts: [PostWords.Post] = [.claimsApprover, .claimsSupervisor, .executive]
        let fit = round.roster.members.filter { member in
            posts.contains { member.entry.posts.contains(Post($0)) }
                && !claim.makers.contains(member.id)
        }
        var members: [OfficeMember] = []
        while members.count < 3, let next = round.chances.pick(fit) {
            if !members.contains(where: { $0.id == next.id }) { members.append(next) }
            if Set(fit.map(\.id)).count <= members.count { break }
        }
        guard members.count == 3 else { return nil }
        return Errand(
            who, "claims.convenePanel",
            [
                "claim": .string(claim.number),
                "members": .array(members.map { .string($0.number) }),
                "chair": .string(members[0].number), "quorum": 2,
                "binding": .bool(round.chances.chance(500)),
                "castingVote": .bool(round.chances.chance(500)),
            ])
    }
}

/// 会商表决: an opinion, a vote, now and then a dissent or a recusal.
struct VotingDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        let panel: JSON = .string(file.card.number)
        if round.chances.chance(40) {
            return [Errand(who, "panels.recuse", ["panel": panel, "reason": "与被保险人相识"])]
        }
        let agrees = round.chances.chance(800)
        var errands: [Errand] = []
        if round.chances.chance(500) {
            let opinion: JSON = agrees ? "事实清楚，计算无误" : "事故经过与损失部位不符"
            errands.append(
                Errand(who, "panels.giveOpinion", ["panel": panel, "opinion": opinion]))
        }
        errands.append(
            Errand(
                who, "panels.vote",
                [
                    "panel": panel, "choice": agrees ? "agree" : "against",
                    "dissent": agrees ? .null : "保留意见：建议补充查勘",
                ]))
        return errands
    }
}

/// 形成会商结论: the chair counts and writes the minutes, or dissolves what lost its quorum.
struct ConcludingDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) throws -> [Errand] {
        let found: Loaded<Panel>? = try round.reader.load(number: file.card.number)
        guard let panel = found?.state, panel.state == .convened else { return [] }
        let fields: JSON.Object = ["panel": .string(panel.number)]
        var more = fields
        if panel.sitting.count < panel.quorum {
            more["reason"] = "回避后不足法定人数"
            return [Errand(who, "panels.dissolve", .object(more))]
        }
        more["minutes"] = "逐项讨论责任、金额和资料，按多数意见形成结论。"
        return [Errand(who, "panels.close", .object(more))]
    }
}

/// 决定是否解除合同, by somebody other than who proposed it.
struct RescissionDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) throws -> [Errand] {
        guard let claim = file.claim?.state else { return [] }
        let open = try Rescission.about(claim.number, round.reader).first {
            $0.state.state == .proposed
        }
        guard let rescission = open?.state, rescission.maker != who.id else { return [] }
        let number: JSON = .string(rescission.number)
        if rescission.until < round.hours.day(of: round.now) {
            return [
                Errand(
                    who, "claims.dropRescission", ["rescission": number, "reason": "已过解除期限"])
            ]
        }
        return [Errand(who, "claims.declareRescission", ["rescission": number])]
    }
}

/// 抽查规则核赔: mostly in agreement.
struct CheckingDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        let agrees = round.chances.chance(900)
        let fields: JSON = [
            "decision": .string(file.card.number), "agrees": .bool(agrees),
            "finding": agrees ? "发票、照片与规则结论一致" : "照片所示损失与索赔项目不符，建议调整规则",
        ]
        return [Errand(who, "claims.checkRuleDecision", fields)]
    }
}
