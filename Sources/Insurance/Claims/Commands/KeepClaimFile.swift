package import Kernel

/// Marks papers of the checklist as received.
package struct ReceiveDocuments: Command {
    package static let statement = CommandStatement<ReceiveDocuments>(
        "claims.receiveDocuments", Words("接收资料", "Receive documents"),
        Words("登记已收到的索赔资料", "Mark papers of the checklist as received"),
        duties: ["4.2.3a"], by: .held(by: .claimsHandler, .registrationClerk),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim),
            Field(
                "documents", \.documents, Words("资料代码", "Document codes"),
                ListRule(min: 1, max: 50, each: .line(40))),
        ])

    package var claim = ""
    package var documents: [String] = []

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ClaimFacts {
        try ClaimFacts.gather(claim, context, transaction)
    }

    package func decide(_ facts: ClaimFacts, _ context: Context) throws(Refusal) -> Decision {
        let known = Set(facts.claim.documents.map(\.code))
        try require(documents.allSatisfy(known.contains), else: .documentNotAsked)
        var decision = Decision()
        try facts.take(.receiveDocuments, &decision, context)
        decision.change(facts.claim, .documentsReceived(codes: documents, at: context.now))
        try facts.arrived(documents, &decision, context)
        return decision
    }
}

/// Says that the notice of refusal, with its reasons, terms and way of appeal, reached the
/// customer.
package struct DeliverRefusal: Command {
    package static let statement = CommandStatement<DeliverRefusal>(
        "claims.deliverRefusal", Words("送达拒赔通知", "Deliver the notice of refusal"),
        Words(
            "向客户送达载明理由和条款依据的拒赔通知，三日时限随即停止",
            "The notice with reasons and terms reaches the customer; the three-day "
                + "promise is kept"),
        duties: ["4.2.3a", "1.3.1", "1.3.2"], keeps: .drive, by: .held(by: .claimsHandler),
        on: .numbered(Claim.self, "claim", \.claim), fields: [.claim(\.claim)])

    package var claim = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ClaimFacts {
        try ClaimFacts.gather(claim, context, transaction)
    }

    package func decide(_ facts: ClaimFacts, _ context: Context) throws(Refusal) -> Decision {
        var decision = Decision()
        try facts.take(
            .tellRefusal, finishing: [ClaimTasks.notifyRefusal],
            then: [(ClaimTasks.close, .claimsHandler)], &decision, context)
        let claim = facts.claim.state
        guard let refused = claim.decisions.last else { throw .nothingProposed }
        decision.change(facts.claim, .customerTold(.init(what: "refusal", at: context.now)))
        decision.send(
            OutboxMessage(
                key: context.act.text, channel: .notice, stream: claim.stream,
                template: "claim.refused", address: claim.reporterPhone ?? claim.insured,
                values: [
                    "claim": .string(claim.number), "reasons": .string(refused.reasons),
                    "terms": .array(refused.terms.map { .string($0) }),
                ]))
        return decision
    }
}

extension Refusal {
    static let documentNotAsked = Refusal(
        .invalid, "claims.documentNotAsked",
        Words("该资料不在本案清单内", "this paper is not on the claim's checklist"))
}
