import Foundation
import Insurance
import Kernel
import Storage
import Synchronization
import TestSupport

/// A small insurer with a journal, for the tests of this target.
final class Shop: Sendable {
    static let log = "log-of-the-tests"
    let database: any OpenedDatabase
    let dispatcher: Dispatcher
    let signer: SigningKey
    let folder: String
    let clock = Mutex<Int64>(1_750_000_000_000)
    private let customers = Atomic<Int>(0)

    init(_ backend: Backend, options: StorageOptions = StorageOptions()) async throws {
        database = try await backend.open(options: options)
        folder = try TestFolder.make()
        let random: @Sendable (Int) -> [UInt8] = { count in
            (0..<count).map { _ in UInt8.random(in: 0...255) }
        }
        let keys = try VaultKeys.generate(random: random)
        guard let signer = keys.journalSigner else {
            throw VaultFailure.randomness
        }
        self.signer = signer
        let moment = Mutex<Int64>(1_750_000_000_000)
        dispatcher = Dispatcher(
            database: database, vault: Vault(keys: keys), log: Shop.log,
            now: {
                moment.withLock { milliseconds in
                    milliseconds += 1
                    return Moment(milliseconds: milliseconds)
                }
            },
            random: random)
    }

    var witness: WitnessFile { WitnessFile(path: folder + "/witness.jsonl") }
    var ledger: ErasureLedger { ErasureLedger(path: folder + "/erasures.jsonl") }

    /// A sequencer of its own, as another process would have it.
    func sequencer(
        _ owner: String, policy: SequencerPolicy = SequencerPolicy(),
        on other: (any Database)? = nil
    ) -> Sequencer {
        Sequencer(
            database: other ?? database, log: Shop.log, signer: signer, owner: owner,
            witness: witness, ledger: ledger, policy: policy,
            now: { [self] in now() },
            sleep: { _ in
                try Task.checkCancellation()
                await Task.yield()
            })
    }

    func now() -> Moment { clock.withLock { Moment(milliseconds: $0) } }

    func advance(milliseconds: Int64) { clock.withLock { $0 += milliseconds } }

    func recordCustomer() async throws {
        let number = customers.add(1, ordering: .relaxed).newValue
        var command = RecordCustomer()
        command.name = Personal(plain: "王\(number)", PersonalRule(.name, of: "customer", max: 80))
        command.source = "test:\(number)"
        _ = try await dispatcher.perform(command, by: .system("test"))
    }

    /// One more edition; all editions of one code contend for its next number.
    func defineProduct(_ code: String) async throws {
        var coverage = Coverage()
        coverage.code = "A"
        var command = DefineProduct()
        (command.code, command.zh, command.en) = (code, "车险", "Motor")
        command.coverages = [coverage]
        _ = try await dispatcher.perform(command, by: .system("test"))
    }

    /// `count` commands, 32 at a time.
    func trade(_ count: Int) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for lane in 0..<32 {
                group.addTask { [self] in
                    for _ in stride(from: lane, to: count, by: 32) { try await recordCustomer() }
                }
            }
        }
    }

    /// Brings the log up to date and signs it.
    func close(_ owner: String = "closing") async throws {
        let sequencer = sequencer(owner)
        try await sequencer.catchUp()
        try await sequencer.sign()
        try await sequencer.release()
    }

    func check(witness: Bool = true) async throws -> JournalReport {
        let lines = witness ? try self.witness.lines() : []
        return try await JournalCheck(
            log: Shop.log, keys: [signer.verifying], witness: lines
        ).run(on: database, at: now())
    }

    func count(_ query: SQL) async throws -> Int {
        try await database.read { try $0.row(query)?.int("count") ?? -1 }
    }

    /// Writes past the journal, as somebody with the database's password can.
    func tamper(_ statements: SQL...) async throws {
        try await database.write { transaction in
            for statement in statements { try transaction.execute(statement) }
        }
    }

    /// Takes away what protects the entries.
    func dropTriggers() async throws {
        switch database.engine {
        case .sqlite:
            try await tamper(
                "DROP TRIGGER journal_entry_keeps_update", "DROP TRIGGER journal_entry_keeps_delete"
            )
        case .postgres: try await tamper("DROP TRIGGER journal_entry_keeps ON journal_entry")
        }
    }
}

extension JournalReport {
    var kinds: Set<JournalFinding.Kind> { Set(findings.map(\.kind)) }
}
