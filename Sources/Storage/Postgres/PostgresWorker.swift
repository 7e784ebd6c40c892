import Foundation
import Kernel
import Logging

/// Serves jobs with one connection, on one thread; finds a new connection when it breaks.
final class PostgresWorker {
    private let shared: PostgresShared
    private var connection: (session: PostgresConnection, generation: Int)?

    /// Runs of a transaction that other writers keep undoing.
    private static let conflictLimit = 6
    /// Connections tried for one job, when nothing can have been written.
    private static let connectionLimit = 2

    init(_ shared: PostgresShared) {
        self.shared = shared
    }

    func serve(_ job: PostgresJob) {
        switch job {
        case .read(let job):
            job.finish(repeating { connection throws(Setback) in try read(job, on: connection) })
        case .write(let job):
            job.finish(repeating { connection throws(Setback) in try write(job, on: connection) })
        }
    }

    /// Why a run came to nothing.
    private enum Setback: Error {
        case conflict
        /// The connection is of no use any more; nothing was written.
        case lost(DatabaseFailure)
        case final(any Error)
    }

    /// Runs `body` until it succeeds or it is certain that it will not; returns the error.
    private func repeating(_ body: (PostgresConnection) throws(Setback) -> Void) -> (any Error)? {
        var conflicts = 0
        var losses = 0
        while true {
            do throws(Setback) {
                try body(try connected())
                return nil
            } catch {
                switch error {
                case .final(let error): return error
                case .lost(let failure):
                    connection = nil
                    losses += 1
                    if losses == Self.connectionLimit { return failure }
                case .conflict:
                    conflicts += 1
                    if conflicts == Self.conflictLimit { return DatabaseFailure.contention }
                    Thread.sleep(forTimeInterval: Double(shared.options.jitter(10...200)) / 1000)
                }
            }
        }
    }

    private func connected() throws(Setback) -> PostgresConnection {
        if let connection {
            let host = connection.session.host
            if connection.generation == shared.generation(of: host) { return connection.session }
            self.connection = nil
        }
        do {
            let fresh = try PostgresConnection(address: shared.address)
            connection = (fresh, shared.generation(of: fresh.host))
            if shared.rules.isEmpty { try shared.rules.load(fresh) }
            return fresh
        } catch {
            connection = nil
            throw .lost(error as? DatabaseFailure ?? lostConnection(""))
        }
    }

    private func read(_ job: Job<any Reader>, on connection: PostgresConnection) throws(Setback) {
        try begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", connection)
        let session = PostgresSession(connection, shared.rules)
        let thrown = error { try job.run(session) }
        if let spoiled = session.spoiled, !spoiled.isDemoted {
            try undo(spoiled, thrown, connection)
        }
        rollBack(connection)
        if let error = thrown ?? session.refused ?? session.spoiled?.failure(shared.rules) {
            throw .final(error)
        }
    }

    private func write(
        _ job: Job<any Transaction>, on connection: PostgresConnection
    ) throws(Setback) {
        if shared.options.runClosuresTwice {
            try attempt(job, on: connection)
            rollBack(connection)
        }
        try attempt(job, on: connection)
        try commit(connection)
    }

    /// One transaction up to its commit.
    private func attempt(
        _ job: Job<any Transaction>, on connection: PostgresConnection
    ) throws(Setback) {
        try begin("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", connection)
        let session = PostgresSession(connection, shared.rules)
        let thrown = error {
            try job.run(session)
            try session.flush()
        }
        if let spoiled = session.spoiled { try undo(spoiled, thrown, connection) }
        if let error = thrown ?? session.refused {
            rollBack(connection)
            throw .final(error)
        }
    }

    private func begin(_ text: String, _ connection: PostgresConnection) throws(Setback) {
        guard let failure = error({ try connection.command(text) }) else { return }
        noteLoss(failure, connection)
        throw .lost(lostConnection((failure as? PostgresError)?.state ?? ""))
    }

    /// Ends a transaction in which a statement failed; always throws.
    private func undo(
        _ spoiled: PostgresError, _ thrown: (any Error)?, _ connection: PostgresConnection
    ) throws(Setback) {
        if spoiled.isLost || spoiled.isDemoted {
            noteLoss(spoiled, connection)
            throw .lost(lostConnection(spoiled.state))
        }
        rollBack(connection)
        if spoiled.isConflict { throw .conflict }
        if spoiled.isStale { throw .lost(spoiled.failure(shared.rules)) }
        let first = spoiled.failure(shared.rules)
        if spoiled.state == "23505", shared.rules.name(of: spoiled) == nil {
            try? shared.rules.load(connection)
        }
        // A closure may turn the failure into an error of its own; that one is the caller's.
        let own = thrown.flatMap { ($0 as? DatabaseFailure) == first ? nil : $0 }
        throw .final(own ?? spoiled.failure(shared.rules))
    }

    /// After COMMIT was sent, only PostgreSQL's clear "no" means no.
    private func commit(_ connection: PostgresConnection) throws(Setback) {
        do {
            if try connection.commit() { return }
            shared.options.logger.error("PostgreSQL warned during COMMIT: standby not reached?")
        } catch let error as PostgresError where !error.isLost {
            try undo(error, nil, connection)
        } catch let failure as DatabaseFailure {
            throw .final(failure)
        } catch {
            noteLoss(error, connection)
        }
        self.connection = nil
        throw .final(DatabaseFailure.commitUnknown)
    }

    private func rollBack(_ connection: PostgresConnection) {
        if error({ try connection.command("ROLLBACK") }) != nil { self.connection = nil }
    }

    private func noteLoss(_ error: any Error, _ connection: PostgresConnection) {
        guard let error = error as? PostgresError else { return }
        if error.isDemoted || error.state.hasPrefix("57P0") { shared.abandon(connection.host) }
        self.connection = nil
    }

    private func error<Value>(_ body: () throws -> Value) -> (any Error)? {
        do { _ = try body() } catch { return error }
        return nil
    }
}
