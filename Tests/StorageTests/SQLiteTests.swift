import Foundation
import GRDBSQLite
import Kernel
import Storage
import TestSupport
import Testing

@Suite struct SQLiteTests {
    private func open(
        _ folder: String, _ change: (inout StorageOptions) -> Void = { _ in }
    ) async throws -> SQLiteDatabase {
        var options = StorageOptions()
        change(&options)
        let database = try SQLiteDatabase(folder: folder, options: options)
        try await migrate(database, files: [thingMigration], at: Moment(milliseconds: 0))
        return database
    }

    @Test func `the writer syncs fully and keeps its guards`() async throws {
        let database = try await open(try TestFolder.make())
        let settings = try await database.write { transaction in
            try ["synchronous", "foreign_keys", "secure_delete", "trusted_schema", "mmap_size"].map
            { name in try transaction.row("PRAGMA \(name: name)")?.int(name) }
        }
        #expect(settings == [2, 1, 1, 0, 0])
        let mode = try await database.write {
            try $0.row("PRAGMA journal_mode")?.text("journal_mode")
        }
        #expect(mode == "wal")
        await database.close()
    }

    @Test func `callers share commits and every commit is synced before it is answered`()
        async throws
    {
        let disk = FaultyDisk()
        let database = try await open(try TestFolder.make()) { $0.fileSystem = disk.name }
        let (commits, syncs) = (database.commitCount, disk.syncs)
        try await withThrowingDiscardingTaskGroup { group in
            for task in 0..<32 {
                group.addTask {
                    for number in 0..<8 {
                        let before = disk.syncs
                        try await database.write {
                            try $0.insertThing("\(task) \(number)", Int64(100 + number))
                        }
                        #expect(disk.syncs > before)
                    }
                }
            }
        }
        #expect(try await database.thingNames().count == 256)
        #expect(database.commitCount - commits < 128)
        #expect(disk.syncs - syncs >= database.commitCount - commits)
        await database.close()
    }

