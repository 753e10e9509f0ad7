-- Emergencies. Whoever must be woken by a local command (`[page]`) is woken for each event, across crashes: a row stays
-- from the event's own transaction until the command has done its work, and says before it runs that it was begun, and how
-- often: what failed or was cut off is tried once more, and never again. How many emergencies an organisation opened, and
-- how many were turned away at each desk, is counted within an hour; and whoever opened a case is found by what they said.
-- What was opened as an exercise stays one, whatever its desk is later: it is counted nowhere.
CREATE TABLE pages (
    seq       INTEGER PRIMARY KEY NOT NULL REFERENCES events (seq),
    begun_at  INTEGER,
    begun     INTEGER NOT NULL DEFAULT 0
) STRICT;
ALTER TABLE cases ADD COLUMN practice INTEGER NOT NULL DEFAULT 0 CHECK (practice IN (0, 1));
CREATE INDEX emergencies_by_agency ON cases (agency, opened_at) WHERE kind = 'emergency' AND practice = 0;
CREATE TABLE turned_away (
    seq         INTEGER PRIMARY KEY NOT NULL REFERENCES events (seq),
    desk        TEXT NOT NULL,
    practice    INTEGER NOT NULL CHECK (practice IN (0, 1)),
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX turned_away_at ON turned_away (desk, practice, recorded_at);
CREATE INDEX turned_away_since ON turned_away (recorded_at) WHERE practice = 0;
CREATE INDEX inbox_by_case ON inbox (case_ref, heard_at) WHERE case_ref IS NOT NULL;
