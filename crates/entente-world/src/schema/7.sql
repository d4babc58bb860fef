-- The rows of `act` and the articles of a day, counted: how many more there were from a moment on, or fewer. What stands there up to
-- a moment is together what was known then.
CREATE TABLE tally (
  one TEXT NOT NULL,
  other TEXT NOT NULL,
  day INTEGER NOT NULL,
  told INTEGER NOT NULL,
  quad INTEGER NOT NULL,
  known INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (one, other, day, told, quad, known)
) STRICT, WITHOUT ROWID;
INSERT INTO tally SELECT one, other, day, told, quad, since, sum(n) FROM (
    SELECT one, other, day, told, quad, known AS since, 1 AS n FROM act
    UNION ALL SELECT one, other, day, told, quad, known_to, -1 FROM act WHERE known_to IS NOT NULL
  ) AS change GROUP BY one, other, day, told, quad, since HAVING sum(n) <> 0;
CREATE TABLE published (
  day INTEGER NOT NULL,
  known INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (day, known)
) STRICT, WITHOUT ROWID;
INSERT INTO published SELECT minute / 1440, known, count(*) FROM article WHERE minute >= 0 GROUP BY 1, 2;

-- Ids are made where they are shown; who asks for one in SQL finds it without a look at every row. Acts are too many for that: of
-- these, the view tells the numbers, too.
CREATE INDEX article_id ON article ('art_' || number);
CREATE INDEX story_id ON story ('sty_' || number);
CREATE INDEX membership_article_id ON membership ('art_' || article);
CREATE INDEX membership_story_id ON membership ('sty_' || story);
