import Kernel

/// The member of a session or token, read in the same snapshot.
struct Member: Sendable {
    let entry: RosterEntry
    let number: String
    let passwordSetAt: Moment?
    let hasCode: Bool

    init?(_ id: ID<StaffMember>, _ reader: any Reader) throws {
        let row = try reader.row(
            """
            SELECT s.number, c.set_at, c.one_time_secret
            FROM staff s LEFT JOIN credential c ON c.staff = s.id WHERE s.id = \(id)
            """)
        guard let row, let entry = try RosterEntry.find(id, reader) else { return nil }
        self.entry = entry
        number = try row.text("number")
        passwordSetAt = try row.optional("set_at") { row in { try row.moment($0) } }
        hasCode = try row["one_time_secret"] != .null
    }
}

/// What a request needs to know of an open session.
struct FoundSession: Sendable {
    let session: ID<StaffSession>
    let staff: ID<StaffMember>
    let endsAt: Moment
    let seenAt: Moment
    let withCode: Bool
}

enum SessionStore {
    static func find(_ hash: TokenHash, _ reader: any Reader) throws -> FoundSession? {
        let row = try reader.row(
            """
            SELECT s.id, s.staff, s.ends_at, s.with_code, COALESCE(e.at, s.opened_at) AS seen_at
            FROM session s LEFT JOIN session_seen e ON e.session = s.id
            WHERE s.hash = \(hash) AND s.is_open = 1
            """)
        return try row.map {
            FoundSession(
                session: try $0.id("id"), staff: try $0.id("staff"),
                endsAt: try $0.moment("ends_at"), seenAt: try $0.moment("seen_at"),
                withCode: try $0.bool("with_code"))
        }
    }

    static func saw(
        _ session: ID<StaffSession>, at now: Moment, _ transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO session_seen (session, at) VALUES (\(session), \(now))
            ON CONFLICT (session) DO UPDATE SET at = excluded.at
            """)
    }
}
