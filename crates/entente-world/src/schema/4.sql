-- Where acts were: the city of an act by its number in GeoNames, and what the gazetteer says of each city that an act was in.
ALTER TABLE event ADD COLUMN city INTEGER;
CREATE INDEX event_city ON event (city) WHERE city IS NOT NULL;
CREATE TABLE city (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  country TEXT NOT NULL,
  latitude REAL NOT NULL,
  longitude REAL NOT NULL
) STRICT;
