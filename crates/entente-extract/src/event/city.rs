//! Where on the map: the city that an act's place names.

use std::collections::HashMap;
use std::sync::LazyLock;

use entente_types::{Actors, City, Country, Document, EntityKind, Event, Span};

use crate::actor::folded;
use crate::table::rows;

/// Cities by folded name; a few differ in their accents alone.
static CITIES: LazyLock<HashMap<String, Vec<City>>> = LazyLock::new(|| {
    let mut cities: HashMap<String, Vec<City>> = HashMap::new();
    for city in rows(include_str!("../../data/cities.tsv")).filter_map(|row| read(&row)) {
        cities.entry(folded(&city.name)).or_default().push(city);
    }
    cities
});

fn read(row: &[&str]) -> Option<City> {
    let &[name, country, adm1, latitude, longitude, geonames] = row else {
        return None;
    };
    Some(City {
        name: name.to_owned(),
        country: Country(country.to_owned()),
        adm1: adm1.to_owned(),
        latitude: latitude.parse().ok()?,
        longitude: longitude.parse().ok()?,
        geonames: geonames.parse().ok()?,
    })
}

/// Longest name of a city, in bytes.
const LONGEST_NAME: usize = 60;

/// Names the city of an act's place, and its country where the text left that open.
///
/// What stands behind the name wins: "Paris, Texas" lies where Texas lies. A city in another country than the one
/// that the text names is not the city that is meant.
pub(super) fn name(document: &Document, actors: &Actors, event: &mut Event) {
    let Some(place) = event.place else { return };
    if let Some(around) = named_behind(document, place) {
        let Some(country) = country_of(actors, around) else {
            return;
        };
        event.country = Some(country);
    }
    let Some(city) = city(place.of(document.text())) else {
        return;
    };
    let country = event.country.get_or_insert_with(|| city.country.clone());
    if *country == city.country {
        event.city = Some(city.clone());
    }
}

/// The city that words name: of several the one with the same accents.
fn city(words: &str) -> Option<&'static City> {
    if words.len() > LONGEST_NAME {
        return None;
    }
    match CITIES.get(&folded(words))?.as_slice() {
        [only] => Some(only),
        several => several.iter().find(|city| city.name == words),
    }
}

/// The name of a state or region after the comma behind a place; a city there is the next of a list.
fn named_behind(document: &Document, place: Span) -> Option<Span> {
    let comma = document.tokens_in(place).end;
    if comma >= document.tokens.len() || document.word(comma) != "," {
        return None;
    }
    let entity = document.entity_of(comma + 1)?;
    let name = document.span(entity.tokens());
    let is_region = entity.kind == EntityKind::Gpe && city(name.of(document.text())).is_none();
    is_region.then_some(name)
}

/// The country of the actor that a name stands for.
fn country_of(actors: &Actors, name: Span) -> Option<Country> {
    let mentions = &actors.mentions;
    let first = mentions.partition_point(|mention| mention.span.start < name.start);
    let mention = mentions
        .get(first)
        .filter(|mention| name.contains(mention.span))?;
    actors.actor(&mention.actor)?.country.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row of the table is read, and lies on the globe.
    #[test]
    fn cities_lie_on_the_globe() {
        let n_rows = rows(include_str!("../../data/cities.tsv")).count();
        assert_eq!(CITIES.values().flatten().count(), n_rows);
        let on_globe = |city: &City| city.latitude.abs() <= 90.0 && city.longitude.abs() <= 180.0;
        assert!(CITIES.values().flatten().all(on_globe));
    }
}
