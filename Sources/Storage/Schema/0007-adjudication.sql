-- What the chapter "adjudication" of the claims department adds.

-- 核赔规则: when a product's claims go to a panel or are decided by rule.
CREATE TABLE adjudication_rules (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    product TEXT NOT NULL,
    edition INTEGER NOT NULL CHECK (edition >= 1),
    stage TEXT NOT NULL CHECK (stage IN ('proposed', 'published')),
    UNIQUE (product, edition)
) STRICT;

-- 价格库: what parts, labour and treatment cost in a region.
CREATE TABLE price_list (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    code TEXT NOT NULL,
    region TEXT NOT NULL,
    edition INTEGER NOT NULL CHECK (edition >= 1),
    stage TEXT NOT NULL CHECK (stage IN ('proposed', 'published')),
    from_day TEXT NOT NULL,
    UNIQUE (code, region, edition)
) STRICT;

-- 解除合同 for non-disclosure, before a refusal may rest on it.
CREATE TABLE rescission (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    claim TEXT NOT NULL,
    policy TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('proposed', 'declared', 'dropped'))
) STRICT;
CREATE INDEX rescission_claim ON rescission (claim);
CREATE UNIQUE INDEX rescission_live ON rescission (claim) WHERE stage <> 'dropped';

-- 规则核赔: what a published rule found about a claim, and what a person found afterwards.
CREATE TABLE rule_decision (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    claim TEXT NOT NULL,
    product TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('waiting', 'declined', 'decided', 'checked')),
    is_sampled INTEGER NOT NULL CHECK (is_sampled IN (0, 1))
) STRICT;
CREATE INDEX rule_decision_claim ON rule_decision (claim);
CREATE INDEX rule_decision_stage ON rule_decision (stage, id);

-- 预付赔款: the certain part, paid before the amount is determined.
CREATE TABLE advance_payment (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    claim TEXT NOT NULL,
    stage TEXT NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
    currency TEXT NOT NULL
) STRICT;
CREATE INDEX advance_payment_claim ON advance_payment (claim, stage);
