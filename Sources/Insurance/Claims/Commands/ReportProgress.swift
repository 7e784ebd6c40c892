package import Kernel

/// 进度告知: tells the customer of an undecided claim how it stands. Each report starts the
/// promise of the next.
package struct ReportProgress: Command {
    package static let statement = CommandStatement<ReportProgress>(
        "claims.reportProgress", Words("告知进度", "Report progress to the customer"),
        Words(
            "案件未核定期间定期向客户告知进度；每次告知后重新起算下一次",
            "Tell the customer of an undecided claim how it stands; each report starts the "
                + "promise of the next"),
        duties: ["4.3.1a", "1.3.1", "1.3.4"], keeps: .drive,
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
        try ClaimFacts.gather(claim, context, transaction, starting: [.progress])
    }

    package func decide(_ facts: ClaimFacts, _ context: Context) throws(Refusal) -> Decision {
        let staff = try facts.actor(context)
        let claim = facts.claim.state
        var decision = Decision()
        try facts.take(.reportProgress, &decision, context)
        let contact = claim.contact(.progress, channel, note.sealed, by: staff, context)
        decision.open(CustomerContact.self, .recorded(contact))
        decision.change(facts.claim, .customerTold(.init(what: "progress", at: context.now)))
        decision.send(
            OutboxMessage(
                key: context.act.text, channel: .notice, stream: claim.stream,
                template: "claim.progress", address: claim.reporterPhone ?? claim.insured,
                values: ["claim": .string(claim.number), "stage": claim.state.title.json]))
        return decision
    }
}
