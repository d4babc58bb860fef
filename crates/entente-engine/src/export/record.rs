//! The tables, and their rows: plain columns that every program can read.

use std::collections::BTreeMap;

use entente_types::{
    Actor, Claim, Content, Country, Event, Interval, Participant, Period, Polarity, Span,
};
use entente_world::{Quad, Reading, View};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Error, Settings, each as each_reading};

/// Most pairs of two that one act is written as.
const MAX_PAIRS: usize = 6;

/// What can be written as a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Articles with their text.
    Articles,
    /// Claims of all kinds.
    Claims,
    /// Acts: who did what to whom.
    Events,
    /// Who said what.
    Quotes,
    /// How many, how much.
    Figures,
    /// Stories, with their articles.
    Stories,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number of 64 bits.
    Whole,
    /// A number.
    Real,
    /// Yes or no.
    Truth,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub name: &'static str,
    pub kind: Kind,
}

const fn text(name: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Text,
    }
}

const fn whole(name: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Whole,
    }
}

const fn real(name: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Real,
    }
}

const fn truth(name: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Truth,
    }
}

/// What leads back to the sentence: the last columns of every table of claims.
const EVIDENCE: [Column; 11] = [
    text("claim"),
    text("article"),
    text("story"),
    text("source"),
    text("published"),
    text("holders"),
    whole("start"),
    whole("end"),
    text("words"),
    text("sentence"),
    text("rule"),
];
const ARTICLES: [Column; 12] = [
    text("article"),
    text("story"),
    text("title"),
    text("source"),
    text("authors"),
    text("published"),
    text("address"),
    text("language"),
    text("place"),
    text("known"),
    whole("claims"),
    text("text"),
];
const CLAIMS: [Column; 1] = [text("kind")];
const EVENTS: [Column; 22] = [
    text("root"),
    text("mode"),
    text("quad"),
    text("actor"),
    text("actor_name"),
    text("actor_country"),
    text("recipient"),
    text("recipient_name"),
    text("recipient_country"),
    text("from"),
    text("to"),
    text("precision"),
    text("realis"),
    truth("denied"),
    text("place"),
    text("country"),
    text("city"),
    real("latitude"),
    real("longitude"),
    text("contexts"),
    real("confidence"),
    text("trigger"),
];
const QUOTES: [Column; 8] = [
    text("speaker"),
    text("speaker_name"),
    text("speaker_country"),
    text("directness"),
    text("cue"),
    text("quoted"),
    text("addressee"),
    real("confidence"),
];
const FIGURES: [Column; 13] = [
    text("counted"),
    real("number"),
    real("low"),
    real("high"),
    text("hedge"),
    text("measure"),
    text("unit"),
    text("written"),
    text("from"),
    text("to"),
    text("country"),
    text("about"),
    text("realis"),
];
const STORIES: [Column; 8] = [
    text("story"),
    text("headline"),
    text("first"),
    text("last"),
    whole("n_articles"),
    whole("n_sources"),
    text("known"),
    text("articles"),
];

impl Table {
    /// Its name, as on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Claims => "claims",
            Self::Events => "events",
            Self::Quotes => "quotes",
            Self::Figures => "figures",
            Self::Stories => "stories",
        }
    }

    /// Its columns.
    pub(super) fn columns(self) -> Vec<Column> {
        let own: &[Column] = match self {
            Self::Articles => return ARTICLES.to_vec(),
            Self::Stories => return STORIES.to_vec(),
            Self::Claims => &CLAIMS,
            Self::Events => &EVENTS,
            Self::Quotes => &QUOTES,
            Self::Figures => &FIGURES,
        };
        own.iter().chain(&EVIDENCE).copied().collect()
    }
}

