package import Kernel

/// What members of staff see of their own account.
package struct AccountView: Sendable {
    package struct Session: Sendable {
        package let id: ID<StaffSession>
        package let openedAt: Moment
        package let seenAt: Moment
        package let withCode: Bool
        /// Whether it is the one that asks.
        package let isThis: Bool
    }

    package let posts: [Post]
    package let hasOneTimeCode: Bool
    package let passwordSetAt: Moment?
    package let sessions: [Session]
    /// Those that still work.
    package let tokens: [ApiToken]
}

package enum AccountStore {
    /// Whether the member with this number has ever set a password.
    package static func hasPassword(_ number: String, _ reader: any Reader) throws -> Bool {
        try reader.row(
            """
            SELECT 1 AS one FROM staff s JOIN credential c ON c.staff = s.id
            WHERE s.number = \(number) AND c.password IS NOT NULL
            """) != nil
    }

    /// The account of the one who asks; `nil` when they are no member any more.
    package static func view(
        of caller: Caller, at now: Moment, _ reader: any Reader
    ) throws -> AccountView? {
        guard let member: Loaded<StaffRecord> = try reader.load(caller.staff.of(StaffRecord.self))
        else { return nil }
        let access = try StaffAccess.load(of: caller.staff, reader)
        let seen = try seen(by: caller.staff, reader)
        return AccountView(
            posts: member.posts, hasOneTimeCode: member.hasOneTimeCode,
            passwordSetAt: member.passwordSetAt,
            sessions: access.sessions.filter { $0.endsAt > now }.map { session in
                AccountView.Session(
                    id: session.id, openedAt: session.openedAt,
                    seenAt: seen[session.id] ?? session.openedAt, withCode: session.withCode,
                    isThis: session.id == caller.session)
            },
            tokens: access.tokens.map(\.state).filter { $0.expiresAt > now })
    }

    private static func seen(
        by staff: ID<StaffMember>, _ reader: any Reader
    ) throws -> [ID<StaffSession>: Moment] {
        let rows = try reader.rows(
            """
            SELECT e.session, e.at FROM session_seen e JOIN session s ON s.id = e.session
            WHERE s.staff = \(staff) AND s.is_open = 1 LIMIT 100
            """)
        return Dictionary(
            try rows.map { (try $0.id("session"), try $0.moment("at")) },
            uniquingKeysWith: { first, _ in first })
    }
}
