-- For questions in SQL. A table in braces stands for what was known of it at the moment of the question. Numbers stand beside ids,
-- for joins and for lists of acts find rows by them at once.
CREATE VIEW articles AS
  SELECT 'art_' || number AS id, title, source, published, address, language, place,
    datetime(known / 1000000, 'unixepoch') AS known, number
  FROM {article};
CREATE VIEW events AS
  SELECT 'clm_' || article || '_' || claim AS id, 'art_' || article AS article, root, actor, actor_home, recipient,
    recipient_home, from_day, to_day, realis, denied, share, article AS article_number
  FROM {event};
CREATE VIEW stories AS
  SELECT 'sty_' || number AS id, headline, first, last, n_articles, n_sources, number
  FROM {story};
CREATE VIEW memberships AS
  SELECT 'art_' || article AS article, 'sty_' || story AS story, article AS article_number, story AS story_number
  FROM {membership};
