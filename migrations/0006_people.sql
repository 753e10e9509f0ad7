-- People come and go without a restart and without the operator: who is on duty is said in the rooms, and ends by itself.
-- One row a member and organisation; a row whose time is over means nothing and is taken away.
CREATE TABLE duties (
    organisation TEXT NOT NULL,
    member       TEXT NOT NULL,
    since        INTEGER NOT NULL,
    until        INTEGER NOT NULL,
    PRIMARY KEY (organisation, member)
) STRICT, WITHOUT ROWID;

-- Whom a supervisor lets in for a while, and a second one confirms. Until then the row is a proposal and gives no right.
CREATE TABLE guests (
    organisation TEXT NOT NULL,
    identity     TEXT NOT NULL,
    alias        TEXT,
    until        INTEGER NOT NULL,
    proposed_by  TEXT NOT NULL,
    confirmed_by TEXT,
    PRIMARY KEY (organisation, identity)
) STRICT, WITHOUT ROWID;

-- Who was let in and is out again: what they did stays under the name that the other side knew.
CREATE TABLE former_guests (
    organisation TEXT NOT NULL,
    identity     TEXT NOT NULL,
    alias        TEXT,
    ended_at     INTEGER NOT NULL,
    PRIMARY KEY (organisation, identity)
) STRICT, WITHOUT ROWID;
