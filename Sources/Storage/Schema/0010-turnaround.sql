-- Turnaround: who ended a clock and in what it is counted, for statistics read from indexes alone;
-- every contact with the customer; deadlines that customers question; breaches by cause and person.
ALTER TABLE service_clock ADD COLUMN ended_by TEXT;
ALTER TABLE service_clock ADD COLUMN basis TEXT;
CREATE INDEX service_clock_ended ON service_clock (ended_by, metric, started_at);
CREATE INDEX service_clock_case ON service_clock (case_number, metric);

ALTER TABLE breach ADD COLUMN cause TEXT;
ALTER TABLE breach ADD COLUMN responsible TEXT;
ALTER TABLE breach ADD COLUMN department TEXT;
ALTER TABLE breach ADD COLUMN metric TEXT;
CREATE INDEX breach_case ON breach (case_number);
CREATE INDEX breach_responsible ON breach (responsible, opened_at);

CREATE TABLE customer_contact (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    case_number TEXT NOT NULL,
    purpose TEXT NOT NULL,
    outcome TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX customer_contact_case ON customer_contact (case_number, at);

CREATE TABLE deadline_question (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    claim TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('asked', 'answered')),
    asked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX deadline_question_claim ON deadline_question (claim);
CREATE INDEX deadline_question_stage ON deadline_question (stage, asked_at);
