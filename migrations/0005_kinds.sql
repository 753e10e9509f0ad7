-- Emergencies. Whoever must be woken by a local command (`[page]`) is woken once for each event, across crashes: a row
-- stays from the event's own transaction until the command has run, and says before it runs that it was begun. How many
-- emergencies an organisation opened, and how many were turned away, is counted within an hour; and whoever opened a case
-- is found by what they said.
CREATE TABLE pages (
    seq       INTEGER PRIMARY KEY NOT NULL REFERENCES events (seq),
    begun_at  INTEGER
) STRICT;
CREATE INDEX emergencies_by_agency ON cases (agency, opened_at) WHERE kind = 'emergency';
CREATE INDEX events_turned_away ON events (recorded_at) WHERE kind = 'turned_away';
CREATE INDEX inbox_by_case ON inbox (case_ref, heard_at) WHERE case_ref IS NOT NULL;
