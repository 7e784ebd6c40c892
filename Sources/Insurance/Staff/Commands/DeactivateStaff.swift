package import Kernel

/// Ends a member's work: they act no more, and all their sessions and tokens end with the commit.
package struct DeactivateStaff: Command {
    package static let statement = CommandStatement<DeactivateStaff>(
        "staff.deactivate", Words("员工离岗", "Deactivate a member of staff"),
        Words(
            "员工离岗后立即不能办理业务，其会话和接口令牌同时失效",
            "The member can act no more; their sessions and tokens end at once"),
        duties: ["1.2"], by: .held(by: .systemAdministrator),
        on: .numbered(StaffRecord.self, "staff", \.staff),
        fields: [StaffFields.subject(\.staff), .leavingReason(\.reason)])

    package var staff = ""
    package var reason = ""

    package struct Facts: Sendable {
        let member: Loaded<StaffRecord>
        let otherAdministrators: Int
        let access: StaffAccess
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let member: Loaded<StaffRecord> = try transaction.subject(staff, context)
        let kind: PostWords.Post? = [.systemAdministrator, .securityAdministrator].first {
            member.posts.contains(Post($0))
        }
        return try Facts(
            member: member,
            otherAdministrators: kind.map {
                try StaffRecord.others(holding: $0, than: member.id, transaction)
            } ?? 1,
            access: StaffAccess.load(of: member.state.member, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        try require(context.principal.staff != facts.member.state.member, else: .ownLeaving)
        try require(facts.member.isActive, else: .hasLeft)
        try require(facts.otherAdministrators > 0, else: .lastAdministrator)
        var decision = Decision()
        decision.change(facts.member, .left(at: context.now))
        facts.access.closeSessions(.staffLeft, at: context.now, in: &decision)
        facts.access.revokeTokens(at: context.now, in: &decision)
        decision.reason = reason
        return decision
    }
}

extension Field where Owner == DeactivateStaff {
    fileprivate static func leavingReason(_ path: FieldPath<Owner, String>) -> Field {
        Field("reason", path, Words("原因", "Reason"), .line(200))
    }
}
