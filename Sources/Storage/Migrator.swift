package import Kernel

/// Why a database cannot be brought to this program's schema.
package enum MigrationFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The database holds a step this program does not know.
    case databaseIsNewer(number: Int)
    /// The file of an applied step is not the one that was applied.
    case fileWasEdited(number: Int)
    /// The files of this program are not numbered one after the other.
    case filesOutOfOrder(number: Int)
    /// A statement (counted from 1) of a step failed; the whole migration was undone.
    case statementFailed(number: Int, statement: Int, DatabaseFailure)

    package var description: String {
        switch self {
        case .databaseIsNewer(let number):
            "the database has schema step \(number), which this program does not know; "
                + "start the version of covenant that wrote it, or a newer one"
        case .fileWasEdited(let number):
            "schema step \(number) differs from the one applied to this database; "
                + "use an unmodified build, and put changes into a new step"
        case .filesOutOfOrder(let number):
            "schema step \(number) is out of order in this build"
        case .statementFailed(let number, let statement, let failure):
            "statement \(statement) of schema step \(number) failed (\(failure)); "
                + "nothing was changed"
        }
    }
}

/// Applies the schema steps the database does not have yet, all in one transaction.
///
/// Safe to run from several nodes at once: on PostgreSQL they wait for one another.
///
/// - Returns: the numbers of the steps applied now.
/// - Throws: ``MigrationFailure``, ``DatabaseFailure``.
@discardableResult
package func migrate(
    _ database: any Kernel.Database, files: [Migration] = Schema.migrations, at moment: Moment
) async throws -> [Int] {
    for (position, file) in files.enumerated() where file.number != position + 1 {
        throw MigrationFailure.filesOutOfOrder(number: file.number)
    }
    return try await database.write { transaction in
        try lockSchema(transaction)
        let applied = try appliedSteps(transaction)
        if let newest = applied.keys.max(), newest > files.count {
            throw MigrationFailure.databaseIsNewer(number: newest)
        }
        for file in files {
            if let hash = applied[file.number], hash != file.sha256 {
                throw MigrationFailure.fileWasEdited(number: file.number)
            }
        }
        let missing = files.filter { applied[$0.number] == nil }
        for file in missing { try apply(file, in: transaction, at: moment) }
        return missing.map(\.number)
    }
}

private func lockSchema(_ transaction: any Transaction) throws {
    guard transaction.engine == .postgres else { return }
    // The number is arbitrary; it only has to be the same for all nodes.
    _ = try transaction.rows("SELECT pg_advisory_xact_lock(7238461029)")
    try transaction.execute("SET LOCAL statement_timeout = 0")
}

private func appliedSteps(_ transaction: any Transaction) throws -> [Int: String] {
    let table = SchemaScript(
        """
        CREATE TABLE IF NOT EXISTS schema_migration (
            number INTEGER NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            applied_at INTEGER NOT NULL
        ) STRICT
        """)
    for statement in table.statements(for: transaction.engine) {
        try transaction.execute(SQL(text: statement, values: []))
    }
    let rows = try transaction.rows("SELECT number, sha256 FROM schema_migration")
    return Dictionary(
        try rows.map { (try $0.int("number"), try $0.text("sha256")) },
        uniquingKeysWith: { first, _ in first })
}

private func apply(
    _ file: Migration, in transaction: any Transaction, at moment: Moment
) throws {
    let statements = SchemaScript(file.script).statements(for: transaction.engine)
    for (position, statement) in statements.enumerated() {
        do {
            try transaction.execute(SQL(text: statement, values: []))
        } catch let failure as DatabaseFailure {
            throw MigrationFailure.statementFailed(
                number: file.number, statement: position + 1, failure)
        }
    }
    try transaction.execute(
        """
        INSERT INTO schema_migration (number, name, sha256, applied_at)
        VALUES (\(file.number), \(file.name), \(file.sha256), \(moment))
        """)
}
