-- What is counted and sorted beforehand, so that a question about much need not look at all of it. Everything here follows
-- from the other tables.

-- Newest first, whatever was known.
DROP INDEX article_minute;
CREATE INDEX article_minute ON article (minute, number, known);
CREATE INDEX story_last ON story (last DESC, n_articles DESC, number, known, known_to);
-- In order of days, those that are listed.
CREATE INDEX event_day ON event (from_day) WHERE share >= 0.7;
DROP INDEX event_actor;
DROP INDEX event_recipient;

-- Whose acts an article tells: actors and countries, on either side, in `n` places. `minute` is that of the article; without
-- one, it is before all others.
CREATE TABLE appearance (
  id TEXT NOT NULL,
  minute INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES article,
  known INTEGER NOT NULL,
  known_to INTEGER,
  n INTEGER NOT NULL,
  PRIMARY KEY (id, minute, article, known)
) STRICT, WITHOUT ROWID;
INSERT INTO appearance (id, minute, article, known, known_to, n)
  SELECT id, ifnull(minute, -9223372036854775808), article, side.known, side.known_to, count(*) FROM (
    SELECT actor AS id, article, known, known_to FROM event WHERE actor IS NOT NULL
    UNION ALL SELECT recipient, article, known, known_to FROM event WHERE recipient IS NOT NULL
    UNION ALL SELECT actor_home, article, known, known_to FROM event WHERE actor_home IS NOT NULL
    UNION ALL SELECT recipient_home, article, known, known_to FROM event WHERE recipient_home IS NOT NULL
  ) AS side JOIN article ON number = article GROUP BY id, article, side.known;

-- Actors by the ends of their names: `hill` and `maria-hill` lead to `person:anna-maria-hill`.
CREATE TABLE called (
  ending TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (ending, id)
) STRICT, WITHOUT ROWID;

-- How many acts two countries had with each other, and how many of them were conflict, from `known` until the next row.
CREATE TABLE pair (
  one TEXT NOT NULL,
  other TEXT NOT NULL,
  known INTEGER NOT NULL,
  n INTEGER NOT NULL,
  n_conflicts INTEGER NOT NULL,
  PRIMARY KEY (one, other, known)
) STRICT, WITHOUT ROWID;

-- Since when the rows of `pair` tell everything.
CREATE TABLE counted (since INTEGER NOT NULL) STRICT;

-- Which claims of a comparison tell one act, and which reports have one origin: the part that relations are made from.
ALTER TABLE comparison ADD COLUMN acts INTEGER REFERENCES blob;
