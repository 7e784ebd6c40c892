package import Kernel

/// Passwords, one-time codes and tokens: what needs a secret beside the command's fields.
extension SignIn {
    /// Makes the first system administrator with the set-up token and a password of their choice.
    @discardableResult
    package func install(
        _ command: InstallFirstAdministrator, token: String, password: String
    ) async throws -> Receipt {
        let (now, hash) = (dispatcher.now(), Token(token)?.hash)
        let works = try await database.read { reader in
            try require(!StaffRecord.exist(reader), else: .alreadyInstalled)
            return try hash.map { try CredentialStore.setupWorks($0, at: now, reader) } ?? false
        }
        // Before the password is hashed, which costs much and is asked for by anybody here.
        try require(works, else: .setupToken)
        var command = command
        command.token = hash
        command.password = try await self.hash(password, for: command.number)
        return try await dispatcher.perform(command, by: .system("set-up"))
    }

    /// Issues the one-time token with which a member sets a password. Shown once.
    package func issueActivation(
        for number: String, by principal: Principal
    ) async throws -> Token {
        let token = try Token(random: dispatcher.random)
        var command = IssueActivation()
        command.staff = number
        command.token = token.hash
        command.until = dispatcher.now().adding(seconds: policy.activationSeconds)
        _ = try await dispatcher.perform(command, by: principal)
        return token
    }

    /// Sets a password with an activation token. The member signs in with it afterwards.
    package func activate(token text: String, password: String) async throws {
        let now = dispatcher.now()
        guard let token = Token(text) else { throw Refusal.passwordProof }
        let member = try await database.read {
            try CredentialStore.activation(token.hash, at: now, $0)
        }
        guard let member else { throw Refusal.passwordProof }
        var command = SetPassword()
        command.staff = member.number
        command.proof = .activation(token.hash)
        command.password = try await hash(password, for: member.number)
        _ = try await dispatcher.perform(command, by: Self.actor)
    }

    /// Changes the password of the member who acts; the current one is asked for, and guesses
    /// spend from the same budgets as signing in. All sessions end.
    package func changePassword(
        of caller: Caller, current: String, to new: String, source: String,
        device: String? = nil
    ) async throws {
        let stored = try await proven(caller, password: current, source: source, device: device)
        var command = SetPassword()
        command.staff = caller.number
        command.proof = .current(stored)
        command.password = try await hash(new, for: caller.number)
        _ = try await dispatcher.perform(command, by: caller.principal)
    }

    /// Has the member who acts give the current password once more, before what a borrowed
    /// session must not do. Guesses spend from the same budgets as signing in.
    package func proveAgain(
        _ caller: Caller, password: String, source: String, device: String? = nil
    ) async throws {
        _ = try await proven(caller, password: password, source: source, device: device)
    }

    private func proven(
        _ caller: Caller, password: String, source: String, device: String?
    ) async throws -> PasswordHash {
        guard caller.session != nil else { throw Refusal.tokenByToken }
        let now = dispatcher.now()
        let attempt = SignInAttempt(
            number: caller.number, password: password, source: source, device: device)
        let limited = try await limited(attempt, at: now)
        _ = try await admit(limited, at: now)
        let stored = try await account(caller.number)?.credential?.password
        let isRight = try await pool.run { [hasher] in hasher.verify(password, stored) }
        guard isRight, let stored else { throw Refusal.passwordProof }
        try await giveBack(limited, at: now)
        return stored
    }

    /// Offers the member who acts a secret for an authenticator app. Shown once.
    package func enrolOneTimeCode(_ caller: Caller) async throws -> OneTimeSecret {
        guard caller.session != nil else { throw Refusal.tokenByToken }
        let secret = try OneTimeSecret(random: dispatcher.random)
        let keys = dispatcher.vault.keys
        let subject = try await database.read { reader in
            try SubjectStore.key(of: caller.staff, keys: keys, reader)
        }
        let sealer = Sealer(key: subject, random: dispatcher.random)
        var command = EnrolOneTimeCode()
        command.secret = try sealer.seal(secret.base32, field: Self.secretField)
        _ = try await dispatcher.perform(command, by: caller.principal)
        return secret
    }

    /// Takes the offered secret into use with a code of it. All sessions end: the member signs in
    /// again, with a code. Guesses spend from the budgets of signing in.
    package func confirmOneTimeCode(
        _ caller: Caller, code: String, source: String
    ) async throws {
        guard caller.session != nil else { throw Refusal.tokenByToken }
        let now = dispatcher.now()
        let attempt = SignInAttempt(number: caller.number, password: "", source: source)
        let limited = try await limited(attempt, at: now)
        _ = try await admit(limited, at: now)
        let account = try await account(caller.number)
        var command = ConfirmOneTimeCode()
        if let offered = account?.offered, let sealed = account?.credential?.oneTimeOffered,
            let step = OneTimeCode.match(code, secret: offered, at: now)
        {
            command.proof = ConfirmOneTimeCode.Proof(secret: sealed, step: step)
        }
        _ = try await dispatcher.perform(command, by: caller.principal)
        try await giveBack(limited, at: now)
    }

    /// Creates an API token, shown once, for a member: by themselves, or by whoever runs the
    /// machine (`.system("cli")`).
    package func createToken(
        _ command: CreateToken, by principal: Principal
    ) async throws -> Token {
        let token = try Token(random: dispatcher.random)
        var command = command
        command.hash = token.hash
        _ = try await dispatcher.perform(command, by: principal)
        return token
    }

    /// Checks a new password against the policy and hashes it, before any transaction.
    private func hash(_ password: String, for number: String) async throws -> PasswordHash {
        if let objection = policy.passwords.objection(to: password, context: [number]) {
            throw Refusal(
                .invalid, "password.weak", objection,
                fields: [Refusal.Field("password", objection)])
        }
        let random = dispatcher.random
        return try await pool.run { [hasher] in try hasher.hash(password, random: random) }
    }

    private func giveBack(_ attempt: SignInLimits.Attempt, at now: Moment) async throws {
        let limits = policy.limits
        try await database.write { transaction in
            let budgets = try AttemptStore.hold(limits.keys(for: attempt), at: now, transaction)
            try AttemptStore.save(
                limits.succeeded(attempt, at: now, budgets: budgets), transaction)
        }
    }
}

/// The one-time token that sets up an installation, for the command line.
package enum SetupToken {
    package static let lifeSeconds: Int64 = 86_400

    /// Issues a token in place of any earlier one; it works for 24 hours and once.
    ///
    /// - Throws: `setup.done` when staff exist. Not journaled: nobody acts yet, and the entry that
    ///   uses it up says what it was for.
    package static func issue(
        in database: any Database, at now: Moment, random: @escaping RandomBytes
    ) async throws -> Token {
        let token = try Token(random: random)
        try await database.write { transaction in
            try require(!StaffRecord.exist(transaction), else: .alreadyInstalled)
            try CredentialStore.issueSetup(
                token.hash, until: now.adding(seconds: lifeSeconds), transaction)
        }
        return token
    }
}
