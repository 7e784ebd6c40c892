-- What the chapter "afterwards" of the claims department adds: reviews, recoveries, lawsuits, and
-- the file that is archived, held and at last destroyed.

CREATE TABLE claim_review (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    claim TEXT NOT NULL,
    decision INTEGER NOT NULL,
    stage TEXT NOT NULL,
    reviewer TEXT,
    requested_at INTEGER NOT NULL
) STRICT;
CREATE INDEX claim_review_stage ON claim_review (stage, requested_at);
-- One review of one decision that was not withdrawn.
CREATE UNIQUE INDEX claim_review_once ON claim_review (claim, decision) WHERE stage <> 'withdrawn';

CREATE TABLE recovery (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    claim TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('subrogation', 'salvage', 'repayment')),
    stage TEXT NOT NULL,
    expected_minor INTEGER NOT NULL CHECK (expected_minor > 0),
    received_minor INTEGER NOT NULL CHECK (received_minor >= 0),
    currency TEXT NOT NULL,
    limitation TEXT NOT NULL
) STRICT;
CREATE INDEX recovery_claim ON recovery (claim);
CREATE INDEX recovery_stage ON recovery (stage, limitation);

-- Money of the bank is recorded once.
CREATE TABLE recovery_receipt (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    claim TEXT NOT NULL,
    recovery TEXT,
    bank_reference TEXT NOT NULL UNIQUE,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL
) STRICT;
CREATE INDEX recovery_receipt_claim ON recovery_receipt (claim);
CREATE INDEX recovery_receipt_recovery ON recovery_receipt (recovery);

CREATE TABLE litigation (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    claim TEXT NOT NULL,
    docket TEXT NOT NULL,
    stage TEXT NOT NULL,
    opened_at INTEGER NOT NULL
) STRICT;
CREATE INDEX litigation_claim ON litigation (claim);
CREATE INDEX litigation_stage ON litigation (stage, opened_at);

CREATE TABLE claim_archive (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    claim TEXT NOT NULL,
    stage TEXT NOT NULL,
    closed_at INTEGER NOT NULL,
    keep_until TEXT
) STRICT;
-- A claim has one file that was not recalled.
CREATE UNIQUE INDEX claim_archive_once ON claim_archive (claim) WHERE stage <> 'recalled';
CREATE INDEX claim_archive_claim ON claim_archive (claim, id);
CREATE INDEX claim_archive_ended ON claim_archive (stage, keep_until);

-- Who lifts a hold is not who set it.
CREATE TABLE legal_hold (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    claim TEXT NOT NULL,
    stage TEXT NOT NULL,
    set_by TEXT NOT NULL,
    lifted_by TEXT,
    CHECK (lifted_by IS NULL OR lifted_by <> set_by)
) STRICT;
CREATE INDEX legal_hold_claim ON legal_hold (claim, stage);

CREATE TABLE retention_rule (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    code TEXT NOT NULL,
    edition INTEGER NOT NULL,
    UNIQUE (code, edition)
) STRICT;
