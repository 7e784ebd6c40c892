import Kernel
import Storage
import Synchronization
import TestSupport
import Testing

/// What only PostgreSQL can do to us. Each test breaks its own connection from within.
@Suite(
    .enabled(
        if: PostgresServer.address != nil,
        "PostgreSQL is NOT tested: COVENANT_TEST_POSTGRES names no server"))
struct PostgresTests {
    private func open(
        _ change: (inout StorageOptions) -> Void = { _ in }
    ) async throws -> any OpenedDatabase {
        var options = StorageOptions()
        options.jitter = { _ in 0 }
        change(&options)
        return try await Backend.postgres.openWithThings(options: options)
    }

    private static let endConnection: SQL = "SELECT pg_terminate_backend(pg_backend_pid())"

    @Test func `a connection lost before the commit is replaced and the closure runs again`()
        async throws
    {
        let database = try await open()
        let runs = Atomic<Int>(0)
        try await database.write { transaction in
            try transaction.insertThing("once", 1)
            if runs.add(1, ordering: .relaxed).newValue == 1 {
                _ = try transaction.rows(Self.endConnection)
            }
        }
        #expect(runs.load(ordering: .relaxed) == 2)
        #expect(try await database.thingNames() == ["once"])
        await database.close()
    }

    @Test func `a connection lost again and again is unavailable and the pool heals`()
        async throws
    {
        let database = try await open { $0.postgresConnections = 2 }
        let failure = await #expect(throws: DatabaseFailure.self) {
            try await database.write { transaction in
                try transaction.insertThing("never", 1)
                _ = try transaction.rows(Self.endConnection)
            }
        }
        guard case .unavailable = failure else {
            Issue.record("expected unavailable, not \(String(describing: failure))")
            return
        }
        for number in 0..<10 {
            try await database.write { try $0.insertThing("\(number)", 1) }
        }
        #expect(try await database.thingNames().count == 10)
        await database.close()
    }

    @Test func `a connection lost while committing is an unknown commit and is not repeated`()
        async throws
    {
        let database = try await open()
        try await database.write { transaction in
            try transaction.execute(
                """
                CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END; $$
                """)
            try transaction.execute(
                """
                CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON part DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION cut()
                """)
        }
        let runs = Atomic<Int>(0)
        await #expect(throws: DatabaseFailure.commitUnknown) {
            try await database.write { transaction in
                runs.add(1, ordering: .relaxed)
                try transaction.insertThing("cut", 1)
                try transaction.execute("INSERT INTO part (id, thing) VALUES (1, 'cut')")
            }
        }
        #expect(runs.load(ordering: .relaxed) == 1)
        try await database.write { try $0.insertThing("healed", 1) }
        #expect(try await database.thingNames() == ["healed"])
        await database.close()
    }

    @Test func `a commit that PostgreSQL warns about is unknown`() async throws {
        // A cancelled wait for the standby arrives as a warning with a successful COMMIT.
        let database = try await open()
        try await database.write { transaction in
            try transaction.execute(
                """
                CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE WARNING 'canceling wait'; RETURN NULL; END; $$
                """)
            try transaction.execute(
                """
                CREATE CONSTRAINT TRIGGER warn AFTER INSERT ON part DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION warn()
                """)
            try transaction.insertThing("a", 1)
        }
        await #expect(throws: DatabaseFailure.commitUnknown) {
            try await database.write {
                try $0.execute("INSERT INTO part (id, thing) VALUES (1, 'a')")
            }
        }
        await database.close()
    }

    @Test func `a rule checked at the commit is a clear refusal`() async throws {
        let database = try await open()
        try await database.write {
            try $0.execute(
                """
                ALTER TABLE part ADD CONSTRAINT late FOREIGN KEY (thing) REFERENCES thing (name)
                DEFERRABLE INITIALLY DEFERRED
                """)
            try $0.execute("ALTER TABLE part DROP CONSTRAINT part_thing_fkey")
        }
        await #expect(throws: DatabaseFailure.constraint("FOREIGN KEY")) {
            try await database.write {
                try $0.execute("INSERT INTO part (id, thing) VALUES (1, 'nowhere')")
            }
        }
        await database.close()
    }

    private static let conflict: SQL =
        "DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END $$"

    @Test(arguments: [2, 100])
    func `a serialisation failure is tried six times`(_ conflicts: Int) async throws {
        let waits = Mutex<[ClosedRange<Int>]>([])
        let database = try await open { options in
            options.jitter = { range in
                waits.withLock { $0.append(range) }
                return 0
            }
        }
        let runs = Atomic<Int>(0)
        var failure: DatabaseFailure?
        do {
            try await database.write { transaction in
                try transaction.insertThing("once", 1)
                if runs.add(1, ordering: .relaxed).newValue <= conflicts {
                    try transaction.execute(Self.conflict)
                }
            }
        } catch { failure = error as? DatabaseFailure }
        let expected = min(conflicts, 5)
        #expect(failure == (conflicts > 5 ? .contention : nil))
        #expect(runs.load(ordering: .relaxed) == expected + 1)
        #expect(waits.withLock { $0 } == Array(repeating: 10...200, count: expected))
        #expect(try await database.thingNames() == (conflicts > 5 ? [] : ["once"]))
        await database.close()
    }

    @Test func `a demoted server loses its connections`() async throws {
        let database = try await open { $0.postgresConnections = 1 }
        let process: SQL = "SELECT pg_backend_pid() AS number"
        let before = try await database.read { try $0.row(process)?.int("number") }
        let runs = Atomic<Int>(0)
        try await database.write { transaction in
            if runs.add(1, ordering: .relaxed).newValue == 1 {
                try transaction.execute("SET TRANSACTION READ ONLY")
            }
            try transaction.insertThing("a", 1)
        }
        let after = try await database.read { try $0.row(process)?.int("number") }
        #expect(before != after)
        #expect(try await database.thingNames() == ["a"])
        await database.close()
    }

    @Test func `commits stay synchronous whatever the address says`() async throws {
        guard case .url(let address) = try await Backend.postgres.location(migrated: false) else {
            return
        }
        for (wanted, got) in [("off", "on"), ("local", "on"), ("remote_apply", "remote_apply")] {
            let weak = address + "?options=-csynchronous_commit%3D\(wanted)"
            let database = try await openDatabase(at: .url(weak))
            let setting = try await database.write {
                try $0.row("SHOW synchronous_commit")?.text("synchronous_commit")
            }
            #expect(setting == got)
            await database.close()
        }
    }

    @Test func `the host that takes writes is found behind one that is down`() async throws {
        guard case .url(let address) = try await Backend.postgres.location(migrated: false) else {
            return
        }
        let several = address.replacing("@", with: "@127.0.0.1:1,", maxReplacements: 1)
        let database = try await openDatabase(at: .url(several))
        try await database.write { try $0.execute("CREATE TABLE here (id BIGINT)") }
        await database.close()
        await #expect(throws: DatabaseFailure.self) {
            _ = try await openDatabase(at: .url("postgres://nobody@127.0.0.1:1/nothing"))
        }
    }

    @Test func `sums of numbers are read exactly or refused`() async throws {
        let database = try await open()
        let exact: [(String, Int64)] = [
            ("0", 0), ("-0.000", 0), ("1.00", 1), ("10000", 10_000), ("-100000000", -100_000_000),
            ("9223372036854775807", .max), ("-9223372036854775808", .min), ("12340000", 12_340_000),
        ]
        for (text, number) in exact {
            let value = try await database.read {
                try $0.row("SELECT CAST(\(text) AS numeric) AS x")?.integer("x")
            }
            #expect(value == number)
        }
        for text in ["0.5", "9223372036854775808", "1e40", "NaN", "-1.0001"] {
            await #expect(throws: DatabaseFailure.self) {
                try await database.read { try $0.rows("SELECT CAST(\(text) AS numeric) AS x") }
            }
        }
        await database.close()
    }
}
