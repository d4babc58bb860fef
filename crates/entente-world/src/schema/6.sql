-- Acts of two countries, or of one and everybody else (`other` is empty), as relations count them: one row for each act of a
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

-- Acts of two countries, those that are listed.
CREATE INDEX event_between ON event (actor_home, recipient_home) WHERE share >= 0.7;
