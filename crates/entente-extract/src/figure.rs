//! How many and how much: numbers with their unit, what they count, and the interval their words allow.
//!
//! Numbers, units and hedges are read from characters alone (`lex`, `number`, `unit`, `hedge`, `amount`),
//! with the words of the text's language (`language`), so that they work in any text; [`scan`] gives only
//! them. What is counted and what limits it comes from the parse (`counted`, `scope`). `reader` puts the two
//! together, `part` tells what states an amount and what does not.
//!
//! ```text
//! text ─lex─► pieces ─number, unit─► amounts ─range, composite, bounds, hedge─► amounts ─reader─► Figures
//! ```

mod amount;
mod bounds;
mod build;
mod code;
mod composite;
mod counted;
mod currency;
mod hedge;
mod language;
mod lex;
mod name;
mod number;
mod part;
mod phrase;
mod plain;
mod range;
mod reader;
mod scope;
mod unit;
mod word;

use std::collections::HashMap;

use entente_types::{Actors, Document, Figure, Hedge, Measure, TimeExpression, TimeKind};

use crate::Found;
pub use plain::{Numeral, numerals, scan, scan_note};

use amount::Amount;
use lex::{Pieces, Register};
use reader::Reader;

/// What a number does in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It states how many or how much: a claim.
    Claim,
    /// It only says when: "two years ago", "the past three months".
    Time,
    /// It takes up what was counted before, or counts nothing worth a claim: "the two countries", "one of".
    Mention,
}

/// A number as read, with its part in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The figure.
    pub found: Found<Figure>,
    /// What it does in the text.
    pub part: Part,
}

/// Finds figures, in order of the text.
///
/// Numbers that only say when or take up what was counted before are left out; [`read`] gives them too.
#[must_use]
pub fn find(document: &Document, actors: &Actors, times: &[TimeExpression]) -> Vec<Found<Figure>> {
    if document.tokens.is_empty() {
        return unparsed(document, times);
    }
    let claims = read(document, actors, times).into_iter();
    let claims = claims.filter(|reading| reading.part == Part::Claim);
    claims.map(|reading| reading.found).collect()
}

/// The figures of a text without tokens: those that name what they measure, outside of dates.
fn unparsed(document: &Document, times: &[TimeExpression]) -> Vec<Found<Figure>> {
    let is_told = |figure: &Figure| figure.measure != Measure::Bare || figure.hedge != Hedge::Exact;
    let in_date = |figure: &Figure| {
        let from = times.partition_point(|time| time.span.end <= figure.number.start);
        times.get(from).is_some_and(|time| {
            time.span.contains(figure.number) && time.kind != TimeKind::Duration
        })
    };
    let mut found = scan(document.text(), code(document));
    found.retain(|found| is_told(&found.value) && !in_date(&found.value));
    found
}

/// The language of a document; English if its page does not say.
fn code(document: &Document) -> &str {
    let stated = document.article.language.as_ref();
    stated.map_or("en", |language| language.value.as_str())
}

/// Reads every number that states an amount, in order of the text, with the part it plays.
#[must_use]
pub fn read(document: &Document, actors: &Actors, times: &[TimeExpression]) -> Vec<Reading> {
    let pieces = Pieces::of(
        document.text(),
        language::language(code(document)),
        Register::Report,
    );
    let amounts = amount::read(&pieces, document);
    let reader = Reader {
        document,
        pieces: &pieces,
        actors,
        named: named(actors),
        times,
        taken: taken(document, &pieces, &amounts, times),
    };
    let mut readings: Vec<Reading> = Vec::new();
    let mut before: Option<&Amount> = None;
    for amount in &amounts {
        let converted = reader.converted(amount, before, &readings);
        let reading = converted.or_else(|| reader.reading(amount, &readings));
        before = reading.is_some().then_some(amount);
        readings.extend(reading);
    }
    readings
}

/// Marks the tokens of numbers, units and times.
fn taken(
    document: &Document,
    pieces: &Pieces<'_>,
    amounts: &[Amount],
    times: &[TimeExpression],
) -> Vec<bool> {
    let mut taken = vec![false; document.tokens.len()];
    let own = amounts
        .iter()
        .map(|amount| pieces.span(amount.first, amount.last));
    for span in own.chain(times.iter().map(|time| time.span)) {
        taken[document.tokens_in(span)].fill(true);
    }
    taken
}

/// Mentions by the token that heads them.
fn named(actors: &Actors) -> HashMap<u32, Vec<usize>> {
    let mut named: HashMap<u32, Vec<usize>> = HashMap::new();
    for (idx, mention) in actors.mentions.iter().enumerate() {
        named.entry(mention.head).or_default().push(idx);
    }
    named
}
