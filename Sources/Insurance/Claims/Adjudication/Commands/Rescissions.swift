package import Kernel

/// Proposes to rescind the policy for non-disclosure, within its two limits.
package struct ProposeRescission: Command {
    package static let statement = CommandStatement<ProposeRescission>(
        "claims.proposeRescission", Words("提请解除合同", "Propose to rescind the policy"),
        Words(
            "因投保时未如实告知提请解除合同；自知道之日起 30 日内、合同成立 2 年内",
            "Propose to rescind for non-disclosure: 30 days from knowing, 2 years from the contract"
        ),
        duties: ["4.2.3a", "1.3.2"], by: .held(by: .claimCalculator, .claimsHandler),
        numbers: [.rescission], on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), Field("fault", \.fault, Words("过错", "Fault")),
            Field(
                "isMaterial", \.isMaterial, Words("对保险事故有严重影响", "Seriously bore on the event")),
            Field(
                "question", \.question, Words("投保时的询问", "Question that was asked"), .lines(500),
                help: Words("未询问的事项无须告知", "What was not asked need not be disclosed")),
            Field(
                "finding", \.finding, Words("查明的事实和证据", "Finding and evidence"),
                PersonalRule(.narrative, of: "insured", max: 2000)),
            Field("knownOn", \.knownOn, Words("知道解除事由之日", "Day on which it became known")),
        ])

    package var claim = ""
    package var fault = Rescission.Fault.grossNegligence
    package var isMaterial = false
    package var question = ""
    package var finding = Personal()
    package var knownOn = Day(number: 0)

    package struct Facts: Sendable {
        let claim: ClaimFacts
        let inception: Day?
        let earlier: [Loaded<Rescission>]
    }

    package init() {}

    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] {
        guard let claim: Loaded<Claim> = try reader.load(number: claim) else { return [:] }
        return ["insured": claim.insured.person]
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let claim = try ClaimFacts.gather(claim, context, transaction)
        let policy: Loaded<Policy>? = try transaction.load(number: claim.claim.policy)
        return try Facts(
            claim: claim, inception: policy?.inception,
            earlier: Rescission.about(claim.claim.number, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let maker = try facts.claim.actor(context)
        guard let finding = finding.sealed else { throw .nameMissing }
        let today = facts.claim.time.day(of: context.now)
        try require(knownOn <= today, else: .knownLater)
        guard let inception = facts.inception else { throw .noSuch(Policy.title) }
        try require(
            !facts.earlier.contains { $0.state.state != .dropped }, else: .rescissionUnderWay)
        let until = Rescission.last(knownOn: knownOn, inception: inception)
        try Rescission.require(until, holds: today)
        var decision = Decision()
        try facts.claim.take(.proposeRescission, &decision, context)
        let rescission = Rescission(
            id: context.id("rescission"), number: context.number(.rescission),
            of: facts.claim.claim.state, self, finding: finding, until: until, by: maker,
            at: context.now)
        decision.open(Rescission.self, .proposed(rescission))
        decision.open(
            WorkItem.self,
            .opened(
                facts.claim.item(
                    AdjudicationTasks.declareRescission, Post(.claimsSupervisor), context)))
        decision.reply = [
            "rescission": .string(rescission.number), "until": .string(until.description),
        ]
        return decision
    }
}

/// What the decision on a rescission looks at.
package struct RescissionFacts: Sendable {
    let rescission: Loaded<Rescission>
    let claim: ClaimFacts

    static func gather(
        _ number: String, _ context: Context, _ transaction: any Transaction
    ) throws -> RescissionFacts {
        guard let seen: Loaded<Rescission> = try transaction.load(number: number),
            let claim = try transaction.hold(seen.claim)
        else { throw Refusal.noSuch(Rescission.title) }
        return try RescissionFacts(
            rescission: transaction.subject(number, context),
            claim: ClaimFacts(of: claim, transaction, starting: []))
    }

    func decider(_ context: Context) throws(Refusal) -> ID<StaffMember> {
        let person = try claim.actor(context)
        try require(rescission.state.state == .proposed, else: .rescissionDecided)
        try require(rescission.maker != person, else: .rescinderIsMaker)
        return person
    }
}

/// Declares the rescission; the customer is told. A second person's act, while the right lasts.
package struct DeclareRescission: Command {
    package static let statement = CommandStatement<DeclareRescission>(
        "claims.declareRescission", Words("解除合同", "Rescind the policy"),
        Words(
            "由另一人在期限内决定解除并通知客户",
            "A second person rescinds within the time and the customer is told"),
        duties: ["4.2.3a", "1.3.1", "1.3.2"], by: .held(by: .claimsSupervisor, .executive),
        on: .numbered(Rescission.self, "rescission", \.rescission),
        fields: [.rescission(\.rescission)])

    package var rescission = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> RescissionFacts {
        try RescissionFacts.gather(rescission, context, transaction)
    }

    package func decide(
        _ facts: RescissionFacts, _ context: Context
    ) throws(Refusal) -> Decision {
        let person = try facts.decider(context)
        try Rescission.require(
            facts.rescission.until, holds: facts.claim.time.day(of: context.now))
        let claim = facts.claim.claim.state
        var decision = Decision(changing: facts.rescission, .declared(by: person, at: context.now))
        decision.finish(
            facts.claim.work, kinds: [AdjudicationTasks.declareRescission], step: "declare")
        decision.send(
            OutboxMessage(
                key: context.act.text, channel: .notice, stream: claim.stream,
                template: "policy.rescinded", address: claim.insured,
                values: ["claim": .string(claim.number), "policy": .string(claim.policy)]))
        return decision
    }
}

/// Decides not to rescind: a refusal for non-disclosure is then out of the question.
package struct DropRescission: Command {
    package static let statement = CommandStatement<DropRescission>(
        "claims.dropRescission", Words("不予解除合同", "Decide not to rescind"),
        Words("决定不解除合同并说明理由", "Decide not to rescind, with the reason"),
        duties: ["4.2.3a", "1.3.2"], by: .held(by: .claimsSupervisor, .executive),
        on: .numbered(Rescission.self, "rescission", \.rescission),
        fields: [.rescission(\.rescission), .reason(\.reason)])

    package var rescission = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> RescissionFacts {
        try RescissionFacts.gather(rescission, context, transaction)
    }

    package func decide(
        _ facts: RescissionFacts, _ context: Context
    ) throws(Refusal) -> Decision {
        let person = try facts.decider(context)
        var decision = Decision(
            changing: facts.rescission, .dropped(by: person, reason: reason, at: context.now))
        decision.finish(
            facts.claim.work, kinds: [AdjudicationTasks.declareRescission], step: "drop")
        decision.reason = reason
        return decision
    }
}

extension Rescission {
    /// The last day: 30 days after knowing, and not after the second anniversary.
    static func last(knownOn day: Day, inception: Day) -> Day {
        let anniversary =
            Day(
                year: inception.year + yearsFromContract, month: inception.month,
                day: inception.day)
            // 29 February has no second anniversary: the day before it counts.
            ?? Day(year: inception.year + yearsFromContract, month: 2, day: 28) ?? inception
        return min(day.adding(days: daysFromKnowledge), anniversary)
    }

    static func require(_ until: Day, holds today: Day) throws(Refusal) {
        try Kernel.require(today <= until, else: .rescissionLapsed(until))
    }
}

extension Field {
    static func rescission(_ path: FieldPath<Owner, String>) -> Field {
        Field("rescission", path, Words("解除编号", "Rescission number"), .line(40))
    }
}

extension NumberSeries {
    package static let rescission = NumberSeries("RSC")
}

extension Refusal {
    static let knownLater = Refusal(
        .invalid, "claims.knownLater",
        Words("知道之日晚于今日，请核对", "the day of knowing lies in the future; check it"))
    static let rescissionUnderWay = Refusal(
        .conflict, "claims.rescissionUnderWay",
        Words("本案已提请或已解除合同", "a rescission is proposed or declared on this claim already"))
    static let rescissionDecided = Refusal(
        .conflict, "claims.rescissionDecided", Words("该事项已决定", "this was decided already"))
    static let rescinderIsMaker = Refusal(
        .forbidden, "claims.rescinderIsMaker",
        Words("提请人不得决定，请由另一人决定", "whoever proposed it may not decide it"))

    static func rescissionLapsed(_ until: Day) -> Refusal {
        Refusal(
            .conflict, "claims.rescissionLapsed",
            Words(
                "解除权已于 \(until) 届满，不能解除合同，应当赔付",
                "the right to rescind lapsed after \(until): the policy stands"))
    }
}
