-- What the chapter "investigation" of the claims department adds.

-- Uploads that no case has attached yet. Plumbing: not in the journal, swept after a day.
CREATE TABLE pending_file (
    id TEXT PRIMARY KEY NOT NULL,
    uploader TEXT NOT NULL,
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;
CREATE INDEX pending_file_received ON pending_file (received_at, id);
CREATE INDEX pending_file_uploader ON pending_file (uploader, received_at);

-- Files of cases: what they hold lies in the file store, found by the hash in "stored".
CREATE TABLE evidence_file (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    stream TEXT NOT NULL,
    case_number TEXT NOT NULL,
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    stored TEXT NOT NULL UNIQUE CHECK (length(stored) = 64),
    scan TEXT NOT NULL CHECK (scan IN ('unscanned', 'clean', 'quarantined')),
    purpose TEXT NOT NULL,
    attached_at INTEGER NOT NULL
) STRICT;
CREATE INDEX evidence_file_stream ON evidence_file (stream, id);
CREATE INDEX evidence_file_case ON evidence_file (case_number, id);
CREATE INDEX evidence_file_scan ON evidence_file (scan, id);

-- Investigations of claims, chained in the claim's stream. One at a time.
CREATE TABLE investigation (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    stream TEXT NOT NULL,
    claim TEXT NOT NULL,
    stage TEXT NOT NULL,
    opened_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX investigation_open ON investigation (stream) WHERE stage <> 'closed';
CREATE INDEX investigation_claim ON investigation (claim, id);
CREATE INDEX investigation_stage ON investigation (stage, id);
