import Insurance
import Kernel

/// How far exports and imports are, and the files that are on their way.
enum TransferStore {
    /// One that waits, with the token of whoever works on it now.
    struct Turn: Sendable {
        let transfer: Transfer
        let token: String
    }

    /// Where one stands, for its page.
    struct Standing: Sendable {
        enum Stage: String, Sendable { case waiting, running, ready, failed }

        let transfer: Transfer
        let stage: Stage
        let done: Int64
        let total: Int64
        let refused: Int64
        /// What it came to, once it is over.
        let note: Words?
        let hasFile: Bool
    }

    /// Seconds that whoever works on one may be silent before another takes over.
    private static let lease: Int64 = 120
    private static let mostAttempts = 3
    /// What nobody worked on for so long is not begun any more.
    private static let patience: Int64 = 2 * 86_400
    private static let piece = 512 << 10

    private static func waiting(_ now: Moment) -> SQL {
        """
        FROM transfer t LEFT JOIN transfer_job j ON j.transfer = t.id
        WHERE t.begun_at > \(now.adding(seconds: -patience))
            AND (j.transfer IS NULL OR (j.status = 'running' AND j.lease_until < \(now)))
        """
    }

    static func hasWork(_ now: Moment, _ reader: any Reader) throws -> Bool {
        try reader.row("SELECT 1 AS one \(part: waiting(now)) LIMIT 1") != nil
    }

    /// Takes the next that waits, or whose worker fell silent.
    static func take(
        _ token: String, at now: Moment, _ transaction: any Transaction
    ) throws -> Turn? {
        let row = try transaction.row(
            "SELECT t.id, t.version, t.state \(part: waiting(now)) ORDER BY t.id LIMIT 1")
        guard let row else { return nil }
        let transfer = try Loaded<Transfer>(row: row).state
        let until = now.adding(seconds: lease)
        let taken = try transaction.execute(
            """
            INSERT INTO transfer_job (transfer, status, token, attempts, lease_until, done, total,
                refused, zh, en)
            VALUES (\(transfer.id), 'running', \(token), 1, \(until), 0, 0, 0, '', '')
            ON CONFLICT (transfer) DO UPDATE SET token = excluded.token,
                attempts = transfer_job.attempts + 1, lease_until = excluded.lease_until
            WHERE transfer_job.status = 'running' AND transfer_job.lease_until < \(now)
            """)
        return taken == 1 ? Turn(transfer: transfer, token: token) : nil
    }

    /// Whether it was tried so often that it is given up.
    static func isTooOften(_ turn: Turn, _ reader: any Reader) throws -> Bool {
        let row = try reader.row(
            "SELECT attempts FROM transfer_job WHERE transfer = \(turn.transfer.id)")
        return try row.map { try $0.int("attempts") > mostAttempts } ?? false
    }

    /// - Throws: ``TurnLost`` when somebody else works on it by now.
    static func tell(
        _ turn: Turn, done: Int, total: Int, refused: Int, at now: Moment,
        _ transaction: any Transaction
    ) throws {
        let changed = try transaction.execute(
            """
            UPDATE transfer_job SET done = \(Int64(done)), total = \(Int64(total)),
                refused = \(Int64(refused)), lease_until = \(now.adding(seconds: lease))
            WHERE transfer = \(turn.transfer.id) AND token = \(turn.token)
                AND status = 'running'
            """)
        guard changed == 1 else { throw TurnLost() }
    }

    /// - Throws: ``TurnLost`` when somebody else works on it by now.
    static func end(
        _ turn: Turn, _ stage: Standing.Stage, _ note: Words, file: [UInt8]?, at now: Moment,
        _ transaction: any Transaction
    ) throws {
        let changed = try transaction.execute(
            """
            UPDATE transfer_job SET status = \(stage.rawValue), zh = \(note.zh), en = \(note.en)
            WHERE transfer = \(turn.transfer.id) AND token = \(turn.token)
                AND status = 'running'
            """)
        guard changed == 1 else { throw TurnLost() }
        if let upload = turn.transfer.upload { try drop(upload, transaction) }
        if let file { try put(file, of: turn.transfer.id.text, at: now, transaction) }
    }
}

