package import Insurance
package import Kernel

/// Who asks, with what a page shows about them.
package struct Visitor: Sendable {
    /// As the sign-in service knows them: their session, and what they must do first.
    package let account: Caller

    package init(_ account: Caller) { self.account = account }

    package var principal: Principal { account.principal }
    /// What the page calls them: the staff number. Not a personal value.
    package var label: String { account.number }
    /// Whether they may look at lists; a token may be for writing alone.
    package var mayRead: Bool { account.mayRead }
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
    /// What the member must do before anything else.
    package let duty: Caller.Duty?
}
