package import Kernel

/// 并案: two notices tell of one loss. One stands for both; the other stays readable and says so.
package struct MergeNotices: Command {
    package static let statement = CommandStatement<MergeNotices>(
        "claims.mergeNotices", Words("并案", "Merge notices"),
        Words(
            "把重复报案并入另一报案：时限与待办随之结束，报案人成为留存报案的当事人",
            "Merge a notice into another of the same loss: its promises and work end, and who "
                + "reported becomes a party of the one that stays"),
        duties: ["4.2.1b"], by: .held(by: .registrationClerk, .claimsIntake),
        on: .numbered(Notice.self, "notice", \.notice),
        fields: [
            Field("notice", \.notice, Words("重复的报案号", "The duplicate notice"), .line(40)),
            Field("into", \.into, Words("并入报案号", "The notice that stays"), .line(40)),
            .reason(\.reason),
        ])

    package var notice = ""
    package var into = ""
    package var reason = ""

    package struct Facts: Sendable {
        let notice: NoticeFacts
        let into: Loaded<Notice>
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        // Held in the order of their numbers, so that two merges never wait for each other.
        let first: Loaded<Notice>? =
            into < notice ? try transaction.hold(number: into) : nil
        let merged: Loaded<Notice> = try transaction.subject(notice, context)
        guard let other = try first ?? transaction.hold(number: into) else {
            throw Refusal.noSuch(Notice.title)
        }
        return Facts(notice: try NoticeFacts(of: merged, transaction), into: other)
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let (notice, into) = (facts.notice.notice, facts.into)
        let taken = try NoticeWorkflow.main.take(.merge, in: notice.state.state, of: notice.state)
        try require(notice.id != into.id, else: .mergeWithItself)
        try require(
            into.state.state == .received || into.state.state == .registered,
            else: .mergeIntoEnded(into.state.state.title))
        try require(isSameLoss(notice.state, into.state), else: .mergeOtherLoss)
        var decision = Decision()
        try decision.take(
            taken.clocks, facts.notice.time, of: CaseReference(notice.state),
            step: taken.step.title, context)
        decision.withdraw(facts.notice.work, reason: "merged")
        decision.change(notice, .merged(into: into.number, reason: reason))
        decision.change(into, .absorbed(notice.number))
        decision.open(ClaimParty.self, .added(reporter(of: notice.state, in: into.state, context)))
        decision.reason = reason
        return decision
    }

    /// The same policy, or one of the two named none that is known; and losses of days that can be
    /// one loss remembered differently.
    private func isSameLoss(_ one: Notice, _ other: Notice) -> Bool {
        let samePolicy =
            one.policy == other.policy || one.policyFinding == .unknownPolicy
            || other.policyFinding == .unknownPolicy
        return samePolicy && abs(one.lossDay.number - other.lossDay.number) <= 3
    }

    private func reporter(
        of notice: Notice, in other: Notice, _ context: Context
    ) -> ClaimParty {
        var details = ClaimParty.Details(roles: [.notifier], name: notice.reporterName)
        details.phone = notice.reporterPhone
        details.relation = notice.relation
        return ClaimParty(
            id: context.id("party.notifier"), of: CaseReference(other), details, at: context.now)
    }
}

extension Refusal {
    static let mergeWithItself = Refusal(
        .invalid, "claims.mergeWithItself",
        Words("不能并入自身，请填写另一报案号", "name another notice to merge into"))
    static let mergeOtherLoss = Refusal(
        .conflict, "claims.mergeOtherLoss",
        Words(
            "两份报案的保单不同或出险日相差超过 3 天，不是同一事故",
            "the policies differ or the losses lie more than 3 days apart: not one loss"))

    static func mergeIntoEnded(_ state: Words) -> Refusal {
        Refusal(
            .conflict, "claims.mergeIntoEnded",
            Words("对方报案\(state.zh)，不能并入", "the other notice is \(state.en.lowercased())"))
    }
}
