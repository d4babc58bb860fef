//! STIX 2.1: articles as reports, acts as relationships between identities, quotations as notes, stories as groupings.
//!
//! Ids are UUIDs of version 5 over ids of the workspace, so that the same thing has the same id in every export.

use std::collections::BTreeSet;
use std::io::Write;

use entente_types::{Actor, ActorKind, Claim, Content};
use entente_world::{Id, Reading, View};
use serde_json::{Map, Value, json};

use super::record::Read;
use super::sheet::Objects;
use super::{Error, Origin, Settings, each, key, moment};
use crate::clean;

/// When identities were made: they have no beginning of their own, and their form must not change.
const FIRST: &str = "2020-01-01T00:00:00.000Z";

pub(super) fn write(view: &View, settings: &Settings, out: impl Write) -> Result<u64, Error> {
    let bundle = key::uuid(&format!("bundle {} {settings:?}", Origin::of(view)?.hash));
    let before = format!("{{\"type\":\"bundle\",\"id\":\"bundle--{bundle}\",\"objects\":[");
    let mut bundle = Bundle {
        objects: Objects::new(out, &before)?,
        seen: BTreeSet::new(),
        articles: BTreeSet::new(),
    };
    each(view, settings, |reading| bundle.article(&reading, settings))?;
    view.for_each_story(1, |story, articles| {
        let reports: Vec<String> = articles
            .iter()
            .filter(|article| bundle.holds(&article.id))
            .map(|article| name("report", &article.id))
            .collect();
        if reports.is_empty() {
            return Ok(());
        }
        let at = story.known.parse().map(moment::known);
        let at = at.map_or_else(|_| FIRST.to_owned(), |at| moment::stix(&at));
        let mut object = object("grouping", &story.id, &at);
        object.insert("name".to_owned(), json!(clean::words(&story.headline)));
        object.insert("context".to_owned(), json!("unspecified"));
        object.insert("object_refs".to_owned(), json!(reports));
        object.insert(
            "external_references".to_owned(),
            json!([{"source_name": "entente", "external_id": story.id}]),
        );
        bundle.push(object)
    })?;
    bundle.objects.end("]}")
}

struct Bundle<W: Write> {
    objects: Objects<W>,
    /// Identities that are in it.
    seen: BTreeSet<String>,
    /// Numbers of the articles that are in it.
    articles: BTreeSet<u32>,
}

impl<W: Write> Bundle<W> {
    fn holds(&self, article: &str) -> bool {
        matches!(article.parse(), Ok(Id::Article(number)) if self.articles.contains(&number))
    }

    fn push(&mut self, object: Map<String, Value>) -> Result<(), Error> {
        self.objects.push(&Value::Object(object))
    }

    fn article(&mut self, reading: &Reading, settings: &Settings) -> Result<(), Error> {
        let row = &reading.row;
        let read = Read::new(reading);
        let at = row.known.parse().map(moment::known);
        let at = at.map_or_else(|_| FIRST.to_owned(), |at| moment::stix(&at));
        let source = row
            .source
            .as_deref()
            .map(|source| self.identity(&format!("source:{source}"), source, "organization"));
        let source = source.transpose()?;
        let mut parts: Vec<String> = source.iter().cloned().collect();
        for claim in &reading.claims.claims {
            match &claim.content {
                Content::Event(_) => self.act(&read, claim, settings, &at, &mut parts)?,
                Content::Quote(_) => self.note(&read, claim, &at, &mut parts)?,
                _ => {}
            }
        }
        let published = row.published.as_deref().and_then(moment::utc);
        let published = published.map_or_else(|| at.clone(), |published| moment::stix(&published));
        let mut seen = BTreeSet::new();
        parts.retain(|part| seen.insert(part.clone()));
        if parts.is_empty() {
            parts.push(self.identity("source:", "unknown publisher", "unknown")?);
        }
        let title = row.title.as_deref().unwrap_or(&row.id);
        let mut object = object("report", &row.id, &at);
        object.insert("name".to_owned(), json!(clean::words(title)));
        object.insert("published".to_owned(), json!(published));
        object.extend(source.map(|source| ("created_by_ref".to_owned(), json!(source))));
        object.insert("object_refs".to_owned(), json!(parts));
        object.insert(
            "external_references".to_owned(),
            references(reading, &row.id, None),
        );
        if let Ok(Id::Article(number)) = row.id.parse() {
            self.articles.insert(number);
        }
        self.push(object)
    }

    /// The id of an identity, which is put into the bundle once.
    fn identity(&mut self, of: &str, called: &str, class: &str) -> Result<String, Error> {
        let id = name("identity", of);
        if self.seen.insert(id.clone()) {
            let mut object = object("identity", of, FIRST);
            object.insert("name".to_owned(), json!(clean::words(called)));
            object.insert("identity_class".to_owned(), json!(class));
            self.push(object)?;
        }
        Ok(id)
    }

