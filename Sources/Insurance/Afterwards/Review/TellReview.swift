package import Kernel

/// 告知复核结论: the customer learns the outcome with its reasons.
package struct TellReview: Command {
    package static let statement = CommandStatement<TellReview>(
        "reviews.tell", Words("告知复核结论", "Tell the outcome of the review"),
        Words("把结论和理由告知客户", "The customer is told the outcome with its reasons"),
        duties: ["1.3.1", "1.3.2"], by: .held(by: .claimsHandler),
        on: .numbered(ClaimReview.self, "review", \.review), fields: [.review(\.review)])

    package var review = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> SideLineFacts<ClaimReview> {
        try SideLineFacts.gather(review, context, transaction)
    }

    package func decide(
        _ facts: SideLineFacts<ClaimReview>, _ context: Context
    ) throws(Refusal) -> Decision {
        var decision = Decision()
        try facts.take(
            .tell, ReviewWorkflow.main, finishing: [AfterwardsTasks.tellReview], &decision,
            context)
        decision.change(facts.line, .told(at: context.now))
        decision.open(
            WorkItem.self,
            .opened(facts.item(AfterwardsTasks.closeReview, .claimsHandler, context)))
        let (review, claim) = (facts.line.state, facts.claim.state)
        decision.send(
            OutboxMessage(
                key: context.act.text, channel: .notice, stream: claim.stream,
                template: "claim.reviewed",
                address: review.phone ?? claim.reporterPhone ?? claim.insured,
                values: [
                    "claim": .string(claim.number), "review": .string(review.number),
                    "outcome": .string(review.conclusion?.outcome.rawValue ?? ""),
                    "reasons": .string(review.conclusion?.reasons ?? ""),
                ]))
        return decision
    }
}

/// 复核结案: when the claim that was taken up again has been decided anew, or nothing was changed.
package struct CloseReview: Command {
    package static let statement = CommandStatement<CloseReview>(
        "reviews.close", Words("复核结案", "Close the review"),
        Words(
            "维持原决定的即可办结；变更或发回的，赔案重新决定后办结",
            "At once when upheld; otherwise when the claim has been decided anew"),
        duties: ["1.3.1"], by: .held(by: .claimsHandler),
        on: .numbered(ClaimReview.self, "review", \.review), fields: [.review(\.review)])

    package var review = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> SideLineFacts<ClaimReview> {
        try SideLineFacts.gather(review, context, transaction)
    }

    package func decide(
        _ facts: SideLineFacts<ClaimReview>, _ context: Context
    ) throws(Refusal) -> Decision {
        var decision = Decision()
        try facts.take(
            .close, ReviewWorkflow.main, finishing: [AfterwardsTasks.closeReview], &decision,
            context)
        try require(facts.line.state.isFollowed(by: facts.claim.state), else: .reviewNotFollowed)
        decision.change(facts.line, .closed(at: context.now))
        return decision
    }
}

/// 撤回复核申请, by the customer's wish.
package struct WithdrawReview: Command {
    package static let statement = CommandStatement<WithdrawReview>(
        "reviews.withdraw", Words("撤回复核申请", "Withdraw the request for a review"),
        Words("客户撤回申请；期限内可再次申请", "The customer withdraws; they may ask again in time"),
        duties: ["1.3.1"],
        by: .held(by: .claimsIntake, .serviceAgent, .complaintHandler, .claimsHandler),
        on: .numbered(ClaimReview.self, "review", \.review),
        fields: [.review(\.review), .reason(\.reason)])

    package var review = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> SideLineFacts<ClaimReview> {
        try SideLineFacts.gather(review, context, transaction)
    }

    package func decide(
        _ facts: SideLineFacts<ClaimReview>, _ context: Context
    ) throws(Refusal) -> Decision {
        var decision = Decision()
        try facts.take(.withdraw, ReviewWorkflow.main, &decision, context)
        decision.withdraw(facts.work, reason: "withdrawn")
        decision.change(facts.line, .withdrawn(reason: reason, at: context.now))
        decision.reason = reason
        return decision
    }
}

extension ClaimReview {
    /// Whether nothing more is to come of it.
    package func isFollowed(by claim: Claim) -> Bool {
        conclusion?.outcome == .upheld || claim.decisions.count > Int(decision) + 1
            || claim.state == .cancelled
    }
}

extension Refusal {
    static let reviewNotFollowed = Refusal(
        .conflict, "reviews.notFollowed",
        Words("赔案已重开但尚未重新作出决定，决定后再办结复核",
            "the claim was taken up again and is not decided yet; close the review after that"))
}
