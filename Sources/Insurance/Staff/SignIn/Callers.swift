package import Kernel

/// Finding who a session or a token stands for.
extension SignIn {
    /// A session is noted as seen at most this often.
    private static let seenEverySeconds: Int64 = 60

    /// The member behind a session's secret.
    ///
    /// - Throws: `session.needed` for a secret that opens nothing, was idle for too long, or
    ///   belongs to somebody who left.
    package func principal(forSession secret: String) async throws -> Caller {
        guard let token = Token(secret) else { throw Refusal.sessionNeeded }
        return try await caller(token, at: dispatcher.now())
    }

    /// The member behind an API token, within its scopes.
    ///
    /// - Throws: `session.needed` likewise, also where the member's posts need a one-time code
    ///   and they have none: a token is no way around it.
    package func principal(forToken secret: String) async throws -> Caller {
        guard let token = Token(secret) else { throw Refusal.sessionNeeded }
        let now = dispatcher.now()
        let found = try await database.read { reader -> (ApiToken, Member)? in
            let row: Loaded<ApiToken>? = try reader.loadFirst(
                where: "hash = \(token.hash) AND is_active = 1")
            guard let row, let member = try Member(row.staff, reader) else { return nil }
            return (row.state, member)
        }
        guard let (row, member) = found, row.expiresAt > now,
            member.hasCode || !policy.needsCode(member.entry.posts)
        else { throw Refusal.sessionNeeded }
        return Caller(
            principal: member.entry.principal(scopes: row.scopes.filter { $0 != "read" }),
            staff: row.staff, number: member.number, mayRead: row.scopes.contains("read"),
            duty: nil, session: nil)
    }

    func caller(_ token: Token, at now: Moment) async throws -> Caller {
        let found = try await database.read { reader -> (FoundSession, Member)? in
            guard let session = try SessionStore.find(token.hash, reader),
                let member = try Member(session.staff, reader)
            else { return nil }
            return (session, member)
        }
        guard let (session, member) = found, session.endsAt > now,
            now.milliseconds(since: session.seenAt) < policy.idleSeconds * 1000
        else { throw Refusal.sessionNeeded }
        if now.milliseconds(since: session.seenAt) >= Self.seenEverySeconds * 1000 {
            try await database.write { try SessionStore.saw(session.session, at: now, $0) }
        }
        let duty = duty(session, member, at: now)
        return Caller(
            principal: member.entry.principal(scopes: duty?.commands), staff: session.staff,
            number: member.number, mayRead: duty == nil, duty: duty, session: session.session)
    }

    private func duty(
        _ session: FoundSession, _ member: Member, at now: Moment
    ) -> Caller.Duty? {
        if policy.needsCode(member.entry.posts) && !session.withCode { return .enrolOneTimeCode }
        let today = Day(number: Int(now.milliseconds / 86_400_000))
        let isOld = member.passwordSetAt.map {
            policy.passwords.isExpired(
                setOn: Day(number: Int($0.milliseconds / 86_400_000)), today: today)
        }
        return isOld == true ? .changePassword : nil
    }
}

extension Caller.Duty {
    /// All that may be done before the duty is.
    fileprivate var commands: [String] {
        switch self {
        case .enrolOneTimeCode: ["staff.enrolOneTimeCode", "staff.confirmOneTimeCode"]
        case .changePassword: ["staff.setPassword"]
        }
    }
}

extension Refusal {
    package static let sessionNeeded = Refusal(
        .unauthenticated, "session.needed", Words("请先登录", "sign in first"))
}
