//! The 20 columns of ICEWS.

use super::{Row, Side, address, code};

/// The columns, named as the data set names them.
pub(super) const COLUMNS: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

/// The fields of each pair of parties. Intensity is Goldstein's scale, as there; ids are ours.
pub(super) fn fields(row: &Row) -> Vec<Vec<String>> {
    let pairs = row.pairs().into_iter().enumerate();
    pairs
        .map(|(idx, (source, target))| pair(row, idx, source, target))
        .collect()
}

fn pair(row: &Row, idx: usize, source: Option<Side>, target: Option<Side>) -> Vec<String> {
    let event = row.event;
    let article = &row.document.article;
    let day = row.day().map(|day| day.to_string());
    let [source_name, source_sectors, source_country] = party(row, source);
    let [target_name, target_sectors, target_country] = party(row, target);
    let publisher = article.source.as_ref().map(|source| source.value.clone());
    let country = event.country.as_ref().filter(|_| event.place.is_some());
    let country = country
        .and_then(code::country)
        .map_or("", |place| place.name);
    let city = event.city.as_ref();
    vec![
        format!("{}-{}", row.id, idx + 1),
        day.unwrap_or_default(),
        source_name,
        source_sectors,
        source_country,
        row.code.name.to_owned(),
        row.code.code.to_owned(),
        row.code.goldstein.to_string(),
        target_name,
        target_sectors,
        target_country,
        address(row.document).to_owned(),
        row.sentence.to_string(),
        publisher.unwrap_or_default(),
        city.map_or(String::new(), |city| city.name.clone()),
        String::new(),
        city.map_or(String::new(), |city| city.adm1.clone()),
        country.to_owned(),
        city.map_or(String::new(), |city| city.latitude.to_string()),
        city.map_or(String::new(), |city| city.longitude.to_string()),
    ]
}

/// Name, sectors and country of a party; the words of the text where nobody known is named.
fn party(row: &Row, side: Option<Side>) -> [String; 3] {
    let Some(side) = side else {
        return Default::default();
    };
    let Some(actor) = side.actor else {
        return [
            row.words(side.span).to_owned(),
            String::new(),
            String::new(),
        ];
    };
    let sector = actor.sector.as_deref().and_then(code::sector);
    let country = side.country;
    let country = country.map_or("", |country| {
        code::country(country).map_or(country.0.as_str(), |place| place.name)
    });
    [
        actor.name.clone(),
        sector.map_or("", |(_, name)| name).to_owned(),
        country.to_owned(),
    ]
}
