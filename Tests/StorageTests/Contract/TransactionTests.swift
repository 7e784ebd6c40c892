import Kernel
import Storage
import TestSupport
import Testing

@Suite struct TransactionTests {
    struct Stop: Error, Equatable {}

    @Test(arguments: Backend.available)
    func `a throwing closure undoes its own writes and nobody else's`(
        _ backend: Backend
    ) async throws {
        let database = try await backend.openWithThings()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<90 {
                group.addTask {
                    do {
                        try await database.write { transaction in
                            try transaction.insertThing("thing \(number)", Int64(number + 100))
                            if number % 3 == 0 { throw Stop() }
                        }
                        return true
                    } catch {
                        #expect(error as? Stop == Stop())
                        return false
                    }
                }
            }
            return await group.reduce(into: [true: 0, false: 0]) { $0[$1, default: 0] += 1 }
        }
        #expect(outcomes == [true: 60, false: 30])
        let numbers = try await database.read { reader in
            try reader.rows("SELECT number FROM thing").map { try $0.int("number") }
        }
        #expect(Set(numbers) == Set((0..<90).filter { $0 % 3 != 0 }.map { $0 + 100 }))
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `a broken rule is named and the row is not written`(_ backend: Backend) async throws {
        let database = try await backend.openWithThings()
        try await database.write { transaction in
            try transaction.execute("INSERT INTO thing (name, label, number) VALUES ('a', 'l', 1)")
            try transaction.execute("INSERT INTO entry (position, body) VALUES (1, 'first')")
        }
        let broken: [(SQL, String)] = [
            ("INSERT INTO thing (name) VALUES ('a')", "UNIQUE thing.name"),
            (
                "INSERT INTO thing (name, label, number) VALUES ('b', 'l', 1)",
                "UNIQUE thing.label, thing.number"
            ),
            ("INSERT INTO thing (name, number) VALUES ('c', 13)", "CHECK number_is_not_thirteen"),
            ("INSERT INTO thing (name) VALUES (\(String?.none))", "NOT NULL thing.name"),
            ("INSERT INTO part (id, thing) VALUES (1, 'nowhere')", "FOREIGN KEY"),
            ("UPDATE entry SET body = 'x'", "TRIGGER entries are only added; never changed"),
            ("DELETE FROM entry", "TRIGGER entries are only added; never changed"),
        ]
        for (statement, rule) in broken {
            await #expect(throws: DatabaseFailure.constraint(rule)) {
                try await database.write { transaction in
                    try transaction.insertThing("beside", 1)
                    try transaction.execute(statement)
                }
            }
        }
        #expect(try await database.thingNames() == ["a"])
        let body = try await database.read { try $0.row("SELECT body FROM entry")?.text("body") }
        #expect(body == "first")
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `after a failed statement nothing of the closure is kept even when it goes on`(
        _ backend: Backend
    ) async throws {
        let database = try await backend.openWithThings()
        await #expect(throws: DatabaseFailure.constraint("CHECK number_is_not_thirteen")) {
            try await database.write { transaction in
                try transaction.insertThing("before", 1)
                _ = try? transaction.insertThing("unlucky", 13)
                _ = try? transaction.insertThing("after", 2)
            }
        }
        #expect(try await database.thingNames() == [])
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `a read sees one snapshot while writers go on`(_ backend: Backend) async throws {
        let database = try await backend.openWithThings()
        try await database.write { try $0.insertThing("a", 1) }
        let (turns, turn) = AsyncStream.makeStream(of: Void.self)
        let gate = Gate()
        async let seen = database.read { reader in
            let before = try reader.rows("SELECT * FROM thing").count
            turn.yield()
            gate.wait()
            return [before, try reader.rows("SELECT * FROM thing").count]
        }
        for await _ in turns { break }
        try await database.write { try $0.insertThing("b", 2) }
        #expect(try await database.thingNames() == ["a", "b"])
        gate.open()
        #expect(try await seen == [1, 1])
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `a read cannot write`(_ backend: Backend) async throws {
        let database = try await backend.openWithThings()
        await #expect(throws: DatabaseFailure.self) {
            try await database.read { reader in
                _ = try reader.rows("INSERT INTO thing (name) VALUES ('x') RETURNING name")
            }
        }
        #expect(try await database.thingNames() == [])
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `changed rows are counted`(_ backend: Backend) async throws {
        let database = try await backend.openWithThings()
        let counts = try await database.write { transaction in
            [
                try transaction.execute("INSERT INTO thing (name) VALUES ('a'), ('b'), ('c')"),
                try transaction.execute("UPDATE thing SET number = 1 WHERE name < 'c'"),
                try transaction.execute("DELETE FROM thing WHERE name = 'nobody'"),
                try transaction.execute("SELECT name FROM thing"),
                try transaction.execute("CREATE TABLE another (id INTEGER)"),
                try transaction.rows("DELETE FROM thing RETURNING name").count,
            ]
        }
        #expect(counts == [3, 2, 0, 0, 0, 3])
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `each hands rows on one by one and stops early`(_ backend: Backend) async throws {
        let database = try await backend.openWithThings()
        let seen = try await database.write { transaction in
            for position in 1...2000 {
                try transaction.execute(
                    "INSERT INTO entry (position, body) VALUES (\(position), 'x')")
            }
            var seen: [Int] = []
            do {
                try transaction.each("SELECT position FROM entry ORDER BY position") { row in
                    seen.append(try row.int("position"))
                    // Another statement of the same text may run inside.
                    if seen.count == 2 {
                        let inner = try transaction.rows(
                            "SELECT position FROM entry ORDER BY position")
                        seen.append(inner.count)
                    }
                    if seen.count == 1002 { throw Stop() }
                }
            } catch is Stop {}
            try transaction.insertThing("still usable", 1)
            var all = 0
            try transaction.each("SELECT position FROM entry WHERE position > \(10)") { _ in
                all += 1
            }
            return (seen, all)
        }
        #expect(seen.0.count == 1002)
        #expect(seen.0.prefix(4) == [1, 2, 2000, 3])
        #expect(seen.0.last == 1001)
        #expect(seen.1 == 1990)
        #expect(try await database.thingNames() == ["still usable"])
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `a wrong statement says so and never shows a value`(_ backend: Backend) async throws {
        let database = try await backend.openWithThings()
        let failure = await #expect(throws: DatabaseFailure.self) {
            try await database.read { reader in
                _ = try reader.rows("SELECT x FROM nowhere WHERE x = \("张三")")
            }
        }
        guard case .statement(let text) = failure else {
            Issue.record("expected a statement failure, not \(String(describing: failure))")
            return
        }
        #expect(text.contains("nowhere"))
        #expect(!text.contains("张三"))
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `a closed database refuses by name`(_ backend: Backend) async throws {
        let database = try await backend.openWithThings()
        await database.close()
        await #expect(
            throws: DatabaseFailure.unavailable("the database is closed; open it again")
        ) { _ = try await database.thingNames() }
    }
}
