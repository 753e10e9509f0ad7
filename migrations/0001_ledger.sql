-- The ledger's first form: what happened (events and their contents), what follows from it (cases, targets, deadlines),
-- what was heard (inbox), what must still be told (outbox), what was told (posts), and small memories (marks,
-- meta). Times are milliseconds since 1970, UTC. Everything but events and contents can be worked out from them or is
-- about delivery alone.

-- An envelope never changes: both sides hold hashes of it. What people wrote stands in contents, never here.
CREATE TABLE events (
    seq          INTEGER PRIMARY KEY NOT NULL,
    case_ref     TEXT,
    kind         TEXT NOT NULL,
    at           INTEGER NOT NULL,
    recorded_at  INTEGER NOT NULL,
    by_whom      TEXT NOT NULL,
    content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
    prev         BLOB NOT NULL CHECK (length(prev) = 32),
    hash         BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX events_of_case ON events (case_ref, seq);

CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN
    SELECT RAISE(ABORT, 'an event is never changed');
END;
CREATE TRIGGER events_never_go BEFORE DELETE ON events BEGIN
    SELECT RAISE(ABORT, 'an event is never deleted');
END;
-- REPLACE deletes without the trigger above; and a gap would look like a deletion for ever.
CREATE TRIGGER events_follow_each_other BEFORE INSERT ON events
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM events) BEGIN
    SELECT RAISE(ABORT, 'an event follows the last one');
END;

-- The salt keeps a deleted content from being guessed from its hash; an erasure deletes the row, and the chain stands.
CREATE TABLE contents (
    seq  INTEGER PRIMARY KEY NOT NULL REFERENCES events (seq),
    salt BLOB NOT NULL CHECK (length(salt) = 16),
    body TEXT NOT NULL
) STRICT;
CREATE TRIGGER contents_never_change BEFORE UPDATE ON contents BEGIN
    SELECT RAISE(ABORT, 'a content is never changed');
END;

-- The case as its events made it. The columns are what is searched by; body is the whole, and both must agree.
CREATE TABLE cases (
    ref             TEXT PRIMARY KEY NOT NULL,
    prefix          TEXT NOT NULL,
    number          INTEGER NOT NULL,
    version         INTEGER NOT NULL,
    desk            TEXT NOT NULL,
    kind            TEXT NOT NULL,
    state           TEXT NOT NULL,
    outcome         TEXT,
    urgency         TEXT NOT NULL,
    basis           TEXT NOT NULL,
    tlp             TEXT NOT NULL,
    agency          TEXT NOT NULL,
    opened_at       INTEGER NOT NULL,
    acknowledged_at INTEGER,
    answered_at     INTEGER,
    effective_at    INTEGER,
    closed_at       INTEGER,
    words           TEXT NOT NULL,
    body            TEXT NOT NULL,
    UNIQUE (prefix, number)
) STRICT;
CREATE INDEX cases_by_state ON cases (desk, state);
CREATE INDEX cases_by_opening ON cases (desk, opened_at);
CREATE INDEX cases_by_answer ON cases (desk, answered_at);

CREATE TABLE targets (
    case_ref TEXT NOT NULL REFERENCES cases (ref),
    place    INTEGER NOT NULL,
    desk     TEXT NOT NULL,
    key      TEXT NOT NULL,
    PRIMARY KEY (case_ref, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX targets_by_key ON targets (desk, key);

-- One row a case: the next moment at which time itself must act, rounded up so that nothing fires early.
CREATE TABLE deadlines (
    case_ref TEXT PRIMARY KEY NOT NULL REFERENCES cases (ref),
    at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX deadlines_by_time ON deadlines (at);

-- Every event of every room, once, by the network's own id.
CREATE TABLE inbox (
    network  TEXT NOT NULL,
    event    TEXT NOT NULL,
    room     TEXT NOT NULL,
    person   TEXT NOT NULL,
    said_at  INTEGER NOT NULL,
    heard_at INTEGER NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('handled', 'unread')),
    told     INTEGER NOT NULL DEFAULT 0,
    reaction TEXT,
    case_ref TEXT,
    PRIMARY KEY (network, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_unread ON inbox (network, heard_at) WHERE state = 'unread';

-- What must still be told. A row goes when its post is there; it stays, parked, when that can never be. Ids are never
-- used twice: order is order of ids.
CREATE TABLE outbox (
    id               INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    network          TEXT NOT NULL,
    room             TEXT NOT NULL,
    addressee        TEXT NOT NULL CHECK (addressee IN ('room', 'answer', 'person')),
    person           TEXT,
    reply_to         TEXT,
    case_ref         TEXT,
    rank             INTEGER NOT NULL,
    kind             TEXT NOT NULL,
    telling          TEXT NOT NULL,
    queued_at        INTEGER NOT NULL,
    state            TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'merged', 'parked')),
    merged_into      INTEGER REFERENCES outbox (id),
    attempts         INTEGER NOT NULL DEFAULT 0,
    first_attempt_at INTEGER,
    last_attempt_at  INTEGER,
    key              TEXT UNIQUE,
    prepared         TEXT,
    next_at          INTEGER,
    why              TEXT,
    CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
    CHECK ((attempts = 0) = (key IS NULL)),
    CHECK ((key IS NULL) = (prepared IS NULL))
) STRICT;
CREATE INDEX outbox_by_urgency ON outbox (network, room, rank, id) WHERE state = 'waiting';
CREATE INDEX outbox_by_case ON outbox (case_ref, network, room, id);
CREATE INDEX outbox_merged ON outbox (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX outbox_postponed ON outbox (next_at) WHERE state = 'waiting';

-- What stands in the rooms. One post can speak of several cases.
CREATE TABLE posts (
    network    TEXT NOT NULL,
    receipt    TEXT NOT NULL,
    case_ref   TEXT NOT NULL,
    room       TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('card', 'line')),
    first_line TEXT NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (network, receipt, case_ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX posts_of_case ON posts (case_ref, network, room, at);

-- Small memories by name: a door's place in its stream, when the last digest was.
CREATE TABLE marks (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the store knows of itself: the head of the chain, so that a chain cut short is noticed.
CREATE TABLE meta (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
