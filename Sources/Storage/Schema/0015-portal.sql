-- 客户入口: codes sent to policyholders, and the sessions they open.
CREATE TABLE portal_code (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    policy TEXT NOT NULL,
    sent_at INTEGER NOT NULL
) STRICT;
CREATE INDEX portal_code_policy ON portal_code (policy, sent_at);

CREATE TABLE portal_session (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL,
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1))
) STRICT;
