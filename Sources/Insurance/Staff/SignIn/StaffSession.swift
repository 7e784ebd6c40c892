package import Kernel

/// One signed-in session. Its secret is shown to the browser once; here is the SHA-256 of it,
/// which tells nothing about 256 random bits. Opening and closing are entries of the member's
/// stream; when it was last seen is kept outside the journal, in `session_seen`.
package struct StaffSession: Aggregate {
    package enum Event: Sendable, Codable {
        case opened(StaffSession)
        case closed(Ending, at: Moment)
    }

    /// Why a session ended.
    package enum Ending: String, Sendable, Codable {
        case signedOut, expired, replaced, credentialChanged, staffLeft
    }

    package static let table = "session"
    package static let title = Words("会话", "session")

    package let id: ID<StaffSession>
    package let staff: ID<StaffMember>
    package let hash: String
    package let openedAt: Moment
    /// The absolute end, whatever happens in between.
    package let endsAt: Moment
    /// Whether a one-time code was part of the proof.
    package let withCode: Bool
    package private(set) var closedAt: Moment?
    package private(set) var ending: Ending?

    package init(
        id: ID<StaffSession>, staff: ID<StaffMember>, hash: TokenHash, openedAt: Moment,
        endsAt: Moment, withCode: Bool
    ) {
        self.id = id
        self.staff = staff
        self.hash = hash.text
        self.openedAt = openedAt
        self.endsAt = endsAt
        self.withCode = withCode
    }

    package var stream: StreamName { StreamName(kind: StaffRecord.table, id: staff.text) }

    package var columns: [(String, SQLValue)] {
        [
            ("hash", hash.sql), ("staff", staff.sql), ("opened_at", openedAt.sql),
            ("ends_at", endsAt.sql), ("with_code", withCode.sql),
            ("is_open", (closedAt == nil).sql),
        ]
    }

    package static func opened(by event: Event) -> StaffSession? {
        if case .opened(let session) = event { session } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .opened(let session): self = session
        case .closed(let why, let at):
            ending = why
            closedAt = at
        }
    }
}

/// A token with which a program acts for a member: within its scopes, until its end, and only
/// as long as the member holds the posts.
package struct ApiToken: ReferenceState {
    package enum Event: Sendable, Codable {
        case created(ApiToken)
        case revoked(at: Moment)
    }

    package static let table = "api_token"
    package static let title = Words("接口令牌", "API token")

    package let id: ID<ApiToken>
    package let staff: ID<StaffMember>
    package let hash: String
    package let name: String
    /// Command names, prefixes of them ending in `.`, and `read`.
    package let scopes: [String]
    package let createdAt: Moment
    package let expiresAt: Moment
    package private(set) var revokedAt: Moment?

    package init(
        id: ID<ApiToken>, staff: ID<StaffMember>, hash: TokenHash, name: String,
        scopes: [String], createdAt: Moment, expiresAt: Moment
    ) {
        self.id = id
        self.staff = staff
        self.hash = hash.text
        self.name = name
        self.scopes = scopes
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    package var stream: StreamName { StreamName(kind: StaffRecord.table, id: staff.text) }

    package var columns: [(String, SQLValue)] {
        [
            ("hash", hash.sql), ("staff", staff.sql), ("expires_at", expiresAt.sql),
            ("is_active", (revokedAt == nil).sql),
        ]
    }

    package static func opened(by event: Event) -> ApiToken? {
        if case .created(let token) = event { token } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .created(let token): self = token
        case .revoked(let at): revokedAt = at
        }
    }
}

/// An account that must wait because of failed attempts, for whoever watches over security.
package struct SignInLockout: Aggregate {
    package enum Event: Sendable, Codable {
        case noted(SignInLockout)
    }

    package static let table = "sign_in_lockout"
    package static let title = Words("登录锁定", "sign-in lockout")

    package let id: ID<SignInLockout>
    package let staff: ID<StaffMember>
    package let at: Moment
    package let until: Moment

    package var stream: StreamName { StreamName(kind: StaffRecord.table, id: staff.text) }

    package var columns: [(String, SQLValue)] { [("staff", staff.sql), ("until", until.sql)] }

    package static func opened(by event: Event) -> SignInLockout? {
        switch event {
        case .noted(let lockout): lockout
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .noted(let lockout): self = lockout
        }
    }
}

/// What a member can act through now.
package struct StaffAccess: Sendable {
    let sessions: [Loaded<StaffSession>]
    let tokens: [Loaded<ApiToken>]

    /// Members have few of either: sign-in and token creation keep them bounded.
    static func load(of staff: ID<StaffMember>, _ reader: any Reader) throws -> StaffAccess {
        try StaffAccess(
            sessions: reader.loadAll(
                where: "staff = \(staff) AND is_open = 1 ORDER BY opened_at, id LIMIT 100"),
            tokens: reader.loadAll(
                where: "staff = \(staff) AND is_active = 1 ORDER BY id LIMIT 100"))
    }

    func closeSessions(
        _ why: StaffSession.Ending, at now: Moment, in decision: inout Decision
    ) {
        for session in sessions { decision.change(session, .closed(why, at: now)) }
    }

    func revokeTokens(at now: Moment, in decision: inout Decision) {
        for token in tokens { decision.change(token, .revoked(at: now)) }
    }
}
