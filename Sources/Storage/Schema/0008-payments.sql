-- What the chapter "payments" of the claims department adds.

-- A decision is paid in parts: each part by one payment that lives, together never more than was
-- decided. decided_minor is what the decision, or the advance, amounts to.
ALTER TABLE payment ADD COLUMN basis TEXT NOT NULL DEFAULT 'decision';
ALTER TABLE payment ADD COLUMN part INTEGER NOT NULL DEFAULT 1;
ALTER TABLE payment ADD COLUMN decided_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payment ADD COLUMN payee TEXT;
ALTER TABLE payment ADD COLUMN method TEXT NOT NULL DEFAULT 'bankTransfer';
ALTER TABLE payment ADD COLUMN invoice TEXT;
ALTER TABLE payment ADD COLUMN cheque TEXT;
DROP INDEX payment_once;
CREATE UNIQUE INDEX payment_once ON payment (claim, basis, decision, part)
    WHERE stage IN ('ordered', 'released', 'sent', 'confirmed');
CREATE UNIQUE INDEX payment_cheque ON payment (cheque) WHERE cheque IS NOT NULL;
CREATE INDEX payment_payee ON payment (payee, ordered_at);
CREATE INDEX payment_invoice ON payment (invoice) WHERE invoice IS NOT NULL;
-- only: sqlite
CREATE TRIGGER payment_within_decision BEFORE INSERT ON payment
WHEN NEW.stage IN ('ordered', 'released', 'sent', 'confirmed') AND NEW.amount_minor + (
    SELECT coalesce(sum(amount_minor), 0) FROM payment p WHERE p.claim = NEW.claim
    AND p.basis = NEW.basis AND p.decision = NEW.decision
    AND p.stage IN ('ordered', 'released', 'sent', 'confirmed')) > NEW.decided_minor
BEGIN SELECT RAISE(ABORT, 'payments exceed what was decided'); END;
CREATE TRIGGER payment_stays_ended BEFORE UPDATE ON payment
WHEN OLD.stage IN ('failed', 'stopped') AND NEW.stage NOT IN ('failed', 'stopped')
    OR NEW.amount_minor <> OLD.amount_minor
BEGIN SELECT RAISE(ABORT, 'a payment that ended does not come back'); END;
-- only: postgres
CREATE FUNCTION payment_within_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.stage IN ('ordered', 'released', 'sent', 'confirmed')
        AND NEW.amount_minor + (
            SELECT coalesce(sum(amount_minor), 0) FROM payment p WHERE p.claim = NEW.claim
            AND p.basis = NEW.basis AND p.decision = NEW.decision
            AND p.stage IN ('ordered', 'released', 'sent', 'confirmed')) > NEW.decided_minor THEN
        RAISE EXCEPTION 'payments exceed what was decided';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.stage IN ('failed', 'stopped')
        AND NEW.stage NOT IN ('failed', 'stopped') OR NEW.amount_minor <> OLD.amount_minor) THEN
        RAISE EXCEPTION 'a payment that ended does not come back';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payment_within_decision BEFORE INSERT OR UPDATE ON payment
FOR EACH ROW EXECUTE FUNCTION payment_within_decision();
-- both

-- A batch is made by one person and, from an amount on, approved by another.
ALTER TABLE payment_batch ADD COLUMN stage TEXT NOT NULL DEFAULT 'sent'
    CHECK (stage IN ('awaiting', 'sent', 'returned'));
ALTER TABLE payment_batch ADD COLUMN currency TEXT NOT NULL DEFAULT 'CNY';
ALTER TABLE payment_batch ADD COLUMN payment_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payment_batch ADD COLUMN total_minor INTEGER NOT NULL DEFAULT 0;

-- A voucher of a payment that came back is void.
ALTER TABLE voucher ADD COLUMN stage TEXT NOT NULL DEFAULT 'valid'
    CHECK (stage IN ('valid', 'void'));

-- The insurer's own limits of payment. One row.
CREATE TABLE payment_rules (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    single INTEGER NOT NULL UNIQUE CHECK (single = 1)
) STRICT;

-- Each line of a bank's statement, once, with what was found.
CREATE TABLE bank_line (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    statement TEXT NOT NULL,
    line TEXT NOT NULL,
    reference TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    outcome TEXT NOT NULL,
    payment TEXT,
    at INTEGER NOT NULL,
    UNIQUE (statement, line)
) STRICT;
CREATE INDEX bank_line_payment ON bank_line (payment);

CREATE TABLE reconciliation_difference (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    bank_line TEXT NOT NULL UNIQUE,
    statement TEXT NOT NULL,
    kind TEXT NOT NULL,
    payment TEXT,
    stage TEXT NOT NULL CHECK (stage IN ('open', 'resolved')),
    opened_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reconciliation_difference_stage ON reconciliation_difference (stage, opened_at);
