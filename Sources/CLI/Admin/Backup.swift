import ArgumentParser
import Foundation
import Kernel
import Storage

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the database into one new file and verify the copy.",
        discussion: """
            Files of cases are copied into the folder FILE.files beside it, sealed as they are. \
            The key file is not part of it: keep a copy of that elsewhere. On PostgreSQL use \
            pg_basebackup; pg_dump does not keep the order of commits that the journal needs.
            """)

    @OptionGroup var options: InstallationOptions
    @Argument(help: "The file to make.") var file: String
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        if case .url = options.places.location { throw CommandFailure(.useBaseBackup) }
        try await Installation.with(options) { installation in
            guard let database = installation.database as? SQLiteDatabase else {
                throw CommandFailure(.useBaseBackup)
            }
            try await installation.signJournal()
            try await database.backup(to: file)
            try await verifyBackup(at: file)
            let head = try await database.read { try JournalProofs.head($0) }
            var files = 0
            if let store = installation.places.fileStore {
                files = try await BackupFiles(beside: file).fill(from: store, database)
            }
            let bytes = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
            report(
                [
                    "file": .string(file), "bytes": .integer(Int64(bytes)),
                    "entries": .integer(Int64(head?.size ?? 0)), "files": .integer(Int64(files)),
                ],
                Words(
                    "已备份到 \(file)：\(bytes) 字节，\(head?.size ?? 0) 条日志，\(files) 个文件，校验通过。请另存密钥文件",
                    "backed up to \(file): \(bytes) bytes, \(head?.size ?? 0) journal entries, "
                        + "\(files) files, verified. Keep the key file elsewhere"),
                asJSON: json)
        }
    }
}

extension Words {
    /// What to do on PostgreSQL instead.
    static let useBaseBackup = Words(
        "PostgreSQL 请用 pg_basebackup 备份与恢复（连同 WAL 归档）；不要用 pg_dump，它不保留日志所需的提交次序",
        "on PostgreSQL back up and restore with pg_basebackup and archived WAL; pg_dump does not "
            + "keep the order of commits that the journal needs")
}
