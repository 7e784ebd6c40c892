import Kernel
import Storage
import TestSupport

extension Backend {
    /// A database with the contract's own tables, on a schema built by the migrator.
    func openWithThings(options: StorageOptions = StorageOptions()) async throws
        -> any OpenedDatabase
    {
        let database = try await open(migrated: false, options: options)
        try await migrate(database, files: [thingMigration], at: Moment(milliseconds: 0))
        return database
    }
}

let thingMigration = Migration(1, "things", Array(thingSchema.utf8))

private let thingSchema = """
    -- What the contract tests write; the words INTEGER and STRICT here must not disturb.
    CREATE TABLE thing (
        name TEXT NOT NULL PRIMARY KEY,
        number INTEGER,
        label TEXT,
        bytes BLOB,
        CONSTRAINT number_is_not_thirteen CHECK (number <> 13)
    ) STRICT;
    CREATE UNIQUE INDEX thing_label ON thing (label, number) WHERE length(label) < 100
        AND label <> 'INTEGER; STRICT';

    CREATE TABLE part (
        id INTEGER NOT NULL PRIMARY KEY,
        thing TEXT NOT NULL REFERENCES thing (name)
    ) STRICT;

    CREATE TABLE entry (position INTEGER NOT NULL PRIMARY KEY, body TEXT NOT NULL) STRICT;
    -- only: sqlite
    CREATE TRIGGER entry_is_kept BEFORE UPDATE ON entry
    BEGIN
        SELECT CASE WHEN 1 THEN RAISE(ABORT, 'entries are only added; never changed') END;
    END;
    CREATE TRIGGER entry_stays BEFORE DELETE ON entry
    BEGIN
        SELECT RAISE(ABORT, 'entries are only added; never changed');
    END;
    -- only: postgres
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'entries are only added; never changed';
    END;
    $$;
    CREATE TRIGGER entry_is_kept BEFORE UPDATE OR DELETE ON entry
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    -- both
    """

extension Transaction {
    func insertThing(_ name: String, _ number: Int64?) throws {
        try execute("INSERT INTO thing (name, number) VALUES (\(name), \(number))")
    }
}

extension Database {
    func thingNames() async throws -> [String] {
        try await read { reader in
            try reader.rows("SELECT name FROM thing ORDER BY name").map { try $0.text("name") }
        }
    }
}
