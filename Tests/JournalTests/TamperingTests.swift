import Kernel
import Storage
import TestSupport
import Testing

/// What somebody who can write to the tables may try, found on the database itself.
@Suite struct TamperingTests {
    private func shop(_ backend: Backend) async throws -> Shop {
        let shop = try await Shop(backend)
        try await shop.trade(10)
        try await shop.defineProduct("CAR")
        try await shop.close("first")
        try await shop.trade(10)
        try await shop.close("second")
        #expect(try await shop.check().isSound)
        return shop
    }

    @Test(arguments: Backend.available)
    func `entries cannot be changed or removed while the triggers stand`(
        _ backend: Backend
    ) async throws {
        let shop = try await shop(backend)
        await #expect(throws: DatabaseFailure.self) {
            try await shop.tamper("UPDATE journal_entry SET seq = 9 WHERE position = 3")
        }
        await #expect(throws: DatabaseFailure.self) {
            try await shop.tamper("DELETE FROM journal_entry WHERE position = 3")
        }
        #expect(try await shop.check().isSound)
        await shop.database.close()
    }

    @Test(arguments: Backend.available)
    func `an edited entry is named`(_ backend: Backend) async throws {
        let shop = try await shop(backend)
        try await shop.dropTriggers()
        let place = 4
        let row = try await shop.database.read {
            try $0.row(
                """
                SELECT e.position, e.bytes FROM journal_entry e
                JOIN journal_leaf l ON l.position = e.position WHERE l.place = \(place)
                """)
        }
        var entry = try JournalEntry.parse(try #require(try row?.blob("bytes")))
        entry.actor = "system:nobody"
        let position = try #require(try row?.integer("position"))
        try await shop.tamper(
            "UPDATE journal_entry SET bytes = \(entry.bytes) WHERE position = \(position)")
        let report = try await shop.check()
        #expect(report.findings.first?.entry == place + 1)
        #expect(report.kinds.isSuperset(of: [.entryHashMismatch, .headRoot, .witnessRoot]))
        // Hiding it from the stored tree leaves the signed roots.
        try await shop.tamper(
            """
            UPDATE journal_node SET hash = \(JournalEntry.leaf(of: entry.bytes).hex)
            WHERE level = 0 AND place = \(place)
            """)
        #expect(try await shop.check().kinds.contains(.headRoot))
        await shop.database.close()
    }

    @Test(arguments: Backend.available)
    func `an entry moved to another stream's column is named`(_ backend: Backend) async throws {
        let shop = try await shop(backend)
        try await shop.dropTriggers()
        try await shop.tamper(
            """
            UPDATE journal_entry SET stream = 'elsewhere/1'
            WHERE position = (SELECT position FROM journal_leaf WHERE place = 6)
            """)
        let report = try await shop.check()
        #expect(report.findings.first?.entry == 7)
        await shop.database.close()
    }

    @Test(arguments: Backend.available)
    func `an edited row, a removed row and a row without an entry are found`(
        _ backend: Backend
    ) async throws {
        let shop = try await shop(backend)
        try await shop.tamper("UPDATE product SET line = 'life'")
        #expect(try await shop.check().kinds == [.rowChanged])
        try await shop.tamper("UPDATE product SET line = 'motor'")
        #expect(try await shop.check().isSound)
        try await shop.tamper(
            """
            INSERT INTO product (id, version, state, code, edition, line)
            SELECT '0190ffff-0000-7000-8000-000000000001', 1, state, 'FREE', 1, line FROM product
            """)
        #expect(try await shop.check().kinds == [.rowOrphan])
        try await shop.tamper(
            "DELETE FROM product WHERE code = 'FREE'",
            "DELETE FROM customer WHERE number = (SELECT MIN(number) FROM customer)")
        #expect(try await shop.check().kinds == [.rowMissing])
        await shop.database.close()
    }

    @Test(arguments: Backend.available)
    func `a removed entry is named`(_ backend: Backend) async throws {
        let shop = try await shop(backend)
        try await shop.dropTriggers()
        try await shop.tamper(
            """
            DELETE FROM journal_entry
            WHERE position = (SELECT position FROM journal_leaf WHERE place = 8)
            """)
        let report = try await shop.check()
        #expect(report.findings.first?.entry == 9)
        #expect(report.kinds.contains(.entryUnreadable))
        await shop.database.close()
    }

    @Test(arguments: Backend.available)
    func `a tail cut off with its rows and heads is found by the witness alone`(
        _ backend: Backend
    ) async throws {
        let shop = try await shop(backend)
        try await shop.dropTriggers()
        let customers = try await shop.customersAfter(place: 11)
        for customer in customers {
            try await shop.tamper("DELETE FROM customer WHERE id = \(customer)")
        }
        let last = try await shop.count(
            "SELECT position AS count FROM journal_leaf WHERE place = 10")
        try await shop.tamper(
            """
            DELETE FROM journal_entry WHERE position IN
                (SELECT position FROM journal_leaf WHERE place >= 11)
            """, "DELETE FROM journal_leaf WHERE place >= 11",
            "DELETE FROM journal_node WHERE (place + 1) * 1 > 11 AND level = 0",
            "DELETE FROM journal_head WHERE size > 11",
            "UPDATE journal_progress SET size = 11, position = \(last)")
        let blind = try await shop.check(witness: false)
        #expect(blind.isSound, "\(blind.findings.prefix(3))")
        let report = try await shop.check()
        #expect(report.kinds.isSuperset(of: [.witnessBeyondEnd, .witnessMissing]))
        // The sequencer sees it too, before it signs a fork.
        let sequencer = shop.sequencer("after")
        shop.advance(milliseconds: 60_000)
        await #expect(throws: JournalAlarm.self) { try await sequencer.sign() }
        await shop.database.close()
    }

    @Test(arguments: Backend.available)
    func `the sequencer refuses to sign over an entry that was changed before it came`(
        _ backend: Backend
    ) async throws {
        let shop = try await shop(backend)
        try await shop.trade(1)
        try await shop.dropTriggers()
        try await shop.tamper(
            """
            UPDATE journal_entry SET seq = 5
            WHERE NOT EXISTS (
                SELECT 1 FROM journal_leaf l WHERE l.position = journal_entry.position)
            """)
        let sequencer = shop.sequencer("third")
        await #expect(throws: JournalAlarm.self) { try await sequencer.catchUp() }
        #expect(sequencer.alarm?.position != nil)
        await #expect(throws: JournalAlarm.self) { try await sequencer.sign() }
        #expect(try shop.witness.lines().count == 2)
        await shop.database.close()
    }
}

extension Shop {
    func customersAfter(place: Int) async throws -> [String] {
        try await database.read { reader in
            try reader.rows(
                """
                SELECT e.bytes FROM journal_entry e JOIN journal_leaf l ON l.position = e.position
                WHERE l.place >= \(place)
                """
            ).flatMap { try JournalEntry.parse($0.blob("bytes")).rows.map(\.id) }
        }
    }
}
