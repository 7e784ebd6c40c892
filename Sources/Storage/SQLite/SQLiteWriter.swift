import Kernel
import Logging
import Synchronization

/// The one writer of a SQLite file: runs waiting closures in shared transactions, so that many
/// callers pay for one sync (group commit).
///
/// Each closure has a savepoint: one that throws is undone alone. Nobody hears an answer before
/// the COMMIT of its batch has returned. What was rehearsed is performed by its script.
final class SQLiteWriter: Sendable {
    let mailbox: Mailbox<Performance>
    private let options: StorageOptions
    private let commits = Atomic<Int>(0)
    private let sharing = Atomic<Int>(0)
    private let scripts = Atomic<Int>(0)

    init(options: StorageOptions) {
        self.options = options
        mailbox = Mailbox(limit: options.waitingLimit)
    }

    /// Transactions committed since opening, one sync of the log each.
    var commitCount: Int {
        commits.load(ordering: .relaxed)
    }

    /// Whether callers share commits just now: then a rehearsal saves the others waiting time.
    var isShared: Bool {
        sharing.load(ordering: .relaxed) > 1
    }

    /// Closures whose rehearsal stood, since opening.
    var scriptCount: Int {
        scripts.load(ordering: .relaxed)
    }

    /// Serves until the mailbox is closed. Runs on the writer's own thread.
    func serve(_ connection: SQLiteConnection) {
        let log = SQLiteLog(connection)
        var broken: DatabaseFailure?
        var expected = 1
        while true {
            let batch = mailbox.take(
                atMost: options.batchLimit, expecting: expected, patience: 0.001)
            if batch.isEmpty { return }
            if let broken {
                batch.forEach { $0.finish(broken) }
                continue
            }
            broken = commit(batch, on: connection, &expected) ?? log.checkpointIfLong()
            if let broken { options.logger.critical("storage stopped writing: \(broken)") }
        }
    }

    /// Runs a batch to its end. Returns the failure that forbids all further writing, if any.
    private func commit(
        _ batch: [Performance], on connection: SQLiteConnection, _ expected: inout Int
    ) -> DatabaseFailure? {
        var waiting = batch[...]
        while !waiting.isEmpty {
            var round = Round()
            do {
                try connection.run("BEGIN IMMEDIATE")
                try round.run(&waiting, on: connection, twice: options.runClosuresTwice)
            } catch {
                round.fail(with: error, also: waiting)
                if connection.isInTransaction { try? connection.run("ROLLBACK") }
                return Self.fatal(error)
            }
            if let lost = round.lostTransaction {
                // SQLite undid the whole batch with one closure: the others run again.
                if connection.isInTransaction { try? connection.run("ROLLBACK") }
                waiting = round.kept + waiting
                round.answerRefused()
                if let fatal = Self.fatal(lost) {
                    waiting.forEach { $0.finish(fatal) }
                    return fatal
                }
                continue
            }
            let fatal = finish(round, on: connection, &expected)
            if fatal != nil { return fatal }
        }
        return nil
    }

    private func finish(
        _ round: Round, on connection: SQLiteConnection, _ expected: inout Int
    ) -> DatabaseFailure? {
        do {
            try connection.run("COMMIT")
            commits.add(1, ordering: .relaxed)
            // Who was answered soon asks again: wait a moment for as many as are about now.
            expected = round.count + mailbox.count
            sharing.store(expected, ordering: .relaxed)
            scripts.add(round.scripts, ordering: .relaxed)
            round.answer()
            return nil
        } catch {
            if connection.isInTransaction { try? connection.run("ROLLBACK") }
            let fatal = Self.fatal(error)
            // After a failed sync nobody can tell whether the log reached the disk.
            round.fail(with: fatal == nil ? callerError(error) : DatabaseFailure.commitUnknown)
            return fatal
        }
    }

