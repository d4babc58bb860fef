-- What questions about many articles look at. The server reads the other columns of a row where it stands.

CREATE INDEX event_pair ON event (from_day) WHERE actor_home <> recipient_home;
CREATE INDEX event_root ON event (root, article) WHERE share >= 0.7;
CREATE INDEX article_source ON article (source, language);

CREATE TABLE acting (
  id TEXT COLLATE "C" PRIMARY KEY,
  n BIGINT NOT NULL
);
CREATE INDEX acting_n ON acting (n DESC, id);
INSERT INTO acting SELECT id, count(*) FROM appearance GROUP BY id;
