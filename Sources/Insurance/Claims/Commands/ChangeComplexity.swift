package import Kernel

/// 调整案件类型: the supervisor finds that a claim is simpler or more complex than it was taken
/// for. Nothing starts anew: running promises go on under the standard that now holds, with the
/// reason in their ledger; one that is late, or that the change would make late, keeps its own.
package struct ChangeComplexity: Command {
    package static let statement = CommandStatement<ChangeComplexity>(
        "claims.changeComplexity", Words("调整案件类型", "Change the complexity"),
        Words(
            "由理赔主管说明理由调整案件类型；时限不重新起算，改按相应标准计算，已超时的不变",
            "A supervisor changes the complexity with a reason; clocks are not restarted but "
                + "counted by the standard that now holds, late ones excepted"),
        duties: ["4.3.1a", "1.3.2"], by: .held(by: .claimsSupervisor),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), Field("complexity", \.complexity, Words("案件类型", "Complexity")),
            .reason(\.reason),
        ])

    package var claim = ""
    package var complexity = Complexity.normal
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ClaimFacts {
        let claim: Loaded<Claim> = try transaction.subject(claim, context)
        return try ClaimFacts(
            of: claim, transaction, starting: ClaimClocks.metrics, complexity: complexity)
    }

    package func decide(_ facts: ClaimFacts, _ context: Context) throws(Refusal) -> Decision {
        let supervisor = try facts.actor(context)
        try require(facts.claim.complexity != complexity, else: .sameComplexity)
        var decision = Decision()
        try facts.take(.changeComplexity, &decision, context)
        let changed = try decision.repin(facts.time, reason: reason, context)
        decision.change(
            facts.claim,
            .complexityChanged(complexity, by: supervisor, reason: reason, at: context.now))
        decision.reason = reason
        decision.reply = ["changed": .array(changed.map(JSON.string))]
        return decision
    }
}

extension Refusal {
    static let sameComplexity = Refusal(
        .conflict, "claims.sameComplexity",
        Words("案件类型未变", "the claim has this complexity already"))
}
