-- Requests for papers, letters with their templates, and reserves that grow stale.

CREATE TABLE document_request (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    claim TEXT NOT NULL,
    stage TEXT NOT NULL,
    ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
    requested_at INTEGER NOT NULL,
    remind_at INTEGER,
    expires_at INTEGER,
    mail_key TEXT
) STRICT;
CREATE INDEX document_request_claim ON document_request (claim);
CREATE INDEX document_request_stage ON document_request (stage, id);
-- A claim has one request under way.
CREATE UNIQUE INDEX document_request_once ON document_request (claim)
    WHERE stage IN ('awaitingApproval', 'sent', 'delivered', 'expired');

ALTER TABLE claim ADD COLUMN reserve_review_at INTEGER;
CREATE INDEX claim_reserve_review ON claim (reserve_review_at) WHERE reserve_review_at IS NOT NULL;

CREATE TABLE letter_template (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    edition INTEGER NOT NULL CHECK (edition >= 1),
    stage TEXT NOT NULL,
    maker TEXT NOT NULL,
    approver TEXT,
    UNIQUE (kind, edition),
    CHECK (approver IS NULL OR approver <> maker)
) STRICT;

CREATE TABLE letter (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    claim TEXT NOT NULL,
    stage TEXT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    issued_at INTEGER NOT NULL
) STRICT;
CREATE INDEX letter_claim ON letter (claim);
