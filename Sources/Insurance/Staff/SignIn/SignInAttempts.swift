import Kernel

/// The plumbing of limits: what attempts have spent, and devices that signed in before.
extension SignIn {
    private static let deviceLifeSeconds: Int64 = 180 * 86_400
    private static let sourceKind = BlindIndex.Kind("sign.in.source", .text)

    /// The attempt as the limits see it, with blind indexes for names and addresses.
    func limited(
        _ attempt: SignInAttempt, at now: Moment
    ) async throws -> SignInLimits.Attempt {
        let index = dispatcher.vault.keys.blindIndex
        return SignInLimits.Attempt(
            account: index.exact(.signInName, attempt.number) ?? "-",
            source: index.exact(Self.sourceKind, attempt.source) ?? "-",
            knownDevice: try await knownDevice(attempt, at: now))
    }

    private func knownDevice(_ attempt: SignInAttempt, at now: Moment) async throws -> String? {
        guard let token = attempt.device.flatMap(Token.init) else { return nil }
        return try await database.read { reader in
            try reader.row(
                """
                SELECT 1 AS one FROM sign_in_device d JOIN staff s ON s.id = d.staff
                WHERE d.hash = \(token.hash) AND d.expires_at > \(now)
                    AND s.number = \(attempt.number)
                """
            ).map { _ in token.hash.text }
        }
    }

    /// Spends an attempt; throws `signIn.wait` when there is none to spend.
    ///
    /// - Returns: until when the account must wait if this attempt fails too, when it must.
    func admit(_ attempt: SignInLimits.Attempt, at now: Moment) async throws -> Moment? {
        let limits = policy.limits
        let outcome = try await database.write { transaction in
            let budgets = try AttemptStore.hold(limits.keys(for: attempt), at: now, transaction)
            let outcome = limits.admit(attempt, at: now, budgets: budgets)
            try AttemptStore.save(outcome.changed, transaction)
            return outcome
        }
        guard case .proceed = outcome.decision else { throw Refusal.signInWait }
        return outcome.changed.first { $0.key.scope == .account }?.value.blockedUntil
    }

    /// After a success: gives the attempt back and makes the device known.
    func welcome(
        _ attempt: SignInAttempt, _ limited: SignInLimits.Attempt, at now: Moment
    ) async throws -> Token {
        let limits = policy.limits
        let device = try Token(random: dispatcher.random)
        let ends = now.adding(seconds: Self.deviceLifeSeconds)
        try await database.write { transaction in
            let budgets = try AttemptStore.hold(limits.keys(for: limited), at: now, transaction)
            try AttemptStore.save(
                limits.succeeded(limited, at: now, budgets: budgets), transaction)
            if let old = limited.knownDevice {
                try transaction.execute("DELETE FROM sign_in_device WHERE hash = \(old)")
            }
            try transaction.execute(
                """
                INSERT INTO sign_in_device (hash, staff, expires_at)
                SELECT \(device.hash), id, \(ends) FROM staff WHERE number = \(attempt.number)
                """)
        }
        return device
    }

    /// Journals that an account must wait. For a number nobody has, an equal write is made in
    /// its place, so that the time tells nothing.
    func noteLockout(
        _ number: String, _ attempt: SignInLimits.Attempt, until: Moment
    ) async throws {
        var command = NoteLockout()
        command.staff = number
        command.until = until
        do {
            _ = try await dispatcher.perform(command, by: Self.actor)
        } catch let refusal as Refusal where refusal.kind == .missing {
            let now = dispatcher.now()
            let keys = policy.limits.keys(for: attempt)
            try await database.write { transaction in
                try AttemptStore.save(
                    AttemptStore.hold(keys, at: now, transaction), transaction)
            }
        }
    }

    /// Removes plumbing rows that mean nothing any more. Called by the sweep, once an hour.
    package func sweep() async throws {
        let now = dispatcher.now()
        let yesterday = now.adding(seconds: -86_400)
        let oldStep = Int64(clamping: OneTimeCode.step(at: yesterday))
        try await database.write { transaction in
            try transaction.execute(
                """
                DELETE FROM sign_in_attempt WHERE counted < \(yesterday)
                AND (blocked_until IS NULL OR blocked_until < \(now))
                """)
            try transaction.execute("DELETE FROM one_time_step WHERE step < \(oldStep)")
            try transaction.execute("DELETE FROM setup_token WHERE expires_at < \(now)")
            try transaction.execute("DELETE FROM sign_in_device WHERE expires_at < \(now)")
            try transaction.execute(
                """
                DELETE FROM session_seen WHERE session IN
                (SELECT id FROM session WHERE is_open = 0 OR ends_at < \(now))
                """)
        }
    }
}

/// Rows of what attempts have spent.
enum AttemptStore {
    typealias Budgets = [SignInLimits.Key: SignInLimits.Budget]

    /// The budgets, held in the order of `keys`. Missing ones are made first, so that two first
    /// attempts on two nodes wait for one another.
    static func hold(
        _ keys: [SignInLimits.Key], at now: Moment, _ transaction: any Transaction
    ) throws -> Budgets {
        var budgets: Budgets = [:]
        for key in keys {
            try transaction.execute(
                """
                INSERT INTO sign_in_attempt (key, spent, counted) VALUES (\(key.text), 0, \(now))
                ON CONFLICT DO NOTHING
                """)
            let row = try transaction.lockedRows(
                """
                SELECT spent, counted, blocked_until FROM sign_in_attempt WHERE key = \(key.text)
                """
            ).first
            budgets[key] = try row.map { row in
                SignInLimits.Budget(
                    spent: try row.int("spent"), counted: try row.moment("counted"),
                    blockedUntil: try row.optional("blocked_until") { row in
                        { try row.moment($0) }
                    })
            }
        }
        return budgets
    }

    static func save(_ budgets: Budgets, _ transaction: any Transaction) throws {
        for (key, budget) in budgets.sorted(by: { $0.key < $1.key }) {
            try transaction.execute(
                """
                UPDATE sign_in_attempt SET spent = \(budget.spent), counted = \(budget.counted),
                    blocked_until = \(budget.blockedUntil)
                WHERE key = \(key.text)
                """)
        }
    }
}

extension Refusal {
    static let signInWait = Refusal(
        .busy, "signIn.wait",
        Words(
            "登录失败次数过多，请过几分钟再试；常用设备不受影响",
            "too many attempts failed; try again in some minutes, or from a device you used before"))
}
