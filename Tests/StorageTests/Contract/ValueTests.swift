import Kernel
import Storage
import TestSupport
import Testing

@Suite struct ValueTests {
    @Test(arguments: Backend.available)
    func `values come back as they were written`(_ backend: Backend) async throws {
        let database = try await backend.openWithThings()
        let values: [(String, SQLValue, SQLValue, SQLValue)] = [
            ("null", .null, .null, .null),
            ("least", .integer(.min), .text(""), .blob([])),
            ("most", .integer(.max), .text("守诺 𠮷 👩‍👩‍👧 \u{1F600}"), .blob([0, 255, 0])),
            (
                "large", .integer(0), .text(String(repeating: "万", count: 350_000)),
                .blob((0..<1_048_576).map { UInt8(truncatingIfNeeded: $0 &* 31) })
            ),
        ]
        for (name, number, label, bytes) in values {
            try await database.write { transaction in
                try transaction.execute(
                    """
                    INSERT INTO thing (name, number, label, bytes)
                    VALUES (\(name), \(number), \(label), \(bytes))
                    """)
            }
            let row = try #require(
                try await database.read { reader in
                    try reader.row("SELECT * FROM thing WHERE name = \(name)")
                })
            #expect(row.columns.names == ["name", "number", "label", "bytes"])
            #expect(row.values == [.text(name), number, label, bytes])
        }
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `a nil finds rows where it is tested for and is stored where it is bound`(
        _ backend: Backend
    ) async throws {
        let database = try await backend.openWithThings()
        let none: Int64? = nil
        let some: Int64? = 4
        for (name, number) in [("none", none), ("some", some)] {
            try await database.write { try $0.insertThing(name, number) }
        }
        for (wanted, names) in [(none, ["none", "some"]), (some, ["some"])] {
            let found = try await database.read { reader in
                try reader.rows(
                    """
                    SELECT name FROM thing WHERE \(wanted) IS NULL OR number = \(wanted)
                    ORDER BY name
                    """
                ).map { try $0.text("name") }
            }
            #expect(found == names)
        }
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `sums counts and comparisons are whole numbers`(_ backend: Backend) async throws {
        let database = try await backend.openWithThings()
        try await database.write { transaction in
            try transaction.insertThing("a", 9_000_000_000_000_000_000)
            try transaction.insertThing("b", 223_372_036_854_775_807)
            try transaction.insertThing("c", -10_000)
        }
        let row = try await database.read { reader in
            try reader.row(
                """
                SELECT SUM(number) AS total, COUNT(*) AS many, MIN(number) AS least,
                    MAX(number) > 5 AS large, SUM(number) - SUM(number) AS zero
                FROM thing
                """)
        }
        #expect(try row?.integer("total") == .max - 10_000)
        #expect(try row?.int("many") == 3)
        #expect(try row?.integer("least") == -10_000)
        #expect(try row?.bool("large") == true)
        #expect(try row?.integer("zero") == 0)
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `a text with a zero byte is refused on both engines`(_ backend: Backend) async throws {
        let database = try await backend.openWithThings()
        await #expect(throws: DatabaseFailure.constraint("TEXT without zero bytes")) {
            try await database.write { try $0.insertThing("a\0b", 1) }
        }
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `lists bind each value and an empty list matches zero`(
        _ backend: Backend
    ) async throws {
        let database = try await backend.openWithThings()
        try await database.write { transaction in
            for name in ["a", "b", "c"] { try transaction.insertThing(name, 1) }
        }
        let found = try await database.read { reader in
            try [["a", "c", "?"], []].map { names in
                try reader.rows(
                    "SELECT name AS \"n?\" FROM thing WHERE name IN \(list: names) AND name <> '?'"
                ).count
            }
        }
        #expect(found == [2, 0])
        await database.close()
    }
}
