package import Kernel

/// 重开: takes a closed claim up again under its number, with a reason and a new reserve. What was
/// paid and what was used of the limits stays.
package struct ReopenClaim: Command {
    package static let statement = CommandStatement<ReopenClaim>(
        "claims.reopen", Words("重开", "Reopen the claim"),
        Words(
            "说明理由并重新计提准备金，案号不变，已付赔款和已用限额保留；次数上限按产品设定，超过上限须由管理层办理",
            "Under its number, with a reason and a reserve; what was paid stays. Over the cap of "
                + "its product only an executive may"),
        duties: ["1.3.1", "4.2.3a"], by: .held(by: .claimsSupervisor, .executive),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), Field("kind", \.kind, Words("理由", "Reason code")),
            Field("reserve", \.reserve, Words("准备金", "Case reserve"), 0...Coverage.largest),
            .reason(\.reason),
        ])

    package var claim = ""
    package var kind = ClaimWords.ReopenReason.newEvidence
    package var reserve = Money(minor: 0)
    package var reason = ""

    package struct Facts: Sendable {
        let claim: ClaimFacts
        let archive: SideLineFacts<ClaimArchive>?
        /// How often a claim of this product is reopened at most.
        let cap: Int64
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let claim = try ClaimFacts.gather(
            claim, context, transaction, starting: [.decision, .documentRequest, .progress])
        let product = try Product.edition(
            claim.claim.edition, of: claim.claim.product, transaction)
        return try Facts(
            claim: claim, archive: AfterwardsStore.archiveFacts(of: claim.claim, transaction),
            cap: product?.reopeningCap ?? Product.shippedReopeningCap)
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        try require(
            reserve.currency == facts.claim.claim.currency,
            else: .otherCurrency(facts.claim.claim.currency))
        try require(kind != .review, else: .reopenedByReviewOnly)
        let counted = facts.claim.claim.countedReopenings
        try require(
            !kind.countsTowardCap || counted < facts.cap
                || context.principal.posts.contains(Post(.executive)),
            else: .reopenedTooOften(counted))
        var decision = Decision()
        try facts.claim.reopen(
            .reopen, kind, reserve, reason, facts.archive, &decision, context)
        decision.reason = reason
        return decision
    }
}

extension ClaimFacts {
    /// Takes the claim up again; its file comes back from the archive.
    func reopen(
        _ step: ClaimWorkflow.Step, _ kind: ClaimWords.ReopenReason, _ reserve: Money,
        _ words: String, _ archive: SideLineFacts<ClaimArchive>?, _ decision: inout Decision,
        _ context: Context
    ) throws(Refusal) {
        let supervisor = try actor(context)
        try require(reserve.currency == claim.currency, else: .otherCurrency(claim.currency))
        try require(archive?.line.state.state != .disposed, else: .fileDisposed)
        decision.withdraw(work, reason: "reopened")
        try take(step, then: [(ClaimTasks.assess, .lossAssessor)], &decision, context)
        if !claim.state.missingDocuments.isEmpty { try beginRequest(&decision, context) }
        decision.change(
            claim,
            .reopened(
                by: supervisor, reason: kind,
                reserve: .init(
                    amount: reserve, reason: words, by: context.principal.text,
                    at: context.now)))
        try recall(archive, kind.rawValue, &decision, context)
    }

    private func recall(
        _ archive: SideLineFacts<ClaimArchive>?, _ reason: String, _ decision: inout Decision,
        _ context: Context
    ) throws(Refusal) {
        guard let archive, !archive.line.state.state.isFinal else { return }
        try archive.take(.recall, ArchiveWorkflow.main, &decision, context)
        decision.withdraw(archive.work, reason: reason)
        decision.change(archive.line, .recalled(reason: reason, at: context.now))
    }

    /// Hands the file of a claim that has ended over for archiving. A payment that came back
    /// opened the claim without a reopening: the file of its first closing gives way.
    func openArchive(_ decision: inout Decision, _ context: Context) throws(Refusal) {
        try recall(self.archive, "closedAgain", &decision, context)
        let archive = ClaimArchive(
            id: context.id("archive"), of: claim.state, closedAt: context.now)
        decision.open(ClaimArchive.self, .opened(archive))
        try decision.take(
            ArchiveWorkflow.main.rule(.open).clocks, time, of: archive.reference,
            step: ArchiveWorkflow.Step.open.title, context)
        decision.open(
            WorkItem.self,
            .opened(
                AfterwardsTasks.item(
                    AfterwardsTasks.archive, Post(.claimsHandler), archive.reference,
                    branch: claim.branch, context)))
    }
}

extension ClaimWords.ReopenReason {
    /// What the insurer must put right or a court ordered is no reopening that a cap may stop.
    package var countsTowardCap: Bool { self != .review && self != .judgment }
}

extension Product {
    /// The shipped default of ``reopeningCap``.
    package static let shippedReopeningCap: Int64 = 3
}

extension Refusal {
    static let reopenedByReviewOnly = Refusal(
        .invalid, "claims.reopenedByReviewOnly",
        Words("「复核变更」由复核结论自动重开，请办理复核", "that reason comes with the outcome of a review"))

    static func reopenedTooOften(_ count: Int64) -> Refusal {
        Refusal(
            .conflict, "claims.reopenedTooOften",
            Words(
                "该案已重开 \(count) 次，达到产品上限；确需重开的，由管理层说明理由后办理",
                "it was reopened \(count) times, the most its product allows; only an executive "
                    + "may do it again"))
    }
}
