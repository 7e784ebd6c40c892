/// The engines the product runs on.
package enum DatabaseEngine: String, Sendable, CaseIterable {
    case sqlite, postgres
}

/// Where rows are kept. Closures are synchronous: nothing suspends inside a transaction, so what
/// was checked stays true until the commit.
package protocol Database: Sendable {
    var engine: DatabaseEngine { get }

    /// Runs `body` on one consistent snapshot. Nothing it does can write.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Reader) throws -> Value
    ) async throws -> Value

    /// Runs `body` in a transaction and returns after the commit is durable.
    ///
    /// An error thrown by `body` undoes its writes and is thrown on. The closure **may run twice**
    /// (PostgreSQL retries after a serialisation failure, and tests force it), so moments, ids and
    /// randomness are fixed before. Throws ``DatabaseFailure``, among them
    /// ``DatabaseFailure/commitUnknown`` when the commit may or may not have happened.
    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value
}

/// Reads rows of one snapshot.
package protocol Reader {
    var engine: DatabaseEngine { get }

    /// All rows of the result. Callers bound it with LIMIT or a key.
    func rows(_ sql: SQL) throws -> [Row]

    /// Calls `body` for each row without holding the whole result; stops when it throws.
    func each(_ sql: SQL, _ body: (Row) throws -> Void) throws
}

extension Reader {
    /// The first row of the result, or `nil`.
    package func row(_ sql: SQL) throws -> Row? {
        try rows(sql).first
    }
}

/// Reads and writes in one transaction.
package protocol Transaction: Reader {
    /// Runs a statement and returns how many rows it changed.
    @discardableResult func execute(_ sql: SQL) throws -> Int

    /// Runs a statement whose answer nobody waits for: PostgreSQL is sent several at once. What
    /// goes wrong is thrown here, by a later statement, or at the end of the closure.
    ///
    /// - Parameter error: thrown when it changed another number of rows than one; `nil` takes any.
    func post(_ sql: SQL, unlessOne error: (any Error)?) throws

    /// The rows of the result, locked against other writers until the end of the transaction
    /// (`FOR UPDATE` on PostgreSQL; on SQLite the one writer holds them anyway).
    func lockedRows(_ sql: SQL) throws -> [Row]
}

extension Transaction {
    /// Runs a statement whose answer nobody waits for, however many rows it changes.
    package func post(_ sql: SQL) throws { try post(sql, unlessOne: nil) }
}

/// What can go wrong in storage, in the terms callers act on. Never carries row values.
package enum DatabaseFailure: Error, Equatable, Sendable {
    /// A UNIQUE, CHECK, NOT NULL or FOREIGN KEY rule of the schema refused the row.
    case constraint(String)
    /// No space is left; reads go on.
    case full
    /// The connection was lost or refused before the commit was sent; nothing was written.
    case unavailable(String)
    /// The connection was lost while committing: look up the idempotency key before trying again.
    case commitUnknown
    /// Other writers kept winning; nothing was written.
    case contention
    /// Too many writers are waiting; nothing was written.
    case overloaded
    /// The result has not the columns or types the code expects.
    case shape(String)
    /// The statement failed; the engine's own code, for operators.
    case statement(String)
}
