/// How often somebody may try to sign in: a pure machine over small budgets.
///
/// An attempt from a place that is not known spends from three budgets: of the account, of the
/// source (its address) and of the whole installation; each must allow it. An attempt from a
/// **known device** (one that signed in to this account before and shows the token it was given)
/// spends only from its own. So whoever floods an account, shares the victim's address or floods
/// the installation cannot lock the owner out, and every wait ends by itself.
///
/// The budget is spent before the password is looked at, so that a thousand parallel guesses do
/// not all pass, and given back on success. Refused attempts spend nothing and lengthen nothing.
package struct SignInLimits: Hashable, Sendable, Codable {
    /// One way to limit: `free` attempts, then waits that double from `firstWait` to
    /// `longestWait` (seconds); one attempt is forgotten every `forgetting` seconds.
    package struct Rule: Hashable, Sendable, Codable {
        package let free: Int
        package let firstWait: Int
        package let longestWait: Int
        package let forgetting: Int

        /// Values are kept within 1...100,000 attempts and 1...86,400 seconds.
        package init(free: Int, firstWait: Int, longestWait: Int, forgetting: Int) {
            self.free = min(max(free, 1), 100_000)
            self.firstWait = min(max(firstWait, 1), 86_400)
            self.longestWait = min(max(longestWait, self.firstWait), 86_400)
            self.forgetting = min(max(forgetting, 1), 86_400)
        }
    }

    /// What was spent under one key. Stored by the caller, one row a key.
    package struct Budget: Hashable, Sendable, Codable {
        /// Attempts not yet forgotten.
        package var spent: Int
        /// Up to when forgetting is counted.
        package var counted: Moment
        /// No attempt before this moment.
        package var blockedUntil: Moment?

        package init(spent: Int, counted: Moment, blockedUntil: Moment? = nil) {
            self.spent = spent
            self.counted = counted
            self.blockedUntil = blockedUntil
        }
    }

    /// Under what a budget is kept.
    package struct Key: Hashable, Sendable, Codable, Comparable {
        package enum Scope: String, Sendable, Codable, CaseIterable {
            case account, device, global, source
        }

        package let scope: Scope
        /// Empty for the whole installation.
        package let name: String

        package init(_ scope: Scope, _ name: String) {
            self.scope = scope
            self.name = name
        }

        /// The form for a column: the scope, a colon and the name.
        package var text: String { "\(scope.rawValue):\(name)" }

        /// The order in which rows are locked.
        package static func < (left: Key, right: Key) -> Bool { left.text < right.text }
    }

    /// Who tries, from where. All texts are opaque: give blind indexes, not names.
    package struct Attempt: Hashable, Sendable, Codable {
        package let account: String
        /// The address; of IPv6 the first 64 bits, since a host owns all the rest.
        package let source: String
        /// The device, only after its token was verified for this account.
        package let knownDevice: String?

        package init(account: String, source: String, knownDevice: String? = nil) {
            self.account = account
            self.source = source
            self.knownDevice = knownDevice
        }
    }

    package enum Decision: Hashable, Sendable, Codable {
        /// Look at the password.
        case proceed
        /// Do not; the same answer for accounts that exist and those that do not.
        case wait(until: Moment, because: Key.Scope)
    }

    package let account: Rule
    package let device: Rule
    package let source: Rule
    package let global: Rule

    package init(
        account: Rule = Rule(free: 5, firstWait: 60, longestWait: 900, forgetting: 1800),
        device: Rule = Rule(free: 8, firstWait: 15, longestWait: 900, forgetting: 300),
        source: Rule = Rule(free: 20, firstWait: 15, longestWait: 900, forgetting: 60),
        global: Rule = Rule(free: 600, firstWait: 1, longestWait: 5, forgetting: 1)
    ) {
        self.account = account
        self.device = device
        self.source = source
        self.global = global
    }

    /// The budgets to load, and lock, for an attempt, in the order of locking.
    package func keys(for attempt: Attempt) -> [Key] {
        if let device = attempt.knownDevice {
            return [Key(.device, "\(attempt.account)/\(device)")]
        }
        return [
            Key(.account, attempt.account), Key(.global, ""), Key(.source, attempt.source),
        ].sorted()
    }

    /// Decides on an attempt and returns the budgets to store (all of its keys, or none when it
    /// must wait). Budgets that are missing count as unspent.
    package func admit(
        _ attempt: Attempt, at now: Moment, budgets: [Key: Budget]
    ) -> (decision: Decision, changed: [Key: Budget]) {
        let keys = keys(for: attempt)
        var current: [Key: Budget] = [:]
        var longest: (until: Moment, scope: Key.Scope)?
        for key in keys {
            let budget = settled(budgets[key], rule(key.scope), now)
            current[key] = budget
            if let until = budget.blockedUntil, longest.map({ until > $0.until }) ?? true {
                longest = (until, key.scope)
            }
        }
        if let longest { return (.wait(until: longest.until, because: longest.scope), [:]) }
        for key in keys {
            if let budget = current[key] { current[key] = spent(budget, rule(key.scope), now) }
        }
        return (.proceed, current)
    }

    /// The budgets to store after an admitted attempt succeeded: what it spent is given back. The
    /// device starts afresh; the others only get this attempt back, or an attacker could renew
    /// their guesses by signing in to an account of their own.
    package func succeeded(
        _ attempt: Attempt, at now: Moment, budgets: [Key: Budget]
    ) -> [Key: Budget] {
        var changed: [Key: Budget] = [:]
        for key in keys(for: attempt) {
            guard let stored = budgets[key] else { continue }
            var budget = settled(stored, rule(key.scope), now)
            budget.spent = key.scope == .device ? 0 : max(0, budget.spent - 1)
            if budget.spent < rule(key.scope).free { budget.blockedUntil = nil }
            changed[key] = budget
        }
        return changed
    }

    /// Whether a stored budget says nothing any more and its row can be deleted.
    package func isForgotten(_ budget: Budget, of scope: Key.Scope, at now: Moment) -> Bool {
        let settled = settled(budget, rule(scope), now)
        return settled.spent == 0 && settled.blockedUntil == nil
    }

    private func rule(_ scope: Key.Scope) -> Rule {
        switch scope {
        case .account: account
        case .device: device
        case .source: source
        case .global: global
        }
    }

    /// The budget as of `now`. A clock that was set back cannot lengthen a wait beyond the longest.
    private func settled(_ budget: Budget?, _ rule: Rule, _ now: Moment) -> Budget {
        guard var budget else { return Budget(spent: 0, counted: now) }
        let elapsed = now.milliseconds(since: budget.counted)
        if elapsed < 0 {
            budget.counted = now
        } else {
            let forgotten = elapsed / (Int64(rule.forgetting) * 1000)
            budget.spent = forgotten >= Int64(budget.spent) ? 0 : budget.spent - Int(forgotten)
            budget.counted =
                budget.spent == 0
                ? now
                : budget.counted.adding(seconds: forgotten * Int64(rule.forgetting))
        }
        if let until = budget.blockedUntil {
            let latest = now.adding(seconds: Int64(rule.longestWait))
            budget.blockedUntil = until <= now ? nil : min(until, latest)
        }
        return budget
    }

    private func spent(_ budget: Budget, _ rule: Rule, _ now: Moment) -> Budget {
        var budget = budget
        // Beyond 17 doublings every wait is the longest: no need to count further.
        budget.spent = min(budget.spent + 1, rule.free + 18)
        let over = budget.spent - rule.free
        if over >= 0 {
            let wait = min(rule.longestWait, rule.firstWait << min(over, 17))
            budget.blockedUntil = now.adding(seconds: Int64(wait))
        }
        return budget
    }
}
