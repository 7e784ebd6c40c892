-- 决策依据: what models of decisions were asked and answered about a claim.
CREATE TABLE model_decision (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    case_number TEXT NOT NULL
) STRICT;
CREATE INDEX model_decision_case ON model_decision (case_number, id);
