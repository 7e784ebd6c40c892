/// 转办: gives the work to a colleague of the same post, with all responsibility for it.
package struct HandOverWork: Command {
    package static let statement = CommandStatement<HandOverWork>(
        "work.handOver", Words("转办", "Hand over"),
        Words(
            "把待办连同责任转给同岗位的同事；对方开始办理前可以取回",
            "Give the work and the responsibility to a colleague; it can be taken back "
                + "until they begin"
        ),
        by: .staff, fields: [.item(\.item), .colleague(\.to), .reason(\.reason)])

    package var item = ID<WorkItem>.blank
    package var to = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> WorkFacts {
        try WorkFacts.gather(item, other: to, context, transaction)
    }

    package func decide(_ facts: WorkFacts, _ context: Context) throws(Refusal) -> Decision {
        let holder = try facts.holder(context)
        let colleague = try facts.named(mayDoIt: true)
        try require(colleague != holder, else: .notYourself)
        try require(!facts.item.state.isForOnePerson, else: .workForOnePerson)
        try require(facts.item.delegate == nil, else: .delegationOpen)
        return Decision(
            changing: facts.item, .handedOver(to: colleague, by: holder, reason: reason))
    }
}

/// 取回: the one who handed the work over takes it back, as long as the other has not begun.
package struct TakeBackWork: Command {
    package static let statement = CommandStatement<TakeBackWork>(
        "work.takeBack", Words("取回", "Take back"),
        Words("转出人在对方开始办理之前取回待办", "Take back what you handed over, before the other begins"),
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
        try require(facts.item.previousHolder == staff, else: .nothingToTakeBack)
        try require(!facts.item.hasBegun, else: .workBegun)
        return Decision(changing: facts.item, .takenBack(by: staff))
    }
}

/// 退回: gives the work back to whom it came from, or to the pool, saying what is wrong with it.
package struct ReturnWork: Command {
    package static let statement = CommandStatement<ReturnWork>(
        "work.return", Words("退回", "Return"),
        Words(
            "说明原因后退给转来的同事；没有上一手时退回岗位池",
            "Give it back to whom it came from, with what is wrong; without one it goes to the pool"
        ),
        by: .staff, fields: [.item(\.item), .reason(\.reason)])

    package var item = ID<WorkItem>.blank
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> WorkFacts {
        try WorkFacts.gather(item, context, transaction)
    }

    package func decide(_ facts: WorkFacts, _ context: Context) throws(Refusal) -> Decision {
        let holder = try facts.holder(context)
        try require(!facts.item.state.isForOnePerson, else: .workForOnePerson)
        try require(facts.item.delegate == nil, else: .delegationOpen)
        return Decision(
            changing: facts.item,
            .returned(to: facts.item.previousHolder, by: holder, reason: reason))
    }
}
