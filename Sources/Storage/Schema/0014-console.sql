-- 站内信: what the work of others tells a member of staff. Written with the change that tells it.
CREATE TABLE staff_note (
    id TEXT PRIMARY KEY NOT NULL,
    staff TEXT NOT NULL,
    kind TEXT NOT NULL,
    stream TEXT NOT NULL,
    case_number TEXT NOT NULL,
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    actor TEXT NOT NULL,
    at INTEGER NOT NULL,
    read_at INTEGER
) STRICT;
CREATE INDEX staff_note_staff ON staff_note (staff, id);
CREATE INDEX staff_note_unread ON staff_note (staff) WHERE read_at IS NULL;

-- 我发起的 and 我关注的: whose case it is to look after, beside whoever has the work.
CREATE TABLE case_follow (
    staff TEXT NOT NULL,
    stream TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('started', 'followed')),
    case_number TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (staff, stream, how)
) STRICT;
CREATE INDEX case_follow_staff ON case_follow (staff, how, at);
CREATE INDEX case_follow_stream ON case_follow (stream);

-- 草稿: what somebody typed into a form and has not sent, sealed with their own key.
CREATE TABLE draft (
    staff TEXT NOT NULL,
    command TEXT NOT NULL,
    subject TEXT NOT NULL,
    sealed TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (staff, command, subject)
) STRICT;

-- A list as somebody wants to see it again: its address with filters.
CREATE TABLE saved_view (
    id TEXT PRIMARY KEY NOT NULL,
    staff TEXT NOT NULL,
    title TEXT NOT NULL,
    path TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX saved_view_staff ON saved_view (staff, id);

-- Cases are found by their people.
CREATE INDEX claim_insured ON claim (insured);
