//! Where on the map: the city that an act's place names.

use std::collections::HashMap;
use std::sync::LazyLock;

use entente_types::{City, Country, Document, Event};

use crate::table::rows;

static CITIES: LazyLock<HashMap<&str, City>> = LazyLock::new(|| {
    rows(include_str!("../../data/cities.tsv"))
        .filter_map(|row| {
            let &[name, country, adm1, latitude, longitude, geonames] = row.as_slice() else {
                return None;
            };
            let city = City {
                name: name.to_owned(),
                country: Country(country.to_owned()),
                adm1: adm1.to_owned(),
                latitude: latitude.parse().ok()?,
                longitude: longitude.parse().ok()?,
                geonames: geonames.parse().ok()?,
            };
            Some((name, city))
        })
        .collect()
});

/// Names the city of an act's place, and its country where the text left that open.
///
/// A city in another country than the one that the text names is not the city that is meant.
pub(super) fn name(document: &Document, event: &mut Event) {
    let Some(city) = event
        .place
        .and_then(|place| CITIES.get(place.of(document.text())))
    else {
        return;
    };
    let country = event.country.get_or_insert_with(|| city.country.clone());
    if *country == city.country {
        event.city = Some(city.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row of the table is read, and lies on the globe.
    #[test]
    fn cities_lie_on_the_globe() {
        let n_rows = rows(include_str!("../../data/cities.tsv")).count();
        assert_eq!(CITIES.len(), n_rows);
        let on_globe = |city: &City| city.latitude.abs() <= 90.0 && city.longitude.abs() <= 180.0;
        assert!(CITIES.values().all(on_globe));
    }
}
