import Insurance
import Kernel
import Storage
import TestSupport

/// An insurer of its own for one simulation: an empty store, keys and a door with seeded chances.
struct House: Sendable {
    let database: any OpenedDatabase
    let dispatcher: Dispatcher
    let seed: UInt64

    init(seed: UInt64) async throws {
        try await self.init(seed: seed) { $0 }
    }

    /// - Parameter around: what stands between the door and the store, for faults.
    init(seed: UInt64, around: (any Database) -> any Database) async throws {
        self.seed = seed
        database = try await Backend.sqlite.open()
        let chances = SeededSource(Chances(seed, "keys"))
        let keys = try VaultKeys.generate { chances.take($0) }
        dispatcher = Dispatcher(
            database: around(database), vault: Vault(keys: keys), log: "simulation",
            interests: Interest(), now: { House.present },
            random: SeededSource.closure(seed: seed, "house"))
    }

    static let present = Moment(milliseconds: 1_735_800_000_000)

    @discardableResult
    func demo(customers: Int) async throws -> Demo.Made {
        var options = Demo.Options()
        options.customers = customers
        options.seed = seed
        return try await Demo(dispatcher, options).install()
    }

    func count(_ table: String) async throws -> Int {
        try await database.read { reader in
            try reader.row("SELECT count(*) AS held FROM \(name: table)")?.int("held") ?? 0
        }
    }

    /// Where the store and its journal do not agree.
    func replay() async throws -> [ReplayFinding] {
        try await database.read { try Replay(JournaledAggregates.registry, $0).findings() }
    }
}

extension House {
    /// A short stretch with a long holiday inside.
    var week: OfficeOptions {
        var options = OfficeOptions()
        options.seed = seed
        options.from = Day(number: 20_112)
        options.days = 10
        options.notices = 5
        options.untilClosed = false
        return options
    }

    func standing() async throws -> OfficeStanding {
        try await database.read { try OfficeStanding($0) }
    }

    /// The same for the streams with entries written after a position, and the new position.
    func replayTouched(after position: Int64) async throws -> ([ReplayFinding], Int64) {
        try await database.read { reader in
            let rows = try reader.rows(
                """
                SELECT stream, max(rowid) AS last FROM journal_entry WHERE rowid > \(position)
                GROUP BY stream
                """)
            let replay = Replay(JournaledAggregates.registry, reader)
            var findings: [ReplayFinding] = []
            var last = position
            for row in rows {
                let parts = try row.text("stream").split(separator: "/", maxSplits: 1)
                guard parts.count == 2 else { continue }
                findings += try replay.findings(
                    stream: StreamName(kind: String(parts[0]), id: String(parts[1])))
                last = max(last, try row.integer("last"))
            }
            return (findings, last)
        }
    }
}
