import Foundation
import GRDB
import Kernel
import Storage
import TestSupport
import Testing

/// Prints what group commit gives on this disk. Asserts no time; runs only when asked:
/// `COVENANT_STORAGE_FIGURES=1 swift test --filter CommitFigures`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["COVENANT_STORAGE_FIGURES"] != nil))
struct CommitFigures {
    @Test func `durable inserts through the port against bare batches`() async throws {
        for tasks in [1, 32] { try await measureOurs(tasks: tasks, each: tasks == 1 ? 500 : 300) }
        for batch in [1, 32] { try await measureBare(batch: batch, batches: 500) }
        try await measureReads(tasks: 32, each: 1000)
    }

    private func report(_ name: String, _ count: Int, _ time: Swift.Duration, _ more: String = "") {
        let seconds = time / .seconds(1)
        print("FIGURE \(name): \(Int(Double(count) / seconds)) 1/s \(more)")
    }

    private func measureOurs(tasks: Int, each: Int) async throws {
        let database = try SQLiteDatabase(
            folder: try TestFolder.make(), options: StorageOptions())
        try await migrate(database, files: [thingMigration], at: Moment(milliseconds: 0))
        let commits = database.commitCount
        let label = String(repeating: "x", count: 400)
        let time = try await ContinuousClock().measure {
            try await withThrowingDiscardingTaskGroup { group in
                for task in 0..<tasks {
                    group.addTask {
                        for number in 0..<each {
                            try await database.write { transaction in
                                try transaction.execute(
                                    """
                                    INSERT INTO entry (position, body)
                                    VALUES (\(task * each + number), \(label))
                                    """)
                            }
                        }
                    }
                }
            }
        }
        let used = database.commitCount - commits
        let rows = tasks * each
        report("ours, \(tasks) tasks", rows, time, "(\(rows) rows, \(used) commits)")
        await database.close()
    }

    private func measureBare(batch: Int, batches: Int) async throws {
        var configuration = Configuration()
        configuration.journalMode = .wal
        let queue = try DatabaseQueue(
            path: try TestFolder.make() + "/bare.sqlite", configuration: configuration)
        let label = String(repeating: "x", count: 400)
        let time = try await ContinuousClock().measure {
            try await queue.writeWithoutTransaction { connection in
                try connection.execute(sql: "PRAGMA synchronous=FULL")
                try connection.execute(
                    sql: "CREATE TABLE entry (position INTEGER PRIMARY KEY, body TEXT) STRICT")
                for number in 0..<batches {
                    try connection.inTransaction(.immediate) {
                        let statement = try connection.cachedStatement(
                            sql: "INSERT INTO entry (position, body) VALUES (?, ?)")
                        for row in 0..<batch {
                            try statement.execute(arguments: [number * batch + row, label])
                        }
                        return .commit
                    }
                }
            }
        }
        report("bare GRDB, batches of \(batch)", batch * batches, time)
        try queue.close()
    }

    private func measureReads(tasks: Int, each: Int) async throws {
        let database = try await Backend.sqlite.openWithThings()
        try await database.write { try $0.insertThing("a", 1) }
        let time = try await ContinuousClock().measure {
            try await withThrowingDiscardingTaskGroup { group in
                for _ in 0..<tasks {
                    group.addTask {
                        for _ in 0..<each {
                            _ = try await database.read { reader in
                                try reader.row("SELECT number FROM thing WHERE name = \("a")")
                            }
                        }
                    }
                }
            }
        }
        report("reads of one row, \(tasks) tasks", tasks * each, time)
        await database.close()
    }
}
