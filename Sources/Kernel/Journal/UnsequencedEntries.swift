/// An entry as it is stored, with the one before it in its stream.
struct StoredEntry: Sendable {
    struct Before: Sendable {
        let position: Int64
        let bytes: [UInt8]
        let isPlaced: Bool
    }

    let position: Int64
    /// The committing transaction: a text of digits on PostgreSQL, `0` on SQLite.
    let committer: String
    let id: String
    let stream: String
    let seq: Int64
    let bytes: [UInt8]
    /// Whether it already has its place in the log.
    let isPlaced: Bool
    let before: Before?

    init(_ row: Row) throws {
        position = try row.integer("position")
        committer = try row.text("committer")
        id = try row.text("id")
        stream = try row.text("stream")
        seq = try row.integer("seq")
        bytes = try row.blob("bytes")
        isPlaced = try row["place"] != .null
        before = try row.optional("before_position") { row in
            { name in
                Before(
                    position: try row.integer(name), bytes: try row.blob("before_bytes"),
                    isPlaced: try row["before_place"] != .null)
            }
        }
    }
}

/// How far the sequencer has come.
struct SequencerProgress: Hashable, Sendable {
    var size: Int
    var committer: String
    var position: Int64

    init(_ row: Row) throws {
        size = try row.int("size")
        committer = try row.text("committer")
        position = try row.integer("position")
    }

    static let query: SQL = "SELECT size, committer, position FROM journal_progress WHERE id = 1"

    static func read(_ reader: any Reader) throws -> SequencerProgress {
        guard let row = try reader.row(query) else {
            throw DatabaseFailure.shape("journal_progress has lost its row")
        }
        return try SequencerProgress(row)
    }
}

/// The one place where the engines differ: in what order entries were committed.
///
/// SQLite has one writer, so `position` is the order of commits. On PostgreSQL a later position may
/// commit first, so entries are taken by `(committer, position)`, and only those of transactions
/// older than every transaction still running: none can appear behind the sequencer's back.
enum UnsequencedEntries {
    /// The entries after `progress` that nothing can precede any more, at most `limit`.
    static func next(
        after progress: SequencerProgress, limit: Int, _ reader: any Reader
    ) throws -> [StoredEntry] {
        let condition: SQL
        switch reader.engine {
        case .sqlite:
            condition = "e.position > \(progress.position) ORDER BY e.position"
        case .postgres:
            condition = """
                (e.committer, e.position) > (CAST(\(progress.committer) AS xid8),
                    \(progress.position))
                AND e.committer < pg_snapshot_xmin(pg_current_snapshot())
                ORDER BY e.committer, e.position
                """
        }
        return try entries(where: condition, limit: limit, reader)
    }

    /// Whether committed entries wait for transactions that began before them.
    static func areSettling(_ reader: any Reader) throws -> Bool {
        guard reader.engine == .postgres else { return false }
        return try reader.row(
            """
            SELECT 1 AS one FROM journal_entry
            WHERE committer >= pg_snapshot_xmin(pg_current_snapshot()) LIMIT 1
            """) != nil
    }

    /// Calls `body` with the entries that have no place yet, in the order in which their streams
    /// go on. Entries of one stream are written one after the other under its lock, so `position`
    /// is their order on both engines.
    static func tail(
        after progress: SequencerProgress, _ reader: any Reader,
        _ body: (_ position: Int64, _ bytes: [UInt8]) throws -> Void
    ) throws {
        let since: SQL =
            switch reader.engine {
            case .sqlite: "e.position > \(progress.position)"
            case .postgres: "e.committer >= CAST(\(progress.committer) AS xid8)"
            }
        try reader.each(
            """
            SELECT e.position, e.bytes FROM journal_entry e
            WHERE \(part: since) AND NOT EXISTS
                (SELECT 1 FROM journal_leaf l WHERE l.position = e.position)
            ORDER BY e.position
            """
        ) { try body($0.integer("position"), $0.blob("bytes")) }
    }

    /// One entry of a stream.
    static func entry(
        _ stream: String, seq: Int64, _ reader: any Reader
    ) throws -> StoredEntry? {
        try entries(where: "e.stream = \(stream) AND e.seq = \(seq)", limit: 1, reader).first
    }

    private static func entries(
        where condition: SQL, limit: Int, _ reader: any Reader
    ) throws -> [StoredEntry] {
        let committer: SQL =
            switch reader.engine {
            case .sqlite: "'0'"
            case .postgres: "CAST(e.committer AS TEXT)"
            }
        return try reader.rows(
            """
            SELECT e.position, \(part: committer) AS committer, e.id, e.stream, e.seq, e.bytes,
                l.place, p.position AS before_position, p.bytes AS before_bytes,
                q.place AS before_place
            FROM journal_entry e
            LEFT JOIN journal_leaf l ON l.position = e.position
            LEFT JOIN journal_entry p ON p.stream = e.stream AND p.seq = e.seq - 1
            LEFT JOIN journal_leaf q ON q.position = p.position
            WHERE \(part: condition) LIMIT \(limit)
            """
        ).map(StoredEntry.init)
    }
}
