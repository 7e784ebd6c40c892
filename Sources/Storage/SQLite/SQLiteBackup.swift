import Foundation
import GRDB
import Kernel

/// Why a backup must not be relied on.
package enum BackupFailure: Error, Equatable, Sendable, CustomStringConvertible {
    case targetExists(String)
    case notMade(String)
    case damaged(String)

    package var description: String {
        switch self {
        case .targetExists(let path):
            "\(path) exists already; a backup never overwrites, name another file"
        case .notMade(let reason):
            "the backup was not made (\(reason)); check space and rights at the target"
        case .damaged(let finding):
            "the backup is damaged (\(finding)); keep the previous one and make a new one"
        }
    }
}

extension SQLiteDatabase {
    /// Copies the database, as it is now, into a new file at `path`, while writers go on.
    ///
    /// The copy is one file without a log beside it, synced before it gets its name. Throws
    /// ``BackupFailure``; nothing is left at `path` then.
    package func backup(to path: String) async throws {
        try await onOwnThread { [files] in try files.backup(to: path) }
    }
}

/// Reads a backup to its last page and checks every reference between its tables.
///
/// Throws ``BackupFailure/damaged(_:)`` with SQLite's first finding, which holds no row values.
package func verifyBackup(at path: String) async throws {
    try await onOwnThread {
        var configuration = Configuration()
        configuration.readonly = true
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.inDatabase { connection in
                let finding = try String.fetchOne(connection, sql: "PRAGMA integrity_check(1)")
                guard finding == "ok" else { throw BackupFailure.damaged(finding ?? "no answer") }
                let orphan = try GRDB.Row.fetchOne(connection, sql: "PRAGMA foreign_key_check")
                if let table = orphan?["table"] as String? {
                    throw BackupFailure.damaged("a row of \(table) refers to a missing row")
                }
            }
            try queue.close()
        } catch let error as DatabaseError {
            throw BackupFailure.damaged("SQLite \(error.extendedResultCode.rawValue)")
        }
    }
}

extension SQLiteFiles {
    /// Pages copied at a time: 1 MiB.
    private static let pagesPerStep: Int32 = 256

    func backup(to path: String) throws {
        let partial = path + ".partial"
        guard !FileManager.default.fileExists(atPath: path) else {
            throw BackupFailure.targetExists(path)
        }
        do {
            try? FileManager.default.removeItem(atPath: partial)
            let source = try openReader()
            let target = try DatabaseQueue(path: partial)
            try chmod(partial)
            try copy(source, target)
            // A file in WAL mode would want a log beside it wherever it is read.
            try target.inDatabase { try $0.execute(sql: "PRAGMA journal_mode=DELETE") }
            try target.close()
            try source.close()
            try publish(partial, as: path)
        } catch {
            try? FileManager.default.removeItem(atPath: partial)
            if let error = error as? DatabaseError {
                throw BackupFailure.notMade("SQLite \(error.extendedResultCode.rawValue)")
            }
            throw error
        }
    }

    /// One open snapshot for all steps: what writers do meanwhile neither shows nor restarts it.
    private func copy(_ source: DatabaseQueue, _ target: DatabaseQueue) throws {
        try source.inDatabase { from in
            try from.inTransaction(.deferred) {
                _ = try Int.fetchOne(from, sql: "SELECT COUNT(*) FROM sqlite_schema")
                try target.inDatabase { to in
                    try from.backup(to: to, pagesPerStep: Self.pagesPerStep)
                }
                return .commit
            }
        }
    }

    private func chmod(_ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    /// Makes sure of the bytes, then of the name.
    private func publish(_ partial: String, as path: String) throws {
        try sync(partial)
        guard link(partial, path) == 0 else {
            throw BackupFailure.notMade(String(cString: strerror(errno)))
        }
        unlink(partial)
        try sync((path as NSString).deletingLastPathComponent)
    }

    private func sync(_ path: String) throws {
        let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { Foundation.close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw BackupFailure.notMade(String(cString: strerror(errno)))
        }
    }
}
