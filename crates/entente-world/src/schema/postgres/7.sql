-- The rows of `act` and the articles of a day, counted: how many more there were from a moment on, or fewer.
CREATE TABLE tally (
  one TEXT COLLATE "C" NOT NULL,
  other TEXT COLLATE "C" NOT NULL,
  day BIGINT NOT NULL,
  told BIGINT NOT NULL,
  quad BIGINT NOT NULL,
  known BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (one, other, day, told, quad, known)
);
INSERT INTO tally SELECT one, other, day, told, quad, since, sum(n) FROM (
    SELECT one, other, day, told, quad, known AS since, 1 AS n FROM act
    UNION ALL SELECT one, other, day, told, quad, known_to, -1 FROM act WHERE known_to IS NOT NULL
  ) AS change GROUP BY one, other, day, told, quad, since HAVING sum(n) <> 0;
CREATE TABLE published (
  day BIGINT NOT NULL,
  known BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (day, known)
);
INSERT INTO published SELECT minute / 1440, known, count(*) FROM article WHERE minute >= 0 GROUP BY 1, 2;