/// Shows every row of a table, with a value for each column.
pub(super) fn each(
    view: &View,
    table: Table,
    settings: &Settings,
    mut row: impl FnMut(Vec<Value>) -> Result<(), Error>,
) -> Result<(), Error> {
    match table {
        Table::Articles => each_reading(view, settings, |reading| row(article(&reading))),
        Table::Stories => view.for_each_story(settings.least_articles, |story, articles| {
            let ids: Vec<&str> = articles.iter().map(|article| article.id.as_str()).collect();
            row(vec![
                json!(story.id),
                json!(story.headline),
                json!(story.first),
                json!(story.last),
                json!(story.n_articles),
                json!(story.n_sources),
                json!(story.known),
                json!(ids.join(" ")),
            ])
        }),
        _ => each_reading(view, settings, |reading| {
            let reading = Read::new(&reading);
            for claim in &reading.of.claims.claims {
                if let Some(values) = reading.values(table, claim, settings) {
                    row(values)?;
                }
            }
            Ok(())
        }),
    }
}

fn article(reading: &Reading) -> Vec<Value> {
    let (row, article) = (&reading.row, &reading.article);
    let authors: Vec<&str> = article
        .authors
        .iter()
        .map(|author| author.value.as_str())
        .collect();
    vec![
        json!(row.id),
        json!(row.story),
        json!(row.title),
        json!(row.source),
        json!(authors.join("; ")),
        json!(row.published),
        json!(row.address),
        json!(article.language.as_ref().map(|language| &language.value)),
        json!(row.place),
        json!(row.known),
        json!(reading.claims.claims.len()),
        json!(article.text),
    ]
}

/// A reading, with what its claims are asked for.
pub(super) struct Read<'a> {
    pub of: &'a Reading,
    actors: BTreeMap<&'a str, &'a Actor>,
}

impl<'a> Read<'a> {
    pub fn new(of: &'a Reading) -> Self {
        let actors = of
            .claims
            .actors
            .actors
            .iter()
            .map(|actor| (actor.id.0.as_str(), actor));
        Self {
            of,
            actors: actors.collect(),
        }
    }

