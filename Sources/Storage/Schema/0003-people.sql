-- People who act: offices, staff, how they prove who they are.
-- Rows of `branch`, `department`, `staff`, `session`, `api_token` and `sign_in_lockout` are
-- written by commands and journaled. The other tables are plumbing without a journal: secrets
-- that must not enter it, and counters.

CREATE TABLE branch (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    parent TEXT
) STRICT;

CREATE TABLE department (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    branch TEXT
) STRICT;

-- `posts` are codes in order, separated by one space. An administrator holds no other post, so
-- that no one person runs the system, grants rights, watches and decides business.
CREATE TABLE staff (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL,
    posts TEXT NOT NULL,
    branch TEXT,
    department TEXT,
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    CHECK (posts NOT LIKE '%Administrator%' OR posts NOT LIKE '% %')
) STRICT;

-- The password hash and the sealed secrets of authenticator apps: one in use, one offered.
CREATE TABLE credential (
    staff TEXT PRIMARY KEY NOT NULL,
    password TEXT,
    set_at INTEGER,
    one_time_secret TEXT,
    one_time_offered TEXT
) STRICT;

-- A one-time code works once, on all nodes.
CREATE TABLE one_time_step (
    staff TEXT NOT NULL,
    step INTEGER NOT NULL,
    PRIMARY KEY (staff, step)
) STRICT;

-- Tokens that are spent once: the set-up of an installation, the activation of an account.
CREATE TABLE setup_token (
    hash TEXT PRIMARY KEY NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('setup', 'activation')),
    staff TEXT,
    expires_at INTEGER NOT NULL,
    CHECK ((purpose = 'setup') = (staff IS NULL))
) STRICT;
-- Only the newest works; so no two set-ups can succeed beside each other.
CREATE UNIQUE INDEX setup_token_setup ON setup_token (purpose) WHERE purpose = 'setup';
CREATE UNIQUE INDEX setup_token_activation ON setup_token (staff) WHERE purpose = 'activation';

CREATE TABLE session (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    staff TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    with_code INTEGER NOT NULL CHECK (with_code IN (0, 1)),
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    CHECK (opened_at < ends_at)
) STRICT;
CREATE INDEX session_open ON session (staff, is_open);
CREATE TABLE session_seen (
    session TEXT PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE api_token (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    staff TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1))
) STRICT;
CREATE INDEX api_token_staff ON api_token (staff, is_active);

-- What attempts to sign in have spent; keys are blind indexes.
CREATE TABLE sign_in_attempt (
    key TEXT PRIMARY KEY NOT NULL,
    spent INTEGER NOT NULL,
    counted INTEGER NOT NULL,
    blocked_until INTEGER
) STRICT;
CREATE INDEX sign_in_attempt_by_age ON sign_in_attempt (counted);
-- A device that signed in to an account before.
CREATE TABLE sign_in_device (
    hash TEXT PRIMARY KEY NOT NULL,
    staff TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_device_staff ON sign_in_device (staff);
CREATE TABLE sign_in_lockout (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    staff TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_lockout_staff ON sign_in_lockout (staff, until);
