/// One pass of one command through the transaction. A value fixed before, so it can pass twice.
struct Door: Sendable {
    let context: Context
    let envelope: Envelope
    let request: String?
    let log: String
    let keys: NewKeys
    let interests: (any CaseInterest)?

    func pass<C: Command>(_ command: C, _ transaction: any Transaction) throws -> Receipt {
        if let receipt = try earlier(transaction) { return receipt }
        try stillHoldsPost(transaction)
        let facts = try command.gather(context, transaction)
        let decision = try command.decide(facts, context)
        try refuseInterested(C.statement.name, decision, transaction)
        let recording = Recording(
            context: context, command: C.statement.name,
            duties: C.statement.duties.map(\.text), log: log, transaction: transaction)
        try keys.write(transaction, at: context.now)
        let written = try recording.record(decision)
        let receipt = Receipt(
            command: C.statement.name, act: context.act, at: context.now,
            subject: Door.subject(of: C.self, written), reply: .object(decision.reply))
        try remember(receipt, transaction)
        return receipt
    }

    /// Decides and writes nothing.
    func consider<C: Command>(_ command: C, _ transaction: any Transaction) throws {
        try stillHoldsPost(transaction)
        let facts = try command.gather(context, transaction)
        let decision = try command.decide(facts, context)
        try refuseInterested(C.statement.name, decision, transaction)
    }

    /// What the receipt names: what the command is about, or else the first thing it changed.
    private static func subject<C: Command>(
        of _: C.Type, _ written: [WrittenRow]
    ) -> Receipt.Subject? {
        let stated = written.first { $0.image.table == C.statement.subject?.table }
        return (stated ?? written.first).map(Receipt.Subject.init)
    }

    /// The receipt of an earlier use of the same key, or a refusal when the body was another.
    private func earlier(_ transaction: any Transaction) throws -> Receipt? {
        guard let key = envelope.key, let request else { return nil }
        let row = try transaction.row(
            """
            SELECT request, reply FROM idempotency
            WHERE principal = \(context.principal.text) AND key = \(key)
            """)
        guard let row else { return nil }
        guard try row.text("request") == request else { throw Refusal.keyReused }
        return try JSON.parse(Array(row.text("reply").utf8)).decode(Receipt.self)
    }

    private func remember(_ receipt: Receipt, _ transaction: any Transaction) throws {
        guard let key = envelope.key, let request else { return }
        try transaction.post(
            """
            INSERT INTO idempotency (principal, key, request, reply, at)
            VALUES (\(context.principal.text), \(key), \(request),
                \(try JSON(encoding: receipt).canonicalText), \(context.now))
            """)
    }

    /// Nobody handles a case in whose outcome they have an interest.
    private func refuseInterested(
        _ command: String, _ decision: Decision, _ transaction: any Transaction
    ) throws {
        guard let interests, let staff = context.principal.staff else { return }
        let streams = decision.changes.map(\.stream)
        if let objection = try interests.objection(
            to: command, by: staff, in: streams, transaction)
        {
            throw objection
        }
    }

    /// The posts were read before the transaction; what must hold at commit is read again.
    private func stillHoldsPost(_ transaction: any Transaction) throws {
        guard let staff = context.principal.staff else { return }
        let row = try transaction.row(
            "SELECT version FROM staff WHERE id = \(staff) AND is_active = 1")
        guard let row, try row.integer("version") == context.principal.staffVersion else {
            throw Refusal(
                .forbidden, "post.changed",
                Words("您的岗位刚刚有变动，请重新登录后再试", "your posts have just changed; sign in again and retry")
            )
        }
    }
}

/// What the one who asked is told once the commit is durable.
package struct Receipt: Hashable, Sendable, Codable {
    package struct Subject: Hashable, Sendable, Codable {
        package let kind: String
        package let id: String
        package let version: Int64

        init(_ row: WrittenRow) {
            kind = row.image.table
            id = row.image.id
            version = row.version
        }
    }

    package let command: String
    package let act: ID<Act>
    package let at: Moment
    /// What the command is about, with the version it has now.
    package let subject: Subject?
    package let reply: JSON

    /// A text of the reply, such as `number`.
    package func text(_ name: String) -> String? {
        guard case .object(let object) = reply, case .string(let text)? = object[name] else {
            return nil
        }
        return text
    }
}

extension Refusal {
    package static let keyReused = Refusal(
        .conflict, "idempotency.keyReused",
        Words("该幂等键已用于另一内容，请换一个键", "this idempotency key was used with another body; use a new key")
    )
}
