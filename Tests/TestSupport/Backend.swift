import Kernel
package import Storage

/// The engines a test runs on: `@Test(arguments: Backend.available)`.
///
/// SQLite always; PostgreSQL when `COVENANT_TEST_POSTGRES` holds the address of a server whose
/// user may create databases (`bin/private-postgres start DIR` prints one).
package enum Backend: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite, postgres

    package static var available: [Backend] {
        PostgresServer.address == nil ? [.sqlite] : [.sqlite, .postgres]
    }

    package var description: String { rawValue }

    /// An empty database of its own for one test.
    ///
    /// - Parameter migrated: with the product's schema, copied from one prepared database.
    package func open(
        migrated: Bool = true, options: StorageOptions = StorageOptions()
    ) async throws -> any OpenedDatabase {
        try await openDatabase(at: try await location(migrated: migrated), options: options)
    }

    /// The place of an empty database of its own, for tests that open it more than once.
    package func location(migrated: Bool = true) async throws -> DatabaseLocation {
        switch self {
        case .sqlite: .folder(try await TestFolder.database(migrated: migrated))
        case .postgres: .url(try await PostgresServer.database(migrated: migrated))
        }
    }
}

/// The moment tests migrate at.
let migrationMoment = Moment(milliseconds: 1_750_000_000_000)
