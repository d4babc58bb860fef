//! The 40 columns of POLECAT.

use entente_types::{Actor, EntityKind};

use super::{Row, Side, address, code};

/// The columns, named as the data set names them.
pub(super) const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// Most names of a story in one field, and most that are looked at.
const MAX_NAMES: usize = 50;
const MAX_SEEN: usize = 1000;

/// The fields of a row. Several parties, contexts and names of a field are parted by `;`.
pub(super) fn fields(row: &Row) -> Vec<String> {
    let event = row.event;
    let article = &row.document.article;
    let contexts: Vec<&str> = event.contexts.iter().map(|one| one.name.as_str()).collect();
    let day = row.day().map(|day| day.to_string());
    let mut fields = vec![
        row.id.clone(),
        day.unwrap_or_default(),
        code::name(row.root),
        row.mode.unwrap_or_default().to_owned(),
        row.intensity.to_string(),
        row.quad.to_string(),
        contexts.join(";"),
    ];
    fields.extend(party(row, &row.actors()));
    fields.extend(party(row, &row.recipients()));
    fields.extend(place(row));
    let published = article.day().map(|day| day.to_string());
    let source = article.source.as_ref().map(|source| source.value.clone());
    fields.extend([
        source.unwrap_or_else(|| address(row.document).to_owned()),
        published.unwrap_or_default(),
        names(row, &[EntityKind::Person]),
        names(row, &[EntityKind::Org]),
        names(row, &[EntityKind::Gpe, EntityKind::Loc, EntityKind::Fac]),
        article
            .language
            .as_ref()
            .map_or("en", |language| &language.value)
            .to_owned(),
        format!("entente {}; {}", super::VERSION, super::SCALE),
    ]);
    fields
}

/// The eight columns of a party.
fn party(row: &Row, sides: &[Side]) -> [String; 8] {
    let each = |value: &dyn Fn(&Side) -> String| {
        let values: Vec<String> = sides.iter().map(value).collect();
        match values.iter().all(String::is_empty) {
            true => String::new(),
            false => values.join(";"),
        }
    };
    let of_actor = |side: &Side, value: &dyn Fn(&Actor) -> String| {
        side.actor
            .map_or(String::new(), |actor| value(actor).replace(';', ","))
    };
    let sector = |actor: &Actor| actor.sector.clone().unwrap_or_default();
    let cow = |side: &Side| {
        let place = side.country.and_then(code::country);
        place.map_or(String::new(), |place| place.cow.to_owned())
    };
    [
        each(&|side| of_actor(side, &|actor| actor.name.clone())),
        each(&|side| {
            side.country
                .map_or(String::new(), |country| country.0.clone())
        }),
        each(&cow),
        sides
            .first()
            .map_or(String::new(), |side| of_actor(side, &sector)),
        each(&|side| of_actor(side, &sector)),
        each(&|side| of_actor(side, &|actor| actor.offices.join(", "))),
        each(&|side| row.words(side.span).replace(';', ",")),
        // Nobody is looked up in Wikipedia: Entente works offline.
        String::new(),
    ]
}

/// The ten columns of the place.
fn place(row: &Row) -> [String; 10] {
    let event = row.event;
    let raw = event
        .place
        .map_or(String::new(), |span| row.words(span).to_owned());
    let country = event.country.as_ref().filter(|_| event.place.is_some());
    let country = country.map_or(String::new(), |country| country.0.clone());
    let mut fields: [String; 10] = Default::default();
    fields[5 - 1] = country;
    fields[8].clone_from(&raw);
    if let Some(city) = &event.city {
        fields[0].clone_from(&city.name);
        fields[1].clone_from(&city.name);
        fields[3].clone_from(&city.adm1);
        fields[5] = city.latitude.to_string();
        fields[6] = city.longitude.to_string();
        fields[7] = city.geonames.to_string();
        "PPL".clone_into(&mut fields[9]);
    } else {
        fields[0] = raw;
    }
    fields
}

/// The names of some kinds in the whole text, each once.
fn names(row: &Row, kinds: &[EntityKind]) -> String {
    let document = row.document;
    let mut names: Vec<&str> = Vec::new();
    for entity in document
        .entities
        .iter()
        .take(MAX_SEEN)
        .filter(|entity| kinds.contains(&entity.kind))
    {
        let name = row.words(document.span(entity.tokens()));
        if names.len() < MAX_NAMES && !names.contains(&name) {
            names.push(name);
        }
    }
    names
        .iter()
        .map(|name| name.replace(';', ","))
        .collect::<Vec<_>>()
        .join(";")
}
