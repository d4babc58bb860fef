-- Acts of two countries, or of somebody and everybody else (`other` is empty), as relations count them: one row for each act of a
-- story, named by the claim that tells it most surely. Days are counted from 1970, `quad` is the quadrant.
CREATE TABLE act (
  one TEXT NOT NULL,
  other TEXT NOT NULL,
  day INTEGER NOT NULL,
  told INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES article,
  claim INTEGER NOT NULL,
  story INTEGER,
  quad INTEGER NOT NULL,
  known INTEGER NOT NULL,
  known_to INTEGER,
  PRIMARY KEY (one, other, day, article, claim, known)
) STRICT, WITHOUT ROWID;
CREATE INDEX act_article ON act (article);

-- What lists of acts look at, side by side: acts of two countries and all acts in order of their days, articles that tell acts of a
-- kind, those that are listed; and acts in cities.
CREATE INDEX event_between ON event (actor_home, recipient_home, from_day, article, claim, to_day, share, known, known_to)
  WHERE share >= 0.7;
DROP INDEX event_day;
CREATE INDEX event_day ON event (from_day, article, claim, to_day, share, known, known_to) WHERE share >= 0.7;
DROP INDEX event_root;
CREATE INDEX event_root ON event (root, article, known, known_to, share) WHERE share >= 0.7;
DROP INDEX event_city;
CREATE INDEX event_city ON event (city, root, realis, denied, share, known, known_to, from_day, to_day) WHERE city IS NOT NULL;
