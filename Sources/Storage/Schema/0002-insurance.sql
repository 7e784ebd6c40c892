-- The domains, as far as claims need them.

CREATE TABLE product (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    code TEXT NOT NULL,
    edition INTEGER NOT NULL,
    line TEXT NOT NULL,
    UNIQUE (code, edition)
) STRICT;

CREATE TABLE customer (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL,
    source TEXT UNIQUE
) STRICT;
CREATE INDEX customer_person ON customer (person);

CREATE TABLE policy (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    product TEXT NOT NULL,
    holder TEXT NOT NULL,
    inception TEXT NOT NULL,
    expiry TEXT NOT NULL,
    source TEXT UNIQUE,
    CHECK (inception <= expiry)
) STRICT;
CREATE INDEX policy_holder ON policy (holder);

CREATE TABLE notice (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    policy TEXT NOT NULL,
    stage TEXT NOT NULL,
    loss_day TEXT NOT NULL,
    cause TEXT NOT NULL,
    reporter TEXT NOT NULL,
    reported_at INTEGER NOT NULL,
    branch TEXT,
    source TEXT UNIQUE
) STRICT;
CREATE INDEX notice_policy ON notice (policy, loss_day);
CREATE INDEX notice_stage ON notice (stage, reported_at);
CREATE INDEX notice_reporter ON notice (reporter);

CREATE TABLE claim (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    notice TEXT NOT NULL,
    policy TEXT NOT NULL,
    product TEXT NOT NULL,
    line TEXT NOT NULL,
    complexity TEXT NOT NULL,
    stage TEXT NOT NULL,
    branch TEXT,
    insured TEXT NOT NULL,
    reserve_minor INTEGER NOT NULL CHECK (reserve_minor >= 0),
    paid_minor INTEGER NOT NULL CHECK (paid_minor >= 0),
    recovered_minor INTEGER NOT NULL CHECK (recovered_minor >= 0),
    currency TEXT NOT NULL,
    loss_day TEXT NOT NULL,
    registered_at INTEGER NOT NULL,
    source TEXT UNIQUE
) STRICT;
CREATE INDEX claim_policy ON claim (policy);
CREATE INDEX claim_stage ON claim (stage, registered_at);
CREATE INDEX claim_notice ON claim (notice);

CREATE TABLE payment (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    claim TEXT NOT NULL,
    decision INTEGER NOT NULL,
    stage TEXT NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    maker TEXT NOT NULL,
    releaser TEXT,
    batch TEXT,
    bank_reference TEXT UNIQUE,
    ordered_at INTEGER NOT NULL,
    CHECK (releaser IS NULL OR releaser <> maker)
) STRICT;
CREATE INDEX payment_claim ON payment (claim);
CREATE INDEX payment_stage ON payment (stage, ordered_at);
CREATE INDEX payment_by_batch ON payment (batch);
-- One decision is paid by one payment that has not failed.
CREATE UNIQUE INDEX payment_once ON payment (claim, decision)
    WHERE stage IN ('ordered', 'released', 'sent', 'confirmed');

CREATE TABLE payment_batch (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE voucher (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    claim TEXT NOT NULL,
    payment TEXT NOT NULL UNIQUE
) STRICT;
