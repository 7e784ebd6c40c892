/// Takes suspended work up again because its moment has come.
package struct WakeWork: Command {
    package static let statement = CommandStatement<WakeWork>(
        "work.wake", Words("到时恢复", "Wake suspended work"),
        Words("挂起的待办到时自动恢复", "Suspended work goes on once its moment has come"),
        by: .system(["sweep"]), fields: [.item(\.item)])

    package var item = ID<WorkItem>.blank

    package init() {}

    package init(_ item: ID<WorkItem>) { self.item = item }

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> WorkFacts {
        try WorkFacts.gather(item, context, transaction)
    }

    package func decide(_ facts: WorkFacts, _ context: Context) throws(Refusal) -> Decision {
        try require(facts.item.status == .suspended, else: .notSuspended)
        let until = facts.item.suspendedUntil ?? context.now
        try require(until <= context.now, else: .suspensionLasts)
        return Decision(changing: facts.item, .resumed)
    }
}

extension Refusal {
    static let suspensionLasts = Refusal(
        .conflict, "work.suspensionLasts", Words("挂起时间未到", "its moment has not come yet"))
}
