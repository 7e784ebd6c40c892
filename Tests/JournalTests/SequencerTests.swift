import Kernel
import Storage
import TestSupport
import Testing

@Suite struct SequencerTests {
    @Test(arguments: Backend.available)
    func `entries written by 32 writers while it runs get places without a gap`(
        _ backend: Backend
    ) async throws {
        let shop = try await Shop(backend)
        let sequencer = shop.sequencer("a")
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await shop.trade(200) }
            for _ in 0..<5 { group.addTask { try await sequencer.catchUp() } }
        }
        try await sequencer.catchUp()
        try await sequencer.sign()
        let entries = try await shop.count("SELECT COUNT(*) AS count FROM journal_entry")
        #expect(entries == 200)
        #expect(try await shop.count("SELECT COUNT(*) AS count FROM journal_leaf") == entries)
        #expect(try await shop.count("SELECT MAX(place) + 1 AS count FROM journal_leaf") == entries)
        let report = try await shop.check()
        #expect(report.isSound, "\(report.findings.prefix(3))")
        #expect(report.entries == entries && report.unsigned == 0)
        #expect(report.rows == entries && report.witnesses == 1)
        await shop.database.close()
    }

    @Test(arguments: Backend.available)
    func `evidence counts each command and each duty once per entry`(
        _ backend: Backend
    ) async throws {
        let shop = try await Shop(backend)
        try await shop.trade(40)
        try await shop.close()
        let command = try await shop.count(
            "SELECT count FROM control_evidence WHERE control = 'customers.record'")
        let duty = try await shop.count(
            "SELECT count FROM control_evidence WHERE control = '2.3.3a'")
        #expect(command == 40 && duty == 40)
        await shop.database.close()
    }

    @Test(arguments: Backend.available)
    func `two sequencers at once never give one place twice`(_ backend: Backend) async throws {
        let shop = try await Shop(backend)
        var policy = SequencerPolicy()
        policy.batch = 7
        let pair = [shop.sequencer("a", policy: policy), shop.sequencer("b", policy: policy)]
        let counted = try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask {
                try await shop.trade(150)
                return 0
            }
            for sequencer in pair {
                group.addTask {
                    var count = 0
                    for _ in 0..<60 {
                        count += try await sequencer.step()
                        // The lease runs out all the time, so it changes hands all the time.
                        shop.advance(milliseconds: SequencerPolicy().lease / 2 + 1)
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        shop.advance(milliseconds: policy.lease + 1)
        let rest = try await pair[0].catchUp()
        try await pair[0].sign()
        #expect(counted + rest == 150)
        let report = try await shop.check()
        #expect(report.isSound, "\(report.findings.prefix(3))")
        #expect(report.entries == 150)
        await shop.database.close()
    }

    @Test(arguments: Backend.available)
    func `a holder whose lease went to another writes nothing`(_ backend: Backend) async throws {
        let shop = try await Shop(backend)
        let (first, second) = (shop.sequencer("a"), shop.sequencer("b"))
        try await shop.trade(3)
        #expect(try await first.catchUp() == 3)
        try await shop.trade(3)
        #expect(try await second.step() == 0)
        shop.advance(milliseconds: SequencerPolicy().lease + 1)
        #expect(try await second.catchUp() == 3)
        try await shop.trade(3)
        #expect(try await first.step() == 0)
        #expect(try await first.sign() == nil)
        #expect(try await second.catchUp() == 3)
        #expect(try await second.sign()?.size == 9)
        await shop.database.close()
    }

    @Test(arguments: Backend.available)
    func `a crash before or after any commit loses nothing and repeats nothing`(
        _ backend: Backend
    ) async throws {
        let shop = try await Shop(backend)
        var policy = SequencerPolicy()
        policy.batch = 2
        for crash in 0..<12 {
            try await shop.trade(3)
            let failing = FailingDatabase(shop.database, at: crash)
            let dying = shop.sequencer("dying-\(crash)", policy: policy, on: failing)
            await #expect(throws: FailingDatabase.Crash.self) {
                while true {
                    try await dying.catchUp()
                    try await dying.sign()
                }
            }
            shop.advance(milliseconds: policy.lease + 1)
        }
        try await shop.close()
        let report = try await shop.check()
        #expect(report.isSound, "\(report.findings.prefix(3))")
        #expect(report.entries == 36 && report.unsigned == 0)
        #expect(report.witnesses == report.heads)
        await shop.database.close()
    }

    @Test(arguments: Backend.available)
    func `one stream written by many commands keeps its order in the log`(
        _ backend: Backend
    ) async throws {
        let shop = try await Shop(backend)
        let sequencer = shop.sequencer("a")
        try await withThrowingDiscardingTaskGroup { group in
            for lane in 0..<16 {
                group.addTask {
                    for turn in 0..<6 { try await shop.append(to: "shared/1", lane, turn) }
                }
            }
            group.addTask { for _ in 0..<20 { _ = try await sequencer.step() } }
        }
        try await sequencer.catchUp()
        try await sequencer.sign()
        let report = try await shop.check()
        #expect(report.entries == 96)
        #expect(report.isSound, "\(report.findings.prefix(3))")
        await shop.database.close()
    }

    @Test(arguments: Backend.available)
    func `heads are signed by count and by age and the witness has them all`(
        _ backend: Backend
    ) async throws {
        let shop = try await Shop(backend)
        var policy = SequencerPolicy()
        policy.headEntries = 10
        let sequencer = shop.sequencer("a", policy: policy)
        try await shop.trade(2)
        try await sequencer.catchUp()
        try await sequencer.signIfDue()
        #expect(try shop.witness.lines().count == 1)
        try await shop.trade(9)
        try await sequencer.catchUp()
        try await sequencer.signIfDue()
        #expect(try shop.witness.lines().count == 1)
        shop.advance(milliseconds: policy.headAge)
        try await sequencer.signIfDue()
        #expect(try shop.witness.lines().count == 2)
        try await shop.trade(10)
        try await sequencer.catchUp()
        try await sequencer.signIfDue()
        #expect(try shop.witness.lines().count == 3)
        #expect(try await sequencer.sign()?.size == 21)
        #expect(try shop.witness.lines().count == 3)
        await shop.database.close()
    }

    @Test func `the service works until it is cancelled and signs at the end`() async throws {
        let shop = try await Shop(.sqlite)
        try await shop.trade(20)
        let service = Task { await SequencerService(shop.sequencer("a")).run() }
        while try await shop.count("SELECT size AS count FROM journal_progress") < 20 {
            await Task.yield()
        }
        try await shop.trade(5)
        service.cancel()
        await service.value
        let report = try await shop.check()
        #expect(report.entries == 25 && report.unsigned == 0 && report.isSound)
        await shop.database.close()
    }
}

extension Shop {
    /// An entry in a stream that several commands write, chained under the stream's lock after
    /// something else was written first, as commands do.
    func append(to stream: String, _ lane: Int, _ turn: Int) async throws {
        let moment = now()
        try await database.write { transaction in
            let setting = "lane \(lane)"
            try transaction.execute(
                """
                INSERT INTO installation (name, value) VALUES (\(setting), \(String(turn)))
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """)
            try transaction.execute(
                """
                INSERT INTO journal_stream (stream, seq, hash) VALUES (\(stream), 0, '')
                ON CONFLICT (stream) DO NOTHING
                """)
            let end = try transaction.lockedRows(
                "SELECT seq, hash FROM journal_stream WHERE stream = \(stream)")[0]
            let seq = try end.integer("seq") + 1
            let entry = JournalEntry(
                log: Shop.log, stream: stream, kind: "shared", seq: seq,
                prev: Hash(hex: try end.text("hash")) ?? .zero, at: moment,
                id: ID(at: moment, random: (UInt64(lane), UInt64(turn))),
                act: ID(at: moment, random: (UInt64(lane), UInt64(turn))), actor: "system:test",
                command: "test.append", duties: [], events: [], rows: [])
            try transaction.execute(
                """
                INSERT INTO journal_entry (id, stream, seq, bytes)
                VALUES (\(entry.id), \(stream), \(seq), \(entry.bytes))
                """)
            try transaction.execute(
                """
                UPDATE journal_stream SET seq = \(seq), hash = \(entry.hash.hex)
                WHERE stream = \(stream)
                """)
        }
    }
}
