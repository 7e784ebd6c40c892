package import Kernel
import Synchronization

/// A closure for a PostgreSQL connection, to read or to write.
enum PostgresJob: Sendable {
    case read(Job<any Reader>)
    case write(Job<any Transaction>)
}

/// PostgreSQL, for several nodes: a bounded pool of connections with a thread each.
///
/// Connections are made when first needed, to the one host of the address that takes writes.
package final class PostgresDatabase: OpenedDatabase {
    package let engine = DatabaseEngine.postgres
    private let mailbox: Mailbox<PostgresJob>
    private let threads = ServingThreads()

    /// Throws ``DatabaseFailure/unavailable(_:)`` when no host of `address` takes writes.
    package init(address: String, options: StorageOptions) async throws {
        mailbox = Mailbox(limit: options.waitingLimit)
        let shared = PostgresShared(address: address, options: options)
        for _ in 0..<max(1, options.postgresConnections) {
            threads.start("covenant-postgres") { [mailbox] in
                let worker = PostgresWorker(shared)
                while let job = mailbox.take(atMost: 1).first { worker.serve(job) }
            }
        }
        do {
            try await read { _ in }
        } catch {
            mailbox.close()
            throw error
        }
    }

    deinit {
        mailbox.close()
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Reader) throws -> Value
    ) async throws -> Value {
        try await perform(body) { mailbox.offer(.read($0)) }
    }

    @discardableResult
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await perform(body) { mailbox.offer(.write($0)) }
    }

    package func close() async {
        mailbox.close()
        await threads.finished()
    }
}

/// What the workers of one database share.
final class PostgresShared: Sendable {
    let address: String
    let options: StorageOptions
    let rules = UniqueRules()
    private let generations = Mutex<[String: Int]>([:])

    init(address: String, options: StorageOptions) {
        self.address = address
        self.options = options
    }

    /// Connections of an older generation of their host are not used again.
    func generation(of host: String) -> Int {
        generations.withLock { $0[host, default: 0] }
    }

    /// The host was demoted or is shutting down: all workers must look for the writable one.
    func abandon(_ host: String) {
        generations.withLock { $0[host, default: 0] += 1 }
    }
}
