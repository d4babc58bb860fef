-- What questions about many articles look at, side by side, so that nothing else of them is read.

-- Acts between two countries, by their days.
CREATE INDEX event_pair ON event (from_day, actor_home, recipient_home, root, realis, denied, share, known, known_to)
  WHERE actor_home <> recipient_home;
-- Articles that tell acts of a kind, those that are listed.
CREATE INDEX event_root ON event (root, article, known, known_to) WHERE share >= 0.7;
-- Articles by their publishers.
CREATE INDEX article_source ON article (source, language, published, known);

-- In how many articles somebody ever appeared: never fewer than at any moment, so that those of most articles are found first.
CREATE TABLE acting (
  id TEXT PRIMARY KEY,
  n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX acting_n ON acting (n DESC, id);
INSERT INTO acting SELECT id, count(*) FROM appearance GROUP BY id;
