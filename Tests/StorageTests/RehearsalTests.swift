import Kernel
import Storage
import TestSupport
import Testing

@Suite struct RehearsalTests {
    private func database() async throws -> SQLiteDatabase {
        var options = StorageOptions()
        options.rehearsals = .always
        let database = try await Backend.sqlite.openWithThings(options: options)
        return try #require(database as? SQLiteDatabase)
    }

    @Test func `what was rehearsed is written by its script, with the closure's value`()
        async throws
    {
        let database = try await database()
        let before = database.scriptCount
        let count = try await database.write { transaction in
            let count = try transaction.rows("SELECT name FROM thing").count
            try transaction.insertThing("a", 1)
            return count
        }
        #expect(count == 0)
        #expect(database.scriptCount == before + 1)
        #expect(try await database.thingNames() == ["a"])
        await database.close()
    }

    @Test func `what changed since the rehearsal is read anew, so that no increment is lost`()
        async throws
    {
        let database = try await database()
        try await database.write { try $0.insertThing("counter", 100) }
        try await withThrowingDiscardingTaskGroup { group in
            for _ in 0..<64 {
                group.addTask {
                    try await database.write { transaction in
                        let rows = try transaction.lockedRows(
                            "SELECT number FROM thing WHERE name = 'counter'")
                        let number = try rows[0].int("number")
                        try transaction.execute(
                            "UPDATE thing SET number = \(number + 1) WHERE name = 'counter'")
                    }
                }
            }
        }
        let total = try await database.read { try $0.row("SELECT number FROM thing") }
        #expect(try total?.int("number") == 164)
        await database.close()
    }

    @Test func `fifty rehearse the same insert and one has it`() async throws {
        let database = try await database()
        let take: @Sendable (any Transaction) throws -> Void = { transaction in
            let taken = try transaction.row("SELECT 1 AS one FROM thing WHERE name = 'a'")
            if taken != nil { throw Taken() }
            try transaction.insertThing("a", 1)
        }
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    (try? await database.write(take)) != nil
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 }.count == 1)
        #expect(try await database.thingNames() == ["a"])
        await database.close()
    }

    @Test func `a refusal stands as rehearsed and leaves nothing written`() async throws {
        let database = try await database()
        let before = database.scriptCount
        let refuse: @Sendable (any Transaction) throws -> Void = { transaction in
            try transaction.insertThing("a", 1)
            throw Taken()
        }
        await #expect(throws: Taken.self) { try await database.write(refuse) }
        #expect(database.scriptCount == before + 1)
        #expect(try await database.thingNames().isEmpty)
        await database.close()
    }

    @Test func `a closure that reads what it wrote sees it`() async throws {
        let database = try await database()
        let names = try await database.write { transaction in
            try transaction.insertThing("a", 1)
            return try transaction.rows("SELECT name FROM thing").map { try $0.text("name") }
        }
        #expect(names == ["a"])
        await database.close()
    }

    @Test func `a write that changes no row or several tells the closure how many`() async throws {
        let database = try await database()
        try await database.write { transaction in
            for name in ["a", "b"] { try transaction.insertThing(name, 1) }
        }
        for (name, changed) in [("a", 1), ("absent", 0), ("%", 2)] {
            let count = try await database.write { transaction in
                try transaction.execute("UPDATE thing SET number = 2 WHERE name LIKE \(name)")
            }
            #expect(count == changed)
        }
        await database.close()
    }

    @Test func `a rule of the schema that the rehearsal could not meet is met by the closure`()
        async throws
    {
        let database = try await database()
        try await database.write { try $0.insertThing("a", 1) }
        await #expect(throws: DatabaseFailure.constraint("UNIQUE thing.name")) {
            try await database.write { try $0.insertThing("a", 2) }
        }
        await database.close()
    }

    @Test func `a closure whose script ends on a value SQLite refuses leaves nothing written`()
        async throws
    {
        let database = try await database()
        await #expect(throws: DatabaseFailure.constraint("TEXT without zero bytes")) {
            try await database.write { transaction in
                try transaction.insertThing("a", 1)
                try transaction.insertThing("b\0", 2)
            }
        }
        try await database.write { try $0.insertThing("c", 3) }
        #expect(try await database.thingNames() == ["c"])
        await database.close()
    }
}

private struct Taken: Error {}