    private static func fatal(_ error: any Error) -> DatabaseFailure? {
        guard let error = error as? SQLiteError, error.isFatal else { return nil }
        return error.failure
    }
}

/// A closure that waits for the writer, with the script of its rehearsal if it had one.
struct Performance: Sendable {
    let job: Job<any Transaction>
    var script: Script?

    func finish(_ error: (any Error)?) { job.finish(error) }
}

/// The closures of one transaction.
private struct Round {
    /// Ran to their end; answered after the commit.
    var kept: ArraySlice<Performance> = []
    /// Threw and were undone; answered after the commit too, for what they saw may be undone.
    var refused: [(job: Performance, error: any Error)] = []
    /// How many went by their script.
    var scripts = 0
    /// Why SQLite rolled the whole transaction back.
    var lostTransaction: (any Error)?

    var count: Int { kept.count + refused.count }

    mutating func run(
        _ waiting: inout ArraySlice<Performance>, on connection: SQLiteConnection, twice: Bool
    ) throws {
        while lostTransaction == nil, let job = waiting.popFirst() {
            do {
                if twice { try attempt(Performance(job: job.job), on: connection, keep: false) }
                if lostTransaction == nil { try attempt(job, on: connection, keep: true) }
            } catch {
                refused.append((job, error))
                // Not the closure but a savepoint failed: the transaction cannot be trusted.
                if error is SQLiteError { throw error }
            }
        }
    }

    /// Runs one closure in a savepoint. Throws what the closure threw.
    private mutating func attempt(
        _ performance: Performance, on connection: SQLiteConnection, keep: Bool
    ) throws {
        try connection.run("SAVEPOINT closure")
        var failure: (any Error)?
        if let script = performance.script, try performs(script, on: connection) {
            failure = script.refusal
            scripts += 1
        } else {
            failure = try run(performance.job, on: connection)
        }
        if failure != nil || !keep { try connection.run("ROLLBACK TO closure") }
        try connection.run("RELEASE closure")
        if let failure { throw failure }
        if keep { kept.append(performance) }
    }

    /// Whether the script could be performed as rehearsed. What it wrote otherwise is undone.
    private mutating func performs(
        _ script: Script, on connection: SQLiteConnection
    ) throws -> Bool {
        do {
            if try script.holds(on: connection) { return true }
        } catch {
            // Whatever it is, the closure itself meets it again, unless the transaction is gone.
            if (error as? SQLiteError)?.isFatal == true || !connection.isInTransaction {
                lostTransaction = error
                throw callerError(error)
            }
        }
        try connection.run("ROLLBACK TO closure")
        return false
    }

    /// Runs the closure itself and returns what it threw.
    private mutating func run(
        _ job: Job<any Transaction>, on connection: SQLiteConnection
    ) throws -> (any Error)? {
        let session = SQLiteSession(connection)
        var failure: (any Error)?
        do { try job.run(session) } catch { failure = error }
        if let spoiled = session.spoiled, failure == nil { failure = callerError(spoiled) }
        let isFatal = (session.spoiled as? SQLiteError)?.isFatal ?? false
        if isFatal || !connection.isInTransaction {
            lostTransaction = session.spoiled ?? failure ?? DatabaseFailure.contention
            throw failure ?? DatabaseFailure.contention
        }
        return failure
    }

    func answer() {
        kept.forEach { $0.finish(nil) }
        answerRefused()
    }

    func answerRefused() {
        refused.forEach { $0.job.finish(callerError($0.error)) }
    }

    /// Nothing was kept, or nobody knows; what refused closures saw may never have been true.
    func fail(with error: any Error, also waiting: ArraySlice<Performance> = []) {
        let undone = DatabaseFailure.unavailable("the shared transaction failed; try again")
        kept.forEach { $0.finish(callerError(error)) }
        refused.forEach { $0.job.finish(undone) }
        waiting.forEach { $0.finish(callerError(error)) }
    }
}
