package import Kernel

/// Opens a session for a member who proved who they are. Performed by ``SignIn`` alone, also for
/// attempts that failed, so that those are counted with the refusals and take the same way.
package struct OpenSession: Command {
    /// What was found right, outside the transaction; checked again inside it.
    package struct Proof: Sendable {
        let password: PasswordHash
        /// The step of the one-time code, when the member uses one.
        let step: UInt64?
        let session: TokenHash
        let endsAt: Moment
        let sessionsAtOnce: Int
    }

    package static let statement = CommandStatement<OpenSession>(
        "staff.signIn", Words("登录", "Sign in"),
        Words(
            "核验工号、密码和动态口令后建立会话；旧会话超限时最早的失效",
            "Open a session once number, password and one-time code are proven"),
        duties: ["1.2"], by: .system(["sign-in"]), fields: [StaffFields.subject(\.staff)])

    package var staff = ""
    /// Beside the fields; none when the attempt failed.
    package var proof: Proof?

    package struct Facts: Sendable {
        let member: Loaded<StaffRecord>?
        let password: PasswordHash?
        let codeIsFresh: Bool
        let sessions: [Loaded<StaffSession>]
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        guard let proof, let member: Loaded<StaffRecord> = try transaction.hold(number: staff)
        else { return Facts(member: nil, password: nil, codeIsFresh: false, sessions: []) }
        let credential = try CredentialStore.load(member.id, transaction)
        // No code is right only where the member has no authenticator app.
        let fresh = try proof.step.map {
            try CredentialStore.use(step: $0, of: member.id, transaction)
        } ?? (credential?.oneTimeSecret == nil)
        return try Facts(
            member: member, password: credential?.password, codeIsFresh: fresh,
            sessions: StaffAccess.load(of: member.state.member, transaction).sessions)
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let proof, let member = facts.member, member.isActive, facts.codeIsFresh,
            facts.password == proof.password
        else { throw .signInRefused }
        let session = StaffSession(
            id: context.id("session"), staff: member.state.member, hash: proof.session,
            openedAt: context.now, endsAt: proof.endsAt, withCode: proof.step != nil)
        var decision = Decision()
        decision.open(StaffSession.self, .opened(session))
        makeRoom(facts.sessions, proof, context.now, &decision)
        return decision
    }

    /// Closes what is over, and the oldest where too many are open.
    private func makeRoom(
        _ sessions: [Loaded<StaffSession>], _ proof: Proof, _ now: Moment,
        _ decision: inout Decision
    ) {
        let over = sessions.filter { $0.endsAt <= now }
        let open = sessions.filter { $0.endsAt > now }
        for session in over { decision.change(session, .closed(.expired, at: now)) }
        for session in open.prefix(max(0, open.count - proof.sessionsAtOnce + 1)) {
            decision.change(session, .closed(.replaced, at: now))
        }
    }
}

/// Closes a session at its owner's wish.
package struct CloseSession: Command {
    package static let statement = CommandStatement<CloseSession>(
        "staff.signOut", Words("退出登录", "Sign out"),
        Words("结束一个会话，其凭据立即失效", "End a session; its secret works no more"),
        duties: ["1.2"], by: .system(["sign-in"]),
        fields: [Field("session", \.session, Words("会话", "Session"), "session")])

    package var session = ID<StaffSession>.blank

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<StaffSession> {
        guard let session = try transaction.hold(session) else {
            throw Refusal.noSuch(StaffSession.title)
        }
        return session
    }

    package func decide(
        _ session: Loaded<StaffSession>, _ context: Context
    ) throws(Refusal) -> Decision {
        try require(session.closedAt == nil, else: .sessionOver)
        var decision = Decision()
        decision.change(session, .closed(.signedOut, at: context.now))
        return decision
    }
}

/// Notes that an account must wait after failed attempts. Accounts that do not exist are not
/// noted, so that nobody fills the journal with invented names.
package struct NoteLockout: Command {
    package static let statement = CommandStatement<NoteLockout>(
        "staff.noteLockout", Words("记录登录锁定", "Note a sign-in lockout"),
        Words(
            "多次登录失败后账号须等待；记录供安全管理员查看",
            "An account must wait after failed attempts; noted for the security administrator"),
        duties: ["1.2"], keeps: .evidence, by: .system(["sign-in"]),
        fields: [
            StaffFields.subject(\.staff), Field("until", \.until, Words("解除时间", "Until")),
        ])

    package var staff = ""
    package var until = Moment(milliseconds: 0)

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<StaffRecord> {
        try transaction.subject(staff, context)
    }

    package func decide(
        _ member: Loaded<StaffRecord>, _ context: Context
    ) throws(Refusal) -> Decision {
        var decision = Decision()
        decision.open(
            SignInLockout.self,
            .noted(
                SignInLockout(
                    id: context.id("lockout"), staff: member.state.member, at: context.now,
                    until: until)))
        return decision
    }
}

extension Refusal {
    /// The one answer to every failed attempt, whoever was named and whatever was wrong.
    package static let signInRefused = Refusal(
        .unauthenticated, "signIn.refused",
        Words(
            "工号、密码或动态口令不正确", "staff number, password or one-time code is not right"))
    static let sessionOver = Refusal(
        .conflict, "session.over", Words("该会话已结束", "this session is already over"))
}
