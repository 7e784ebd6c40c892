package import Kernel

/// 质询期限: a customer asks why a promise of their case is due when it is, in the portal or by
/// whoever of the staff they spoke to. Sealed for the insured, who may be somebody else than the
/// reporter.
package struct QuestionDeadline: Command {
    package static let statement = CommandStatement<QuestionDeadline>(
        "claims.questionDeadline", Words("登记期限疑问", "Record a question about a deadline"),
        Words(
            "客户对本案某项期限提出疑问，登记后须在承诺时间内以该时限的计算依据答复",
            "A customer questions a deadline of their case; it is answered with the clock's own "
                + "sum within a promise of its own"),
        duties: ["4.3.1b", "1.3.2"], keeps: .drive,
        by: .postsAndCustomers(DeadlineQuestionWorkflow.askers), numbers: [.deadlineQuestion],
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim),
            Field(
                "metric", \.metric, Words("哪一项时限", "Which promise"), .line(60),
                help: Words("如 claims.decision", "Such as claims.decision")),
            .contactChannel(\.channel),
            Field(
                "question", \.question, Words("客户的疑问", "The question"),
                PersonalRule(.narrative, of: "customer", max: 2000)),
        ])

    package var claim = ""
    package var metric = ""
    package var channel = CustomerContact.Channel.phone
    package var question = Personal()

    package struct Facts: Sendable {
        let claim: Loaded<Claim>
        /// The latest clock of the metric, of the claim or its notice.
        let clock: ClockRecord?
        let isOpen: Bool
        let starting: CaseTime
    }

    package init() {}

    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] {
        guard let claim: Loaded<Claim> = try reader.load(number: claim) else { return [:] }
        return ["customer": claim.insured.person]
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        try CustomerRight.check(
            on: self.claim, Claim.title, by: context.principal, transaction)
        let claim: Loaded<Claim> = try transaction.subject(self.claim, context)
        let numbers = [claim.number, claim.notice]
        let clocks: [Loaded<ClockRecord>] = try transaction.loadAll(
            where: """
                case_number IN \(list: numbers) AND metric = \(metric)
                ORDER BY started_at DESC, id DESC LIMIT 1
                """)
        let open: [Loaded<DeadlineQuestion>] = try transaction.loadAll(
            where: "claim = \(claim.number) AND stage = 'asked' ORDER BY number LIMIT 20")
        return try Facts(
            claim: claim, clock: clocks.first?.state,
            isOpen: open.contains { $0.metric == metric },
            starting: CaseTime.load(
                of: nil, starting: [.deadlineAnswer],
                scopes: ClaimClocks.scopes(
                    product: claim.product, line: claim.line, claim.complexity),
                calendar: ClaimClocks.calendar, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let staff = context.principal.staff
        try require(staff != nil || context.principal.customer != nil, else: .notYourPost)
        guard let clock = facts.clock else { throw .noSuchDeadline }
        guard let question = question.sealed else { throw .nameMissing }
        try require(!facts.isOpen, else: .questionOpen)
        let asked = DeadlineQuestion(
            id: context.id("question"), number: context.number(.deadlineQuestion),
            of: facts.claim.state, clock, staff == nil ? .web : channel, question, by: staff,
            at: context.now)
        var decision = Decision()
        decision.open(DeadlineQuestion.self, .asked(asked))
        let taken = try DeadlineQuestionWorkflow.main.take(.ask, in: .asked, of: asked)
        try decision.take(
            taken.clocks, facts.starting, of: CaseReference(asked), step: taken.step.title,
            context)
        let item = WorkItem(
            id: context.id("work"), of: CaseReference(asked), kind: ClaimTasks.deadlineAnswer,
            title: ClaimTasks.title(ClaimTasks.deadlineAnswer), post: Post(.claimsHandler),
            branch: facts.claim.branch, openedAt: context.now)
        decision.open(WorkItem.self, .opened(item))
        decision.reply = ["number": .string(asked.number)]
        return decision
    }
}

extension Refusal {
    static let noSuchDeadline = Refusal(
        .invalid, "claims.noSuchDeadline",
        Words("本案没有这项时限，请核对", "the case has no such promise; check which one is meant"))
    static let questionOpen = Refusal(
        .conflict, "claims.questionOpen",
        Words("对这项时限的疑问已在答复中", "a question about this promise is being answered already"))
}
