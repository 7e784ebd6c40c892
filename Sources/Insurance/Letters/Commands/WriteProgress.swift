package import Kernel

/// 理赔进展告知: tells the customer in a letter where the claim stands and what is promised next.
package struct WriteProgress: Command {
    package static let statement = CommandStatement<WriteProgress>(
        "letters.writeProgress", Words("出具进度告知函", "Write a progress letter"),
        Words(
            "以函件告知客户赔案进展和下一步承诺时限，并重新起算下一次告知",
            "Tell the customer in a letter where the claim stands and what is promised next; "
                + "the promise of the next report starts anew"),
        duties: ["1.3.1", "1.3.2"], keeps: .drive, by: .held(by: .claimsHandler),
        numbers: [.letter], on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim),
            Field(
                "progress", \.progress, Words("进展", "Progress"), .lines(1000),
                help: Words("不写个人信息，每行一项", "No personal data; one item a line")),
        ])

    package var claim = ""
    package var progress = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ClaimFacts {
        try ClaimFacts.gather(claim, context, transaction, starting: [.progress],
            letters: [.progress])
    }

    package func decide(_ facts: ClaimFacts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim.state
        try require(!claim.state.isFinal, else: .nothingInProgress)
        let due = facts.time.clocks.last { $0.clock.stoppedAt == nil }?.clock
        let promised =
            due.map { clock in
                clock.isPaused
                    ? Words("收齐资料后继续计算", "counted on once your papers are here")
                    : Words(
                        facts.time.day(of: clock.due).description,
                        facts.time.day(of: clock.due).description)
            } ?? Words("无", "none")
        let letter = facts.letter(
            .progress, [LetterFact("progress", progress), LetterFact("due", promised)], context)
        var decision = Decision()
        if ClaimWorkflow.undecided.contains(claim.state) {
            try facts.take(.reportProgress, &decision, context)
        }
        decision.change(facts.claim, .customerTold(.init(what: "progress", at: context.now)))
        decision.open(Letter.self, .issued(letter))
        decision.send(
            OutboxMessage(
                key: context.act.text, channel: .notice, stream: claim.stream,
                template: "claim.progress", address: claim.reporterPhone ?? claim.insured,
                values: letter.carried(with: ["claim": .string(claim.number)])))
        decision.reply = ["letter": .string(letter.number)]
        return decision
    }
}

/// 登记函件送达: by what proof a letter reached the customer.
package struct RecordLetterDelivery: Command {
    package static let statement = CommandStatement<RecordLetterDelivery>(
        "letters.recordDelivery", Words("登记函件送达", "Record that a letter arrived"),
        Words("登记函件送达客户的方式、凭据和时间", "Record how, by what proof and when a letter arrived"),
        duties: ["1.3.1"], keeps: .evidence, by: .held(by: .claimsHandler),
        on: .numbered(Letter.self, "letter", \.letter),
        fields: [
            Field("letter", \.letter, Words("函件编号", "Letter number"), .line(40)),
            Field("means", \.means, Words("送达方式", "Means")),
            Field("evidence", \.evidence, Words("送达凭据", "Proof"), .line(200)),
            Field("deliveredAt", \.deliveredAt, Words("送达时间", "When it arrived")),
        ])

    package var letter = ""
    package var means = DeliveryMeans.registeredMail
    package var evidence = ""
    package var deliveredAt = Moment(milliseconds: 0)

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<Letter> {
        try transaction.subject(letter, context)
    }

    package func decide(
        _ letter: Loaded<Letter>, _ context: Context
    ) throws(Refusal) -> Decision {
        try require(
            deliveredAt >= letter.issuedAt && deliveredAt <= context.now,
            else: .letterDeliveredWhen)
        try require(letter.deliveries.count < 20, else: .letterDeliveredOften)
        var decision = Decision()
        decision.change(
            letter,
            .delivered(
                .init(
                    means: means, evidence: evidence, by: context.principal.text,
                    at: deliveredAt)))
        return decision
    }
}

extension Refusal {
    static let nothingInProgress = Refusal(
        .conflict, "letters.nothingInProgress",
        Words("该案已结，没有进展可告知", "the claim is over; there is no progress to report"))
    static let letterDeliveredWhen = Refusal(
        .invalid, "letters.deliveredWhen",
        Words("送达时间应在出具之后、现在之前", "it arrived after it was issued and not in the future"))
    static let letterDeliveredOften = Refusal(
        .conflict, "letters.deliveredOften",
        Words("送达记录已达 20 次上限", "20 deliveries are on record, the most allowed"))
}
