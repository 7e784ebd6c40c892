/// Counts the votes and closes the panel with minutes. The chair's act.
package struct ClosePanel: Command {
    package static let statement = CommandStatement<ClosePanel>(
        "panels.close", Words("形成会商结论", "Close a panel"),
        Words("达到法定人数后计票、形成结论并写入纪要", "With a quorum: count the votes, conclude, write minutes"),
        duties: ["4.2.3b"], by: .staff, on: .numbered(Panel.self, "panel", \.panel),
        fields: [
            .panel(\.panel),
            Field(
                "minutes", \.minutes, Words("纪要", "Minutes"), .lines(10_000),
                help: Words("不要写入客户个人信息", "Do not write customers' personal data here")),
        ])

    package var panel = ""
    package var minutes = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> PanelFacts {
        try PanelFacts.gather(panel, context, transaction)
    }

    package func decide(_ facts: PanelFacts, _ context: Context) throws(Refusal) -> Decision {
        let chair = try facts.member(.close, context)
        let panel = facts.panel.state
        try require(panel.chair == chair, else: .notTheChair)
        try require(
            panel.sitting.count >= panel.quorum,
            else: .quorumLost(panel.sitting.count, panel.quorum))
        try require(
            panel.votes.count >= panel.quorum,
            else: .quorumNotReached(panel.votes.count, panel.quorum))
        let conclusion = conclusion(panel, chair, context)
        var decision = Decision(changing: facts.panel, .closed(conclusion))
        decision.withdraw(facts.work, reason: "panels.close")
        decision.reply = ["adopted": .bool(conclusion.isAdopted)]
        return decision
    }

    private func conclusion(
        _ panel: Panel, _ chair: ID<StaffMember>, _ context: Context
    ) -> Panel.Conclusion {
        func count(_ choice: Panel.Vote.Choice) -> Int {
            panel.votes.count { $0.choice == choice }
        }
        let (agree, against) = (count(.agree), count(.against))
        let isTie = agree == against && panel.hasCastingVote
        let casting = panel.votes.first { $0.member == chair }?.choice
        let isCast = isTie && (casting == .agree || casting == .against)
        return Panel.Conclusion(
            isAdopted: agree > against || isCast && casting == .agree, votesFor: agree,
            against: against, abstained: count(.abstain), isByCastingVote: isCast,
            minutes: minutes, by: chair, at: context.now)
    }
}

/// Ends a panel without a conclusion: the quorum is lost or the question has gone away.
package struct DissolvePanel: Command {
    package static let statement = CommandStatement<DissolvePanel>(
        "panels.dissolve", Words("解散会商", "Dissolve a panel"),
        Words("不形成结论而结束会商", "End a panel without a conclusion"),
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
        guard let staff = context.principal.staff else { throw .notYourPost }
        let panel = facts.panel.state
        try require(staff == panel.chair || staff == panel.convenedBy, else: .notTheChair)
        _ = try PanelWorkflow.main.take(.dissolve, in: panel.state, of: panel)
        var decision = Decision(
            changing: facts.panel, .dissolved(by: staff, reason: reason, at: context.now))
        decision.withdraw(facts.work, reason: "panels.dissolve")
        decision.reason = reason
        return decision
    }
}
