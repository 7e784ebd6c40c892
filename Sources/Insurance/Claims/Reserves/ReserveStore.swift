import Kernel

/// Which reserves nobody looked at for long.
enum ReserveStore {
    static func stale(
        _ reader: any Reader, _ now: Moment, after last: String, _ limit: Int
    ) throws -> [String] {
        try reader.rows(
            """
            SELECT number FROM claim WHERE reserve_review_at <= \(now) AND number > \(last)
            ORDER BY number LIMIT \(limit)
            """
        ).map { try $0.text("number") }
    }
}
