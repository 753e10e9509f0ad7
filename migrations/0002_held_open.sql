-- Whether the network holds an answer open for the one who asked is remembered with what is told to them: an answer that
-- is refused becomes a sentence there, while one that only replies to what they typed is a post of the room like any other.
-- Until now this was told from the network, and whoever typed on Discord was left without a word.
ALTER TABLE outbox ADD COLUMN held_open INTEGER NOT NULL DEFAULT 0 CHECK (held_open IN (0, 1));

-- What an interaction is answered by has a colon in it; the number of a message has none.
UPDATE outbox SET held_open = 1 WHERE network = 'discord' AND addressee = 'answer' AND reply_to LIKE '%:%';
