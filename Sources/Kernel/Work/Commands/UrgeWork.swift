/// 催办: urges the holder. Counted and shown; it changes neither holder nor deadline.
package struct UrgeWork: Command {
    package static let statement = CommandStatement<UrgeWork>(
        "work.urge", Words("催办", "Urge"),
        Words("提醒持有人尽快办理，只计次，不改变责任人", "Remind the holder; counted, and nothing else changes"),
        by: .staff, fields: [.item(\.item)])

    package var item = ID<WorkItem>.blank

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> WorkFacts {
        try WorkFacts.gather(item, context, transaction)
    }

    package func decide(_ facts: WorkFacts, _ context: Context) throws(Refusal) -> Decision {
        let staff = try WorkFacts.actor(context)
        try require(facts.item.state.isOpen, else: .workOver)
        try require(facts.item.holder != nil, else: .notHeldYet)
        try require(facts.item.holder != staff, else: .notYourself)
        return Decision(changing: facts.item, .urged(by: staff))
    }
}

/// 抄送: shows the work to a colleague, who owes nothing.
package struct CopyWork: Command {
    package static let statement = CommandStatement<CopyWork>(
        "work.copy", Words("抄送", "Copy"),
        Words("让同事知悉，对方无需办理", "Let a colleague know; they owe nothing"),
        by: .staff, fields: [.item(\.item), .colleague(\.to)])

    package var item = ID<WorkItem>.blank
    package var to = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> WorkFacts {
        try WorkFacts.gather(item, other: to, context, transaction)
    }

    package func decide(_ facts: WorkFacts, _ context: Context) throws(Refusal) -> Decision {
        let staff = try facts.holder(context)
        return Decision(
            changing: facts.item,
            .copied(to: [try facts.named(mayDoIt: false)], by: staff))
    }
}
