/// A message that this relay holds, with which attempt it is (1 for the first).
struct TakenMessage: Sendable {
    let message: WaitingMessage
    let attempt: Int64
}

/// The rows of the outbox as the relay moves them.
enum OutboxRows {
    /// Takes due rows: whoever changes the due moment that was read has the row.
    static func take(
        _ channels: [String], now: Moment, limit: Int, _ transaction: any Transaction
    ) throws -> [TakenMessage] {
        let rows = try transaction.rows(
            """
            SELECT key, channel, stream, template, address, receiver, content, attempts, due_at
            FROM outbox WHERE status = 'waiting' AND due_at <= \(now)
                AND channel IN \(list: channels)
            ORDER BY due_at, key LIMIT \(limit)
            """)
        let until = now.adding(milliseconds: OutboxRelay.hold)
        var taken: [TakenMessage] = []
        for row in rows {
            let changed = try transaction.execute(
                """
                UPDATE outbox SET due_at = \(until), attempts = attempts + 1
                WHERE key = \(try row.text("key")) AND status = 'waiting'
                    AND due_at = \(try row.moment("due_at"))
                """)
            guard changed == 1 else { continue }
            if let message = try? message(row) {
                taken.append(
                    TakenMessage(message: message, attempt: try row.integer("attempts") + 1))
            } else {
                try putAside(try row.text("key"), transaction)
            }
        }
        return taken
    }

    /// A row that cannot be read must not keep the others from leaving.
    private static func putAside(_ key: String, _ transaction: any Transaction) throws {
        try transaction.execute(
            "UPDATE outbox SET status = 'failed', problem = 'row.malformed' WHERE key = \(key)")
    }

    private static func message(_ row: Row) throws -> WaitingMessage {
        guard let channel = OutboxMessage.Channel(rawValue: try row.text("channel")),
            case .object(let values) = try JSON.parse(Array(row.text("content").utf8))
        else { throw DatabaseFailure.shape("an outbox row has no known channel or content") }
        return WaitingMessage(
            key: try row.text("key"), channel: channel, stream: try row.text("stream"),
            template: try row.text("template"),
            address: try row.optional("address", Row.text).map { try Sealed(token: $0) },
            receiver: try row.optional("receiver", Row.text), values: values)
    }

    /// What became of the attempt. A delivery counts whoever made it; a failure only while no
    /// later attempt has begun.
    static func record(
        _ step: OutboxRelay.Step, of taken: TakenMessage, at now: Moment, _ database: any Database
    ) async throws {
        let (key, attempt) = (taken.message.key, taken.attempt)
        try await database.write { transaction in
            switch step {
            case .sent:
                try transaction.execute(
                    """
                    UPDATE outbox SET status = 'sent', problem = NULL
                    WHERE key = \(key) AND status = 'waiting'
                    """)
            case .retry(let delay, let problem):
                try transaction.execute(
                    """
                    UPDATE outbox SET due_at = \(now.adding(milliseconds: delay)),
                        problem = \(problem)
                    WHERE key = \(key) AND status = 'waiting' AND attempts = \(attempt)
                    """)
            case .failed(let problem):
                try transaction.execute(
                    """
                    UPDATE outbox SET status = 'failed', problem = \(problem)
                    WHERE key = \(key) AND status = 'waiting' AND attempts = \(attempt)
                    """)
            }
        }
    }
}

extension OutboxRows {
    /// How a message stands.
    struct Standing: Sendable {
        let status: String
        let problem: String
        let stream: StreamName
    }

    /// A message's row, held until the commit; `nil` when there is none.
    static func standing(
        _ key: String, _ transaction: any Transaction
    ) throws -> Standing? {
        let row = try transaction.lockedRows(
            "SELECT status, problem, stream FROM outbox WHERE key = \(key)"
        ).first
        return try row.map { row in
            let parts = try row.text("stream").split(separator: "/", maxSplits: 1)
            guard parts.count == 2 else {
                throw DatabaseFailure.shape("an outbox row names no stream")
            }
            return Standing(
                status: try row.text("status"),
                problem: try row.optional("problem", Row.text) ?? "",
                stream: StreamName(kind: String(parts[0]), id: String(parts[1])))
        }
    }

    /// Lets a failed message wait again, with all its attempts before it.
    static func putBack(
        _ key: String, at now: Moment, _ transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE outbox SET status = 'waiting', attempts = 0, due_at = \(now), problem = NULL
            WHERE key = \(key) AND status = 'failed'
            """)
    }
}
