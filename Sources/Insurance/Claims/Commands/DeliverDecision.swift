package import Kernel

/// 告知核定结果: the customer is told of a decision to pay, its amount and reasons, not only of
/// refusals. A confirmed payment tells the same and ends the promise as well.
package struct DeliverDecision: Command {
    package static let statement = CommandStatement<DeliverDecision>(
        "claims.deliverDecision", Words("告知核定结果", "Tell the customer of the decision to pay"),
        Words(
            "同意赔付后向客户告知赔付金额和理由；到账通知在前的视同告知",
            "Tell the customer what will be paid and why; a payment confirmed before that "
                + "tells it too"),
        duties: ["4.2.3a", "4.3.1a", "1.3.1", "1.3.2"], keeps: .drive,
        by: .posts(ClaimTasks.customerDesks), on: .numbered(Claim.self, "claim", \.claim),
        fields: [.claim(\.claim), .contactChannel(\.channel), .contactNote(\.note)])

    package var claim = ""
    package var channel = CustomerContact.Channel.phone
    package var note = Personal()

    package init() {}

    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] {
        guard let claim: Loaded<Claim> = try reader.load(number: claim) else { return [:] }
        return ["customer": claim.state.customer]
    }

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ClaimFacts {
        try ClaimFacts.gather(claim, context, transaction)
    }

    package func decide(_ facts: ClaimFacts, _ context: Context) throws(Refusal) -> Decision {
        let staff = try facts.actor(context)
        let claim = facts.claim.state
        var decision = Decision()
        try facts.take(
            .tellDecision, finishing: [ClaimTasks.decisionNotice], &decision, context)
        guard let decided = claim.decisions.last else { throw .nothingProposed }
        let contact = claim.contact(.decision, channel, note.sealed, by: staff, context)
        decision.open(CustomerContact.self, .recorded(contact))
        decision.change(facts.claim, .customerTold(.init(what: "decision", at: context.now)))
        decision.send(
            OutboxMessage(
                key: context.act.text, channel: .notice, stream: claim.stream,
                template: "claim.approved", address: claim.reporterPhone ?? claim.insured,
                values: [
                    "claim": .string(claim.number), "amount": .string(decided.amount.description),
                    "reasons": .string(decided.reasons),
                ]))
        return decision
    }
}
