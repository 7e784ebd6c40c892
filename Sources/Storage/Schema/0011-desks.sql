-- Desks of the administration: who asked for a person's data to be erased, which messages were
-- sent again, whom data is handed to.

CREATE TABLE erasure_request (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    customer TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('requested', 'approved', 'declined')),
    requested_by TEXT NOT NULL,
    decided_by TEXT,
    -- Two persons: declining may be the first one's second thought, erasing never is.
    CHECK (stage <> 'approved' OR (decided_by IS NOT NULL AND decided_by <> requested_by))
) STRICT;
CREATE UNIQUE INDEX erasure_request_open ON erasure_request (customer) WHERE stage = 'requested';

CREATE TABLE message_resend (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    message TEXT NOT NULL
) STRICT;
CREATE INDEX message_resend_message ON message_resend (message);

CREATE TABLE data_receiver (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1))
) STRICT;

CREATE TABLE data_handover (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    receiver TEXT NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX data_handover_receiver ON data_handover (receiver, at);

CREATE TABLE institution_review (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL
) STRICT;

CREATE TABLE over_limit (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    claim TEXT NOT NULL,
    coverage TEXT NOT NULL
) STRICT;
CREATE INDEX over_limit_claim ON over_limit (claim);