    @Test func `a folder is served once`() async throws {
        let folder = try TestFolder.make()
        let first = try await open(folder)
        let failure = #expect(throws: DatabaseFailure.self) {
            _ = try SQLiteDatabase(folder: folder, options: StorageOptions())
        }
        let expected = DatabaseFailure.unavailable(
            "another covenant process (pid \(getpid())) serves this folder; "
                + "stop it first, or give this one another folder with --data")
        #expect(failure == expected)
        #expect(try lockIsFree(folder) == false)
        await first.close()
        #expect(try lockIsFree(folder))
        await (try await open(folder)).close()
    }

    /// Asks from another process.
    private func lockIsFree(_ folder: String) throws -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        process.arguments = ["-n", folder + "/lock", "true"]
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test func `what was answered is there after the process forgets everything`() async throws {
        let folder = try TestFolder.make()
        let first = try await open(folder)
        try await first.write { try $0.insertThing("kept", 1) }
        await first.close()
        #expect(!FileManager.default.fileExists(atPath: folder + "/covenant.sqlite-wal"))
        let second = try await open(folder)
        #expect(try await second.thingNames() == ["kept"])
        await second.close()
    }

    @Test func `a full file refuses by name while reads go on and recovers alone`() async throws {
        let database = try await open(try TestFolder.make()) { $0.maximumPages = 40 }
        let blob = [UInt8](repeating: 7, count: 8000)
        var acknowledged = 0
        let failure = await #expect(throws: DatabaseFailure.self) {
            while acknowledged < 100 {
                try await database.write { [acknowledged] transaction in
                    try transaction.execute(
                        "INSERT INTO thing (name, bytes) VALUES (\("\(acknowledged)"), \(blob))")
                }
                acknowledged += 1
            }
        }
        #expect(failure == .full)
        #expect(acknowledged > 3)
        #expect(try await database.thingNames().count == acknowledged)
        try await database.write { try $0.execute("DELETE FROM thing WHERE name < '3'") }
        try await database.write { try $0.insertThing("again", 1) }
        #expect(try await database.thingNames().contains("again"))
        await database.close()
    }

    @Test func `one closure that fills the file does not take its neighbours along`() async throws {
        let database = try await open(try TestFolder.make()) { $0.maximumPages = 60 }
        let blob = [UInt8](repeating: 7, count: 400_000)
        let outcomes = await withTaskGroup(of: DatabaseFailure?.self) { group in
            for number in 0..<32 {
                group.addTask {
                    do {
                        try await database.write { transaction in
                            let bytes = number == 16 ? blob : [1]
                            try transaction.execute(
                                "INSERT INTO thing (name, bytes) VALUES (\("\(number)"), \(bytes))")
                        }
                        return nil
                    } catch { return error as? DatabaseFailure }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == .full }.count == 1)
        #expect(outcomes.filter { $0 == nil }.count == 31)
        #expect(try await database.thingNames().count == 31)
        await database.close()
    }

    @Test func `a disk without space refuses the commit and recovers alone`() async throws {
        let disk = FaultyDisk()
        let database = try await open(try TestFolder.make()) { $0.fileSystem = disk.name }
        try await database.write { try $0.insertThing("before", 1) }
        disk.failWrites(with: SQLITE_FULL)
        await #expect(throws: DatabaseFailure.full) {
            try await database.write { try $0.insertThing("refused", 2) }
        }
        #expect(try await database.thingNames() == ["before"])
        disk.failWrites(with: SQLITE_OK)
        try await database.write { try $0.insertThing("later", 3) }
        #expect(try await database.thingNames() == ["before", "later"])
        await database.close()
    }

    @Test func `the log is moved into the file and does not grow without end`() async throws {
        let folder = try TestFolder.make()
        let database = try await open(folder)
        let blob = [UInt8](repeating: 1, count: 200_000)
        for number in 0..<200 {
            try await database.write { transaction in
                try transaction.execute(
                    "INSERT INTO thing (name, bytes) VALUES (\("\(number)"), \(blob))")
                try transaction.execute("DELETE FROM thing WHERE name <> \("\(number)")")
            }
        }
        let attributes = try FileManager.default.attributesOfItem(
            atPath: folder + "/covenant.sqlite-wal")
        let size = try #require(attributes[.size] as? NSNumber).intValue
        #expect(size < 12_000_000)
        await database.close()
    }

    @Test func `a failed sync is an unknown commit and the last one`() async throws {
        let disk = FaultyDisk()
        let database = try await open(try TestFolder.make()) { $0.fileSystem = disk.name }
        try await database.write { try $0.insertThing("before", 1) }
        disk.failSyncs(with: SQLITE_IOERR | 4 << 8)
        await #expect(throws: DatabaseFailure.commitUnknown) {
            try await database.write { try $0.insertThing("unknown", 2) }
        }
        disk.failSyncs(with: SQLITE_OK)
        let failure = await #expect(throws: DatabaseFailure.self) {
            try await database.write { try $0.insertThing("refused", 3) }
        }
        guard case .unavailable = failure else {
            Issue.record("expected a refusal, not \(String(describing: failure))")
            return
        }
        #expect(try await database.thingNames() == ["before"])
        await database.close()
    }

    @Test func `a backup made while writers go on is whole`() async throws {
        let folder = try TestFolder.make()
        let database = try await open(folder)
        let blob = [UInt8](repeating: 9, count: 20_000)
        @Sendable func write(_ range: Range<Int>) async throws {
            for number in range {
                try await database.write { transaction in
                    try transaction.execute(
                        "INSERT INTO thing (name, bytes) VALUES (\("\(number)"), \(blob))")
                    try transaction.execute(
                        "INSERT INTO part (id, thing) VALUES (\(number), \("\(number)"))")
                }
            }
        }
        try await write(0..<100)
        async let more: Void = write(100..<200)
        try await database.backup(to: folder + "/backup.sqlite")
        try await more
        try await verifyBackup(at: folder + "/backup.sqlite")
        await #expect(throws: BackupFailure.targetExists(folder + "/backup.sqlite")) {
            try await database.backup(to: folder + "/backup.sqlite")
        }
        await database.close()

        let restored = try TestFolder.make()
        try FileManager.default.copyItem(
            atPath: folder + "/backup.sqlite", toPath: restored + "/covenant.sqlite")
        let second = try await open(restored)
        #expect(try await second.thingNames().count >= 100)
        await second.close()
    }

    @Test func `a damaged backup is refused`() async throws {
        let folder = try TestFolder.make()
        let database = try await open(folder)
        for number in 0..<200 {
            try await database.write {
                try $0.insertThing("a rather long name for a thing \(number)", Int64(100 + number))
            }
        }
        let path = folder + "/backup.sqlite"
        try await database.backup(to: path)
        await database.close()
        var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        for (place, page) in stride(from: 4096, to: bytes.count, by: 4096).enumerated() {
            bytes[page + 3 + place % 5] ^= 0x55
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        await #expect(throws: BackupFailure.self) { try await verifyBackup(at: path) }
        try Data(bytes.prefix(5000)).write(to: URL(fileURLWithPath: path))
        await #expect(throws: BackupFailure.self) { try await verifyBackup(at: path) }
    }
}
