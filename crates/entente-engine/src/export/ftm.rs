//! FollowTheMoney: articles, actors, acts and quotations as entities, and the same as statements.
//!
//! An act is an `Event` and a quotation a `Note`, with the id of its claim (`clm-17-4`: hyphens, as there ids have no other marks) and its
//! article as `proof`. Entities of the
//! same id are fragments of one, as readers of FollowTheMoney expect.

use std::collections::BTreeSet;
use std::io::Write;

use entente_types::{Actor, ActorKind, Claim, Content, Event, Participant, Quote};
use entente_world::{Reading, View};
use serde_json::{Map, Value, json};

use super::record::{Read, label};
use super::sheet::line;
use super::{Error, Settings, csv, each, key};
use crate::clean;

/// The name of the data set in statements.
const DATASET: &str = "entente";
/// Longest name, in characters; FollowTheMoney takes 384.
const MAX_NAME: usize = 300;
/// The columns of statements, as `followthemoney.statement` reads them.
const COLUMNS: [&str; 14] = [
    "canonical_id",
    "entity_id",
    "prop",
    "prop_type",
    "schema",
    "value",
    "dataset",
    "origin",
    "lang",
    "original_value",
    "external",
    "first_seen",
    "last_seen",
    "id",
];

/// An entity: what it is, and its properties by name.
struct Entity {
    id: String,
    schema: &'static str,
    properties: Vec<(&'static str, String)>,
    known: String,
}

impl Entity {
    fn new(id: String, schema: &'static str, reading: &Reading) -> Self {
        Self {
            id,
            schema,
            properties: Vec::new(),
            known: reading.row.known.clone(),
        }
    }

