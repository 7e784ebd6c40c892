import Kernel

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

    /// Removes plumbing rows that mean nothing any more.
    static func removeOld(at now: Moment, _ transaction: any Transaction) throws {
        let yesterday = now.adding(seconds: -86_400)
        let oldStep = Int64(clamping: OneTimeCode.step(at: yesterday))
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

/// Rows of devices that signed in before.
enum DeviceStore {
    static func isKnown(
        _ device: TokenHash, of number: String, at now: Moment, _ reader: any Reader
    ) throws -> Bool {
        try reader.row(
            """
            SELECT 1 AS one FROM sign_in_device d JOIN staff s ON s.id = d.staff
            WHERE d.hash = \(device) AND d.expires_at > \(now) AND s.number = \(number)
            """) != nil
    }

    /// Makes a device known in place of what it was known by before.
    static func replace(
        _ old: String?, by device: TokenHash, of number: String, until: Moment,
        _ transaction: any Transaction
    ) throws {
        if let old {
            try transaction.execute("DELETE FROM sign_in_device WHERE hash = \(old)")
        }
        try transaction.execute(
            """
            INSERT INTO sign_in_device (hash, staff, expires_at)
            SELECT \(device), id, \(until) FROM staff WHERE number = \(number)
            """)
    }
}
