package import Logging

/// How a database is opened. The defaults are what `serve` uses.
package struct StorageOptions: Sendable {
    /// Every write closure is run, undone and run again: proves that closures may run twice.
    package var runClosuresTwice = false
    /// When SQLite rehearses write closures on its readers' threads.
    package var rehearsals = Rehearsals.whenShared
    /// Closures that may wait for a connection before callers get ``DatabaseFailure/overloaded``.
    package var waitingLimit = 1024
    /// Closures that share one SQLite commit at most.
    package var batchLimit = 64
    /// Reading connections of SQLite, a thread each.
    package var readers = 4
    /// Connections to PostgreSQL, reading and writing, a thread each.
    package var postgresConnections = 8
    /// Picks the wait in milliseconds before a PostgreSQL transaction is tried again.
    package var jitter: @Sendable (ClosedRange<Int>) -> Int = { Int.random(in: $0) }
    /// Pages the SQLite file may grow to; `nil` is SQLite's own limit. For tests of a full disk.
    package var maximumPages: Int?
    /// The name of the SQLite file system layer (VFS); `nil` is SQLite's own. For tests of faults.
    package var fileSystem: String?
    package var logger = Logger(label: "covenant.storage")

    package init() {}
}

/// When write closures are rehearsed; see `Script`.
package enum Rehearsals: Sendable {
    /// While callers share commits. A caller alone would only wait longer.
    case whenShared
    /// Each time: for tests.
    case always
    case never
}
