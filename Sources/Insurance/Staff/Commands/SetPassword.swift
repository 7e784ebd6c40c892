package import Kernel

/// Issues the one-time token with which a member sets a password: on joining, or when it was
/// forgotten. Nobody chooses a password for another, and a one-time code that is in use stays.
package struct IssueActivation: Command {
    package static let statement = CommandStatement<IssueActivation>(
        "staff.issueActivation", Words("签发激活令牌", "Issue an activation token"),
        Words(
            "为员工签发一次性激活令牌，由本人设置密码；已绑定的动态口令不受影响",
            "Issue a one-time token with which a member sets a password; a one-time code stays"),
        duties: ["1.2"], by: .held(by: .systemAdministrator),
        on: .numbered(StaffRecord.self, "staff", \.staff),
        fields: [StaffFields.subject(\.staff)])

    package var staff = ""
    /// Beside the fields.
    package var token: TokenHash?
    package var until = Moment(milliseconds: 0)

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<StaffRecord> {
        let member: Loaded<StaffRecord> = try transaction.subject(staff, context)
        if let token {
            try CredentialStore.issueActivation(token, of: member.id, until: until, transaction)
        }
        return member
    }

    package func decide(
        _ member: Loaded<StaffRecord>, _ context: Context
    ) throws(Refusal) -> Decision {
        try require(member.isActive, else: .hasLeft)
        try require(token != nil, else: .secretMissing)
        var decision = Decision()
        decision.change(member, .activationIssued(until: until))
        return decision
    }
}

/// Sets the password of a member, proven by an activation token or the current password. All
/// other sessions end. The journal says that it happened; the hash is not in it.
package struct SetPassword: Command {
    package enum Proof: Sendable {
        case activation(TokenHash)
        /// The stored hash that the current password was verified against.
        case current(PasswordHash)
    }

    package static let statement = CommandStatement<SetPassword>(
        "staff.setPassword", Words("设置密码", "Set a password"),
        Words(
            "本人凭一次性激活令牌或当前密码设置新密码，其他会话随即失效",
            "With an activation token or the current password, set a new one; sessions end"),
        duties: ["1.2"], by: .staff, fields: [StaffFields.subject(\.staff)])

    package var staff = ""
    /// Beside the fields.
    package var proof: Proof?
    /// Beside the fields.
    package var password: PasswordHash?

    package struct Facts: Sendable {
        let member: Loaded<StaffRecord>
        let isProven: Bool
        let access: StaffAccess
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let member: Loaded<StaffRecord> = try transaction.subject(staff, context)
        let isProven = try isProven(member, context, transaction)
        if let password {
            try CredentialStore.set(password, of: member.id, at: context.now, transaction)
        }
        return try Facts(
            member: member, isProven: isProven,
            access: StaffAccess.load(of: member.state.member, transaction))
    }

    private func isProven(
        _ member: Loaded<StaffRecord>, _ context: Context, _ transaction: any Transaction
    ) throws -> Bool {
        switch proof {
        case nil: false
        case .activation(let token):
            try CredentialStore.spendActivation(
                token, of: member.id, at: context.now, transaction)
        case .current(let verified):
            try context.principal.staff == member.state.member
                && CredentialStore.load(member.id, transaction)?.password == verified
        }
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        try require(password != nil, else: .passwordMissing)
        try require(facts.isProven, else: .passwordProof)
        try require(facts.member.isActive, else: .hasLeft)
        var decision = Decision()
        decision.change(facts.member, .passwordSet(at: context.now))
        facts.access.closeSessions(.credentialChanged, at: context.now, in: &decision)
        return decision
    }
}

extension Refusal {
    static let passwordProof = Refusal(
        .forbidden, "password.proof",
        Words(
            "当前密码不正确，或激活令牌无效、已用过、已过期",
            "the current password is wrong, or the activation token is not valid any more"))
    /// A command whose secret part comes from the sign-in service and is not among its fields.
    static let secretMissing = Refusal(
        .invalid, "signIn.secretMissing",
        Words("请通过登录服务办理，不能直接提交此命令",
            "use the sign-in service; this command cannot be sent by itself"))
}
