package import Kernel

/// 召集理赔会商: a panel about what is proposed for a claim. Nobody who prepared the claim sits on
/// it; the claim as it stands is its first paper.
package struct ConveneClaimPanel: Command {
    package static let statement = CommandStatement<ConveneClaimPanel>(
        "claims.convenePanel", Words("召集理赔会商", "Convene a panel on the claim"),
        Words(
            "就处理意见召集会商，经办人不得参加；规则要求的会商结论有约束力",
            "Convene a panel on what is proposed, without those who prepared it"),
        duties: ["4.2.3b", "1.3.3"], keeps: .drive,
        by: .held(by: .panelSecretary, .claimsSupervisor, .claimsApprover, .executive),
        numbers: [.panel], on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim),
            Field(
                "members", \.members, Words("成员工号", "Members' staff numbers"),
                ListRule(min: 3, max: 25, each: .line(40))),
            Field("chair", \.chair, Words("主持人工号", "Chair's staff number"), .line(40)),
            Field("quorum", \.quorum, Words("法定人数", "Quorum"), 2...25),
            Field("binding", \.isBinding, Words("结论有约束力", "Binding")),
            Field(
                "castingVote", \.hasCastingVote, Words("票数相同由主持人决定", "Chair decides a tie")),
            Field(
                "question", optional: \.question, Words("问题", "Question"), .lines(1000),
                help: Words("不要写入客户个人信息", "Do not write customers' personal data here")),
            Field("papers", optional: \.papers, Words("材料", "Papers"), ListRule(max: 40)),
        ])

    package var claim = ""
    package var members: [String] = []
    package var chair = ""
    package var quorum: Int64 = 2
    package var isBinding = true
    package var hasCastingVote = false
    package var question: String?
    package var papers: [Panel.Paper]?

    package struct Facts: Sendable {
        let claim: ClaimFacts
        let members: [(number: String, entry: RosterEntry)]
        let panels: [Loaded<Panel>]
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let claim = try ClaimFacts.gather(claim, context, transaction)
        return try Facts(
            claim: claim,
            members: members.compactMap { number in
                try RosterEntry.find(number: number, transaction).map { (number, $0) }
            },
            panels: Panel.about(claim.claim.state.stream, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim.claim
        guard let convener = context.principal.staff else { throw .notYourPost }
        try require(!claim.makers.contains(convener), else: .convenerIsMaker)
        _ = try ClaimWorkflow.main.take(.convenePanel, in: claim.state.state, of: claim.state)
        guard let proposal = claim.proposal else { throw .nothingProposed }
        let live = PanelStanding(facts.panels, about: proposal).panels.first
        if let live, live.state == .convened { throw .panelStillOpen(live.number) }
        try require(
            claim.makers.isDisjoint(with: facts.members.map(\.entry.id)), else: .makerOnPanel)
        let subject = CaseReference(claim.state)
        var decision = try panel(claim.state, proposal).decide(
            .init(subject: subject, members: facts.members), context)
        try facts.claim.take(
            .convenePanel, finishing: [AdjudicationTasks.convenePanel], &decision, context)
        if claim.panelReasons.isEmpty { decision.change(claim, .panelCalled([.person])) }
        return decision
    }

    private func panel(_ claim: Claim, _ proposal: Proposal) -> ConvenePanel {
        var command = ConvenePanel()
        command.subject = claim.stream.text
        let reasons = claim.panelReasons.map(\.title.zh).joined(separator: "、")
        command.motion =
            "是否同意处理意见：\(proposal.outcome.title.zh)，\(proposal.payable)"
            + (reasons.isEmpty ? "" : "（\(reasons)）") + (question.map { "\n\($0)" } ?? "")
        command.members = members
        command.chair = chair
        command.quorum = quorum
        command.isBinding = isBinding
        command.hasCastingVote = hasCastingVote
        var snapshot = Panel.Paper()
        snapshot.title = "案卷 \(claim.number)"
        snapshot.reference = "\(claim.stream.text)#proposal@\(proposal.at.iso8601)"
        command.papers = [snapshot] + (papers ?? [])
        return command
    }
}

extension Refusal {
    static let makerOnPanel = Refusal(
        .forbidden, "claims.makerOnPanel",
        Words(
            "经办人（定损、核损、理算）不得参加会商",
            "whoever assessed, verified or proposed may not sit on the panel"))
    static let convenerIsMaker = Refusal(
        .forbidden, "claims.convenerIsMaker",
        Words("经办人不得召集本案会商", "whoever prepared the claim may not convene its panel"))
}
