-- What a workspace keeps. Rows are added; of what was there before only `known_to` is ever set. `known` is when the
-- workspace learned it, in microseconds since 1970 in UTC; what holds in the world stands in days (`from_day`, `to_day`).

-- Bytes by their SHA-256, compressed with zstd; `base` is the blob whose bytes help to unpack it.
CREATE TABLE blob (
  number INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  size INTEGER NOT NULL,
  base INTEGER REFERENCES blob,
  packed BLOB NOT NULL
) STRICT;

-- One article as read. `identity` is the SHA-256 of its words and of what is known of it, so that none comes in twice.
CREATE TABLE article (
  number INTEGER PRIMARY KEY,
  identity BLOB NOT NULL UNIQUE,
  known INTEGER NOT NULL,
  place TEXT NOT NULL,
  title TEXT,
  source TEXT,
  published TEXT,
  minute INTEGER,
  address TEXT,
  language TEXT,
  page INTEGER NOT NULL REFERENCES blob,
  text INTEGER NOT NULL REFERENCES blob
) STRICT;
CREATE INDEX article_minute ON article (minute);
CREATE INDEX article_known ON article (known);

-- All claims of an article as one reader found them.
CREATE TABLE reading (
  article INTEGER NOT NULL REFERENCES article,
  reader TEXT NOT NULL,
  known INTEGER NOT NULL,
  known_to INTEGER,
  claims INTEGER NOT NULL REFERENCES blob,
  PRIMARY KEY (article, reader)
) STRICT, WITHOUT ROWID;

-- Acts, for asking who stands how with whom; everything else of a claim is in its reading.
CREATE TABLE event (
  article INTEGER NOT NULL REFERENCES article,
  claim INTEGER NOT NULL,
  reader TEXT NOT NULL,
  known INTEGER NOT NULL,
  known_to INTEGER,
  root TEXT NOT NULL,
  actor TEXT,
  actor_home TEXT,
  recipient TEXT,
  recipient_home TEXT,
  from_day TEXT,
  to_day TEXT,
  realis TEXT NOT NULL,
  denied INTEGER NOT NULL,
  share REAL NOT NULL,
  PRIMARY KEY (article, claim, reader)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_homes ON event (actor_home, recipient_home);
CREATE INDEX event_actor ON event (actor);
CREATE INDEX event_recipient ON event (recipient);

-- What a story is called and spans, as long as that was so.
CREATE TABLE story (
  number INTEGER NOT NULL,
  known INTEGER NOT NULL,
  known_to INTEGER,
  headline TEXT NOT NULL,
  first TEXT,
  last TEXT,
  n_articles INTEGER NOT NULL,
  n_sources INTEGER NOT NULL,
  PRIMARY KEY (number, known)
) STRICT, WITHOUT ROWID;

-- Which story an article told, as long as that was thought.
CREATE TABLE membership (
  article INTEGER NOT NULL REFERENCES article,
  story INTEGER NOT NULL,
  known INTEGER NOT NULL,
  known_to INTEGER,
  PRIMARY KEY (article, known)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_story ON membership (story);

-- How the reports of a story stand to each other.
CREATE TABLE comparison (
  story INTEGER NOT NULL,
  known INTEGER NOT NULL,
  reader TEXT NOT NULL,
  comparison INTEGER NOT NULL REFERENCES blob,
  PRIMARY KEY (story, known)
) STRICT, WITHOUT ROWID;

-- What was done when: one row for everything that became known at one moment.
CREATE TABLE log (
  known INTEGER PRIMARY KEY,
  what TEXT NOT NULL,
  n INTEGER NOT NULL
) STRICT;
