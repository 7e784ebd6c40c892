import Kernel
import Storage
import TestSupport
import Testing

@Suite struct MigrationTests {
    private func migration(_ number: Int, _ text: String) -> Migration {
        Migration(number, "step", Array(text.utf8))
    }

    private let moment = Moment(milliseconds: 1_750_000_000_000)

    @Test(arguments: Backend.available)
    func `steps are applied once in order and remembered with their moment`(
        _ backend: Backend
    ) async throws {
        let database = try await backend.open(migrated: false)
        let first = migration(1, "CREATE TABLE one (id INTEGER NOT NULL PRIMARY KEY) STRICT;")
        let second = migration(2, "CREATE TABLE two (id INTEGER REFERENCES one (id)) STRICT;")
        #expect(try await migrate(database, files: [first], at: moment) == [1])
        #expect(try await migrate(database, files: [first], at: moment) == [])
        let later = moment.adding(seconds: 1)
        #expect(try await migrate(database, files: [first, second], at: later) == [2])
        #expect(try await migrate(database, files: [first, second], at: later) == [])
        let rows = try await database.read {
            try $0.rows("SELECT * FROM schema_migration ORDER BY number")
        }
        #expect(try rows.map { try $0.moment("applied_at") } == [moment, later])
        #expect(try rows.map { try $0.text("sha256") } == [first.sha256, second.sha256])
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `an edited step is refused`(_ backend: Backend) async throws {
        let database = try await backend.open(migrated: false)
        let applied = migration(1, "CREATE TABLE one (id TEXT);")
        try await migrate(database, files: [applied], at: moment)
        await #expect(throws: MigrationFailure.fileWasEdited(number: 1)) {
            let edited = migration(1, "CREATE TABLE one (id TEXT) ;")
            try await migrate(database, files: [edited], at: moment)
        }
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `a database newer than the program is refused`(_ backend: Backend) async throws {
        let database = try await backend.open(migrated: false)
        let files = (1...2).map { migration($0, "CREATE TABLE table\($0) (id TEXT);") }
        try await migrate(database, files: files, at: moment)
        await #expect(throws: MigrationFailure.databaseIsNewer(number: 2)) {
            try await migrate(database, files: [files[0]], at: moment)
        }
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `a failing statement undoes every step and is named`(_ backend: Backend) async throws {
        let database = try await backend.open(migrated: false)
        let good = migration(1, "CREATE TABLE one (id TEXT);")
        let bad = migration(2, "CREATE TABLE two (id TEXT); CREATE TABLE one (id TEXT);")
        let failure = await #expect(throws: MigrationFailure.self) {
            try await migrate(database, files: [good, bad], at: moment)
        }
        guard case .statementFailed(number: 2, statement: 2, _) = failure else {
            Issue.record("expected statement 2 of step 2, not \(String(describing: failure))")
            return
        }
        #expect(try await migrate(database, files: [good], at: moment) == [1])
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `eight nodes starting together migrate once`(_ backend: Backend) async throws {
        let database = try await backend.open(migrated: false)
        let files = [migration(1, "CREATE TABLE one (id TEXT);")]
        let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<8 {
                group.addTask { try await migrate(database, files: files, at: moment) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied == [1])
        await database.close()
    }

    @Test(arguments: Backend.available)
    func `the product's schema is applied to a fresh database`(_ backend: Backend) async throws {
        let database = try await backend.open(migrated: true)
        #expect(try await migrate(database, at: moment) == [])
        await database.close()
    }

    @Test func `steps out of order are refused before anything runs`() async throws {
        let database = try await Backend.sqlite.open(migrated: false)
        await #expect(throws: MigrationFailure.filesOutOfOrder(number: 3)) {
            try await migrate(database, files: [migration(3, "SELECT 1")], at: moment)
        }
        await database.close()
    }

    @Test func `a script is cut at its semicolons but not inside quotes or bodies`() {
        let script = SchemaScript(
            """
            CREATE TABLE a (x INTEGER, y TEXT DEFAULT 'BLOB; ''BLOB''', z BLOB) STRICT; -- BLOB;
            -- only: sqlite
            CREATE TRIGGER t BEFORE UPDATE ON a WHEN CASE WHEN 1 THEN 1 END = 1 BEGIN
              SELECT CASE WHEN 1 THEN 2 END; SELECT 3;
            END;
            -- only: postgres
            CREATE FUNCTION f() RETURNS INTEGER AS $body$ BEGIN; RETURN '$$;'; END; $body$;
            -- both
            /* ; */ CREATE INDEX i ON a (x)
            """)
        let sqlite = script.statements(for: .sqlite)
        let postgres = script.statements(for: .postgres)
        #expect(sqlite.count == 3)
        #expect(sqlite[1].hasSuffix("SELECT 3;\nEND"))
        #expect(
            postgres == [
                "CREATE TABLE a (x BIGINT, y TEXT DEFAULT 'BLOB; ''BLOB''', z BYTEA) ",
                "CREATE FUNCTION f() RETURNS INTEGER AS $body$ BEGIN; RETURN '$$;'; END; $body$",
                "CREATE INDEX i ON a (x)\n",
            ])
    }
}
