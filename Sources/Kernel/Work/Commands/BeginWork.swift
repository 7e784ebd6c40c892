/// Says that the holder has begun; from now on it cannot be taken back.
package struct BeginWork: Command {
    package static let statement = CommandStatement<BeginWork>(
        "work.begin", Words("开始办理", "Begin"),
        Words("标记已开始办理，此后转出人不能取回", "Mark that you have begun; it can no longer be taken back"),
        by: .staff, fields: [.item(\.item)])

    package var item = ID<WorkItem>.blank

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> WorkFacts {
        try WorkFacts.gather(item, context, transaction)
    }

    package func decide(_ facts: WorkFacts, _ context: Context) throws(Refusal) -> Decision {
        Decision(changing: facts.item, .begun(by: try facts.holder(context)))
    }
}
