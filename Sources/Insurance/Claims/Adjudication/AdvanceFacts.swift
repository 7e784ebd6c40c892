package import Kernel

/// An advance with its claim, which is held first, as every command on a claim does.
package struct AdvanceFacts: Sendable {
    package let claim: ClaimFacts
    package let advance: Loaded<AdvancePayment>?
    let book: AuthorityBook
    /// How many advances the claim has had.
    let count: Int64

    static func gather(
        _ number: String, _ context: Context, _ transaction: any Transaction
    ) throws -> AdvanceFacts {
        let claim = try ClaimFacts.gather(number, context, transaction)
        let all = try AdvancePayment.about(number, transaction)
        return try AdvanceFacts(
            claim: claim, advance: all.last { $0.state.state != .withdrawn },
            book: AuthorityBook.load(ClaimAuthority.advance, transaction), count: Int64(all.count))
    }

    func take(
        _ step: AdvanceWorkflow.Step, of advance: AdvancePayment, finishing kinds: Set<String>,
        then next: (String, PostWords.Post)?, _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        _ = try AdvanceWorkflow.main.take(step, in: advance.state, of: advance)
        try WorkItem.require(signed: claim.work, kinds: kinds)
        decision.finish(claim.work, kinds: kinds, step: step.rawValue)
        if let (kind, post) = next {
            decision.open(WorkItem.self, .opened(claim.item(kind, Post(post), context)))
        }
    }
}

extension AdjudicationTasks {
    package static let proposeAdvance = "claims.proposeAdvance"
    package static let decideAdvance = "claims.decideAdvance"
    package static let orderAdvance = "claims.orderAdvance"
    /// The work of an advance that a decision on the claim makes needless.
    static let ofAdvance: Set<String> = [proposeAdvance, decideAdvance, orderAdvance]
}

extension ClaimFacts {
    /// A decision, or the end of the claim, ends an advance that is not on its way.
    func endAdvance(_ step: ClaimWorkflow.Step, _ decision: inout Decision) {
        guard let advance, !advance.state.state.isFinal else { return }
        decision.change(advance, .withdrawn(step: step.rawValue))
        // A cancelled claim withdraws all its work itself.
        if step != .cancel {
            decision.finish(work, kinds: AdjudicationTasks.ofAdvance, step: step.rawValue)
        }
    }
}
