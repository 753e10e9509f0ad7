-- Cases are found by their words, and lists of them are narrowed and sorted, without reading every case: with a hundred
-- thousand cases a search answers in milliseconds. Until now every case of a desk was looked through.

-- One row a case: what a list is narrowed and sorted by. The number grows with the record, so that the newest case has the
-- highest; what stands in `tags` is one word for each room class that may see the case, and for each trait that is asked for.
-- The rows are written with the case; those of older cases when the program starts.
CREATE TABLE lookup (
    id             INTEGER PRIMARY KEY NOT NULL,
    case_ref       TEXT NOT NULL UNIQUE REFERENCES cases (ref),
    desk           TEXT NOT NULL,
    state          TEXT NOT NULL,
    urgency        TEXT NOT NULL,
    tlp            TEXT NOT NULL,
    owner_agency   TEXT,
    owner_platform TEXT,
    waits_for      TEXT,
    due_at         INTEGER,
    closes_at      INTEGER,
    tags           TEXT NOT NULL
) STRICT;
CREATE INDEX lookup_by_state ON lookup (desk, state, id);

-- What was taken back from the wrong desk is not found by its words, so they are not kept for that.
UPDATE cases SET words = '' WHERE json_extract(body, '$.redacted');

CREATE VIEW lookup_texts AS
    SELECT lookup.id AS id, cases.words AS words, lookup.tags AS tags
    FROM lookup JOIN cases ON cases.ref = lookup.case_ref;

-- The words themselves stand in the case alone: the index points at them. Beginnings of three to eight letters are kept
-- ready, so that a common word that is not typed to its end is found as fast as a rare one.
CREATE VIRTUAL TABLE lookup_words USING fts5 (
    words, tags,
    content = 'lookup_texts', content_rowid = 'id', columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '3 4 5 6 7 8'
);
-- What leaves the index is gone from the file at once, and not only when the index is next tidied: an erasure needs that.
INSERT INTO lookup_words (lookup_words, rank) VALUES ('secure-delete', 1);
