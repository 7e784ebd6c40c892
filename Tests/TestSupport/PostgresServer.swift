import Foundation
import Kernel
import Storage
import Synchronization

/// The PostgreSQL server tests may use: each test gets a database of its own.
package enum PostgresServer {
    /// The server's address, or `nil` when there is none.
    package static let address: String? = {
        let value = ProcessInfo.processInfo.environment["COVENANT_TEST_POSTGRES"]
        return value.flatMap { $0.isEmpty ? nil : $0 }
    }()

    package struct Missing: Error {}

    private static let counter = Atomic<Int>(0)

    private static let template = Task<String, any Error> {
        let name = "covenant_template_\(getpid())"
        try await create(name, from: "template0")
        let database = try await openDatabase(at: .url(try address(of: name)))
        try await migrate(database, at: migrationMoment)
        await database.close()
        return name
    }

    /// The address of a fresh database.
    static func database(migrated: Bool) async throws -> String {
        let number = counter.add(1, ordering: .relaxed).newValue
        let name = "covenant_test_\(getpid())_\(number)"
        try await create(name, from: migrated ? try await template.value : "template0")
        return try address(of: name)
    }

    /// The server's address with `name` as the database.
    package static func address(of name: String) throws -> String {
        guard let address, var parts = URLComponents(string: address) else { throw Missing() }
        parts.path = "/" + name
        guard let text = parts.string else { throw Missing() }
        return text
    }

    private static func create(_ name: String, from template: String) async throws {
        guard let address else { throw Missing() }
        try await runOutsideTransaction(
            "CREATE DATABASE \(name) TEMPLATE \(template)", address: address)
    }
}
