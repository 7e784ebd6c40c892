-- What the kernel needs: the journal, the vault's key rows, idempotency, work, clocks, delivery.
-- Shared dialect: INTEGER is 64 bits, moments are milliseconds UTC, identities are 36 characters.

-- The journal. Entries are only ever added.
-- only: sqlite
CREATE TABLE journal_entry (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    stream TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq >= 1),
    bytes BLOB NOT NULL,
    UNIQUE (stream, seq)
) STRICT;
CREATE TRIGGER journal_entry_keeps_update BEFORE UPDATE ON journal_entry
BEGIN SELECT RAISE(ABORT, 'journal entries are never changed'); END;
CREATE TRIGGER journal_entry_keeps_delete BEFORE DELETE ON journal_entry
BEGIN SELECT RAISE(ABORT, 'journal entries are never removed'); END;
-- only: postgres
CREATE TABLE journal_entry (
    position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    committer xid8 NOT NULL DEFAULT pg_current_xact_id(),
    id TEXT NOT NULL UNIQUE,
    stream TEXT NOT NULL,
    seq BIGINT NOT NULL CHECK (seq >= 1),
    bytes BYTEA NOT NULL,
    UNIQUE (stream, seq)
);
CREATE INDEX journal_entry_by_committer ON journal_entry (committer, position);
CREATE FUNCTION journal_entry_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'journal entries are never changed or removed'; END $$;
CREATE TRIGGER journal_entry_keeps BEFORE UPDATE OR DELETE ON journal_entry
FOR EACH ROW EXECUTE FUNCTION journal_entry_keeps();
CREATE TRIGGER journal_entry_keeps_all BEFORE TRUNCATE ON journal_entry
FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_keeps();
-- both

