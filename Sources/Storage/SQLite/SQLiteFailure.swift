import GRDBSQLite
import Kernel

/// `SQLITE_CONSTRAINT_TRIGGER`, a C macro Swift cannot see: `RAISE` in a trigger.
private let triggerRefused: Int32 = 19 | (7 << 8)

/// An error of SQLite with the code that decides what becomes of the writer.
struct SQLiteError: Error {
    /// The extended result code.
    let code: Int32
    let message: String

    init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }

    init(_ handle: OpaquePointer) {
        code = sqlite3_extended_errcode(handle)
        message = String(cString: sqlite3_errmsg(handle))
    }

    /// The disk or the file failed: what the page cache holds can no longer be trusted.
    var isFatal: Bool {
        [SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CANTOPEN].contains(code & 0xFF)
    }

    /// What callers see. SQLite's messages name tables, columns and rules, never values.
    var failure: DatabaseFailure {
        switch code & 0xFF {
        case SQLITE_CONSTRAINT: .constraint(rule)
        case SQLITE_FULL: .full
        case SQLITE_BUSY, SQLITE_LOCKED: .contention
        case _ where isFatal:
            .unavailable(
                "the disk or the database file failed (SQLite \(code)); nothing more is written. "
                    + "Check the disk, then start covenant again")
        default: .statement("SQLite \(code): \(message)")
        }
    }

    /// The rule in the words both engines share: `UNIQUE table.column, ...`, `CHECK name`,
    /// `NOT NULL table.column`, `FOREIGN KEY`, `TRIGGER message`.
    private var rule: String {
        if code == triggerRefused { return "TRIGGER " + message }
        let parts = message.split(separator: " constraint failed", maxSplits: 1)
        guard parts.count == 2 || message.hasSuffix(" constraint failed") else { return message }
        let subject = parts.count == 2 ? parts[1].drop { $0 == ":" || $0 == " " } : ""
        return subject.isEmpty ? String(parts[0]) : "\(parts[0]) \(subject)"
    }
}
