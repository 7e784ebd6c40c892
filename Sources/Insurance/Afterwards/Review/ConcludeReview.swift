package import Kernel

/// 受理复核: somebody who took no part in the decision, of at least the level that made it.
package struct BeginReview: Command {
    package static let statement = CommandStatement<BeginReview>(
        "reviews.begin", Words("受理复核", "Take up the review"),
        Words(
            "由未参与原决定、权限不低于原核赔人的人员受理",
            "Taken up by somebody who took no part in the decision, of at least its level"),
        duties: ["1.3.2", "4.2.3a"], by: .posts(ReviewWorkflow.reviewers),
        on: .numbered(ClaimReview.self, "review", \.review), fields: [.review(\.review)])

    package var review = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ReviewFacts {
        try ReviewFacts.gather(review, context, transaction)
    }

    package func decide(_ facts: ReviewFacts, _ context: Context) throws(Refusal) -> Decision {
        let (reviewer, _) = try facts.reviewer(context)
        var decision = Decision()
        try facts.review.take(
            .begin, ReviewWorkflow.main, finishing: [AfterwardsTasks.beginReview], &decision,
            context)
        decision.change(facts.review.line, .begun(by: reviewer, at: context.now))
        let post = context.principal.posts.intersection(ReviewWorkflow.reviewers).sorted().first
        decision.open(
            WorkItem.self,
            .opened(
                AfterwardsTasks.item(
                    AfterwardsTasks.concludeReview, post ?? Post(.executive),
                    facts.review.line.state.reference, branch: facts.review.claim.branch, context,
                    holder: reviewer, dueAt: facts.review.time.open(.review)?.clock.due)))
        return decision
    }
}

/// 复核结论: upheld with reasons, or the claim is taken up again without counting as one of its
/// reopenings: the error was the insurer's.
package struct ConcludeReview: Command {
    package static let statement = CommandStatement<ConcludeReview>(
        "reviews.conclude", Words("作出复核结论", "Conclude the review"),
        Words(
            "维持、变更或发回，说明理由；变更和发回时赔案重开，不计入重开次数",
            "Uphold, change or send back with reasons; the last two reopen the claim, uncounted"),
        duties: ["1.3.2", "4.2.3a"], by: .posts(ReviewWorkflow.reviewers),
        on: .numbered(ClaimReview.self, "review", \.review),
        fields: [
            .review(\.review), Field("outcome", \.outcome, Words("结论", "Outcome")),
            Field(
                "reserve", optional: \.reserve, Words("重新计提的准备金", "New case reserve"),
                1...Coverage.largest,
                help: Words("变更或发回时必填", "Required to change or send back")),
            .reason(\.reason),
        ])

    package var review = ""
    package var outcome = ClaimReview.Outcome.upheld
    package var reserve: Money?
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ReviewFacts {
        try ReviewFacts.gather(review, context, transaction)
    }

    package func decide(_ facts: ReviewFacts, _ context: Context) throws(Refusal) -> Decision {
        let (reviewer, level) = try facts.reviewer(context)
        let step: ReviewWorkflow.Step =
            switch outcome {
            case .upheld: .uphold
            case .changed: .change
            case .sentBack: .sendBack
            }
        var decision = Decision()
        try facts.review.take(
            step, ReviewWorkflow.main, finishing: [AfterwardsTasks.concludeReview], &decision,
            context)
        if outcome != .upheld { try reopen(facts, &decision, context) }
        decision.change(
            facts.review.line,
            .concluded(
                .init(
                    outcome: outcome, reasons: reason, by: reviewer, level: level,
                    at: context.now)))
        decision.open(
            WorkItem.self,
            .opened(facts.review.item(AfterwardsTasks.tellReview, .claimsHandler, context)))
        decision.reason = reason
        return decision
    }

    private func reopen(
        _ facts: ReviewFacts, _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        guard let reserve else { throw .reviewReserveMissing }
        try facts.claim.reopen(
            .reopenAfterReview, .review, reserve, reason, facts.archive, &decision, context)
    }
}

/// What the commands of a reviewer look at.
package struct ReviewFacts: Sendable {
    let review: SideLineFacts<ClaimReview>
    let claim: ClaimFacts
    let book: AuthorityBook
    let archive: SideLineFacts<ClaimArchive>?

    static func gather(
        _ number: String, _ context: Context, _ transaction: any Transaction
    ) throws -> ReviewFacts {
        let review = try SideLineFacts<ClaimReview>.gather(number, context, transaction)
        let index = Int(review.line.decision)
        let decisions = review.claim.decisions
        let outcome = decisions.indices.contains(index) ? decisions[index].outcome : .pay
        return try ReviewFacts(
            review: review,
            claim: ClaimFacts(
                of: review.claim, transaction, starting: [.decision, .documentRequest, .progress]),
            book: AuthorityBook.load(ClaimAuthority.kind(of: outcome), transaction),
            archive: AfterwardsStore.archiveFacts(of: review.claim, transaction))
    }

    /// Who acts, when they may: no part in the decision, and its level at least.
    func reviewer(_ context: Context) throws(Refusal) -> (ID<StaffMember>, Int64) {
        let person = try review.actor(context)
        try require(!review.line.participants.contains(person), else: .reviewerTookPart)
        let level = book.level(
            of: context.principal, product: review.claim.product, branch: review.claim.branch,
            day: review.time.day(of: context.now))
        try require(level >= review.line.level, else: .reviewerTooLow(review.line.level))
        return (person, level)
    }
}

extension Refusal {
    static let reviewerTookPart = Refusal(
        .forbidden, "reviews.reviewerTookPart",
        Words("您参与过原决定（经办、核赔或会商），应由他人复核",
            "you took part in the decision (maker, approver or panel); somebody else reviews it"))
    static let reviewReserveMissing = Refusal(
        .invalid, "reviews.reserveMissing",
        Words("变更或发回时赔案将重开，请填写准备金", "the claim is reopened: give its new reserve"))

    static func reviewerTooLow(_ level: Int64) -> Refusal {
        Refusal(
            .forbidden, "reviews.reviewerTooLow",
            Words(
                "原决定由第 \(level) 级权限作出，复核人的权限不得低于该级",
                "level \(level) made the decision; a reviewer has at least that level"))
    }
}
