/// 挂起: puts the work aside until a moment. Deadlines and clocks go on.
package struct SuspendWork: Command {
    package static let statement = CommandStatement<SuspendWork>(
        "work.suspend", Words("挂起", "Suspend"),
        Words("暂时搁置到指定时间；时限照常计算", "Put it aside until a moment; every deadline goes on"),
        by: .staff,
        fields: [
            .item(\.item), Field("until", \.until, Words("恢复时间", "Until")),
            .reason(\.reason),
        ])

    package var item = ID<WorkItem>.blank
    package var until = Moment(milliseconds: 0)
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> WorkFacts {
        try WorkFacts.gather(item, context, transaction)
    }

    package func decide(_ facts: WorkFacts, _ context: Context) throws(Refusal) -> Decision {
        let holder = try facts.holder(context)
        let latest = context.now.adding(seconds: 90 * 86_400)
        try require(until > context.now && until <= latest, else: .suspensionInPast)
        return Decision(
            changing: facts.item, .suspended(until: until, by: holder, reason: reason))
    }
}

/// Takes suspended work up again before its moment.
package struct ResumeWork: Command {
    package static let statement = CommandStatement<ResumeWork>(
        "work.resume", Words("恢复办理", "Resume"),
        Words("提前恢复挂起的待办", "Take suspended work up again"),
        by: .staff, fields: [.item(\.item)])

    package var item = ID<WorkItem>.blank

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> WorkFacts {
        try WorkFacts.gather(item, context, transaction)
    }

    package func decide(_ facts: WorkFacts, _ context: Context) throws(Refusal) -> Decision {
        _ = try facts.holder(context)
        try require(facts.item.status == .suspended, else: .notSuspended)
        return Decision(changing: facts.item, .resumed)
    }
}