    fn actor(&mut self, actor: &Actor, article: &str) -> Result<String, Error> {
        let class = match actor.kind {
            ActorKind::Person => "individual",
            ActorKind::State | ActorKind::Organisation => "organization",
            ActorKind::Group => "group",
            ActorKind::Text => "unknown",
        };
        self.identity(&key::actor(actor, article), &actor.name, class)
    }

    /// A relationship for each pair of an act.
    fn act(
        &mut self,
        read: &Read,
        claim: &Claim,
        settings: &Settings,
        at: &str,
        parts: &mut Vec<String>,
    ) -> Result<(), Error> {
        let Some(event) = read.event(claim, settings) else {
            return Ok(());
        };
        for (place, (one, other)) in read.pairs(event).into_iter().enumerate() {
            let ids = [
                self.actor(one, &read.of.row.id)?,
                self.actor(other, &read.of.row.id)?,
            ];
            let of = format!("{} {place}", claim.id.0);
            let mut object = object("relationship", &of, at);
            let root = format!("{:?}", event.root).to_lowercase();
            object.insert("relationship_type".to_owned(), json!(root));
            object.insert("source_ref".to_owned(), json!(ids[0]));
            object.insert("target_ref".to_owned(), json!(ids[1]));
            object.insert(
                "description".to_owned(),
                json!(clean::words(read.words(claim.sentence))),
            );
            object.insert(
                "confidence".to_owned(),
                json!((event.confidence * 100.0).round().clamp(0.0, 100.0) as u8),
            );
            object.insert(
                "labels".to_owned(),
                json!([format!("realis-{}", read.realis(event))]),
            );
            let day = event
                .period
                .and_then(|period| period.from)
                .and_then(moment::day);
            object.extend(day.map(|day| ("start_time".to_owned(), json!(moment::stix(&day)))));
            object.insert(
                "external_references".to_owned(),
                references(read.of, &claim.id.0, Some(claim)),
            );
            parts.extend(ids);
            parts.push(name("relationship", &of));
            self.push(object)?;
        }
        Ok(())
    }

    /// A note for a quotation whose speaker is known.
    fn note(
        &mut self,
        read: &Read,
        claim: &Claim,
        at: &str,
        parts: &mut Vec<String>,
    ) -> Result<(), Error> {
        let Content::Quote(quote) = &claim.content else {
            return Ok(());
        };
        let Some(speaker) = quote.speaker.as_ref().and_then(|one| read.actor(one)) else {
            return Ok(());
        };
        let id = self.actor(speaker, &read.of.row.id)?;
        let words: Vec<&str> = quote.content.iter().map(|span| read.words(*span)).collect();
        let mut object = object("note", &claim.id.0, at);
        object.insert(
            "abstract".to_owned(),
            json!(clean::words(&words.join(" … "))),
        );
        object.insert(
            "content".to_owned(),
            json!(clean::words(read.words(claim.sentence))),
        );
        object.insert("authors".to_owned(), json!([clean::words(&speaker.name)]));
        object.insert("object_refs".to_owned(), json!([id]));
        object.insert(
            "external_references".to_owned(),
            references(read.of, &claim.id.0, Some(claim)),
        );
        parts.push(id);
        parts.push(name("note", &claim.id.0));
        self.push(object)
    }
}

fn name(kind: &str, of: &str) -> String {
    format!("{kind}--{}", key::uuid(&format!("{kind} {of}")))
}

/// What every object has.
fn object(kind: &str, of: &str, at: &str) -> Map<String, Value> {
    let fields = [
        ("type", kind.to_owned()),
        ("spec_version", "2.1".to_owned()),
        ("id", name(kind, of)),
        ("created", at.to_owned()),
        ("modified", at.to_owned()),
    ];
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), Value::from(value)))
        .collect()
}

/// The way back: the id in the workspace with the bytes of the words, and the address of the article.
fn references(reading: &Reading, id: &str, claim: Option<&Claim>) -> Value {
    let row = &reading.row;
    let mut own = json!({"source_name": "entente", "external_id": id});
    if let (Value::Object(fields), Some(claim)) = (&mut own, claim) {
        let span = claim.span;
        let place = format!(
            "{}, bytes {} to {}: {}",
            row.id,
            span.start,
            span.end,
            span.of(&reading.article.text)
        );
        fields.insert("description".to_owned(), json!(clean::words(&place)));
    }
    let mut all = vec![own];
    if let Some(address) = row
        .address
        .as_deref()
        .filter(|address| address.starts_with("http"))
    {
        let source = row.source.as_deref().unwrap_or("publisher");
        all.push(json!({"source_name": clean::words(source), "url": address}));
    }
    Value::Array(all)
}
