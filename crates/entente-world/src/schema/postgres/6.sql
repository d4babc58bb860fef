-- Acts of two countries, or of somebody and everybody else, as relations count them.
CREATE TABLE act (
  one TEXT COLLATE "C" NOT NULL,
  other TEXT COLLATE "C" NOT NULL,
  day BIGINT NOT NULL,
  told BIGINT NOT NULL,
  article BIGINT NOT NULL REFERENCES article,
  claim BIGINT NOT NULL,
  story BIGINT,
  quad BIGINT NOT NULL,
  known BIGINT NOT NULL,
  known_to BIGINT,
  PRIMARY KEY (one, other, day, article, claim, known)
);
CREATE INDEX act_article ON act (article);

CREATE INDEX event_between ON event (actor_home, recipient_home, from_day, article, claim, to_day, share, known, known_to)
  WHERE share >= 0.7;
DROP INDEX event_day;
CREATE INDEX event_day ON event (from_day, article, claim, to_day, share, known, known_to) WHERE share >= 0.7;
DROP INDEX event_root;
CREATE INDEX event_root ON event (root, article, known, known_to, share) WHERE share >= 0.7;
DROP INDEX event_city;
CREATE INDEX event_city ON event (city, root, realis, denied, share, known, known_to, from_day, to_day) WHERE city IS NOT NULL;
