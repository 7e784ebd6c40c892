import Foundation
import GRDB
import Kernel

/// Opens connections to one SQLite file with the settings that make it safe.
struct SQLiteFiles {
    let path: String
    let options: StorageOptions

    private var location: String {
        options.fileSystem.map { "file:\(path)?vfs=\($0)" } ?? path
    }

    /// The one connection that writes and checkpoints.
    func openWriter() throws -> DatabaseQueue {
        var configuration = settings(cacheKibibytes: 65_536)
        configuration.journalMode = .wal
        return try opening {
            let queue = try DatabaseQueue(path: location, configuration: configuration)
            try queue.inDatabase { connection in
                // GRDB sets NORMAL when it turns WAL on, so FULL comes after opening (trap T1).
                try connection.execute(sql: "PRAGMA synchronous=FULL")
                try connection.execute(sql: "PRAGMA wal_autocheckpoint=0")
                try connection.execute(sql: "PRAGMA journal_size_limit=67108864")
                if let pages = options.maximumPages {
                    try connection.execute(sql: "PRAGMA max_page_count=\(pages)")
                }
                try check("synchronous", is: 2, connection)
                try check("foreign_keys", is: 1, connection)
                try check("secure_delete", is: 1, connection)
            }
            return queue
        }
    }

    func openReader() throws -> DatabaseQueue {
        var configuration = settings(cacheKibibytes: 16_384)
        configuration.readonly = true
        return try opening { try DatabaseQueue(path: location, configuration: configuration) }
    }

    private func settings(cacheKibibytes: Int) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Double(busyMilliseconds) / 1000)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { connection in
            try connection.execute(sql: "PRAGMA secure_delete=ON")
            try connection.execute(sql: "PRAGMA trusted_schema=OFF")
            try connection.execute(sql: "PRAGMA mmap_size=0")
            try connection.execute(sql: "PRAGMA temp_store=MEMORY")
            try connection.execute(sql: "PRAGMA cache_size=-\(cacheKibibytes)")
        }
        return configuration
    }

    private func check(_ setting: String, is wanted: Int, _ connection: GRDB.Database) throws {
        let value = try Int.fetchOne(connection, sql: "PRAGMA \(setting)")
        guard value == wanted else {
            throw DatabaseFailure.unavailable(
                "SQLite refused the setting \(setting)=\(wanted); data would not be safe")
        }
    }

    /// Turns errors of GRDB into ours.
    func opening<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw DatabaseFailure.unavailable(
                "cannot open the database file (SQLite \(error.extendedResultCode.rawValue)); "
                    + "check the data folder, its owner and the disk")
        }
    }
}
