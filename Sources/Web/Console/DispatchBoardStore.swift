import Insurance
import Kernel

/// What the dispatch board reads.
enum DispatchBoardStore {
    struct Load: Sendable {
        let number: String
        /// Name and number.
        var who: String
        let posts: [String]
        let open: Int
        let late: Int
        let isAway: Bool

        func shown(_ language: Language) -> [String: any Sendable] {
            [
                "who": who, "open": open, "late": late, "isLate": late > 0, "isAway": isAway,
                "posts": posts.compactMap { PostWords.Post(rawValue: $0)?.words[language] }
                    .joined(separator: language == .zh ? "、" : ", "),
                "width": min(100, open * 5),
            ]
        }
    }

    /// Work of claims that lies in pools, next due first.
    static func pooled(_ post: String?, _ reader: any Reader) throws -> [ConsoleStore.Line] {
        try ConsoleStore.pooled(
            posts: post.map { [$0] } ?? PostWords.Post.allCases.map(\.rawValue), reader)
    }

    /// Everybody active who holds work or could, with what is on their desk.
    static func loads(
        at now: Moment, _ vault: Vault, _ reader: any Reader
    ) throws -> [Load] {
        let day = now.officeDay
        var loads = try reader.rows(
            """
            SELECT s.number, s.posts,
                (SELECT COUNT(*) FROM work_item w
                    WHERE w.holder = s.id AND w.status IN ('held', 'suspended')) AS open_work,
                (SELECT COUNT(*) FROM work_item w JOIN service_clock c ON c.stream = w.stream
                    WHERE w.holder = s.id AND w.status = 'held' AND c.status = 'running'
                    AND c.due_at < \(now)) AS late_work,
                (SELECT COUNT(*) FROM staff_leave l WHERE l.staff = s.id AND l.is_cancelled = 0
                    AND l.first_day <= \(day) AND l.last_day >= \(day)) AS away
            FROM staff s WHERE s.is_active = 1 AND s.posts LIKE '%claim%' OR s.is_active = 1
                AND (s.posts LIKE '%loss%' OR s.posts LIKE '%survey%' OR s.posts LIKE '%investig%'
                    OR s.posts LIKE '%registration%' OR s.posts LIKE '%payment%')
            ORDER BY open_work DESC, s.number LIMIT 60
            """
        ).map { row in
            Load(
                number: try row.text("number"), who: "",
                posts: try row.text("posts").split(separator: " ").map(String.init),
                open: try row.int("open_work"), late: try row.int("late_work"),
                isAway: try row.int("away") > 0)
        }
        let names = try StaffNameStore.names(of: Set(loads.map(\.number)), vault, reader)
        for index in loads.indices { loads[index].who = names.named(number: loads[index].number) }
        return loads
    }
}
