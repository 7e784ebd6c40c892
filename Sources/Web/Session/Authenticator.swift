package import Kernel

/// Who signs in, and who stands behind a session or a token. The composition root makes one over
/// the sessions and tokens of the database; it is asked on every request, so that what was taken
/// away is gone at once.
package protocol Authenticator: Sendable {
    /// The one whose session this secret opens; `nil` when it opens none (any more).
    func principal(forSession secret: String) async throws -> Visitor?

    /// The one whose API token this is; `nil` when there is none (any more).
    func principal(forToken token: String) async throws -> Visitor?

    /// Opens a new session, always with a new secret, and ends the one it replaces. Throws
    /// ``Refusal`` when it does not know the person, without telling which part was wrong.
    func signIn(_ attempt: SignInForm) async throws -> SessionGrant

    func signOut(_ secret: String) async throws
}

/// Who asks, with what a page shows about them.
package struct Visitor: Sendable {
    package let principal: Principal
    /// What the page calls them, such as a staff number. Not a personal value.
    package let label: String
    /// Whether they may look at lists; a token may be for writing alone.
    package let mayRead: Bool

    package init(_ principal: Principal, label: String, mayRead: Bool = true) {
        self.principal = principal
        self.label = label
        self.mayRead = mayRead
    }
}

/// What a person typed to sign in. Never logged.
package struct SignInForm: Sendable {
    package let number: String
    package let password: String
    /// A one-time code, when given.
    package let code: String?
    /// Where the attempt comes from, for limits.
    package let address: String
    /// The secret of the session it replaces.
    package let replacing: String?
    /// The secret of a device that signed in before, as its cookie shows it.
    package let device: String?

    package init(
        number: String, password: String, code: String?, address: String, replacing: String?,
        device: String? = nil
    ) {
        self.number = number
        self.password = password
        self.code = code
        self.address = address
        self.replacing = replacing
        self.device = device
    }
}

/// A session just opened.
package struct SessionGrant: Sendable {
    /// At least 128 random bits, URL-safe; only its holder has it.
    package let secret: String
    /// How long the cookie is kept at most.
    package let seconds: Int
    /// By which this device is known at its next sign-in; it opens nothing.
    package let device: String?

    package init(secret: String, seconds: Int, device: String? = nil) {
        self.secret = secret
        self.seconds = seconds
        self.device = device
    }
}
