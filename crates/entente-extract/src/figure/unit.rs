//! Finds the unit of a number: money, shares, lengths of time and physical units, and rates of them.

use std::sync::LazyLock;

use entente_types::Unit;

use super::lex::{Phrases, Pieces, Shape};
use super::number::{Kind, Number};
use super::word;
use crate::table;

/// What a unit measures, as far as the rules care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Money.
    Money,
    /// A share of a whole.
    Share,
    /// Percentage and basis points.
    Points,
    /// A length of time.
    Time,
    /// Points of an index or a game.
    Index,
    /// Anything else.
    Physical,
}

/// A unit of the tables.
#[derive(Clone, Debug)]
pub struct Row {
    /// UCUM or ISO 4217 code.
    pub code: &'static str,
    /// In the singular.
    pub name: &'static str,
    /// What it measures.
    pub dimension: Dimension,
}

/// A unit beside a number.
#[derive(Clone, Debug)]
pub struct Match {
    /// Row of the tables; none for a rate of counted things.
    pub row: Option<usize>,
    /// The unit with its rate.
    pub unit: Unit,
    /// What it measures.
    pub dimension: Dimension,
    /// First piece of its words; before the number for currency symbols.
    pub first: usize,
    /// Last piece of its words.
    pub last: usize,
}

/// All units and the ways to write them.
struct Tables {
    rows: Vec<Row>,
    words: Phrases,
    symbols: Phrases,
    before: Phrases,
    careful: Phrases,
}

static TABLES: LazyLock<Tables> = LazyLock::new(load);

fn load() -> Tables {
    let mut rows = Vec::new();
    let (mut words, mut symbols, mut before, mut careful) = (vec![], vec![], vec![], vec![]);
    let parts = |list: &'static str| {
        list.split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
    };
    for row in table::rows(include_str!("../../data/unit.tsv")) {
        let (Some(&code), Some(&name), Some(&kind)) = (row.first(), row.get(1), row.get(2)) else {
            continue;
        };
        let idx = rows.len();
        words.extend(parts(row.get(3).unwrap_or(&"")).map(|word| (word, idx)));
        symbols.extend(parts(row.get(4).unwrap_or(&"")).map(|symbol| (symbol, idx)));
        rows.push(Row {
            code,
            name,
            dimension: dimension(kind),
        });
    }
    for row in table::rows(include_str!("../../data/currency.tsv")) {
        let (Some(&code), Some(&name)) = (row.first(), row.get(1)) else {
            continue;
        };
        let idx = rows.len();
        words.extend(parts(row.get(2).unwrap_or(&"")).map(|word| (word, idx)));
        for symbol in parts(row.get(3).unwrap_or(&"")) {
            match symbol.strip_suffix('*') {
                Some(plain) => careful.push((plain, idx)),
                None => {
                    before.push((symbol, idx));
                    symbols.push((symbol, idx));
                }
            }
        }
        rows.push(Row {
            code,
            name,
            dimension: Dimension::Money,
        });
    }
    Tables {
        rows,
        words: Phrases::any_case(words.into_iter()),
        symbols: Phrases::exact(symbols.into_iter()),
        before: Phrases::exact(before.into_iter()),
        careful: Phrases::exact(careful.into_iter()),
    }
}

fn dimension(kind: &str) -> Dimension {
    match kind {
        "share" => Dimension::Share,
        "points" => Dimension::Points,
        "time" => Dimension::Time,
        "index" => Dimension::Index,
        _ => Dimension::Physical,
    }
}

/// Can a unit of money stand at piece `idx`, before a number? Its last piece and row.
#[must_use]
pub fn before(pieces: &Pieces<'_>, idx: usize) -> Option<(usize, usize)> {
    // "PS5" is a console; the wire's "PS21,700" is a sum.
    let careful =
        |(last, row): (usize, usize)| has_scale_or_size(pieces, last + 1).then_some((last, row));
    let (last, row) = TABLES
        .before
        .at(pieces, idx)
        .or_else(|| spaced_dollar(pieces, idx))
        .or_else(|| TABLES.careful.at(pieces, idx).and_then(careful))?;
    let is_code = pieces.shape(last) == Shape::Word;
    let next = last + 1;
    let is_start = pieces.list.get(idx).is_some_and(|piece| !piece.glued)
        || pieces
            .before(idx)
            .is_some_and(|before| pieces.shape(before) == Shape::Mark);
    let is_glued = pieces.is_glued(next)
        || pieces.word(last).len() == 3
        || !is_code
        || pieces.word(last) == "RM";
    (is_start && is_glued).then_some((last, row))
}

