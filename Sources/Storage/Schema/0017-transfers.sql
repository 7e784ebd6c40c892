-- 导入导出: who asked for which list or sent which file. In the journal.
CREATE TABLE transfer (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    staff TEXT NOT NULL,
    begun_at INTEGER NOT NULL
) STRICT;
CREATE INDEX transfer_begun ON transfer (begun_at);
CREATE INDEX transfer_staff ON transfer (staff, id);

-- How far one is, and whose turn it is to work on it. Plumbing: without it the work begins anew.
CREATE TABLE transfer_job (
    transfer TEXT PRIMARY KEY NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('running', 'ready', 'failed')),
    token TEXT NOT NULL,
    attempts INTEGER NOT NULL CHECK (attempts >= 1),
    lease_until INTEGER NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    zh TEXT NOT NULL,
    en TEXT NOT NULL
) STRICT;

-- Files on their way, sealed for who sent or asked for them; gone once taken, or after a day.
CREATE TABLE transfer_part (
    owner TEXT NOT NULL,
    part INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (owner, part)
) STRICT;
CREATE INDEX transfer_part_at ON transfer_part (at);
