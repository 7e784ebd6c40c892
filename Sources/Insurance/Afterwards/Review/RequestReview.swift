package import Kernel

/// 申请复核: the customer does not accept the latest decision. Recorded for them by whoever they
/// spoke to; once for each decision, within the time the insurer set.
package struct RequestReview: Command {
    package static let statement = CommandStatement<RequestReview>(
        "reviews.request", Words("申请复核", "Request a review"),
        Words(
            "登记客户对最近一次理赔决定的复核申请；每个决定复核一次，须在规定期限内提出",
            "Record that the customer wants the latest decision reviewed: once, in the time set"),
        duties: ["1.3.1", "1.3.2"], keeps: .drive,
        by: .held(by: .claimsIntake, .serviceAgent, .complaintHandler, .claimsHandler),
        numbers: [.review], on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), Field("channel", \.channel, Words("渠道", "Channel")),
            Field("isInsured", \.isInsured, Words("被保险人本人提出", "The insured asks in person")),
            Field(
                "requester", \.requester, Words("申请人姓名", "Who asks"),
                PersonalRule(.name, of: "requester", max: 80)),
            Field(
                "phone", optional: \.phone, Words("联系电话", "Telephone"),
                PersonalRule(.phone, of: "requester", max: 30)),
            Field(
                "grounds", \.grounds, Words("异议理由", "Grounds"),
                PersonalRule(.narrative, of: "requester", max: 2000)),
        ])

    package var claim = ""
    package var channel = ClaimWords.Channel.phone
    package var isInsured = false
    package var requester = Personal()
    package var phone: Personal?
    package var grounds = Personal()

    package struct Facts: Sendable {
        let claim: ClaimFacts
        let earlier: [Loaded<ClaimReview>]
        let panels: [Loaded<Panel>]
        let book: AuthorityBook
        var holders: [Post: Set<ID<StaffMember>>] = [:]
    }

    package init() {}

    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] {
        guard isInsured, let claim: Loaded<Claim> = try reader.load(number: claim)
        else { return [:] }
        return ["requester": claim.insured.person]
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let claim = try ClaimFacts.gather(
            claim, context, transaction, starting: [.review, .reviewRequest])
        let outcome = claim.claim.decisions.last?.outcome ?? .pay
        return try Facts(
            claim: claim,
            earlier: AfterwardsStore.reviews(of: claim.claim.number, transaction),
            panels: Panel.about(claim.claim.state.stream, transaction),
            book: AuthorityBook.load(ClaimAuthority.kind(of: outcome), transaction),
            holders: holders(transaction))
    }

    /// Who holds each post that reviews. An insurer has few hundred of them.
    private func holders(_ reader: any Reader) throws -> [Post: Set<ID<StaffMember>>] {
        try ReviewWorkflow.reviewers.reduce(into: [:]) { holders, post in
            holders[post] = try Set(RosterEntry.holders(of: post, limit: 500, reader).map(\.id))
        }
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim.claim.state
        guard let requester = requester.sealed, let grounds = grounds.sealed else {
            throw .nameMissing
        }
        guard let decided = claim.decisions.last, !ClaimWorkflow.undecided.contains(claim.state)
        else { throw .nothingToReview }
        try mayStillAsk(decided, facts, context)
        let review = ClaimReview(
            self, requester: requester, grounds: grounds, of: claim, decided,
            participants: participants(facts, decided), context)
        var decision = Decision()
        decision.open(ClaimReview.self, .requested(review))
        try decision.take(
            ReviewWorkflow.main.rule(.request).clocks, facts.claim.time, of: review.reference,
            step: ReviewWorkflow.Step.request.title, context)
        decision.open(WorkItem.self, .opened(item(review, facts, context)))
        decision.reply = ["number": .string(review.number)]
        return decision
    }

    private func mayStillAsk(
        _ decided: ClaimDecision, _ facts: Facts, _ context: Context
    ) throws(Refusal) {
        let claim = facts.claim.claim.state
        let index = Int64(claim.decisions.count - 1)
        let earlier = facts.earlier.first {
            $0.decision == index && $0.state.state != .withdrawn
        }
        if let earlier { throw .alreadyReviewed(earlier.number) }
        let told = claim.customerTold.last { $0.at >= decided.at }?.at ?? decided.at
        let last = try facts.claim.time.due(.reviewRequest, from: told)
        try require(context.now <= last, else: .reviewTooLate(facts.claim.time.day(of: last)))
    }

    private func participants(
        _ facts: Facts, _ decided: ClaimDecision
    ) -> Set<ID<StaffMember>> {
        let decider = [decided.approver].compactMap(\.self)
        return facts.panels.reduce(into: facts.claim.claim.makers.union(decider)) {
            $0.formUnion($1.members)
        }
    }

    /// The lowest post that reaches the level, unless all who hold it took part: then it goes to an
    /// executive, so that no review lies where nobody may take it up.
    private func item(_ review: ClaimReview, _ facts: Facts, _ context: Context) -> WorkItem {
        let claim = facts.claim.claim.state
        let post = facts.book.post(
            from: review.level, product: claim.product, branch: claim.branch,
            day: facts.claim.time.day(of: context.now)
        ).flatMap { post in
            facts.holders[post]?.isSubset(of: review.participants) == true ? nil : post
        }
        return AfterwardsTasks.item(
            AfterwardsTasks.beginReview, post ?? Post(.executive), review.reference,
            branch: claim.branch, context)
    }
}

extension Field {
    static func review(_ path: FieldPath<Owner, String>) -> Field {
        Field("review", path, Words("复核号", "Review number"), .line(40))
    }
}

extension Refusal {
    static let nothingToReview = Refusal(
        .conflict, "reviews.nothingDecided",
        Words("该案尚未作出理赔决定，作出决定并告知后再申请复核",
            "no decision stands on this claim yet; ask for a review once it is decided"))

    static func alreadyReviewed(_ number: String) -> Refusal {
        Refusal(
            .conflict, "reviews.alreadyReviewed",
            Words(
                "该决定已申请过复核（\(number)），每个决定只复核一次；仍不接受的，可以投诉、申请调解、仲裁或起诉",
                "this decision has its review (\(number)), and there is one; the customer may "
                    + "complain, or go to mediation, arbitration or court"))
    }

    static func reviewTooLate(_ day: Day) -> Refusal {
        Refusal(
            .conflict, "reviews.tooLate",
            Words(
                "复核申请期已于 \(day) 届满；客户仍可投诉、申请仲裁或起诉",
                "a review could be asked for until \(day); the customer may still complain or sue"))
    }
}