    /// The words of a span.
    pub fn words(&self, span: Span) -> &'a str {
        span.of(&self.of.article.text)
    }

    /// Who takes a part.
    pub fn actor(&self, one: &Participant) -> Option<&'a Actor> {
        self.actors.get(one.actor.as_ref()?.0.as_str()).copied()
    }

    /// An act that stands in enough cases.
    pub fn event<'c>(&self, claim: &'c Claim, settings: &Settings) -> Option<&'c Event> {
        match &claim.content {
            Content::Event(event) if event.confidence >= settings.least => Some(event),
            _ => None,
        }
    }

    /// Who acts towards whom, two by two; those who act together without a recipient stand against each other.
    pub fn pairs(&self, event: &Event) -> Vec<(&'a Actor, &'a Actor)> {
        let side = |all: &[Participant]| {
            all.iter()
                .filter_map(|one| self.actor(one))
                .collect::<Vec<_>>()
        };
        let (actors, recipients) = (side(&event.actors), side(&event.recipients));
        let mut pairs = Vec::new();
        for (place, one) in actors.iter().enumerate() {
            let others = match event.recipients.is_empty() {
                true => &actors[place + 1..],
                false => &recipients[..],
            };
            pairs.extend(others.iter().map(|other| (*one, *other)));
        }
        pairs.retain(|(one, other)| one.id != other.id);
        pairs.truncate(MAX_PAIRS);
        pairs
    }

    /// In which way an act is told.
    pub fn realis(&self, event: &Event) -> String {
        label(&event.realis)
            .as_str()
            .unwrap_or_default()
            .replace('_', "-")
    }

    fn values(&self, table: Table, claim: &Claim, settings: &Settings) -> Option<Vec<Value>> {
        let mut values = match (table, &claim.content) {
            (Table::Claims, content) => vec![json!(content.kind())],
            (Table::Events, Content::Event(_)) => self.event_values(self.event(claim, settings)?),
            (Table::Quotes, Content::Quote(quote)) => self.quote_values(quote),
            (Table::Figures, Content::Figure(figure)) => self.figure_values(figure),
            _ => return None,
        };
        values.extend(self.evidence(claim));
        Some(values)
    }

    fn evidence(&self, claim: &Claim) -> [Value; 11] {
        let row = &self.of.row;
        let holders = claim.holders.iter().map(|one| {
            let actor = one.holder.actor.as_ref().map(|actor| actor.0.as_str());
            actor.unwrap_or_else(|| self.words(one.holder.span))
        });
        [
            json!(claim.id.0),
            json!(row.id),
            json!(row.story),
            json!(row.source),
            json!(row.published),
            json!(holders.collect::<Vec<_>>().join("; ")),
            json!(claim.span.start),
            json!(claim.span.end),
            json!(self.words(claim.span)),
            json!(self.words(claim.sentence)),
            json!(claim.rule),
        ]
    }

    fn event_values(&self, event: &Event) -> Vec<Value> {
        let root = label(&event.root);
        let contexts: Vec<&str> = event
            .contexts
            .iter()
            .map(|context| context.name.as_str())
            .collect();
        let [from, to, precision] = period(event.period.as_ref());
        let city = event.city.as_ref();
        let mut values = vec![
            json!(root),
            json!(event.mode),
            json!(root.as_str().and_then(Quad::of)),
        ];
        values.extend(self.side(&event.actors, event.actor_home.as_ref()));
        values.extend(self.side(&event.recipients, event.recipient_home.as_ref()));
        values.extend([
            from,
            to,
            precision,
            label(&event.realis),
            json!(event.polarity == Polarity::DidNot),
            json!(event.place.map(|span| self.words(span))),
            json!(event.country),
            json!(city.map(|city| &city.name)),
            json!(city.map(|city| city.latitude)),
            json!(city.map(|city| city.longitude)),
            json!(contexts.join("; ")),
            json!(event.confidence),
            json!(self.words(event.trigger)),
        ]);
        values
    }

    /// Ids, names and countries of those on a side.
    fn side(&self, all: &[Participant], home: Option<&Country>) -> [Value; 3] {
        let mut parts: [Vec<&str>; 3] = Default::default();
        for one in all {
            let actor = self.actor(one);
            parts[0].extend(one.actor.as_ref().map(|id| id.0.as_str()));
            parts[1].push(actor.map_or_else(|| self.words(one.span), |actor| &actor.name));
            parts[2].extend(
                actor
                    .and_then(|actor| actor.country.as_ref())
                    .or(home)
                    .map(|country| country.0.as_str()),
            );
        }
        parts.map(|part| match part.is_empty() {
            true => Value::Null,
            false => json!(part.join("; ")),
        })
    }

    fn quote_values(&self, quote: &entente_types::Quote) -> Vec<Value> {
        let side =
            |one: Option<&Participant>| self.side(one.map_or(&[], std::slice::from_ref), None);
        let quoted: Vec<&str> = match quote.words.is_empty() {
            true => quote.content.iter().map(|span| self.words(*span)).collect(),
            false => quote.words.iter().map(|span| self.words(*span)).collect(),
        };
        let [speaker, name, country] = side(quote.speaker.as_ref());
        let [_, addressee, _] = side(quote.addressee.as_ref());
        vec![
            speaker,
            name,
            country,
            label(&quote.directness),
            json!(quote.cue.map(|span| self.words(span))),
            json!(quoted.join(" … ")),
            addressee,
            json!(quote.confidence),
        ]
    }

    fn figure_values(&self, figure: &entente_types::Figure) -> Vec<Value> {
        let [from, to, _] = period(figure.scope.period.as_ref());
        let Interval { low, high, .. } = figure.interval;
        let about: Vec<&str> = figure.about.iter().map(|actor| actor.0.as_str()).collect();
        vec![
            json!(
                figure
                    .counted
                    .map_or(&*figure.property, |span| self.words(span))
            ),
            json!(figure.nominal),
            json!(low),
            json!(high),
            label(&figure.hedge),
            label(&figure.measure),
            json!(match figure.unit.name.is_empty() {
                true => &figure.unit.code,
                false => &figure.unit.name,
            }),
            json!(self.words(figure.written)),
            from,
            to,
            json!(figure.scope.place),
            json!(about.join("; ")),
            json!(figure.scope.realis),
        ]
    }
}

/// First and last day, and how finely they are told.
fn period(period: Option<&Period>) -> [Value; 3] {
    let of = |value: Option<Value>| value.unwrap_or(Value::Null);
    [
        of(period.and_then(|period| period.from).map(|day| json!(day))),
        of(period.and_then(|period| period.to).map(|day| json!(day))),
        of(period.map(|period| label(&period.precision))),
    ]
}

/// A unit variant as it is written in JSON.
pub(super) fn label(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}
