package import Kernel

/// A one-time code that was sent to a policyholder. What is kept of it is a keyed hash; the code
/// itself is only in the message, sealed.
package struct PortalCode: Aggregate {
    package enum Event: Sendable, Codable {
        case sent(PortalCode)
        /// Something else was typed.
        case missed
        case used(at: Moment)
    }

    package static let table = "portal_code"
    package static let title = Words("验证码", "code")
    /// How long a code is good, in seconds.
    package static let life: Int64 = 600
    /// How often something else may be typed.
    package static let tries: Int64 = 5
    /// Codes of one policy within an hour.
    package static let mostInHour = 4

    package let id: ID<PortalCode>
    package let policy: String
    package let person: ID<Person>
    package let hash: String
    package let sentAt: Moment
    package private(set) var missed: Int64 = 0
    package private(set) var usedAt: Moment?

    package init(
        id: ID<PortalCode>, policy: String, person: ID<Person>, hash: String, sentAt: Moment
    ) {
        self.id = id
        self.policy = policy
        self.person = person
        self.hash = hash
        self.sentAt = sentAt
    }

    package var columns: [(String, SQLValue)] {
        [("policy", policy.sql), ("sent_at", sentAt.sql)]
    }

    package static func opened(by event: Event) -> PortalCode? {
        if case .sent(let code) = event { code } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .sent(let code): self = code
        case .missed: missed += 1
        case .used(let moment): usedAt = moment
        }
    }

    /// Whether it may still be typed.
    func isGood(at now: Moment) -> Bool {
        usedAt == nil && missed < Self.tries && now <= sentAt.adding(seconds: Self.life)
    }
}

/// A customer's session. Its secret is shown to the browser once; here is the hash of it.
package struct PortalSession: Aggregate {
    package enum Event: Sendable, Codable {
        case opened(PortalSession)
        case closed(at: Moment)
    }

    package static let table = "portal_session"
    package static let title = Words("客户会话", "customer's session")
    /// Its whole life, in seconds.
    package static let life: Int64 = 3600

    package let id: ID<PortalSession>
    package let hash: String
    package let person: ID<Person>
    /// The policy it was opened with.
    package let policy: String
    package let openedAt: Moment
    package private(set) var closedAt: Moment?

    package init(
        id: ID<PortalSession>, hash: TokenHash, person: ID<Person>, policy: String,
        openedAt: Moment
    ) {
        self.id = id
        self.hash = hash.text
        self.person = person
        self.policy = policy
        self.openedAt = openedAt
    }

    package var columns: [(String, SQLValue)] {
        [("hash", hash.sql), ("person", person.sql), ("is_open", (closedAt == nil).sql)]
    }

    package static func opened(by event: Event) -> PortalSession? {
        if case .opened(let session) = event { session } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .opened(let session): self = session
        case .closed(let moment): closedAt = moment
        }
    }

    func isOpen(at now: Moment) -> Bool {
        closedAt == nil && now <= openedAt.adding(seconds: Self.life)
    }
}
