/// A message of the outbox as administrators see it: never its address or its text.
package struct OutboxLine: Sendable {
    package let key: String
    package let channel: String
    package let stream: String
    package let template: String
    package let status: String
    package let attempts: Int64
    package let createdAt: Moment
    package let dueAt: Moment
    /// The id of what went wrong last.
    package let problem: String?

    /// As the API shows it.
    package var json: JSON {
        [
            "key": .string(key), "channel": .string(channel), "stream": .string(stream),
            "template": .string(template), "status": .string(status),
            "attempts": .integer(attempts), "createdAt": .string(createdAt.iso8601),
            "dueAt": .string(dueAt.iso8601), "problem": problem.map(JSON.string) ?? .null,
        ]
    }
}

/// Reading the outbox in pages.
package enum OutboxList {
    /// Messages of one status or of all, in the order of their keys.
    ///
    /// - Parameters:
    ///   - key: the last key of the page before; an empty text begins.
    ///   - limit: at most 200.
    package static func page(
        status: String?, after key: String, limit: Int, _ reader: any Reader
    ) throws -> [OutboxLine] {
        let size = min(max(limit, 1), 200)
        let wanted: SQL = status.map { "AND status = \($0)" } ?? ""
        return try reader.rows(
            """
            SELECT key, channel, stream, template, status, attempts, created_at, due_at, problem
            FROM outbox WHERE key > \(key) \(part: wanted) ORDER BY key LIMIT \(size)
            """
        ).map { row in
            OutboxLine(
                key: try row.text("key"), channel: try row.text("channel"),
                stream: try row.text("stream"), template: try row.text("template"),
                status: try row.text("status"), attempts: try row.integer("attempts"),
                createdAt: try row.moment("created_at"), dueAt: try row.moment("due_at"),
                problem: try row.optional("problem", Row.text))
        }
    }
}
