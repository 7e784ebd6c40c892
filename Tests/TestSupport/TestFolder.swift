import Foundation
import Storage
import Synchronization

/// Folders of this test process, removed when it ends.
package enum TestFolder {
    private static let counter = Atomic<Int>(0)

    private static let root: String = {
        let path = NSTemporaryDirectory() + "/covenant-tests-\(getpid())"
        atexit { try? FileManager.default.removeItem(atPath: TestFolder.root) }
        return path
    }()

    /// A fresh empty folder.
    package static func make() throws -> String {
        let number = counter.add(1, ordering: .relaxed).newValue
        let path = "\(root)/\(number)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        return path
    }

    /// The migrated database all migrated test databases are copied from.
    private static let template = Task<String, any Error> {
        let folder = try make()
        let database = try await openDatabase(at: .folder(folder))
        try await migrate(database, at: migrationMoment)
        await database.close()
        return folder
    }

    static func database(migrated: Bool) async throws -> String {
        let folder = try make()
        guard migrated else { return folder }
        let source = try await template.value
        try FileManager.default.copyItem(
            atPath: source + "/covenant.sqlite", toPath: folder + "/covenant.sqlite")
        return folder
    }
}
