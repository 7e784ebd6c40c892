import Insurance
import Kernel

/// What the console reads beside collections: work with its next promise, notes, follows.
enum ConsoleStore {
    /// Rows of one tab at most.
    static let pageSize = 50

    /// A piece of work with what a list shows of its case.
    struct Line: Sendable {
        let item: WorkItem
        /// The next promise of its case that runs.
        let due: Moment?
        let metric: String?
        let isPaused: Bool
    }

    struct Counts: Sendable {
        var mine = 0
        var pool = 0
        var unread = 0
        /// Of mine: past their promise, or due today.
        var late = 0
        var today = 0
        var returned = 0
    }

    private static let lineColumns: SQL = """
        w.id, w.version, w.state, w.due_at,
        (SELECT MIN(c.due_at) FROM service_clock c
            WHERE c.stream = w.stream AND c.status = 'running') AS promised,
        (SELECT COUNT(*) FROM service_clock c
            WHERE c.stream = w.stream AND c.status = 'paused') AS paused
        """

    private static let nextDue: SQL = "COALESCE(promised, due_at, 9223372036854775807), id"

    private static func lines(
        _ condition: SQL, by order: SQL = nextDue, _ reader: any Reader
    ) throws -> [Line] {
        try reader.rows(
            """
            SELECT * FROM (
                SELECT \(part: lineColumns) FROM work_item w WHERE \(part: condition)
            ) AS found ORDER BY \(part: order) LIMIT \(pageSize)
            """
        ).map { row in
            let item = try Loaded<WorkItem>(row: row).state
            let promised = try row.optional("promised") { row in { try row.moment($0) } }
            return Line(
                item: item, due: [promised, item.dueAt].compactMap(\.self).min(), metric: nil,
                isPaused: try row.integer("paused") > 0)
        }
    }

    /// 待办: what somebody holds, or does for another as a delegate; next due first.
    static func mine(_ staff: ID<StaffMember>, _ reader: any Reader) throws -> [Line] {
        try lines(
            "w.holder = \(staff) AND w.status IN ('held', 'suspended')", reader)
    }

    /// 已办: what somebody held to its end, latest first.
    static func done(_ staff: ID<StaffMember>, _ reader: any Reader) throws -> [Line] {
        try lines(
            "w.holder = \(staff) AND w.status = 'done'", by: "id DESC", reader)
    }

    /// 可认领: what lies in the pools of somebody's posts, in their branch or in none.
    static func pool(
        _ principal: Principal, post: String?, _ reader: any Reader
    ) throws -> [Line] {
        try pooled(
            posts: principal.posts.map(\.code).filter { post == nil || $0 == post }.sorted(),
            reader)
    }

    static func pooled(posts: [String], _ reader: any Reader) throws -> [Line] {
        try lines("w.status = 'pooled' AND w.post IN \(list: posts)", reader)
    }

    /// The pieces of work with these identities.
    static func items(_ ids: [String], _ reader: any Reader) throws -> [Line] {
        try lines("w.id IN \(list: ids)", by: "id", reader)
    }

    static func counts(
        _ principal: Principal, at now: Moment, dayEnds: Moment, _ reader: any Reader
    ) throws -> Counts {
        guard let staff = principal.staff else { return Counts() }
        var counts = Counts()
        for line in try mine(staff, reader) {
            counts.mine += 1
            if let due = line.due, due < now { counts.late += 1 } else if let due = line.due,
                due <= dayEnds
            { counts.today += 1 }
            if line.item.previousHolder != nil { counts.returned += 1 }
        }
        let posts = principal.posts.map(\.code).sorted()
        counts.pool = try count(
            """
            SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM work_item WHERE status = 'pooled'
                AND post IN \(list: posts) LIMIT 1000) AS found
            """, reader)
        counts.unread = try count(
            "SELECT COUNT(*) AS n FROM staff_note WHERE staff = \(staff) AND read_at IS NULL",
            reader)
        return counts
    }

    private static func count(_ sql: SQL, _ reader: any Reader) throws -> Int {
        try reader.row(sql)?.int("n") ?? 0
    }
}

/// 站内信.
extension ConsoleStore {
    struct Note: Sendable {
        let id: String
        let kind: StaffNote.Kind?
        let number: String
        let title: Words
        /// Who did it, by name.
        let actor: Words
        let at: Moment
        let isRead: Bool
    }

    /// The notes to somebody, latest first; of one kind when one is named.
    static func notes(
        to staff: ID<StaffMember>, _ kind: StaffNote.Kind?, before: String?, _ vault: Vault,
        _ reader: any Reader
    ) throws -> [Note] {
        var condition: SQL = "staff = \(staff)"
        if let kind { condition = "\(part: condition) AND kind = \(kind.rawValue)" }
        if let before { condition = "\(part: condition) AND id < \(before)" }
        let rows = try reader.rows(
            """
            SELECT id, kind, case_number, zh, en, actor, at, read_at FROM staff_note
            WHERE \(part: condition) ORDER BY id DESC LIMIT \(pageSize)
            """)
        let actors = try rows.map { try $0.text("actor") }
        let names = try StaffNameStore.names(
            of: Set(actors.compactMap { CaseActor.staff($0)?.text }), vault, reader)
        return try zip(rows, actors).map { row, actor in
            Note(
                id: try row.text("id"), kind: StaffNote.Kind(rawValue: try row.text("kind")),
                number: try row.text("case_number"),
                title: Words(try row.text("zh"), try row.text("en")),
                actor: CaseActor.words(actor, names), at: try row.moment("at"),
                isRead: try row["read_at"] != .null)
        }
    }