/// "US $58", "HK $5m": the wire's way to part a dollar sign.
fn spaced_dollar(pieces: &Pieces<'_>, idx: usize) -> Option<(usize, usize)> {
    let prefix = pieces.word(idx);
    let is_prefix = matches!(prefix, "US" | "HK" | "A" | "C" | "NZ" | "S" | "NT");
    if !is_prefix || pieces.word(idx + 1) != "$" || pieces.is_glued(idx + 1) {
        return None;
    }
    let symbol = format!("{prefix}$");
    let row = TABLES.rows.iter().position(|row| match symbol.as_str() {
        "US$" => row.code == "USD",
        "HK$" => row.code == "HKD",
        "A$" => row.code == "AUD",
        "C$" => row.code == "CAD",
        "NZ$" => row.code == "NZD",
        "S$" => row.code == "SGD",
        _ => row.code == "TWD",
    })?;
    Some((idx + 1, row))
}

fn has_scale_or_size(pieces: &Pieces<'_>, idx: usize) -> bool {
    let is_big = pieces
        .list
        .get(idx)
        .is_some_and(|piece| piece.value >= 10.0);
    is_big || pieces.shape(idx + 1) == Shape::Word && pieces.is_glued(idx + 1)
}

/// The unit of `number`: the currency before it (a row and its first piece), or the words behind it.
#[must_use]
pub fn find(
    pieces: &Pieces<'_>,
    number: &Number,
    currency: Option<(usize, usize)>,
) -> Option<Match> {
    let found = match currency {
        Some((first, row)) => {
            let last = dollar_tail(pieces, number.last);
            of_row(row, first, last)
        }
        None => behind(pieces, number)?,
    };
    Some(with_rate(pieces, found))
}

fn of_row(row: usize, first: usize, last: usize) -> Match {
    let Row {
        code,
        name,
        dimension,
    } = TABLES.rows[row].clone();
    Match {
        row: Some(row),
        unit: Unit {
            code: code.to_owned(),
            name: name.to_owned(),
        },
        dimension,
        first,
        last,
    }
}

/// "$31.20 US", "$75 U.S.": the country behind a sum belongs to it.
fn dollar_tail(pieces: &Pieces<'_>, last: usize) -> usize {
    let next = last + 1;
    if pieces.word(next) == "US" && pieces.lower(next + 1) != "dollars" {
        return next;
    }
    let is_dotted =
        pieces.word(next) == "U" && pieces.word(next + 1) == "." && pieces.word(next + 2) == "S";
    if is_dotted { next + 3 } else { last }
}

/// The unit whose words stand behind a number: "5 km", "5km", "five-kilometre", "tens of miles".
fn behind(pieces: &Pieces<'_>, number: &Number) -> Option<Match> {
    let mut next = number.last + 1;
    let is_glued_dash = pieces.is_dash(next) && pieces.is_glued(next) && pieces.is_glued(next + 1);
    next += usize::from(is_glued_dash);
    let takes_of = matches!(number.kind, Kind::Vague | Kind::Fraction | Kind::Dozen);
    if takes_of && pieces.lower(next) == "of" {
        next += 1;
        if takes_of
            && matches!(pieces.lower(next).as_ref(), "a" | "an" | "one")
            && number.kind == Kind::Fraction
        {
            next += 1;
        }
        next += usize::from(pieces.word(next) == "US" && pieces.shape(next + 1) == Shape::Word);
        return word_at(pieces, next).filter(|found| !matches!(found.dimension, Dimension::Share));
    }
    // "30 consecutive years", "two full days": one word may part number and unit of time.
    symbol_at(pieces, number, next)
        .or_else(|| word_at(pieces, next))
        .or_else(|| spaced_time(pieces, next))
}

fn word_at(pieces: &Pieces<'_>, idx: usize) -> Option<Match> {
    let (last, row) = TABLES.words.at(pieces, idx)?;
    let found = of_row(row, idx, last);
    let word = pieces.word(idx);
    // Names ("Gray", "Tesla") are no units; headlines in capitals are.
    let is_name = last == idx
        && word.starts_with(char::is_uppercase)
        && word.len() > 3
        && pieces.is_glued(idx);
    (!is_name).then_some(found)
}

