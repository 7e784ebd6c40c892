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
        let isKnown = try await database.read {
            try DeviceStore.isKnown(token.hash, of: attempt.number, at: now, $0)
        }
        return isKnown ? token.hash.text : nil
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
            try DeviceStore.replace(
                limited.knownDevice, by: device.hash, of: attempt.number, until: ends,
                transaction)
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
        try await database.write { try AttemptStore.removeOld(at: now, $0) }
    }
}

extension Refusal {
    static let signInWait = Refusal(
        .busy, "signIn.wait",
        Words(
            "登录失败次数过多，请过几分钟再试；常用设备不受影响",
            "too many attempts failed; try again in some minutes, "
                + "or from a device you used before"))
}
