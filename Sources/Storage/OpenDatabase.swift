/// Where the rows are.
package enum DatabaseLocation: Hashable, Sendable {
    /// A data folder of this machine: the embedded engine.
    case folder(String)
    /// A PostgreSQL address, `postgres://user@host1,host2/name`.
    case url(String)
}

/// Opens a database without touching its schema: ``migrate(_:files:at:)`` comes next.
///
/// Throws ``DatabaseFailure/unavailable(_:)`` with what to do next when it cannot be opened.
package func openDatabase(
    at location: DatabaseLocation, options: StorageOptions = StorageOptions()
) async throws -> any OpenedDatabase {
    switch location {
    case .folder(let path): try SQLiteDatabase(folder: path, options: options)
    case .url(let address): try await PostgresDatabase(address: address, options: options)
    }
}
