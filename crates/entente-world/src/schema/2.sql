-- Corrections by a person. They are added like everything else; `known_to` says when one was undone.

-- What a person said: `merge` and `split` put articles into `story`, `relabel` names it, `reject` takes an article (`claim`
-- is -1) or one of its claims out of all that is derived.
CREATE TABLE review (
  number INTEGER PRIMARY KEY,
  known INTEGER NOT NULL,
  known_to INTEGER,
  what TEXT NOT NULL,
  story INTEGER,
  headline TEXT,
  article INTEGER REFERENCES article,
  claim INTEGER,
  why TEXT
) STRICT;

-- The articles that a review put into its story, and the story that they told until then.
CREATE TABLE pin (
  review INTEGER NOT NULL REFERENCES review,
  article INTEGER NOT NULL REFERENCES article,
  story INTEGER NOT NULL,
  PRIMARY KEY (review, article)
) STRICT, WITHOUT ROWID;

-- Which claims of which reading a review rejects; `claim` -1 and no reader: the whole article.
CREATE TABLE rejected (
  article INTEGER NOT NULL REFERENCES article,
  claim INTEGER NOT NULL,
  reader TEXT NOT NULL,
  review INTEGER NOT NULL REFERENCES review,
  known INTEGER NOT NULL,
  known_to INTEGER,
  PRIMARY KEY (article, claim, reader, review)
) STRICT, WITHOUT ROWID;

-- The story that placing alone gives an article, where a review says otherwise.
ALTER TABLE membership ADD COLUMN placed INTEGER;
CREATE INDEX membership_placed ON membership (placed) WHERE placed IS NOT NULL;
-- What placing alone calls a story, where a review says otherwise.
ALTER TABLE story ADD COLUMN told TEXT;

-- A row without a comparison says that a review made the one before void.
CREATE TABLE comparison_2 (
  story INTEGER NOT NULL,
  known INTEGER NOT NULL,
  reader TEXT NOT NULL,
  comparison INTEGER REFERENCES blob,
  PRIMARY KEY (story, known)
) STRICT, WITHOUT ROWID;
INSERT INTO comparison_2 SELECT * FROM comparison;
DROP TABLE comparison;
ALTER TABLE comparison_2 RENAME TO comparison;
