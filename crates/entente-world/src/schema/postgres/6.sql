-- Acts of two countries, or of one and everybody else, as relations count them.
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

CREATE INDEX event_between ON event (actor_home, recipient_home) WHERE share >= 0.7;
