//! PLOVER as JSON lines, with the fields of its manual and a block `claim` of our own.
//!
//! Offsets count bytes of the article's text, as everywhere in Entente. What the manual asks for and no text
//! gives is left out. `claim` holds what no other event data has: who says so, how it is told, and the words
//! behind every field.

use entente_types::{Attribution, Polarity, Realis, TollKind};
use jiff::civil::Date;
use serde::Serialize;

use super::{CODES, Row, SCALE, Side, address, code};

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enddate: Option<Date>,
    event: [String; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mode: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    context: Vec<&'a str>,
    quad_code: u8,
    event_scale: f64,
    event_text: [&'a str; 1],
    actor: Vec<Party<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recipient: Vec<Party<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_loc: Option<Location<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dead: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    injured: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arrested: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<f64>,
    text: &'a str,
    text_info: TextInfo,
    cite_info: CiteInfo<'a>,
    coder: &'static str,
    claim: ClaimInfo<'a>,
}

#[derive(Serialize)]
struct Party<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<&'a str>,
    entity_text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<&'a str>,
    /// The share of mentions like this one that name their actor, to two places.
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
}

#[derive(Serialize)]
struct Location<'a> {
    extracted_place: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    resolved_place: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    geonameid: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lat: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lon: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    province: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country_code: Option<&'a str>,
}

#[derive(Serialize)]
struct TextInfo {
    sequence: usize,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct CiteInfo<'a> {
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publication: Option<&'a str>,
    language: &'a str,
    codebook: &'static str,
    version: &'static str,
}

/// What PLOVER has no field for.
#[derive(Serialize)]
struct ClaimInfo<'a> {
    /// The claim, as `clm_17_4`.
    id: &'a str,
    /// Who vouches for it, from the outermost to the innermost; nobody for the publisher itself.
    claimant: Vec<Claimant<'a>>,
    realis: Realis,
    polarity: Polarity,
    /// The root of the act itself, where it counts as another: a visit that is planned is AGREE.
    told_as: String,
    /// The share of acts read like this one that stand, to two places.
    confidence: f64,
    /// `text`, or `published` where the text names no day.
    #[serde(skip_serializing_if = "Option::is_none")]
    date_from: Option<&'static str>,
    cameo: &'static str,
    tables: [&'static str; 2],
    rule: &'a str,
    /// The row of the act that this one is about, as what somebody is accused of, if it is a row.
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<&'a str>,
    evidence: Vec<Words<'a>>,
}

#[derive(Serialize)]
struct Claimant<'a> {
    #[serde(flatten)]
    party: Party<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<&'a str>,
}

#[derive(Serialize)]
struct Words<'a> {
    field: &'static str,
    start: u32,
    end: u32,
    text: &'a str,
}

/// A row as one line of JSON, without its line break.
pub(super) fn line(row: &Row) -> String {
    let event = row.event;
    let (from, to) = row.days();
    let day = row.day();
    let toll = |kind: TollKind| {
        let found = event.tolls.iter().find(|toll| toll.kind == kind);
        found.map(|toll| toll.nominal)
    };
    let line = Line {
        id: &row.id,
        date: day,
        enddate: to.filter(|to| Some(*to) != from),
        event: [code::name(row.root)],
        mode: row.mode.into_iter().collect(),
        context: event.contexts.iter().map(|one| one.name.as_str()).collect(),
        quad_code: row.quad,
        event_scale: row.intensity,
        event_text: [row.words(event.trigger)],
        actor: row.actors().iter().map(|side| party(row, side)).collect(),
        recipient: row
            .recipients()
            .iter()
            .map(|side| party(row, side))
            .collect(),
        event_loc: location(row),
        dead: toll(TollKind::Dead),
        injured: toll(TollKind::Injured),
        arrested: toll(TollKind::Arrested),
        size: toll(TollKind::Size),
        text: row.words(row.told()),
        text_info: TextInfo {
            sequence: row.sentence,
            start: row.told().start,
            end: row.told().end,
        },
        cite_info: cite(row),
        coder: "entente",
        claim: claim(row),
    };
    serde_json::to_string(&line).expect("texts and finite numbers are JSON")
}

fn party<'a>(row: &Row<'a>, side: &Side<'a>) -> Party<'a> {
    let actor = side.actor;
    Party {
        code: side.country.map(|country| country.0.as_str()),
        sector: actor.and_then(|actor| actor.sector.as_deref()),
        entity_text: row.words(side.span),
        identifier_id: actor.map(|actor| actor.id.0.as_str()),
        identifier_text: actor.map(|actor| actor.name.as_str()),
        office: actor
            .and_then(|actor| actor.offices.first())
            .map(String::as_str),
        confidence: row
            .claims
            .actors
            .mention(side.span)
            .map(|mention| two_places(mention.confidence)),
    }
}

/// A share as it is written.
fn two_places(share: f32) -> f64 {
    (f64::from(share) * 100.0).round() / 100.0
}

fn location<'a>(row: &Row<'a>) -> Option<Location<'a>> {
    let event = row.event;
    let city = event.city.as_ref();
    let country = event.country.as_ref();
    Some(Location {
        extracted_place: row.words(event.place?),
        resolved_place: city.map(|city| city.name.as_str()),
        geonameid: city.map(|city| city.geonames),
        lat: city.map(|city| city.latitude),
        lon: city.map(|city| city.longitude),
        city: city.map(|city| city.name.as_str()),
        province: city.map(|city| city.adm1.as_str()),
        country: country.and_then(code::country).map(|place| place.name),
        country_code: country.map(|country| country.0.as_str()),
    })
}

fn cite<'a>(row: &Row<'a>) -> CiteInfo<'a> {
    let article = &row.document.article;
    CiteInfo {
        url: address(row.document),
        title: article.title.as_ref().map(|title| title.value.as_str()),
        publication: article.source.as_ref().map(|source| source.value.as_str()),
        language: article
            .language
            .as_ref()
            .map_or("en", |language| &language.value),
        codebook: "PLOVER 0.8",
        version: super::VERSION,
    }
}

fn claim<'a>(row: &'a Row<'a>) -> ClaimInfo<'a> {
    let claimant = |one: &Attribution| {
        let actor = one.holder.actor.as_ref();
        let actor = actor.and_then(|id| row.claims.actors.actor(id));
        let side = Side {
            span: one.holder.span,
            actor,
            country: actor.and_then(|actor| actor.country.as_ref()),
        };
        Claimant {
            party: party(row, &side),
            cue: one.cue.map(|span| row.words(span)),
        }
    };
    let evidence = row.evidence().into_iter().map(|one| Words {
        field: one.field,
        start: one.span.start,
        end: one.span.end,
        text: row.words(one.span),
    });
    let told = row.days().0.is_some();
    ClaimInfo {
        id: &row.claim.id.0,
        claimant: row.claim.holders.iter().map(claimant).collect(),
        realis: row.event.realis,
        polarity: row.event.polarity,
        told_as: code::name(row.event.root),
        confidence: two_places(row.event.confidence),
        date_from: row.day().map(|_| if told { "text" } else { "published" }),
        cameo: row.code.code,
        tables: [SCALE, CODES],
        rule: &row.claim.rule,
        about: row.about.as_deref(),
        evidence: evidence.collect(),
    }
}
