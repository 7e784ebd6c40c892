import Kernel
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct ConcurrencyTests {
    @Test(arguments: Backend.available)
    func `sixty-four tasks incrementing one number lose nothing`(
        _ backend: Backend
    ) async throws {
        let database = try await backend.openWithThings()
        try await database.write { try $0.insertThing("counter", 100) }
        try await withThrowingDiscardingTaskGroup { group in
            for _ in 0..<64 {
                group.addTask {
                    for _ in 0..<5 {
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
        }
        let total = try await database.read {
            try $0.row("SELECT number FROM thing")?.int("number")
        }
        #expect(total == 420)
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `rows locked in opposite order end without a lost update`(
        _ backend: Backend
    ) async throws {
        let database = try await backend.openWithThings()
        try await database.write { transaction in
            for name in ["a", "b"] { try transaction.insertThing(name, 1000) }
        }
        // Who loses to others too often is told so; the numbers must fit those who did not.
        let moved = await withTaskGroup(of: Int.self) { group in
            for task in 0..<10 {
                let forwards = !task.isMultiple(of: 3)
                group.addTask { await move(from: forwards ? "a" : "b", in: database) }
            }
            return await group.reduce(0, +)
        }
        let numbers = try await database.read { reader in
            try reader.rows("SELECT number FROM thing ORDER BY name").map { try $0.int("number") }
        }
        #expect(numbers == [1000 - moved, 1000 + moved])
        await database.close()
    }

    /// Moves one from a row to the other; returns the change from `a` to `b`.
    private func move(from name: String, in database: any Database) async -> Int {
        let changes = name == "a" ? [("a", -1), ("b", 1)] : [("b", -1), ("a", 1)]
        do {
            try await database.write { transaction in
                for (name, change) in changes {
                    let number = try transaction.lockedRows(
                        "SELECT number FROM thing WHERE name = \(name)")[0].int("number")
                    try transaction.execute(
                        "UPDATE thing SET number = \(number + change) WHERE name = \(name)")
                }
            }
            return name == "a" ? 1 : -1
        } catch {
            #expect(error as? DatabaseFailure == .contention)
            return 0
        }
    }

    @Test(arguments: Backend.available)
    func `what one caller wrote and heard of is there for the next`(
        _ backend: Backend
    ) async throws {
        let database = try await backend.openWithThings()
        for number in 1...20 {
            let place = try await database.write { transaction in
                let count = try transaction.rows("SELECT name FROM thing").count
                try transaction.insertThing("thing \(number)", Int64(100 + number))
                return count
            }
            #expect(place == number - 1)
            #expect(try await database.thingNames().count == number)
        }
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `closures can be made to run twice and leave one effect`(
        _ backend: Backend
    ) async throws {
        var options = StorageOptions()
        options.runClosuresTwice = true
        let database = try await backend.openWithThings(options: options)
        let runs = Atomic<Int>(0)
        for name in ["a", "b"] {
            try await database.write { transaction in
                runs.add(1, ordering: .relaxed)
                try transaction.insertThing(name, 1)
            }
        }
        #expect(runs.load(ordering: .relaxed) == 4)
        #expect(try await database.thingNames() == ["a", "b"])
        await #expect(throws: DatabaseFailure.constraint("UNIQUE thing.name")) {
            try await database.write { try $0.insertThing("a", 1) }
        }
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `too many waiting closures are refused and the rest is served`(
        _ backend: Backend
    ) async throws {
        var options = StorageOptions()
        options.waitingLimit = 4
        options.postgresConnections = 1
        let database = try await backend.openWithThings(options: options)
        let (turns, turn) = AsyncStream.makeStream(of: Void.self)
        let gate = Gate()
        async let slow: Void = database.write { _ in
            turn.yield()
            gate.wait()
        }
        for await _ in turns { break }
        let outcomes = await withTaskGroup(of: DatabaseFailure?.self) { group in
            for number in 0..<10 {
                group.addTask {
                    do {
                        try await database.write { try $0.insertThing("\(number)", 1) }
                        return nil
                    } catch { return error as? DatabaseFailure }
                }
            }
            // The first six answers are refusals; only then may the others run.
            var outcomes: [DatabaseFailure?] = []
            for await outcome in group {
                outcomes.append(outcome)
                if outcomes.count == 6 { gate.open() }
            }
            return outcomes
        }
        try await slow
        #expect(outcomes.prefix(6).allSatisfy { $0 == .overloaded })
        #expect(outcomes.suffix(4).allSatisfy { $0 == nil })
        #expect(try await database.thingNames().count == 4)
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `more different statements than are kept prepared all work`(
        _ backend: Backend
    ) async throws {
        var options = StorageOptions()
        options.postgresConnections = 1
        let database = try await backend.openWithThings(options: options)
        let total = try await database.read { reader in
            try (0..<700).reduce(0) { sum, number in
                let sql = SQL(text: "SELECT \(number) AS value_\(number)", values: [])
                return sum + (try reader.row(sql)?.int("value_\(number)") ?? 0)
            }
        }
        #expect(total == 700 * 699 / 2)
        await database.close()
    }
}