    fn with(mut self, name: &'static str, values: impl IntoIterator<Item = String>) -> Self {
        let values = values
            .into_iter()
            .map(|value| clean::words(&value))
            .map(|value| called(name, value))
            .filter(|value| !value.is_empty());
        self.properties.extend(values.map(|value| (name, value)));
        self
    }
}

/// A name without the quotation marks around it, which readers would take away, and no longer than they allow; anything else
/// as it is.
fn called(property: &str, value: String) -> String {
    if property != "name" {
        return value;
    }
    let is_mark = |letter: char| letter.is_whitespace() || "\"'“”‘’„«»`".contains(letter);
    let name = value.trim_matches(is_mark);
    match name.char_indices().nth(MAX_NAME) {
        Some((at, _)) => name[..at].trim_end_matches(is_mark).to_owned() + "…",
        None => name.to_owned(),
    }
}

/// Writes entities, one on each line.
pub(super) fn entities(
    view: &View,
    settings: &Settings,
    mut out: impl Write,
) -> Result<u64, Error> {
    let mut n = 0;
    each_entity(view, settings, |entity| {
        n += 1;
        let mut properties: Map<String, Value> = Map::new();
        for (name, value) in &entity.properties {
            let values = properties.entry(*name).or_insert_with(|| json!([]));
            if let Value::Array(values) = values {
                let value = Value::from(value.as_str());
                if !values.contains(&value) {
                    values.push(value);
                }
            }
        }
        line(
            &mut out,
            &json!({"id": entity.id, "schema": entity.schema, "properties": properties}),
        )
    })?;
    out.flush()?;
    Ok(n)
}

/// Writes a statement for each property of each entity.
pub(super) fn statements(
    view: &View,
    settings: &Settings,
    mut out: impl Write,
) -> Result<u64, Error> {
    out.write_all(csv::row(&COLUMNS.map(Value::from)).as_bytes())?;
    let mut n = 0;
    each_entity(view, settings, |entity| {
        for (name, value) in &entity.properties {
            n += 1;
            let id = key::sha1(&format!("{DATASET}.{}.{name}.{value}", entity.id));
            let cells = [
                json!(entity.id),
                json!(entity.id),
                json!(name),
                json!(kind(name)),
                json!(entity.schema),
                json!(value),
                json!(DATASET),
                json!(concat!("entente ", env!("CARGO_PKG_VERSION"))),
                Value::Null,
                Value::Null,
                json!("f"),
                json!(entity.known),
                json!(entity.known),
                json!(id),
            ];
            out.write_all(csv::plain_row(&cells).as_bytes())?;
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(n)
}

/// The type of a property in the model of FollowTheMoney.
fn kind(property: &str) -> &'static str {
    match property {
        "name" | "alias" => "name",
        "title" | "author" | "publisher" | "recordId" | "location" | "position" => "string",
        "country" => "country",
        "language" => "language",
        "sourceUrl" => "url",
        "publishedAt" | "date" | "startDate" | "endDate" => "date",
        "involved" | "entity" | "proof" => "entity",
        "keywords" => "string",
        _ => "text",
    }
}

fn each_entity(
    view: &View,
    settings: &Settings,
    mut show: impl FnMut(Entity) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    each(view, settings, |reading| {
        let read = Read::new(&reading);
        show(article(&reading))?;
        for claim in &reading.claims.claims {
            let (parties, entity) = match &claim.content {
                Content::Event(_) => {
                    let Some(act) = read.event(claim, settings) else {
                        continue;
                    };
                    let parties: Vec<&Participant> =
                        act.actors.iter().chain(&act.recipients).collect();
                    (parties, event(&read, act))
                }
                Content::Quote(said) => (said.speaker.iter().collect(), quote(&read, said)),
                _ => continue,
            };
            for actor in parties.into_iter().filter_map(|one| read.actor(one)) {
                let id = id(actor, &reading.row.id);
                // Another name of somebody who was shown is one more fragment.
                if seen.insert(format!("{id} {}", actor.name)) {
                    show(party(actor, id, &reading))?;
                }
            }
            let sentence = read.words(claim.sentence).to_owned();
            let mut entity = entity
                .with("proof", [plain(&reading.row.id)])
                .with("summary", [sentence])
                .with("description", [place(claim, &reading)])
                .with("publisher", reading.row.source.clone())
                .with("sourceUrl", address(&reading));
            entity.id = plain(&claim.id.0);
            show(entity)?;
        }
        Ok(())
    })
}

/// The claim, and where its words stand.
fn place(claim: &Claim, reading: &Reading) -> String {
    let span = claim.span;
    let words = span.of(&reading.article.text);
    format!(
        "{} in {}, bytes {} to {}: {words}",
        claim.id.0, reading.row.id, span.start, span.end
    )
}

fn id(actor: &Actor, article: &str) -> String {
    plain(&key::actor(actor, article))
}

/// An id as FollowTheMoney allows it: letters and digits of ASCII, points and hyphens.
fn plain(id: &str) -> String {
    let plain = id.replace([':', '@', '_'], "-");
    let is_fit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let ends = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    let is_whole =
        plain.bytes().all(is_fit) && ends(plain.bytes().next()) && ends(plain.bytes().last());
    match is_whole {
        true => plain,
        false => format!("actor-{}", key::sha1(id)),
    }
}

fn address(reading: &Reading) -> Option<String> {
    reading
        .row
        .address
        .clone()
        .filter(|address| address.starts_with("http"))
}

fn article(reading: &Reading) -> Entity {
    let (row, article) = (&reading.row, &reading.article);
    let day = row
        .published
        .as_deref()
        .and_then(|day| day.get(..10))
        .map(str::to_owned);
    Entity::new(plain(&row.id), "Article", reading)
        .with("title", row.title.clone())
        .with(
            "name",
            [row.title.clone().unwrap_or_else(|| row.id.clone())],
        )
        .with("publishedAt", day)
        .with("sourceUrl", address(reading))
        .with("publisher", row.source.clone())
        .with(
            "author",
            article.authors.iter().map(|author| author.value.clone()),
        )
        .with("keywords", row.story.clone())
        .with("bodyText", [article.text.clone()])
}

fn party(actor: &Actor, id: String, reading: &Reading) -> Entity {
    let schema = match actor.kind {
        ActorKind::Person => "Person",
        ActorKind::State => "PublicBody",
        ActorKind::Organisation => "Organization",
        ActorKind::Group | ActorKind::Text => "LegalEntity",
    };
    let country = actor
        .country
        .as_ref()
        .and_then(|country| country_code(&country.0));
    let offices = actor
        .offices
        .iter()
        .filter(|_| actor.kind == ActorKind::Person);
    Entity::new(id, schema, reading)
        .with("name", [actor.name.clone()])
        .with("country", country)
        .with("position", offices.cloned())
}

fn event(read: &Read, event: &Event) -> Entity {
    let article = &read.of.row.id;
    let involved = event.actors.iter().chain(&event.recipients);
    let involved = involved
        .filter_map(|one| read.actor(one))
        .map(|actor| id(actor, article));
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let (from, to) = event
        .period
        .map_or((None, None), |period| (period.from, period.to));
    let is_day = from.is_some() && from == to;
    let name = |text: &Value| text.as_str().unwrap_or_default().to_owned();
    let country = event
        .country
        .as_ref()
        .and_then(|country| country_code(&country.0));
    Entity::new(String::new(), "Event", read.of)
        .with("name", [read.words(event.clause).to_owned()])
        .with(
            "keywords",
            [name(&label(&event.root)), name(&label(&event.realis))],
        )
        .with("involved", involved)
        .with("date", day(from).filter(|_| is_day))
        .with("startDate", day(from).filter(|_| !is_day))
        .with("endDate", day(to).filter(|_| !is_day))
        .with("country", country)
        .with(
            "location",
            event.place.map(|span| read.words(span).to_owned()),
        )
}

fn quote(read: &Read, quote: &Quote) -> Entity {
    let speaker = quote.speaker.iter().filter_map(|one| read.actor(one));
    let speaker = speaker.map(|actor| id(actor, &read.of.row.id));
    let words: Vec<&str> = quote.content.iter().map(|span| read.words(*span)).collect();
    Entity::new(String::new(), "Note", read.of)
        .with("name", [words.join(" … ")])
        .with("entity", speaker)
}

/// A country by its two letters, in lower case.
fn country_code(three: &str) -> Option<String> {
    crate::rows::country_iso2(three).map(str::to_lowercase)
}
