package import Insurance
import Kernel

/// The sessions and tokens of staff, as the HTTP side asks for them.
package struct StaffAuthenticator: Authenticator {
    private let signIn: SignIn

    package init(_ signIn: SignIn) { self.signIn = signIn }

    package func principal(forSession secret: String) async throws -> Visitor? {
        try await known { try await signIn.principal(forSession: secret) }
    }

    package func principal(forToken token: String) async throws -> Visitor? {
        try await known { try await signIn.principal(forToken: token) }
    }

    package func signIn(_ form: SignInForm) async throws -> SessionGrant {
        let signedIn = try await signIn.signIn(
            SignInAttempt(
                number: form.number, password: form.password, code: form.code,
                source: form.address, device: form.device))
        if let old = form.replacing { try await signIn.signOut(old) }
        return SessionGrant(
            secret: signedIn.session.text, seconds: Int(signIn.policy.absoluteSeconds),
            device: signedIn.device.text)
    }

    package func signOut(_ secret: String) async throws { try await signIn.signOut(secret) }

    /// Nobody is `nil`; anything else that went wrong is an error.
    private func known(_ find: () async throws -> Caller) async throws -> Visitor? {
        do {
            let caller = try await find()
            return Visitor(caller.principal, label: caller.number, mayRead: caller.mayRead)
        } catch let refusal as Refusal where refusal.kind == .unauthenticated {
            return nil
        }
    }
}
