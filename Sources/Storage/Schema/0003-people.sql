-- People enough to act.

CREATE TABLE staff (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL,
    posts TEXT NOT NULL,
    branch TEXT,
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1))
) STRICT;