    /// Marks what somebody has seen until now as read.
    static func markRead(
        _ staff: ID<StaffMember>, at now: Moment, _ transaction: any Transaction
    ) throws {
        try transaction.execute(
            "UPDATE staff_note SET read_at = \(now) WHERE staff = \(staff) AND read_at IS NULL")
    }
}

/// 我发起的 and 我关注的.
extension ConsoleStore {
    enum Following: String, Sendable { case started, followed }

    struct Followed: Sendable {
        let number: String
        let stream: StreamName
        let at: Moment
        /// The latest entry about it.
        let changed: Moment?
        let command: String?
    }

    static func following(
        _ staff: ID<StaffMember>, _ how: Following, _ reader: any Reader
    ) throws -> [Followed] {
        let kinds = CaseKinds.all.map { "\($0.table)/%" }
        var isCase: SQL = "f.stream LIKE \(kinds.first ?? "")"
        for kind in kinds.dropFirst() { isCase = "\(part: isCase) OR f.stream LIKE \(kind)" }
        return try reader.rows(
            """
            SELECT f.case_number, f.stream, f.at, e.bytes FROM case_follow f
            LEFT JOIN journal_stream s ON s.stream = f.stream
            LEFT JOIN journal_entry e ON e.stream = f.stream AND e.seq = s.seq
            WHERE f.staff = \(staff) AND f.how = \(how.rawValue) AND (\(part: isCase))
            ORDER BY f.at DESC LIMIT \(pageSize)
            """
        ).map { row in
            let entry = try row["bytes"] == .null
                ? nil : JournalEntry.parse(try row.blob("bytes"))
            let parts = try row.text("stream").split(separator: "/").map(String.init)
            return Followed(
                number: try row.text("case_number"),
                stream: StreamName(kind: parts.first ?? "", id: parts.last ?? ""),
                at: try row.moment("at"), changed: entry?.at, command: entry?.command)
        }
    }

    static func follows(
        _ staff: ID<StaffMember>, _ stream: StreamName, _ reader: any Reader
    ) throws -> Bool {
        try reader.row(
            """
            SELECT 1 AS one FROM case_follow
            WHERE staff = \(staff) AND stream = \(stream.text) AND how = 'followed'
            """) != nil
    }

    static func setFollowing(
        _ isFollowed: Bool, _ staff: ID<StaffMember>, _ subject: CaseReference, at now: Moment,
        _ transaction: any Transaction
    ) throws {
        if isFollowed {
            try transaction.execute(
                """
                INSERT INTO case_follow (staff, stream, how, case_number, at)
                VALUES (\(staff), \(subject.stream.text), 'followed', \(subject.number), \(now))
                ON CONFLICT (staff, stream, how) DO NOTHING
                """)
        } else {
            try transaction.execute(
                """
                DELETE FROM case_follow
                WHERE staff = \(staff) AND stream = \(subject.stream.text) AND how = 'followed'
                """)
        }
    }
}

/// What belongs to one case.
extension ConsoleStore {
    static func work(of number: String, _ reader: any Reader) throws -> [WorkItem] {
        let items: [Loaded<WorkItem>] = try reader.loadAll(
            where: """
                stream IN (SELECT stream FROM work_item WHERE case_number = \(number))
                AND case_number = \(number) ORDER BY id DESC LIMIT 60
                """)
        return items.map(\.state)
    }

    static func work(of stream: StreamName, _ reader: any Reader) throws -> [WorkItem] {
        let items: [Loaded<WorkItem>] = try reader.loadAll(
            where: "stream = \(stream.text) ORDER BY id DESC LIMIT 60")
        return items.map(\.state)
    }

    static func clocks(of stream: StreamName, _ reader: any Reader) throws -> [ClockRecord] {
        let clocks: [Loaded<ClockRecord>] = try reader.loadAll(
            where: "stream = \(stream.text) ORDER BY started_at, id LIMIT 60")
        return clocks.map(\.state)
    }

    /// The latest entries of a stream, oldest first, and how many there are.
    static func entries(
        of stream: StreamName, after: Int64 = 0, _ reader: any Reader
    ) throws -> [JournalEntry] {
        try reader.rows(
            """
            SELECT bytes FROM journal_entry WHERE stream = \(stream.text) AND seq > \(after)
            ORDER BY seq LIMIT 400
            """
        ).map { try JournalEntry.parse($0.blob("bytes")) }
    }

    static func lastEntry(of stream: StreamName, _ reader: any Reader) throws -> Int64 {
        try reader.row("SELECT seq FROM journal_stream WHERE stream = \(stream.text)")?
            .integer("seq") ?? 0
    }
}
