package import Insurance
import Kernel

/// The sessions and tokens of staff, as the HTTP side asks for them. Asked on every request, so
/// that what was taken away is gone at once.
package struct StaffAuthenticator: Sendable {
    /// Passwords, one-time codes, activation: what needs a secret beside a command's fields.
    let signIn: SignIn

    package init(_ signIn: SignIn) { self.signIn = signIn }

    /// The one whose session this secret opens; `nil` when it opens none (any more).
    package func principal(forSession secret: String) async throws -> Visitor? {
        try await known { try await signIn.principal(forSession: secret) }
    }

    /// The one whose API token this is; `nil` when there is none (any more).
    package func principal(forToken token: String) async throws -> Visitor? {
        try await known { try await signIn.principal(forToken: token) }
    }

    /// Opens a new session, always with a new secret, and ends the one it replaces. Throws
    /// ``Refusal`` when it does not know the person, without telling which part was wrong.
    package func signIn(_ form: SignInForm) async throws -> SessionGrant {
        let signedIn = try await signIn.signIn(
            SignInAttempt(
                number: form.number, password: form.password, code: form.code,
                source: form.address, device: form.device))
        if let old = form.replacing { try await signIn.signOut(old) }
        return SessionGrant(
            secret: signedIn.session.text, seconds: Int(signIn.policy.absoluteSeconds),
            device: signedIn.device.text, duty: signedIn.caller.duty)
    }

    package func signOut(_ secret: String) async throws { try await signIn.signOut(secret) }

    /// Nobody is `nil`; anything else that went wrong is an error.
    private func known(_ find: () async throws -> Caller) async throws -> Visitor? {
        do {
            return Visitor(try await find())
        } catch let refusal as Refusal where refusal.kind == .unauthenticated {
            return nil
        }
    }
}
