extension WorkItem.Signature.Order: ChoiceValue {
    package var title: Words {
        switch self {
        case .before: Words("加签", "before the holder finishes")
        case .together: Words("会签", "together with the holder")
        }
    }
}

/// 加签 and 会签: asks for another person's signature; the work cannot be finished without it.
package struct AskForSignature: Command {
    package static let statement = CommandStatement<AskForSignature>(
        "work.askForSignature", Words("加签或会签", "Ask for a signature"),
        Words(
            "请另一位同事签署意见；未签署前不能办结",
            "Ask a colleague to sign; the work cannot be finished before they have"),
        by: .staff,
        fields: [
            .item(\.item), .colleague(\.to),
            Field("order", \.order, Words("方式", "Order")),
        ])

    package var item = ID<WorkItem>.blank
    package var to = ""
    package var order = WorkItem.Signature.Order.before

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
        try require(
            !facts.item.state.openSignatures.contains { $0.signer == colleague },
            else: .signatureAskedTwice)
        return Decision(
            changing: facts.item,
            .signatureAsked(
                WorkItem.Signature(signer: colleague, order: order, askedBy: holder)))
    }
}

/// Gives the signature that was asked for: agreement or not, with an opinion.
package struct SignWork: Command {
    package static let statement = CommandStatement<SignWork>(
        "work.sign", Words("签署意见", "Sign"),
        Words("签署被请求的意见", "Give the opinion that was asked for"),
        by: .staff,
        fields: [
            .item(\.item), Field("agrees", \.agrees, Words("是否同意", "Agrees")),
            .reason(\.opinion, name: "opinion"),
        ])

    package var item = ID<WorkItem>.blank
    package var agrees = false
    package var opinion = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> WorkFacts {
        try WorkFacts.gather(item, context, transaction)
    }

    package func decide(_ facts: WorkFacts, _ context: Context) throws(Refusal) -> Decision {
        let staff = try WorkFacts.actor(context)
        try require(facts.item.state.isOpen, else: .workOver)
        try require(
            facts.item.state.openSignatures.contains { $0.signer == staff },
            else: .signatureNotAsked)
        return Decision(
            changing: facts.item,
            .signed(by: staff, agrees: agrees, opinion: opinion, at: context.now))
    }
}
