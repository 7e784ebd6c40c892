/// 认领: takes a piece of work out of its post's pool. Refused when somebody else was quicker.
package struct ClaimWork: Command {
    package static let statement = CommandStatement<ClaimWork>(
        "work.claim", Words("认领", "Claim"),
        Words("从岗位池中领取一件待办，由本人负责办理", "Take a piece of work out of the pool of your post"),
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
        try require(context.principal.posts.contains(facts.item.post), else: .notYourPost)
        try require(facts.item.state.isOpen, else: .workOver)
        try require(facts.item.status == .pooled, else: .workHeld)
        return Decision(changing: facts.item, .claimed(by: staff))
    }
}