/// Somebody else works on it: what was done so far is theirs to finish.
struct TurnLost: Error {}

/// What is shown of them.
extension TransferStore {
    static func latest(
        of staff: ID<StaffMember>, _ reader: any Reader
    ) throws -> [Standing] {
        try reader.rows(
            "SELECT \(part: columns) WHERE t.staff = \(staff) ORDER BY t.id DESC LIMIT 30"
        ).map(standing)
    }

    /// One of this member's own.
    static func one(
        _ id: ID<Transfer>, of staff: ID<StaffMember>, _ reader: any Reader
    ) throws -> Standing? {
        try reader.row(
            "SELECT \(part: columns) WHERE t.id = \(id) AND t.staff = \(staff)"
        ).map(standing)
    }

    /// How many of a member's are not done yet.
    static func open(of staff: ID<StaffMember>, _ now: Moment, _ reader: any Reader) throws -> Int {
        try reader.row(
            """
            SELECT COUNT(*) AS n FROM transfer t LEFT JOIN transfer_job j ON j.transfer = t.id
            WHERE t.staff = \(staff) AND t.begun_at > \(now.adding(seconds: -patience))
                AND (j.transfer IS NULL OR j.status = 'running')
            """)?.int("n") ?? 0
    }

    private static let columns: SQL = """
        t.id, t.version, t.state, j.status, j.done, j.total, j.refused, j.zh, j.en,
        (SELECT COUNT(*) FROM transfer_part p WHERE p.owner = t.id) AS parts
        FROM transfer t LEFT JOIN transfer_job j ON j.transfer = t.id
        """

    private static func standing(_ row: Row) throws -> Standing {
        let transfer = try Loaded<Transfer>(row: row).state
        guard try row["status"] != .null else {
            return Standing(
                transfer: transfer, stage: .waiting, done: 0, total: 0, refused: 0,
                note: nil, hasFile: false)
        }
        return Standing(
            transfer: transfer,
            stage: Standing.Stage(rawValue: try row.text("status")) ?? .failed,
            done: try row.integer("done"), total: try row.integer("total"),
            refused: try row.integer("refused"),
            note: Words(try row.text("zh"), try row.text("en")),
            hasFile: try row.integer("parts") > 0)
    }
}

/// The files.
extension TransferStore {
    /// Keeps sealed bytes in pieces.
    static func put(
        _ bytes: [UInt8], of owner: String, at now: Moment, _ transaction: any Transaction
    ) throws {
        for (part, start) in stride(from: 0, to: bytes.count, by: piece).enumerated() {
            let some = Array(bytes[start..<min(start + piece, bytes.count)])
            try transaction.execute(
                """
                INSERT INTO transfer_part (owner, part, bytes, at)
                VALUES (\(owner), \(Int64(part)), \(some), \(now))
                """)
        }
    }

    static func bytes(of owner: String, _ reader: any Reader) throws -> [UInt8] {
        try reader.rows(
            "SELECT bytes FROM transfer_part WHERE owner = \(owner) ORDER BY part LIMIT 400"
        ).reduce(into: []) { $0 += try $1.blob("bytes") }
    }

    static func drop(_ owner: String, _ transaction: any Transaction) throws {
        try transaction.execute("DELETE FROM transfer_part WHERE owner = \(owner)")
    }

    static func hasOld(before moment: Moment, _ reader: any Reader) throws -> Bool {
        try reader.row("SELECT 1 AS one FROM transfer_part WHERE at < \(moment) LIMIT 1") != nil
    }

    static func dropOld(before moment: Moment, _ transaction: any Transaction) throws {
        try transaction.execute("DELETE FROM transfer_part WHERE at < \(moment)")
    }

    /// The key under which a member's files lie.
    static func key(
        of staff: ID<StaffMember>, _ vault: Vault, _ reader: any Reader
    ) throws -> SubjectKey? {
        guard let row = try reader.row("SELECT person FROM staff WHERE id = \(staff)") else {
            return nil
        }
        return try vault.subject(row.id("person"), reader)
    }
}
