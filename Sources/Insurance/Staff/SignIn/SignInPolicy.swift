package import Kernel

/// How members of staff prove who they are, and how long that holds.
package struct SignInPolicy: Sendable {
    package var passwords: PasswordPolicy
    package var limits: SignInLimits
    /// Posts that need a one-time code besides the password.
    package var codePosts: Set<Post>
    /// A session that nobody used for this long is over. Seconds.
    package var idleSeconds: Int64
    /// A session is over after this long in any case. Seconds.
    package var absoluteSeconds: Int64
    /// Sessions of one member at the same time; the oldest gives way.
    package var sessionsAtOnce: Int
    /// How long an activation token works. Seconds.
    package var activationSeconds: Int64

    package init(
        passwords: PasswordPolicy = PasswordPolicy(), limits: SignInLimits = SignInLimits(),
        codePosts: Set<Post> = SignInPolicy.standardCodePosts, idleSeconds: Int64 = 1800,
        absoluteSeconds: Int64 = 43_200, sessionsAtOnce: Int = 5,
        activationSeconds: Int64 = 86_400
    ) {
        self.passwords = passwords
        self.limits = limits
        self.codePosts = codePosts
        self.idleSeconds = idleSeconds
        self.absoluteSeconds = absoluteSeconds
        self.sessionsAtOnce = sessionsAtOnce
        self.activationSeconds = activationSeconds
    }

    /// Whoever runs the system and whoever lets money go.
    package static let standardCodePosts = PostSeparation.administrators.union(
        Set<Post>.held(.paymentReleaser))

    package func needsCode(_ posts: Set<Post>) -> Bool { !posts.isDisjoint(with: codePosts) }
}

/// Who a session or token stands for, loaded anew for each request.
package struct Caller: Sendable {
    /// What must be done before anything else; until then only that is allowed.
    package enum Duty: String, Sendable {
        case enrolOneTimeCode, changePassword
    }

    package let principal: Principal
    package let staff: ID<StaffMember>
    package let number: String
    /// Whether it may look at pages and lists; a token may be for writing alone.
    package let mayRead: Bool
    package let duty: Duty?
    /// `nil` for a token.
    package let session: ID<StaffSession>?

    package init(
        principal: Principal, staff: ID<StaffMember>, number: String, mayRead: Bool,
        duty: Duty?, session: ID<StaffSession>?
    ) {
        self.principal = principal
        self.staff = staff
        self.number = number
        self.mayRead = mayRead
        self.duty = duty
        self.session = session
    }
}