const BETWEEN: [&str; 12] = [
    "consecutive",
    "straight",
    "successive",
    "full",
    "more",
    "additional",
    "other",
    "long",
    "extra",
    "whole",
    "further",
    "previous",
];

fn spaced_time(pieces: &Pieces<'_>, idx: usize) -> Option<Match> {
    let is_between = BETWEEN.contains(&pieces.lower(idx).as_ref());
    let found = word_at(pieces, idx + 1).filter(|_| is_between)?;
    (found.dimension == Dimension::Time).then_some(found)
}

/// A symbol behind digits: glued, or spaced if it is more than a letter or plainly a unit.
fn symbol_at(pieces: &Pieces<'_>, number: &Number, idx: usize) -> Option<Match> {
    if !number.in_digits {
        return None;
    }
    let (last, row) = TABLES.symbols.at(pieces, idx)?;
    let found = of_row(row, idx, last);
    let written = pieces.word(idx);
    let is_letter = last == idx && pieces.shape(idx) == Shape::Word;
    if is_letter && pieces.is_glued(last + 1) && !ends_token(pieces, last + 1) {
        return None;
    }
    let is_short = is_letter && written.chars().count() == 1;
    let is_plain = matches!(
        written,
        "W" | "V" | "N" | "K" | "J" | "L" | "l" | "g" | "m" | "h" | "F" | "p"
    );
    let spaced = !pieces.is_glued(idx);
    let is_inch = matches!(written, "\"" | "″" | "′") && !pieces.is_glued(idx);
    let is_initial =
        pieces.word(last + 1) == "." && pieces.shape(last + 2) == Shape::Word && spaced;
    (!(is_short && spaced && (!is_plain || is_initial)) && !is_inch).then_some(found)
}

/// May a unit end before this piece: a mark that is no part of a longer code?
fn ends_token(pieces: &Pieces<'_>, idx: usize) -> bool {
    pieces.shape(idx) == Shape::Mark || pieces.shape(idx) == Shape::Break
}

/// Adds "per barrel", "a month", "/day" to a unit.
fn with_rate(pieces: &Pieces<'_>, found: Match) -> Match {
    if found.dimension == Dimension::Share || found.dimension == Dimension::Time {
        return found;
    }
    match rate(pieces, found.last + 1) {
        Some((last, code, name)) => Match {
            unit: Unit {
                code: format!("{}/{code}", found.unit.code),
                name: format!("{} per {name}", found.unit.name),
            },
            last,
            ..found
        },
        None => found,
    }
}

/// The rate at piece `idx`: its last piece, code and name.
#[must_use]
pub fn rate(pieces: &Pieces<'_>, idx: usize) -> Option<(usize, String, String)> {
    let mut at = idx;
    let dash = |at: usize| pieces.is_dash(at) && pieces.is_glued(at);
    at += usize::from(dash(at));
    let cue = pieces.lower(at);
    let is_per = matches!(cue.as_ref(), "per" | "/" | "each");
    let is_article = matches!(cue.as_ref(), "a" | "an" | "every");
    if !is_per && !is_article {
        return None;
    }
    at += 1;
    at += usize::from(dash(at));
    let unit = TABLES.words.at(pieces, at).or_else(|| {
        TABLES
            .symbols
            .at(pieces, at)
            .filter(|_| is_per && !pieces.is_glued(at) || cue == "/")
    });
    if let Some((last, row)) = unit {
        let Row {
            code,
            name,
            dimension,
        } = TABLES.rows[row].clone();
        let fits = !matches!(
            dimension,
            Dimension::Share | Dimension::Points | Dimension::Money | Dimension::Index
        );
        // "$6bn a year earlier" is no rate.
        let after = pieces.lower(last + 1);
        let is_open = is_article
            && (word::is("away", &after) || matches!(after.as_ref(), "before" | "after"));
        return (fits && !is_open).then(|| (last, code.to_owned(), name.to_owned()));
    }
    let word = pieces.lower(at);
    let is_thing = pieces.shape(at) == Shape::Word
        && (cue == "per" || matches!(word.as_ref(), "share" | "head" | "person" | "piece" | "pop"));
    is_thing.then(|| (at, format!("{{{word}}}"), word.clone().into_owned()))
}
