/// 回避: a member who has an interest in the case steps aside, with the reason on record.
package struct RecuseFromPanel: Command {
    package static let statement = CommandStatement<RecuseFromPanel>(
        "panels.recuse", Words("回避", "Recuse yourself"),
        Words("与案件有利害关系的成员说明理由并回避", "A member with an interest in the case steps aside"),
        duties: ["4.2.3b"], by: .staff, on: .numbered(Panel.self, "panel", \.panel),
        fields: [.panel(\.panel), .reason(\.reason)])

    package var panel = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> PanelFacts {
        try PanelFacts.gather(panel, context, transaction)
    }

    package func decide(_ facts: PanelFacts, _ context: Context) throws(Refusal) -> Decision {
        let member = try facts.member(.recuse, context)
        try require(
            !facts.panel.state.votes.contains { $0.member == member }, else: .votedAlready)
        var decision = Decision(
            changing: facts.panel, .recused(member, reason: reason, at: context.now))
        facts.finishTask(of: member, .recuse, &decision)
        facts.callChair(after: member, isRecusal: true, &decision, context)
        return decision
    }
}

/// Puts a member's opinion on record.
package struct GivePanelOpinion: Command {
    package static let statement = CommandStatement<GivePanelOpinion>(
        "panels.giveOpinion", Words("发表会商意见", "Give an opinion"),
        Words("记录成员的会商意见", "Put a member's opinion on record"),
        duties: ["4.2.3b"], by: .staff, on: .numbered(Panel.self, "panel", \.panel),
        fields: [
            .panel(\.panel),
            Field(
                "opinion", \.opinion, Words("意见", "Opinion"), .lines(4000),
                help: Words("不要写入客户个人信息", "Do not write customers' personal data here")),
        ])

    package var panel = ""
    package var opinion = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> PanelFacts {
        try PanelFacts.gather(panel, context, transaction)
    }

    package func decide(_ facts: PanelFacts, _ context: Context) throws(Refusal) -> Decision {
        let member = try facts.member(.giveOpinion, context)
        let given = facts.panel.state.opinions.count { $0.member == member }
        try require(given < 20, else: .opinionsEnough)
        return Decision(
            changing: facts.panel,
            .opinionGiven(Panel.Opinion(member: member, text: opinion, at: context.now)))
    }
}

/// Gives a member's one vote, with dissent where they want it on record.
package struct VoteInPanel: Command {
    package static let statement = CommandStatement<VoteInPanel>(
        "panels.vote", Words("会商表决", "Vote"),
        Words("成员表决一次；可记录不同意见", "Each member votes once and may have dissent recorded"),
        duties: ["4.2.3b"], by: .staff, on: .numbered(Panel.self, "panel", \.panel),
        fields: [
            .panel(\.panel), Field("choice", \.choice, Words("表决", "Vote")),
            Field(
                "dissent", optional: \.dissent, Words("不同意见", "Dissent"), .lines(4000),
                help: Words("不要写入客户个人信息", "Do not write customers' personal data here")),
        ])

    package var panel = ""
    package var choice = Panel.Vote.Choice.abstain
    package var dissent: String?

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> PanelFacts {
        try PanelFacts.gather(panel, context, transaction)
    }

    package func decide(_ facts: PanelFacts, _ context: Context) throws(Refusal) -> Decision {
        let member = try facts.member(.vote, context)
        try require(
            !facts.panel.state.votes.contains { $0.member == member }, else: .votedAlready)
        var decision = Decision(
            changing: facts.panel,
            .voted(
                Panel.Vote(member: member, choice: choice, dissent: dissent, at: context.now)))
        facts.finishTask(of: member, .vote, &decision)
        facts.callChair(after: member, isRecusal: false, &decision, context)
        return decision
    }
}

extension Refusal {
    static let opinionsEnough = Refusal(
        .conflict, "panels.opinionsEnough",
        Words("每人最多发表 20 次意见", "a member gives at most 20 opinions"))
}
