package import Kernel

/// 迟延报案: the notice came after the days the terms allow. Nothing follows by itself: only what
/// could not be determined because of it may be left unpaid, and not where the insurer knew or
/// should have known in time (保险法 article 21).
package struct LateNotice: Sendable, Codable, Equatable {
    package enum Effect: String, ChoiceValue {
        case none, partUndetermined

        package var title: Words {
            switch self {
            case .none: Words("不影响查明，照常赔付", "Nothing was lost by it: paid as ever")
            case .partUndetermined:
                Words("部分损失因此无法确定", "A part could not be determined because of it")
            }
        }
    }

    package struct Weighing: Sendable, Codable, Equatable {
        package let effect: Effect
        package let reason: String
        package let by: ID<StaffMember>
        package let at: Moment
    }

    /// Days from the loss to the notice.
    package let days: Int64
    /// Days the terms allow.
    package let allowed: Int64
    package internal(set) var weighing: Weighing?

    /// `nil` when the notice came in time, or the terms set no time.
    init?(of notice: Notice, _ product: Product) {
        guard let allowed = product.noticeDays else { return nil }
        let days = Int64(notice.reportedAt.officeDay.number) - Int64(notice.lossDay.number)
        guard days > allowed else { return nil }
        self.days = days
        self.allowed = allowed
    }
}

/// Says what follows from a late notice, with reasons. Until then nothing is proposed.
package struct WeighLateNotice: Command {
    package static let statement = CommandStatement<WeighLateNotice>(
        "claims.weighLateNotice", Words("评估迟延报案", "Weigh the late notice"),
        Words(
            "说明迟延报案是否使部分损失无法确定；不得仅因迟延报案拒赔",
            "Say whether a part of the loss could not be determined because of it; a late notice "
                + "alone is no ground to refuse"),
        duties: ["4.2.3a"], by: .held(by: .claimsHandler, .lossAssessor, .claimCalculator),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), Field("effect", \.effect, Words("影响", "Effect")), .reason(\.reason),
        ])

    package var claim = ""
    package var effect = LateNotice.Effect.none
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> ClaimFacts {
        try ClaimFacts.gather(claim, context, transaction)
    }

    package func decide(_ facts: ClaimFacts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim.state
        try require(claim.lateNotice != nil, else: .noticeWasInTime)
        try require(ClaimWorkflow.undecided.contains(claim.state), else: .lateNoticeDecided)
        let weighing = LateNotice.Weighing(
            effect: effect, reason: reason, by: try facts.actor(context), at: context.now)
        var decision = Decision(changing: facts.claim, .lateNoticeWeighed(weighing))
        decision.reason = reason
        return decision
    }
}

extension Refusal {
    static let noticeWasInTime = Refusal(
        .conflict, "claims.noticeWasInTime",
        Words("本案报案未迟延，无须评估", "the notice of this claim came in time"))
    static let lateNoticeDecided = Refusal(
        .conflict, "claims.lateNoticeDecided",
        Words("本案已作出处理决定", "this claim is decided already"))
    static let lateNoticeUnweighed = Refusal(
        .conflict, "claims.lateNoticeUnweighed",
        Words(
            "本案报案迟延，请先评估其影响再提出处理意见",
            "the notice came late: say first what follows from that, then propose"))
}

extension LateNotice {
    var json: JSON {
        [
            "days": .integer(days), "allowed": .integer(allowed),
            "effect": weighing.map {
                ["code": .string($0.effect.rawValue), "title": $0.effect.title.json]
            } ?? .null,
            "reason": weighing.map { .string($0.reason) } ?? .null,
        ]
    }
}
