-- What each case contributes to the figures, kept beside it by the same transaction: a page of figures over every case that
-- there ever was adds up these few numbers, instead of folding every event again. A row says what the definitions make of
-- its case (src/reporting/counted.rs); it is written anew whenever the case is, and holds no word of anybody.
-- The rows lie in the order in which they are added up: by desk, agency, kind and urgency.
CREATE TABLE figures (
    desk            TEXT NOT NULL,
    agency          TEXT NOT NULL,
    kind            TEXT NOT NULL,
    urgency         TEXT NOT NULL,
    opened_at       INTEGER NOT NULL,
    case_ref        TEXT NOT NULL UNIQUE REFERENCES cases (ref),
    left_out        INTEGER NOT NULL CHECK (left_out IN (0, 1)),
    open            INTEGER NOT NULL CHECK (open IN (0, 1)),
    due_at          INTEGER,
    answered        INTEGER NOT NULL CHECK (answered IN (0, 1)),
    acknowledged_ms INTEGER,
    effect_ms       INTEGER,
    ground          TEXT,
    settled         INTEGER NOT NULL CHECK (settled IN (0, 1)),
    reopened        INTEGER NOT NULL CHECK (reopened IN (0, 1)),
    PRIMARY KEY (desk, agency, kind, urgency, opened_at, case_ref)
) STRICT, WITHOUT ROWID;

-- The platform's questions to the agency, and how long the agency took: several a case.
CREATE TABLE figures_questions (
    desk        TEXT NOT NULL,
    agency      TEXT NOT NULL,
    kind        TEXT NOT NULL,
    urgency     TEXT NOT NULL,
    asked_at    INTEGER NOT NULL,
    case_ref    TEXT NOT NULL REFERENCES cases (ref),
    place       INTEGER NOT NULL,
    informed_ms INTEGER,
    waits       INTEGER NOT NULL CHECK (waits IN (0, 1)),
    PRIMARY KEY (desk, agency, kind, urgency, asked_at, case_ref, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX figures_questions_of_case ON figures_questions (case_ref);

-- When an answer was due, and how long a question waited, stand in the events of older cases alone: they are folded once,
-- by the program, before it does anything else.
INSERT INTO meta (key, value) VALUES ('figures', 'to be counted');
