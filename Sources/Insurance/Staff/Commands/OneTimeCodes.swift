package import Kernel

/// Offers the signed-in member a secret for an authenticator app. It counts once a code proves
/// that the app has it.
package struct EnrolOneTimeCode: Command {
    package static let statement = CommandStatement<EnrolOneTimeCode>(
        "staff.enrolOneTimeCode", Words("绑定动态口令", "Enrol a one-time code"),
        Words(
            "为本人生成动态口令密钥，确认一次口令后启用",
            "Offer the member a secret for an authenticator app; a code must confirm it"),
        duties: ["1.2"], by: .staff, fields: [])

    /// Beside the fields: the secret, sealed with the member's own key.
    package var secret: Sealed?

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<StaffRecord> {
        let member = try StaffRecord.acting(context, transaction)
        if let secret { try CredentialStore.offer(secret, to: member.id, transaction) }
        return member
    }

    package func decide(
        _ member: Loaded<StaffRecord>, _ context: Context
    ) throws(Refusal) -> Decision {
        try require(secret != nil, else: .secretMissing)
        try require(!member.hasOneTimeCode, else: .oneTimeCodeInUse)
        var decision = Decision()
        decision.change(member, .oneTimeCodeOffered)
        return decision
    }
}

/// Takes the offered secret into use. The member signs in again, with a code.
package struct ConfirmOneTimeCode: Command {
    package struct Proof: Sendable {
        let secret: Sealed
        let step: UInt64
    }

    package static let statement = CommandStatement<ConfirmOneTimeCode>(
        "staff.confirmOneTimeCode", Words("确认动态口令", "Confirm a one-time code"),
        Words(
            "输入一次动态口令以启用；之后须凭动态口令重新登录",
            "A code takes the secret into use; the member signs in again with a code"),
        duties: ["1.2"], by: .staff, fields: [])

    /// Beside the fields.
    package var proof: Proof?

    package struct Facts: Sendable {
        let member: Loaded<StaffRecord>
        let isProven: Bool
        let access: StaffAccess
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let member = try StaffRecord.acting(context, transaction)
        let isProven =
            try proof.map {
                try CredentialStore.use(step: $0.step, of: member.id, transaction)
                    && CredentialStore.confirm($0.secret, of: member.id, transaction)
            } ?? false
        return try Facts(
            member: member, isProven: isProven,
            access: StaffAccess.load(of: member.state.member, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        try require(!facts.member.hasOneTimeCode, else: .oneTimeCodeInUse)
        try require(facts.isProven, else: .oneTimeCodeWrong)
        var decision = Decision()
        decision.change(facts.member, .oneTimeCodeConfirmed)
        facts.access.closeSessions(.credentialChanged, at: context.now, in: &decision)
        return decision
    }
}

/// Removes the one-time code of a member who lost the app. The security administrator does it and
/// the system administrator issues passwords, so no one person can take over an account.
package struct ResetOneTimeCode: Command {
    package static let statement = CommandStatement<ResetOneTimeCode>(
        "staff.resetOneTimeCode", Words("重置动态口令", "Reset a one-time code"),
        Words(
            "员工遗失动态口令设备时由安全管理员解除绑定；其会话同时失效",
            "For a member who lost the app: the code is removed and sessions end"),
        duties: ["1.2"], by: .held(by: .securityAdministrator),
        on: .numbered(StaffRecord.self, "staff", \.staff),
        fields: [StaffFields.subject(\.staff)])

    package var staff = ""

    package struct Facts: Sendable {
        let member: Loaded<StaffRecord>
        let access: StaffAccess
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let member: Loaded<StaffRecord> = try transaction.subject(staff, context)
        try CredentialStore.removeOneTimeSecret(of: member.id, transaction)
        return try Facts(
            member: member, access: StaffAccess.load(of: member.state.member, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        try require(
            context.principal.staff != facts.member.state.member, else: .ownOneTimeCode)
        try require(facts.member.hasOneTimeCode, else: .noOneTimeCode)
        var decision = Decision()
        decision.change(facts.member, .oneTimeCodeReset)
        facts.access.closeSessions(.credentialChanged, at: context.now, in: &decision)
        return decision
    }
}

extension StaffRecord {
    /// The record of the member who acts, held.
    static func acting(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<StaffRecord> {
        guard let staff = context.principal.staff,
            let member: Loaded<StaffRecord> = try transaction.hold(staff.of(StaffRecord.self))
        else { throw Refusal.notYourPost }
        return member
    }
}

extension Refusal {
    static let oneTimeCodeInUse = Refusal(
        .conflict, "oneTimeCode.inUse",
        Words("已绑定动态口令；如设备遗失，请安全管理员重置",
            "a one-time code is in use; if the app is lost, the security administrator resets it"))
    static let oneTimeCodeWrong = Refusal(
        .invalid, "oneTimeCode.wrong",
        Words("动态口令不正确或已用过，请输入新的一个",
            "the code is wrong or was used; enter the next one"))
    static let noOneTimeCode = Refusal(
        .conflict, "oneTimeCode.none",
        Words("该员工未绑定动态口令", "this member has no one-time code"))
    static let ownOneTimeCode = Refusal(
        .forbidden, "oneTimeCode.own",
        Words("不能重置本人的动态口令，请由另一位安全管理员办理",
            "nobody resets their own code; ask another security administrator"))
}
