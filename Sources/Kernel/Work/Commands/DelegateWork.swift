/// 委派: a colleague does it and hands the result back; the holder stays responsible.
package struct DelegateWork: Command {
    package static let statement = CommandStatement<DelegateWork>(
        "work.delegate", Words("委派", "Delegate"),
        Words(
            "请同事代办，对方办完后交回；责任仍在本人",
            "A colleague does it and hands the result back; you stay responsible"),
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
        let colleague = try facts.named(mayDoIt: false)
        try require(colleague != holder, else: .notYourself)
        try require(facts.item.delegate == nil, else: .delegationOpen)
        return Decision(
            changing: facts.item, .delegated(to: colleague, by: holder, reason: reason))
    }
}

/// The delegate hands the result back to the holder.
package struct AnswerDelegation: Command {
    package static let statement = CommandStatement<AnswerDelegation>(
        "work.answerDelegation", Words("交回委派", "Hand back the result"),
        Words("受委派人把结果交回责任人", "The delegate hands the result back to the holder"),
        by: .staff, fields: [.item(\.item), .reason(\.answer, name: "answer")])

    package var item = ID<WorkItem>.blank
    package var answer = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> WorkFacts {
        try WorkFacts.gather(item, context, transaction)
    }

    package func decide(_ facts: WorkFacts, _ context: Context) throws(Refusal) -> Decision {
        let staff = try WorkFacts.actor(context)
        try require(facts.item.state.isOpen, else: .workOver)
        try require(facts.item.delegate == staff, else: .noDelegation)
        return Decision(
            changing: facts.item, .delegationAnswered(by: staff, answer: answer))
    }
}
