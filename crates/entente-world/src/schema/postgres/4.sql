-- What a workspace keeps on a PostgreSQL server: the same as the steps for SQLite leave behind, up to form 4; what the tables
-- are for is told there. Texts are compared byte by byte, as SQLite compares them.
CREATE SCHEMA main;

-- How many forms the database has gone through.
CREATE TABLE form (number BIGINT NOT NULL);
INSERT INTO form VALUES (0);

CREATE TABLE blob (
  number BIGINT PRIMARY KEY,
  hash BYTEA NOT NULL UNIQUE,
  size BIGINT NOT NULL,
  base BIGINT REFERENCES blob,
  packed BYTEA NOT NULL
);
-- It is compressed already.
ALTER TABLE blob ALTER COLUMN packed SET STORAGE EXTERNAL;

CREATE TABLE article (
  number BIGINT PRIMARY KEY,
  identity BYTEA NOT NULL UNIQUE,
  known BIGINT NOT NULL,
  place TEXT COLLATE "C" NOT NULL,
  title TEXT COLLATE "C",
  source TEXT COLLATE "C",
  published TEXT COLLATE "C",
  minute BIGINT,
  address TEXT COLLATE "C",
  language TEXT COLLATE "C",
  page BIGINT NOT NULL REFERENCES blob,
  text BIGINT NOT NULL REFERENCES blob
);
CREATE INDEX article_minute ON article (minute DESC NULLS LAST, number DESC);
CREATE INDEX article_known ON article (known);

CREATE TABLE reading (
  article BIGINT NOT NULL REFERENCES article,
  reader TEXT COLLATE "C" NOT NULL,
  known BIGINT NOT NULL,
  known_to BIGINT,
  claims BIGINT NOT NULL REFERENCES blob,
  PRIMARY KEY (article, reader)
);

CREATE TABLE event (
  article BIGINT NOT NULL REFERENCES article,
  claim BIGINT NOT NULL,
  reader TEXT COLLATE "C" NOT NULL,
  known BIGINT NOT NULL,
  known_to BIGINT,
  root TEXT COLLATE "C" NOT NULL,
  actor TEXT COLLATE "C",
  actor_home TEXT COLLATE "C",
  recipient TEXT COLLATE "C",
  recipient_home TEXT COLLATE "C",
  from_day TEXT COLLATE "C",
  to_day TEXT COLLATE "C",
  realis TEXT COLLATE "C" NOT NULL,
  denied BOOLEAN NOT NULL,
  share DOUBLE PRECISION NOT NULL,
  city BIGINT,
  PRIMARY KEY (article, claim, reader)
);
CREATE INDEX event_homes ON event (actor_home, recipient_home);
CREATE INDEX event_day ON event (from_day) WHERE share >= 0.7;
CREATE INDEX event_city ON event (city) WHERE city IS NOT NULL;

CREATE TABLE story (
  number BIGINT NOT NULL,
  known BIGINT NOT NULL,
  known_to BIGINT,
  headline TEXT COLLATE "C" NOT NULL,
  first TEXT COLLATE "C",
  last TEXT COLLATE "C",
  n_articles BIGINT NOT NULL,
  n_sources BIGINT NOT NULL,
  told TEXT COLLATE "C",
  PRIMARY KEY (number, known)
);
CREATE INDEX story_last ON story (last DESC NULLS LAST, n_articles DESC, number);

CREATE TABLE membership (
  article BIGINT NOT NULL REFERENCES article,
  story BIGINT NOT NULL,
  known BIGINT NOT NULL,
  known_to BIGINT,
  placed BIGINT,
  PRIMARY KEY (article, known)
);
CREATE INDEX membership_story ON membership (story);
CREATE INDEX membership_placed ON membership (placed) WHERE placed IS NOT NULL;

CREATE TABLE comparison (
  story BIGINT NOT NULL,
  known BIGINT NOT NULL,
  reader TEXT COLLATE "C" NOT NULL,
  comparison BIGINT REFERENCES blob,
  acts BIGINT REFERENCES blob,
  PRIMARY KEY (story, known)
);

CREATE TABLE log (
  known BIGINT PRIMARY KEY,
  what TEXT COLLATE "C" NOT NULL,
  n BIGINT NOT NULL
);

CREATE TABLE review (
  number BIGINT PRIMARY KEY,
  known BIGINT NOT NULL,
  known_to BIGINT,
  what TEXT COLLATE "C" NOT NULL,
  story BIGINT,
  headline TEXT COLLATE "C",
  article BIGINT REFERENCES article,
  claim BIGINT,
  why TEXT COLLATE "C"
);

CREATE TABLE pin (
  review BIGINT NOT NULL REFERENCES review,
  article BIGINT NOT NULL REFERENCES article,
  story BIGINT NOT NULL,
  PRIMARY KEY (review, article)
);

CREATE TABLE rejected (
  article BIGINT NOT NULL REFERENCES article,
  claim BIGINT NOT NULL,
  reader TEXT COLLATE "C" NOT NULL,
  review BIGINT NOT NULL REFERENCES review,
  known BIGINT NOT NULL,
  known_to BIGINT,
  PRIMARY KEY (article, claim, reader, review)
);

CREATE TABLE appearance (
  id TEXT COLLATE "C" NOT NULL,
  minute BIGINT NOT NULL,
  article BIGINT NOT NULL REFERENCES article,
  known BIGINT NOT NULL,
  known_to BIGINT,
  n BIGINT NOT NULL,
  PRIMARY KEY (id, minute, article, known)
);

CREATE TABLE called (
  ending TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (ending, id)
);

CREATE TABLE pair (
  one TEXT COLLATE "C" NOT NULL,
  other TEXT COLLATE "C" NOT NULL,
  known BIGINT NOT NULL,
  n BIGINT NOT NULL,
  n_conflicts BIGINT NOT NULL,
  PRIMARY KEY (one, other, known)
);

CREATE TABLE counted (since BIGINT NOT NULL);

CREATE TABLE city (
  number BIGINT PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL,
  country TEXT COLLATE "C" NOT NULL,
  latitude DOUBLE PRECISION NOT NULL,
  longitude DOUBLE PRECISION NOT NULL
);

-- What the common SQL calls by the names of SQLite.
CREATE FUNCTION json_each(list TEXT) RETURNS TABLE (value BIGINT) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  'SELECT CAST(one AS BIGINT) FROM json_array_elements_text(CAST(list AS json)) AS one';
CREATE FUNCTION hex(bytes BYTEA) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  'SELECT coalesce(upper(encode(bytes, ''hex'')), '''')';
CREATE FUNCTION datetime(seconds BIGINT, since TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  'SELECT to_char(to_timestamp(seconds) AT TIME ZONE ''UTC'', ''YYYY-MM-DD HH24:MI:SS'')';
