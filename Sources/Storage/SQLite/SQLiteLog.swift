import GRDBSQLite
import Kernel

/// Moves the write-ahead log back into the database file, on the writer's thread.
///
/// SQLite's automatic checkpoint hides its errors; a failed sync of the database file must stop
/// the writer, so the checkpoint is run here.
final class SQLiteLog {
    private let handle: OpaquePointer
    fileprivate var pages: Int32 = 0
    private var longAgain: Int32 = SQLiteLog.long

    /// Pages after which the log is moved: 4 MiB, SQLite's own default.
    private static let long: Int32 = 1000
    /// Pages after which readers are asked to step aside, so that the log ends somewhere.
    private static let tooLong: Int32 = 32_000

    init(_ connection: SQLiteConnection) {
        handle = connection.handle
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<SQLiteLog>.fromOpaque(context).takeUnretainedValue().pages = pages
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        sqlite3_wal_hook(handle, nil, nil)
    }

    /// Returns the failure that forbids all further writing, if any.
    func checkpointIfLong() -> DatabaseFailure? {
        guard pages >= longAgain else { return nil }
        let code: Int32
        var (length, moved): (Int32, Int32) = (0, 0)
        if pages >= Self.tooLong {
            sqlite3_busy_timeout(handle, 200)
            code = sqlite3_wal_checkpoint_v2(
                handle, nil, SQLITE_CHECKPOINT_RESTART, &length, &moved)
            sqlite3_busy_timeout(handle, busyMilliseconds)
        } else {
            code = sqlite3_wal_checkpoint_v2(
                handle, nil, SQLITE_CHECKPOINT_PASSIVE, &length, &moved)
        }
        // Old snapshots may hold pages back: try again when the log has grown by as much.
        longAgain = length == moved ? Self.long : (pages / Self.long + 1) * Self.long
        pages = 0
        let error = SQLiteError(handle)
        return code != SQLITE_OK && error.isFatal ? error.failure : nil
    }
}

/// How long a connection waits for a lock of another.
let busyMilliseconds: Int32 = 5000
