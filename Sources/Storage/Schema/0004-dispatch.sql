-- What the chapter "dispatch" of the claims department adds.

-- Those who have a part in a notice or a claim, each a person of their own. `is_present` is 0
-- once they were removed.
CREATE TABLE case_party (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    stream TEXT NOT NULL,
    case_number TEXT NOT NULL,
    roles TEXT NOT NULL,
    person TEXT NOT NULL,
    is_present INTEGER NOT NULL CHECK (is_present IN (0, 1))
) STRICT;
CREATE INDEX case_party_stream ON case_party (stream, is_present);
CREATE INDEX case_party_number ON case_party (case_number);
CREATE INDEX case_party_person ON case_party (person, is_present);
