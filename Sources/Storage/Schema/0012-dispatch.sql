-- Who may be given which work: competence, declared relations, leave, pools and routings.

ALTER TABLE policy ADD COLUMN seller TEXT;
CREATE INDEX policy_seller ON policy (seller) WHERE seller IS NOT NULL;

CREATE TABLE staff_competence (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    staff TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE staff_relation (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    staff TEXT NOT NULL,
    person TEXT NOT NULL,
    is_current INTEGER NOT NULL CHECK (is_current IN (0, 1))
) STRICT;
CREATE INDEX staff_relation_staff ON staff_relation (staff, is_current);

CREATE TABLE staff_leave (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    staff TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    is_cancelled INTEGER NOT NULL CHECK (is_cancelled IN (0, 1)),
    CHECK (first_day <= last_day)
) STRICT;
CREATE INDEX staff_leave_days ON staff_leave (is_cancelled, last_day, staff);

CREATE TABLE work_pool (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    post TEXT NOT NULL UNIQUE,
    is_personal INTEGER NOT NULL CHECK (is_personal IN (0, 1))
) STRICT;

CREATE TABLE routing (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    stream TEXT NOT NULL,
    case_number TEXT NOT NULL,
    work TEXT NOT NULL,
    chosen TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX routing_case ON routing (case_number);
CREATE INDEX routing_work ON routing (work);
