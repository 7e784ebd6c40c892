package import Kernel

/// What somebody gives to sign in.
package struct SignInAttempt: Sendable {
    package let number: String
    package let password: String
    package let code: String?
    /// The address it comes from; of IPv6 the first 64 bits.
    package let source: String
    /// The secret of a device that signed in before, as its cookie shows it.
    package let device: String?

    package init(
        number: String, password: String, code: String? = nil, source: String,
        device: String? = nil
    ) {
        self.number = number
        self.password = password
        self.code = code
        self.source = source
        self.device = device
    }
}

/// What a successful attempt gives: two secrets for cookies, shown once, and who it is.
package struct SignedIn: Sendable {
    package let session: Token
    package let device: Token
    package let caller: Caller
}

/// Proves who a member of staff is, and finds who a session or token stands for.
///
/// Journaled, as entries of the member's stream made by commands of `system:sign-in`: opening and
/// closing a session, tokens, passwords set, lockouts. Plumbing outside the journal, because it
/// is no change of a case and would drown it: what attempts have spent, when a session was last
/// seen, known devices, used steps of one-time codes.
package struct SignIn: Sendable {
    package let dispatcher: Dispatcher
    package let policy: SignInPolicy
    let pool: HashingPool
    let hasher: PasswordHasher

    /// - Parameter cost: the cost of new password hashes; tests hand in a cheap one.
    package init(
        _ dispatcher: Dispatcher, pool: HashingPool, policy: SignInPolicy = SignInPolicy(),
        cost: ScryptCost = .standard
    ) {
        self.dispatcher = dispatcher
        self.policy = policy
        self.pool = pool
        hasher = PasswordHasher(keys: dispatcher.vault.keys, cost: cost)
    }

    static let actor = Principal.system("sign-in")
    /// A number, code or device text longer than this is nobody's.
    private static let longestText = 200

    var database: any Database { dispatcher.database }

    /// Opens a session. An unknown number, a wrong password and a wrong code get one answer
    /// after the same work.
    ///
    /// - Throws: `signIn.refused`; `signIn.wait` when too many attempts failed; `identity.busy`.
    package func signIn(_ attempt: SignInAttempt) async throws -> SignedIn {
        guard attempt.number.utf8.count <= Self.longestText,
            attempt.source.utf8.count <= Self.longestText
        else { throw Refusal.signInRefused }
        let now = dispatcher.now()
        let limited = try await limited(attempt, at: now)
        let blocked = try await admit(limited, at: now)
        let session = try Token(random: dispatcher.random)
        var command = OpenSession()
        command.staff = attempt.number
        command.proof = try await proof(attempt, session.hash, at: now)
        do {
            _ = try await dispatcher.perform(command, by: Self.actor, Envelope(now: now))
        } catch let refusal as Refusal where refusal == .signInRefused {
            if let blocked { try await noteLockout(attempt.number, limited, until: blocked) }
            throw refusal
        }
        let device = try await welcome(attempt, limited, at: now)
        return SignedIn(
            session: session, device: device, caller: try await caller(session, at: now))
    }

    /// Ends a session at once. A secret that opens nothing is no error: the wish is fulfilled.
    package func signOut(_ secret: String) async throws {
        guard let token = Token(secret) else { return }
        let found = try await database.read { try SessionStore.find(token.hash, $0) }
        guard let found else { return }
        var command = CloseSession()
        command.session = found.session
        do {
            _ = try await dispatcher.perform(command, by: Self.actor)
        } catch let refusal as Refusal where refusal == .sessionOver { return }
    }

    /// What was proven, or `nil`. Always one scrypt and one match of a code, whoever it is.
    private func proof(
        _ attempt: SignInAttempt, _ session: TokenHash, at now: Moment
    ) async throws -> OpenSession.Proof? {
        let account = try await account(attempt.number)
        let password = attempt.password
        let stored = account?.credential?.password
        let isRight = try await pool.run { [hasher] in hasher.verify(password, stored) }
        let secret = try account?.secret ?? OneTimeSecret(random: dispatcher.random)
        let step = OneTimeCode.match(attempt.code ?? "", secret: secret, at: now)
        guard isRight, let stored, let account, account.secret == nil || step != nil else {
            return nil
        }
        return OpenSession.Proof(
            password: stored, step: account.secret == nil ? nil : step, session: session,
            endsAt: now.adding(seconds: policy.absoluteSeconds),
            sessionsAtOnce: policy.sessionsAtOnce)
    }
}

/// An account as it is read before a proof is checked.
struct Account: Sendable {
    let record: Loaded<StaffRecord>
    let credential: Credential?
    /// The opened secret of the authenticator app in use.
    let secret: OneTimeSecret?
    let offered: OneTimeSecret?
}

extension SignIn {
    /// The name under which the secret of an authenticator app is sealed.
    static let secretField = "staff.oneTimeSecret"

    func account(_ number: String) async throws -> Account? {
        try await database.read { [dispatcher] reader in
            guard let record: Loaded<StaffRecord> = try reader.load(number: number) else {
                return nil
            }
            let credential = try CredentialStore.load(record.id, reader)
            let opener = try dispatcher.vault.opener(for: [record.person], reader)
            func open(_ sealed: Sealed?) throws -> OneTimeSecret? {
                try sealed.flatMap {
                    OneTimeSecret(base32: try opener.open($0, field: Self.secretField))
                }
            }
            return Account(
                record: record, credential: credential,
                secret: try open(credential?.oneTimeSecret),
                offered: try open(credential?.oneTimeOffered))
        }
    }
}
