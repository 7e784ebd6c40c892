import ArgumentParser
import Foundation
import Kernel
import Storage

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract:
            "Put a backup into an empty data folder, verify it, and erase again who was erased.",
        discussion: """
            Every page and every journal entry is verified first. When the witness knows entries \
            that the backup does not have, it is set aside as evidence of what was lost, and a new \
            one is begun.
            """)

    @OptionGroup var options: InstallationOptions
    @Argument(help: "The backup.") var file: String
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await exiting {
            do {
                let places = options.places
                let target = try await place(places)
                do {
                    try await admit(places)
                } catch {
                    for end in ["", "-wal", "-shm"] {
                        try? FileManager.default.removeItem(atPath: target + end)
                    }
                    throw error
                }
            } catch {
                throw error is ExitWithFindings ? error : CommandFailure(error)
            }
        }
    }

    /// Copies the backup under its final name, after SQLite has read all of it.
    private func place(_ places: InstallationPlaces) async throws -> String {
        guard case .folder(let folder) = places.location else {
            throw CommandFailure(.useBaseBackup)
        }
        guard FileManager.default.fileExists(atPath: file) else {
            throw CommandFailure(Words("找不到备份 \(file)", "there is no backup \(file)"))
        }
        let target = folder + "/covenant.sqlite"
        guard !FileManager.default.fileExists(atPath: target) else {
            throw CommandFailure(
                Words(
                    "\(folder) 中已有数据，未覆盖。请换一个空目录",
                    "\(folder) holds data already and was not touched. Name an empty folder"))
        }
        try await verifyBackup(at: file)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try FileManager.default.copyItem(atPath: file, toPath: target)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: target)
        return target
    }

    /// Verifies the journal, replays the erasures and signs; throws when the backup is not sound.
    private func admit(_ places: InstallationPlaces) async throws {
        let installation = try await Installation.open(places, creating: false)
        do {
            let size = try await installation.database.read {
                try JournalProofs.head($0)?.size ?? 0
            }
            if let store = places.fileStore {
                try await BackupFiles(beside: file).restore(to: store, installation.database)
            }
            let found = try await JournalVerification(installation, coveringAtMost: size).run()
            guard found.isSound else {
                JournalVerification.print(found, asJSON: json)
                throw ExitWithFindings()
            }
            let lost = try setWitnessAside(places, size)
            let erased = try await ErasureLedger(path: places.erasures)
                .replay(on: installation.database)
            try await useNewestKeys(installation)
            try await installation.signJournal()
            await installation.database.close()
            tell(found, lost: lost, erased: erased)
        } catch {
            await installation.database.close()
            throw error
        }
    }

    /// A backup from before a rotation needs wrapping keys that are retired since.
    private func useNewestKeys(_ installation: Installation) async throws {
        guard let oldest = installation.keys.versions.first else { return }
        let keys = try installation.keys.retiring(below: oldest)
        _ = try await KeyRewrapping(database: installation.database, keys: keys).run()
    }

    private func tell(_ found: JournalReport, lost: Int, erased: Int) {
        report(
            [
                "entries": .integer(Int64(found.entries)), "rows": .integer(Int64(found.rows)),
                "lost": .integer(Int64(lost)), "erased": .integer(Int64(erased)),
            ],
            Words(
                "已恢复并核验 \(found.entries) 条日志、\(found.rows) 行；见证知道而备份没有的 \(lost) 条；重新抹除 \(erased) 人",
                "restored and verified \(found.entries) entries and \(found.rows) rows; "
                    + "\(lost) entries that the witness knows are lost; "
                    + "\(erased) persons erased again"),
            asJSON: json)
    }

    /// How many signed entries the backup lacks. A witness that is ahead is kept under another
    /// name.
    private func setWitnessAside(_ places: InstallationPlaces, _ size: Int) throws -> Int {
        let lines = try WitnessFile(path: places.witness).lines()
        let witnessed = lines.last.flatMap { try? SignedHead.parse($0).size } ?? 0
        if witnessed <= size { return 0 }
        let aside = "\(places.witness).before-restore-\(Moment.present.milliseconds)"
        try FileManager.default.moveItem(atPath: places.witness, toPath: aside)
        note(
            Words(
                "见证文件比备份新，已另存为 \(aside)，请保留",
                "the witness is newer than the backup; it was set aside as \(aside). Keep it"))
        return witnessed - size
    }
}