-- The end of each stream: where the next entry is chained to.
CREATE TABLE journal_stream (
    stream TEXT PRIMARY KEY NOT NULL,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;

-- The Merkle log over all entries (RFC 9162), built by the sequencer. Level 0 is the leaves.
CREATE TABLE journal_node (
    level INTEGER NOT NULL,
    place INTEGER NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (level, place)
) STRICT;
CREATE TABLE journal_leaf (
    place INTEGER PRIMARY KEY NOT NULL,
    position INTEGER NOT NULL UNIQUE
) STRICT;
CREATE TABLE journal_head (
    size INTEGER PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
-- How far the sequencer has come. One row.
CREATE TABLE journal_progress (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    size INTEGER NOT NULL,
    committer TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;
INSERT INTO journal_progress (id, size, committer, position) VALUES (1, 0, '0', 0);

-- Who may do a background job now; the epoch fences off an earlier holder.
CREATE TABLE lease (
    name TEXT PRIMARY KEY NOT NULL,
    owner TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    until INTEGER NOT NULL
) STRICT;

-- One setting of the installation: the log id, versions. Not for business settings.
CREATE TABLE installation (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE idempotency (
    principal TEXT NOT NULL,
    key TEXT NOT NULL,
    request TEXT NOT NULL,
    reply TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (principal, key)
) STRICT;
CREATE INDEX idempotency_by_age ON idempotency (at);

CREATE TABLE number_series (
    series TEXT PRIMARY KEY NOT NULL,
    next INTEGER NOT NULL
) STRICT;

-- A person's wrapped key. Removing the row erases the person everywhere.
CREATE TABLE subject_key (
    person TEXT PRIMARY KEY NOT NULL,
    wrapped BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
-- Keyed tokens by which a person is found again; they go with the key.
CREATE TABLE person_index (
    kind TEXT NOT NULL,
    token TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (kind, token, person)
) STRICT;
CREATE INDEX person_index_by_person ON person_index (person);
CREATE TABLE erasure (
    person TEXT PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- Refusals of a day, counted after the rollback and outside case rows.
CREATE TABLE refusal_count (
    day TEXT NOT NULL,
    command TEXT NOT NULL,
    refusal TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, command, refusal)
) STRICT;

-- How often the journal shows a command or a clock outcome; folded by the sequencer.
CREATE TABLE control_evidence (
    control TEXT NOT NULL,
    day TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (control, day)
) STRICT;

CREATE TABLE outbox (
    key TEXT PRIMARY KEY NOT NULL,
    channel TEXT NOT NULL,
    stream TEXT NOT NULL,
    template TEXT NOT NULL,
    address TEXT,
    receiver TEXT,
    content TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('waiting', 'sent', 'failed')),
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    problem TEXT
) STRICT;
CREATE INDEX outbox_waiting ON outbox (status, due_at);
CREATE INDEX outbox_by_stream ON outbox (stream);

CREATE TABLE work_item (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    kind TEXT NOT NULL,
    stream TEXT NOT NULL,
    case_number TEXT NOT NULL,
    post TEXT NOT NULL,
    branch TEXT,
    holder TEXT,
    status TEXT NOT NULL,
    due_at INTEGER,
    opened_at INTEGER NOT NULL,
    wake_at INTEGER
) STRICT;
CREATE INDEX work_item_wake ON work_item (wake_at) WHERE status = 'suspended';
CREATE INDEX work_item_pool ON work_item (status, post, due_at);
CREATE INDEX work_item_holder ON work_item (holder, status);
CREATE INDEX work_item_stream ON work_item (stream, status);

CREATE TABLE service_clock (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    stream TEXT NOT NULL,
    case_number TEXT NOT NULL,
    metric TEXT NOT NULL,
    standard TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('running', 'paused', 'kept', 'breached')),
    started_at INTEGER NOT NULL,
    warn_at INTEGER,
    due_at INTEGER NOT NULL,
    stopped_at INTEGER,
    consumed INTEGER,
    breach TEXT
) STRICT;
-- What the sweep looks for: warnings that are due, and clocks past their moment without a breach.
CREATE INDEX service_clock_warn ON service_clock (warn_at, id) WHERE warn_at IS NOT NULL;
CREATE INDEX service_clock_unanswered ON service_clock (due_at, id)
    WHERE breach IS NULL AND status <> 'kept';
CREATE INDEX service_clock_standard ON service_clock (standard, started_at);
CREATE INDEX service_clock_stream ON service_clock (stream);
CREATE INDEX service_clock_due ON service_clock (status, due_at);
CREATE INDEX service_clock_metric ON service_clock (metric, status, started_at);

CREATE TABLE breach (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    clock TEXT NOT NULL UNIQUE,
    stage TEXT NOT NULL,
    case_number TEXT NOT NULL,
    opened_at INTEGER NOT NULL
) STRICT;
CREATE INDEX breach_stage ON breach (stage, opened_at);

CREATE TABLE calendar (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    name TEXT NOT NULL,
    edition INTEGER NOT NULL,
    UNIQUE (name, edition)
) STRICT;

CREATE TABLE standard (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    metric TEXT NOT NULL,
    scope TEXT NOT NULL,
    edition INTEGER NOT NULL,
    UNIQUE (metric, scope, edition)
) STRICT;
CREATE INDEX standard_metric ON standard (metric);

CREATE TABLE authority (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    kind TEXT NOT NULL,
    holder TEXT NOT NULL,
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1))
) STRICT;
CREATE INDEX authority_kind ON authority (kind, is_active);

-- 会商: panels about a case.
CREATE TABLE panel (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    case_number TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('convened', 'closed', 'dissolved')),
    convened_at INTEGER NOT NULL
) STRICT;
CREATE INDEX panel_subject ON panel (subject);
CREATE INDEX panel_stage ON panel (stage, convened_at);

-- Each time somebody saw a full personal value: who, whose, what kind, when; never the value.
CREATE TABLE reveal (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    staff TEXT NOT NULL,
    person TEXT NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX reveal_staff ON reveal (staff, at);
CREATE INDEX reveal_person ON reveal (person, at);
