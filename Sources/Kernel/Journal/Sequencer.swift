package import Logging
import Synchronization

/// Gives every committed entry its place in the one Merkle log and signs heads of it.
///
/// Any number of processes may run one; a lease lets one write at a time, and each write checks
/// under its lock that the progress is still what the batch was made from. A crash between any two
/// steps leaves nothing half done: the next one begins where the last transaction ended.
package final class Sequencer: Sendable {
    private struct State {
        var epoch: Int64 = 0
        var alarm: JournalAlarm?
    }

    let database: any Database
    let log: String
    let policy: SequencerPolicy
    let logger: Logger
    let now: @Sendable () -> Moment
    let sleep: @Sendable (_ milliseconds: Int64) async throws -> Void
    private let signer: SigningKey
    private let witness: WitnessFile?
    private let ledger: ErasureLedger?
    private let lease: Lease
    private let state = Mutex(State())

    /// - Parameters:
    ///   - log: the identity of this installation's journal.
    ///   - owner: who this is among all processes on the same database; never the same twice.
    ///   - witness: where signed heads are kept outside the database; `nil` keeps none.
    ///   - ledger: where erased persons are kept for restored backups; `nil` keeps none.
    ///   - sleep: waits for so many milliseconds, or throws when cancelled.
    package init(
        database: any Database, log: String, signer: SigningKey, owner: String,
        witness: WitnessFile?, ledger: ErasureLedger? = nil,
        policy: SequencerPolicy = SequencerPolicy(),
        logger: Logger = Logger(label: "covenant.journal"),
        now: @escaping @Sendable () -> Moment,
        sleep: @escaping @Sendable (_ milliseconds: Int64) async throws -> Void
    ) {
        self.database = database
        self.log = log
        self.signer = signer
        self.witness = witness
        self.ledger = ledger
        self.policy = policy
        self.logger = logger
        self.now = now
        self.sleep = sleep
        lease = Lease(name: "sequencer", owner: owner, duration: policy.lease)
    }

    /// What stopped the sequencer, for the health page.
    package var alarm: JournalAlarm? { state.withLock(\.alarm) }

    /// Gives places to one batch and returns how many entries got one: 0 when none waits, or when
    /// another process holds the lease. Throws ``JournalAlarm`` at an entry that was changed.
    package func step() async throws -> Int {
        try await alarming {
            let policy = self.policy
            guard let batch = try await database.read({ try SequencerBatch.prepare(policy, $0) })
            else { return 0 }
            if let alarm = batch.alarm, batch.leaves.isEmpty { throw alarm }
            let isWritten = try await leased { try batch.write($0) } ?? false
            return isWritten ? batch.leaves.count : 0
        }
    }

    /// Gives places to all entries committed before the call, waiting a little for transactions
    /// that began before them; returns how many got one.
    @discardableResult
    package func catchUp() async throws -> Int {
        var count = 0
        var looks = 0
        while true {
            let placed = try await step()
            count += placed
            if placed > 0 { continue }
            let waits = try await database.read { reader in
                try UnsequencedEntries.areSettling(reader)
                    || !UnsequencedEntries.next(
                        after: SequencerProgress.read(reader), limit: 1, reader
                    ).isEmpty
            }
            if !waits || looks == policy.settlingLimit { return count }
            looks += 1
            try await sleep(policy.settling)
        }
    }

    /// Signs a head over all that has a place, unless the last one covers it already, and brings
    /// the witness up to date. Returns the newest head; `nil` for an empty log or without the
    /// lease.
    @discardableResult
    package func sign() async throws -> SignedHead? {
        try await alarming {
            if let alarm { throw alarm }
            let (last, frontier) = try await database.read(Sequencer.signable)
            try await witness?.check(database)
            var newest = last
            if frontier.size > last?.size ?? 0 {
                let head = try SignedHead(
                    log: log, size: frontier.size, root: frontier.root,
                    at: max(now(), last?.at ?? now()), after: last, with: signer)
                guard try await store(head, after: last) else { return nil }
                newest = head
            }
            try await tellOutside()
            return newest
        }
    }

    /// Signs when enough entries wait for a head, or one has waited long enough.
    package func signIfDue() async throws {
        let policy = self.policy
        let (size, last) = try await database.read { reader in
            (try SequencerProgress.read(reader).size, try JournalHeads.last(reader))
        }
        let waiting = size - (last?.size ?? 0)
        if waiting <= 0 { return }
        let age = last.map { now().milliseconds(since: $0.at) } ?? .max
        if waiting >= policy.headEntries || age >= policy.headAge { try await sign() }
    }

    /// Lets another process have the lease at once.
    package func release() async throws {
        let (lease, epoch) = (self.lease, state.withLock(\.epoch))
        try await database.write { try lease.release(epoch: epoch, $0) }
    }

    /// The last head and the tree of all entries that have a place, which must continue it.
    private static func signable(
        _ reader: any Reader
    ) throws -> (SignedHead?, MerkleFrontier) {
        let nodes = { try JournalNodes.hash($0, $1, reader) }
        let size = try SequencerProgress.read(reader).size
        let frontier = try MerkleFrontier(size: size, nodes: nodes)
        let last = try JournalHeads.last(reader)
        if let last {
            let then = try MerkleFrontier(size: last.size, nodes: nodes)
            guard last.size <= size, then.root == last.root else { throw JournalAlarm.nodes }
        }
        return (last, frontier)
    }

    private func store(_ head: SignedHead, after last: SignedHead?) async throws -> Bool {
        try await leased { transaction in
            let size = try SequencerProgress.read(transaction).size
            guard try JournalHeads.last(transaction) == last, head.size <= size else {
                return false
            }
            try transaction.execute(
                """
                INSERT INTO journal_head (size, at, bytes)
                VALUES (\(head.size), \(head.at), \(head.bytes))
                """)
            return true
        } ?? false
    }

    /// What is kept outside the database: heads for the witness, erasures for restored backups.
    private func tellOutside() async throws {
        if let witness { try await witness.follow(database) }
        if let ledger { try await ledger.follow(database) }
    }

    /// Runs `body` under the lease; `nil` while another process holds it.
    private func leased<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value? {
        let (lease, epoch, moment) = (self.lease, state.withLock(\.epoch), now())
        let done = try await database.write { transaction -> (Int64, Value)? in
            guard let taken = try lease.take(epoch: epoch, at: moment, transaction) else {
                return nil
            }
            return (taken, try body(transaction))
        }
        if let done { state.withLock { $0.epoch = done.0 } }
        return done?.1
    }

    private func alarming<Value: Sendable>(
        _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await body()
        } catch let alarm as JournalAlarm {
            let isNew = state.withLock { state in
                defer { state.alarm = alarm }
                return state.alarm != alarm
            }
            if isNew { logger.critical("\(alarm.description)") }
            throw alarm
        }
    }
}

/// The signed heads as they are stored.
enum JournalHeads {
    static func last(_ reader: any Reader) throws -> SignedHead? {
        try reader.row("SELECT bytes FROM journal_head ORDER BY size DESC LIMIT 1").map(head)
    }

    /// The heads that cover more than `size` entries, oldest first, at most 1,000.
    static func after(size: Int, _ reader: any Reader) throws -> [SignedHead] {
        try reader.rows(
            "SELECT bytes FROM journal_head WHERE size > \(size) ORDER BY size LIMIT 1000"
        ).map(head)
    }

    static func at(size: Int, _ reader: any Reader) throws -> SignedHead? {
        try reader.row("SELECT bytes FROM journal_head WHERE size = \(size)").map(head)
    }

    private static func head(_ row: Row) throws -> SignedHead {
        do throws(JournalProblem) {
            return try SignedHead.parse(try bytes(row))
        } catch {
            throw JournalAlarm(
                Words("已存的签名无法读取：\(error.words.zh)", "a stored head is refused: \(error.words.en)"))
        }
    }

    private static func bytes(_ row: Row) throws(JournalProblem) -> [UInt8] {
        guard let bytes = try? row.blob("bytes") else { throw .member("bytes") }
        return bytes
    }
}
