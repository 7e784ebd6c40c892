import Kernel

/// Rows that prove who somebody is. None of them is journaled: the journal is exported, copied
/// and read by auditors, and a password hash or the secret of an authenticator app is no business
/// of theirs. Commands write them in their own transaction, so that the entry that says "a
/// password was set" and the password stand or fall together.
struct Credential: Sendable {
    let password: PasswordHash?
    let setAt: Moment?
    /// The secret of the authenticator app in use, sealed with the member's key.
    let oneTimeSecret: Sealed?
    /// A secret that was offered and not yet confirmed.
    let oneTimeOffered: Sealed?

    fileprivate init(_ row: Row) throws {
        password = try row.optional("password") { row in
            { name in
                guard let hash = PasswordHash(try row.text(name)) else {
                    throw DatabaseFailure.shape("column password does not hold a hash")
                }
                return hash
            }
        }
        setAt = try row.optional("set_at") { row in { try row.moment($0) } }
        oneTimeSecret = try row.optional("one_time_secret") { row in
            { try Sealed(token: row.text($0)) }
        }
        oneTimeOffered = try row.optional("one_time_offered") { row in
            { try Sealed(token: row.text($0)) }
        }
    }
}

enum CredentialStore {
    static func load(_ staff: ID<StaffRecord>, _ reader: any Reader) throws -> Credential? {
        try reader.row(
            """
            SELECT password, set_at, one_time_secret, one_time_offered
            FROM credential WHERE staff = \(staff)
            """
        ).map(Credential.init)
    }

    static func set(
        _ password: PasswordHash, of staff: ID<StaffRecord>, at now: Moment,
        _ transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO credential (staff, password, set_at)
            VALUES (\(staff), \(password), \(now))
            ON CONFLICT (staff) DO UPDATE
            SET password = excluded.password, set_at = excluded.set_at
            """)
    }

    /// Keeps a secret that was shown to its owner until a code proves that an app has it.
    static func offer(
        _ secret: Sealed, to staff: ID<StaffRecord>, _ transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO credential (staff, one_time_offered) VALUES (\(staff), \(secret))
            ON CONFLICT (staff) DO UPDATE SET one_time_offered = excluded.one_time_offered
            """)
    }

    /// Takes the offered secret into use, if it is still the one that was proven.
    static func confirm(
        _ secret: Sealed, of staff: ID<StaffRecord>, _ transaction: any Transaction
    ) throws -> Bool {
        try transaction.execute(
            """
            UPDATE credential SET one_time_secret = one_time_offered, one_time_offered = NULL
            WHERE staff = \(staff) AND one_time_offered = \(secret)
            """) == 1
    }

    static func removeOneTimeSecret(
        of staff: ID<StaffRecord>, _ transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE credential SET one_time_secret = NULL, one_time_offered = NULL
            WHERE staff = \(staff)
            """)
    }

    /// Uses up the code of a step; `false` when it was used before, on any node.
    static func use(
        step: UInt64, of staff: ID<StaffRecord>, _ transaction: any Transaction
    ) throws -> Bool {
        try transaction.execute(
            """
            INSERT INTO one_time_step (staff, step) VALUES (\(staff), \(Int64(clamping: step)))
            ON CONFLICT DO NOTHING
            """) == 1
    }

    /// Keeps a set-up token in place of any earlier one.
    static func issueSetup(
        _ token: TokenHash, until: Moment, _ transaction: any Transaction
    ) throws {
        try transaction.execute("DELETE FROM setup_token WHERE purpose = 'setup'")
        try transaction.execute(
            """
            INSERT INTO setup_token (hash, purpose, staff, expires_at)
            VALUES (\(token), 'setup', NULL, \(until))
            """)
    }

    /// Keeps an activation token of a member in place of any earlier one.
    static func issueActivation(
        _ token: TokenHash, of staff: ID<StaffRecord>, until: Moment,
        _ transaction: any Transaction
    ) throws {
        try transaction.execute("DELETE FROM setup_token WHERE staff = \(staff)")
        try transaction.execute(
            """
            INSERT INTO setup_token (hash, purpose, staff, expires_at)
            VALUES (\(token), 'activation', \(staff), \(until))
            """)
    }

    /// Whether this set-up token would be taken now.
    static func setupWorks(
        _ token: TokenHash, at now: Moment, _ reader: any Reader
    ) throws -> Bool {
        try reader.row(
            """
            SELECT 1 AS one FROM setup_token
            WHERE hash = \(token) AND purpose = 'setup' AND expires_at > \(now)
            """) != nil
    }

    /// Removes a set-up token; `false` when there is none that still works.
    static func spendSetup(
        _ token: TokenHash, at now: Moment, _ transaction: any Transaction
    ) throws -> Bool {
        try transaction.execute(
            """
            DELETE FROM setup_token
            WHERE hash = \(token) AND purpose = 'setup' AND expires_at > \(now)
            """) == 1
    }

    /// Removes a member's activation token; `false` when there is none that still works.
    static func spendActivation(
        _ token: TokenHash, of staff: ID<StaffRecord>, at now: Moment,
        _ transaction: any Transaction
    ) throws -> Bool {
        try transaction.execute(
            """
            DELETE FROM setup_token
            WHERE hash = \(token) AND staff = \(staff) AND expires_at > \(now)
            """) == 1
    }

    /// Whose account an activation token that still works is for.
    static func activation(
        _ token: TokenHash, at now: Moment, _ reader: any Reader
    ) throws -> Loaded<StaffRecord>? {
        let row = try reader.row(
            """
            SELECT staff FROM setup_token
            WHERE hash = \(token) AND purpose = 'activation' AND expires_at > \(now)
            """)
        return try row.flatMap { try reader.load(try $0.id("staff")) }
    }
}
