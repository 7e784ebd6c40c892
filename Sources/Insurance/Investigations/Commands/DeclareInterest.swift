package import Kernel

/// 利害关系声明: before the first finding, whoever does a task says whether they have an interest in
/// the case. Who has one gives the task back.
package struct DeclareInterest: Command {
    package static let statement = CommandStatement<DeclareInterest>(
        "claims.declareInterest", Words("声明利害关系", "Declare no interest"),
        Words(
            "调查人员在记录调查内容之前声明与本案是否有利害关系；有利害关系的应当回避",
            "Say, before the first finding, whether you have an interest in the case; who has "
                + "one stands aside"),
        duties: ["4.2.2c", "1.3.2"], by: .posts(Investigations.investigators),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), .investigationTask(\.task),
            Field(
                "hasNoInterest", \.hasNoInterest,
                Words("本人与本案当事人无亲属、雇佣、投资等利害关系", "I have no interest in this case"),
                help: Words(
                    "被保险人、受益人、修理厂、医院等均为当事人",
                    "Insured, beneficiary, repairer and hospital are parties")),
        ])

    package var claim = ""
    package var task = ""
    package var hasNoInterest = false

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> InvestigationFacts {
        try InvestigationFacts.gather(claim, context, transaction)
    }

    package func decide(
        _ facts: InvestigationFacts, _ context: Context
    ) throws(Refusal) -> Decision {
        let actor = try facts.claim.actor(context)
        let task = try facts.task(task)
        try require(task.doneAt == nil, else: .taskDone)
        // Who once said to have an interest does not take it back: another person does the task.
        try require(task.isDisinterested(actor) != false, else: .hasInterest)
        try require(
            task.declarations.count < Investigation.mostRecords, else: .taskFull)
        var decision = Decision()
        try facts.take(.declare, &decision, context)
        decision.change(
            facts.investigation,
            .declared(
                task: task.code,
                .init(staff: actor, hasNoInterest: hasNoInterest, at: context.now)))
        if !hasNoInterest { giveBack(task, actor, facts, &decision) }
        return decision
    }

    /// Back to the pool, so that somebody else takes it.
    private func giveBack(
        _ task: InvestigationTask, _ actor: ID<StaffMember>, _ facts: InvestigationFacts,
        _ decision: inout Decision
    ) {
        for item in facts.claim.work
        where item.kind == task.kind.work && item.state.holder == actor {
            decision.change(item, .returned(to: nil, by: actor, reason: "interest"))
        }
    }
}
