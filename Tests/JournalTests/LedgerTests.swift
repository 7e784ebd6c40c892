import Foundation
import Kernel
import Storage
import TestSupport
import Testing

@Suite struct LedgerTests {
    @Test(arguments: Backend.available)
    func `persons erased after a backup are erased again when it is restored`(
        _ backend: Backend
    ) async throws {
        let shop = try await Shop(backend)
        try await shop.trade(3)
        let person = try await shop.database.read {
            try $0.row("SELECT person FROM subject_key LIMIT 1")?.text("person")
        }
        let erased = try #require(person)
        // The ledger of an installation that erased the person; this store is its older backup.
        let other = try await Shop(backend)
        try await other.trade(1)
        try await other.tamper("INSERT INTO erasure (person, at) VALUES (\(erased), 5)")
        try await other.close()
        try await other.trade(1)
        try await other.close("again")
        #expect(try other.ledger.erasures().map(\.person.text) == [erased])
        #expect(try await other.ledger.replay(on: shop.database) == 1)
        #expect(try await other.ledger.replay(on: shop.database) == 0)
        #expect(try await shop.count("SELECT COUNT(*) AS count FROM subject_key") == 2)
        let left = try await shop.count(
            "SELECT COUNT(*) AS count FROM person_index WHERE person = \(erased)")
        #expect(left == 0)
        await shop.database.close()
        await other.database.close()
    }

    @Test func `what a crash left of a witness line is cut off and the head is there again`()
        async throws
    {
        let shop = try await Shop(.sqlite)
        try await shop.trade(1)
        try await shop.close("first")
        try await shop.trade(1)
        try await shop.close("second")
        let whole = try Data(contentsOf: URL(filePath: shop.witness.path))
        try whole.dropLast(40).write(to: URL(filePath: shop.witness.path))
        try await shop.close("third")
        #expect(try Data(contentsOf: URL(filePath: shop.witness.path)) == whole)
        #expect(try await shop.check().isSound)
        await shop.database.close()
    }
}
