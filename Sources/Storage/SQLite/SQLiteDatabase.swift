import Foundation
import GRDB
package import Kernel
import Logging

/// The embedded engine: one file in a data folder, one writer, several readers, one process.
package final class SQLiteDatabase: OpenedDatabase {
    package let engine = DatabaseEngine.sqlite
    private let writer: SQLiteWriter
    private let reads: Mailbox<ReadingJob>
    private let readers = ServingThreads()
    private let writers = ServingThreads()
    let files: SQLiteFiles
    private let options: StorageOptions

    /// Opens (or makes) `covenant.sqlite` in `folder`, which is made if it is missing.
    ///
    /// Throws ``DatabaseFailure/unavailable(_:)`` when another process serves the folder.
    package init(folder: String, options: StorageOptions) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let lock = try FolderLock(folder: folder)
        self.options = options
        files = SQLiteFiles(path: folder + "/covenant.sqlite", options: options)
        writer = SQLiteWriter(options: options)
        reads = Mailbox(limit: options.waitingLimit)
        let writing = try files.openWriter()
        let reading = try (0..<options.readers).map { _ in try files.openReader() }
        for queue in reading { startReader(queue) }
        startWriter(writing, lock)
    }

    deinit {
        writer.mailbox.close()
        reads.close()
    }

    /// Transactions committed since opening. Fewer than closures when callers share commits.
    package var commitCount: Int { writer.commitCount }

    /// Write closures that went by the script of their rehearsal, since opening.
    package var scriptCount: Int { writer.scriptCount }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Reader) throws -> Value
    ) async throws -> Value {
        try await perform(body) { reads.offer(.read($0)) }
    }

    @discardableResult
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await perform(body) { job in
            let unrehearsed = Performance(job: job)
            guard isRehearsing, reads.offer(.rehearse(unrehearsed)) == .accepted else {
                return writer.mailbox.offer(unrehearsed)
            }
            return .accepted
        }
    }

    private var isRehearsing: Bool {
        switch options.rehearsals {
        case .whenShared: writer.isShared
        case .always: true
        case .never: false
        }
    }

    package func close() async {
        writer.mailbox.close()
        reads.close()
        await writers.finished()
    }

    private func startWriter(_ queue: DatabaseQueue, _ lock: FolderLock) {
        writers.start("covenant-writer") { [writer, reads, readers, options] in
            serve(queue, options) { connection in
                writer.serve(connection)
                // Whoever closes last empties the log into the file, which readers cannot.
                reads.close()
                readers.wait()
            }
            withExtendedLifetime(lock) {}
        }
    }

    private func startReader(_ queue: DatabaseQueue) {
        readers.start("covenant-reader") { [reads, writer, options] in
            serve(queue, options) { connection in
                while let job = reads.take(atMost: 1).first {
                    switch job {
                    case .read(let job): job.finish(Self.read(job, on: connection))
                    case .rehearse(let performance):
                        Self.rehearse(performance, on: connection).handOver(to: writer.mailbox)
                    }
                }
            }
        }
    }

    /// One closure on one snapshot; returns its error.
    private static func read(
        _ job: Job<any Reader>, on connection: SQLiteConnection
    ) -> (any Error)? {
        defer { if connection.isInTransaction { try? connection.run("ROLLBACK") } }
        do {
            try connection.run("BEGIN")
            let session = SQLiteSession(connection)
            try job.run(session)
            return session.spoiled.map(callerError)
        } catch {
            return callerError(error)
        }
    }

    /// The performance with its script, where a rehearsal could tell.
    private static func rehearse(
        _ performance: Performance, on connection: SQLiteConnection
    ) -> Performance {
        defer { if connection.isInTransaction { try? connection.run("ROLLBACK") } }
        guard (try? connection.run("BEGIN")) != nil else { return performance }
        var rehearsed = performance
        rehearsed.script = Rehearsal.script(of: performance.job, on: connection)
        return rehearsed
    }
}

/// What waits for a reading connection.
private enum ReadingJob: Sendable {
    case read(Job<any Reader>)
    case rehearse(Performance)
}

extension Performance {
    /// Offers the performance to the writer; who is turned away is told.
    func handOver(to mailbox: Mailbox<Performance>) {
        switch mailbox.offer(self) {
        case .accepted: break
        case .full: finish(DatabaseFailure.overloaded)
        case .closed: finish(closedDatabase)
        }
    }
}

/// Runs `body` on the calling thread with the connection of `queue`, then closes it.
private func serve(
    _ queue: DatabaseQueue, _ options: StorageOptions, _ body: (SQLiteConnection) -> Void
) {
    do {
        try queue.inDatabase { body(try SQLiteConnection($0)) }
        try queue.close()
    } catch {
        options.logger.error("closing the database: \(error)")
    }
}
