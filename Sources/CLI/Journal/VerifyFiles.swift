import Kernel
import Storage

/// Whether the store has every file that a case has, unchanged. It needs no keys: what is checked
/// is what is stored.
struct FileVerification {
    let database: any Database
    let store: FolderFileStore?

    /// The addresses of all files of cases, a page at a time, in the order of their identities.
    static func each(
        _ database: any Database, _ body: (_ address: Hash?, _ number: String) async throws -> Void
    ) async throws {
        var last = ""
        repeat {
            let page = try await database.read { [last] reader in
                try reader.rows(
                    """
                    SELECT id, stored, case_number FROM evidence_file WHERE id > \(last)
                    ORDER BY id LIMIT 500
                    """
                ).map { (try $0.text("id"), try $0.text("stored"), try $0.text("case_number")) }
            }
            for (_, stored, number) in page { try await body(Hash(hex: stored), number) }
            guard page.count == 500, let end = page.last else { return }
            last = end.0
        } while true
    }

    func run() async throws -> (files: Int, findings: [JournalFinding]) {
        var (files, findings) = (0, [JournalFinding]())
        try await Self.each(database) { address, number in
            files += 1
            guard findings.count < 1000 else { return }
            guard let address, let bytes = try await store?.get(address) else {
                return findings.append(missing(address, number))
            }
            if Hash(of: bytes) != address { findings.append(changed(address, number)) }
        }
        return (files, findings)
    }

    private func missing(_ address: Hash?, _ number: String) -> JournalFinding {
        let hex = address?.hex ?? "?"
        return JournalFinding(
            .fileMissing,
            Words(
                "案件 \(number) 的文件 \(hex) 不在文件目录中（--files）",
                "the file \(hex) of \(number) is not in the folder for files (--files)"))
    }

    private func changed(_ address: Hash, _ number: String) -> JournalFinding {
        JournalFinding(
            .fileChanged,
            Words(
                "案件 \(number) 的文件 \(address.hex) 已被改动",
                "the file \(address.hex) of \(number) was changed"))
    }
}

/// The files that go with a backup: a folder beside it, named like it.
struct BackupFiles {
    let backup: FolderFileStore

    init(beside file: String) { backup = FolderFileStore(path: file + ".files") }

    /// Copies every file of a case that the backup lacks. Returns how many there are.
    func fill(from store: FolderFileStore, _ database: any Database) async throws -> Int {
        let (files, missing) = try await copy(database, from: store, to: backup)
        guard missing == 0 else {
            throw CommandFailure(
                Words(
                    "有 \(missing) 个文件缺失或已改动，备份不完整。请运行 covenant journal verify",
                    "\(missing) files are missing or changed, so the backup is not whole. Run "
                        + "covenant journal verify"))
        }
        return files
    }

    /// Copies them back. What the backup lacks is left for the verification to name.
    func restore(to store: FolderFileStore, _ database: any Database) async throws {
        _ = try await copy(database, from: backup, to: store)
    }

    private func copy(
        _ database: any Database, from source: FolderFileStore, to target: FolderFileStore
    ) async throws -> (files: Int, missing: Int) {
        var (files, missing) = (0, 0)
        try await FileVerification.each(database) { address, _ in
            guard let address, let bytes = try await source.get(address),
                Hash(of: bytes) == address
            else {
                missing += 1
                return
            }
            _ = try await target.put(bytes)
            files += 1
        }
        return (files, missing)
    }
}
