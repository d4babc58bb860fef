//! Finds the unit of a number: money, shares, lengths of time and physical units, and rates of them.

use entente_types::Unit;

use super::currency::{dollar_tail, millions};
use super::language::Class;
use super::lex::{Pieces, Shape};
use super::number::{Kind, Number};
use super::phrase::Phrases;
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
    /// The kind of its row, as "length".
    kind: &'static str,
    /// Its size beside others of its kind; 0 if it is not told together with others.
    size: f64,
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

impl Match {
    /// What makes it a rate: "/[mi_i]" and " per mile".
    #[must_use]
    pub fn rate(&self, pieces: &Pieces<'_>) -> Option<(String, String)> {
        let row = pieces.language.units.rows.get(self.row?)?;
        let code = self.unit.code.strip_prefix(row.code)?;
        let name = self.unit.name.strip_prefix(row.name)?;
        (!code.is_empty()).then(|| (code.to_owned(), name.to_owned()))
    }
}

/// All units and the ways that a language writes them.
pub struct Units {
    /// The units.
    pub rows: Vec<Row>,
    /// Their words, in any case.
    pub words: Phrases,
    /// Their symbols behind a number.
    symbols: Phrases,
    /// The symbols of currencies before a number.
    pub before: Phrases,
    /// Those that want a larger number behind them.
    pub careful: Phrases,
}

impl Units {
    /// The units with English words, or with the words of another language: pairs of word and code.
    #[must_use]
    pub fn new(foreign: Option<&[(&'static str, &'static str)]>) -> Self {
        let mut rows = Vec::new();
        let (mut words, mut symbols, mut before, mut careful) = (vec![], vec![], vec![], vec![]);
        for row in table::rows(include_str!("../../data/unit.tsv")) {
            let (Some(&code), Some(&name), Some(&kind)) = (row.first(), row.get(1), row.get(2))
            else {
                continue;
            };
            words.extend(parts(&row, 3).map(|word| (word, rows.len())));
            symbols.extend(parts(&row, 4).map(|symbol| (symbol, rows.len())));
            rows.push(Row {
                code,
                name,
                dimension: dimension(kind),
                kind,
                size: row.get(5).and_then(|size| size.parse().ok()).unwrap_or(0.0),
            });
        }
        for row in table::rows(include_str!("../../data/currency.tsv")) {
            let (Some(&code), Some(&name)) = (row.first(), row.get(1)) else {
                continue;
            };
            words.extend(parts(&row, 2).map(|word| (word, rows.len())));
            for symbol in parts(&row, 3) {
                match symbol.strip_suffix('*') {
                    Some(plain) => careful.push((plain, rows.len())),
                    None => {
                        before.push((symbol, rows.len()));
                        symbols.push((symbol, rows.len()));
                    }
                }
            }
            rows.push(Row {
                code,
                name,
                dimension: Dimension::Money,
                kind: "money",
                size: 0.0,
            });
        }
        if let Some(foreign) = foreign {
            let row = |code: &str| rows.iter().position(|row| row.code == code);
            words = foreign
                .iter()
                .filter_map(|(word, code)| Some((*word, row(code)?)))
                .collect();
        }
        Self {
            rows,
            words: Phrases::any_case(words.into_iter()),
            symbols: Phrases::exact(symbols.into_iter()),
            before: Phrases::exact(before.into_iter()),
            careful: Phrases::exact(careful.into_iter()),
        }
    }

    /// How many of the second unit make one of the first, if they are told together.
    #[must_use]
    pub fn ratio(&self, row: usize, part: usize) -> Option<f64> {
        let (row, part) = (self.rows.get(row)?, self.rows.get(part)?);
        if row.kind != part.kind {
            return None;
        }
        if row.kind == "money" {
            let is_part = part.code.ends_with("/100") && !row.code.ends_with("/100");
            return is_part.then_some(100.0);
        }
        let ratio = row.size / part.size;
        // A foot is no part of a metre; a month is one of a year, if not exactly.
        let is_part =
            ratio.is_finite() && ratio >= 1.9 && (ratio - ratio.round()).abs() <= 0.02 * ratio;
        is_part.then_some(ratio.round())
    }

    /// The row of a code.
    #[must_use]
    pub fn of_code(&self, code: &str) -> Option<usize> {
        self.rows.iter().position(|row| row.code == code)
    }

    /// The words and marks that a sum may start with.
    pub fn first_words(&self) -> Vec<String> {
        let words = self.before.first_words().chain(self.careful.first_words());
        words.map(str::to_owned).collect()
    }
}

/// The parts of a column, which commas part.
fn parts<'a>(row: &[&'a str], column: usize) -> impl Iterator<Item = &'a str> + use<'a> {
    let list = row.get(column).copied().unwrap_or_default();
    list.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
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
            of_row(pieces, row, first, last)
        }
        None => behind(pieces, number)?,
    };
    Some(with_rate(pieces, found))
}

/// A row of the tables as the unit of the pieces `first..=last`.
#[must_use]
pub fn of_row(pieces: &Pieces<'_>, row: usize, first: usize, last: usize) -> Match {
    let Row {
        code,
        name,
        dimension,
        ..
    } = pieces.language.units.rows[row].clone();
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

/// The unit whose words stand behind a number: "5 km", "5km", "five-kilometre", "tens of miles".
fn behind(pieces: &Pieces<'_>, number: &Number) -> Option<Match> {
    let mut next = number.last + 1;
    let is_glued_dash = pieces.is_dash(next) && pieces.is_glued(next) && pieces.is_glued(next + 1);
    next += usize::from(is_glued_dash);
    // "millions de dollars", "millones de euros"
    let is_scaled = number.scale >= 1e6 && pieces.language.code != "en";
    let is_mixed = pieces.is_note() && number.value.fract() != 0.0;
    let takes_of = is_scaled
        || is_mixed
        || matches!(
            number.kind,
            Kind::Vague | Kind::Fraction | Kind::Dozen | Kind::Few
        );
    if takes_of && pieces.is(next, Class::Of) {
        next += 1 + usize::from(matches!(pieces.word(next + 1), "'" | "’"));
        if pieces.is(next, Class::Article) && number.kind == Kind::Fraction {
            next += 1;
        }
        next += usize::from(pieces.word(next) == "US" && pieces.shape(next + 1) == Shape::Word);
        return word_at(pieces, next).filter(|found| !matches!(found.dimension, Dimension::Share));
    }
    // "30 consecutive years", "two full days": one word may part number and unit of time.
    // "the 2018 Cup" is no measure.
    let names_year = number.in_digits
        && !number.grouped
        && (1900.0..2100.0).contains(&number.value)
        && pieces.word(next).starts_with(char::is_uppercase);
    let (symbol, word) = (
        symbol_at(pieces, number, next),
        word_at(pieces, next).filter(|_| !names_year),
    );
    // "100° Celsius": the longer one.
    let is_longer = |symbol: &Match| word.as_ref().is_some_and(|word| word.last > symbol.last);
    symbol
        .filter(|symbol| !is_longer(symbol))
        .or(word)
        .or_else(|| millions(pieces, next))
        .or_else(|| in_brackets(pieces, number, next))
        .or_else(|| spaced_time(pieces, next))
}

fn word_at(pieces: &Pieces<'_>, idx: usize) -> Option<Match> {
    if pieces.shape(idx) != Shape::Word && pieces.shape(idx) != Shape::Mark {
        return None;
    }
    let (last, row) = pieces.language.units.words.at(pieces, idx)?;
    let found = of_row(pieces, row, idx, last);
    let word = pieces.word(idx);
    // Names ("Gray", "Tesla") are no units; headlines in capitals are.
    let is_name = last == idx
        && word.starts_with(char::is_uppercase)
        && word.len() > 3
        && pieces.is_glued(idx);
    (!is_name).then_some(found)
}

/// "20 (kg)", as in tables.
fn in_brackets(pieces: &Pieces<'_>, number: &Number, open: usize) -> Option<Match> {
    let close = match pieces.word(open) {
        "(" => ")",
        "[" => "]",
        "{" => "}",
        "<" => ">",
        _ => return None,
    };
    let inner = open + 1;
    let found = symbol_at(pieces, number, inner).or_else(|| word_at(pieces, inner))?;
    (pieces.word(found.last + 1) == close).then(|| Match {
        last: found.last + 1,
        ..found
    })
}

const BETWEEN: [&str; 14] = [
    "consecutive",
    "straight",
    "successive",
    "full",
    "more",
    "less",
    "fewer",
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
    let (last, row) = pieces.language.units.symbols.at(pieces, idx)?;
    let found = of_row(pieces, row, idx, last);
    let written = pieces.word(idx);
    // "3 USD50": the code belongs to what it is tied to.
    if !pieces.is_glued(idx) && is_digit(pieces, last + 1) {
        return None;
    }
    let is_letter = last == idx && pieces.shape(idx) == Shape::Word;
    if is_letter && pieces.is_glued(last + 1) && !ends_token(pieces, last + 1) {
        return None;
    }
    if is_letter
        && pieces.is_dash(last + 1)
        && pieces.is_glued(last + 1)
        && is_digit(pieces, last + 2)
        && pieces.word(last + 3) != written
    {
        return None;
    }
    let is_short = is_letter && written.chars().count() == 1;
    let is_plain = matches!(
        written,
        "W" | "V" | "N" | "K" | "J" | "L" | "l" | "g" | "m" | "h" | "F" | "p"
    );
    let spaced = !pieces.is_glued(idx);
    let is_inch = matches!(written, "\"" | "″" | "′") && !pieces.is_glued(idx)
        || written == "\"" && (closes_quote(pieces, idx) || number.value >= 1500.0)
        || written.starts_with('\'') && !pieces.is_note();
    // "5 ft 2 in": elsewhere "in" is a preposition.
    if written == "in" && pieces.word(last + 1) != "." {
        let is_end =
            pieces.shape(last + 1) != Shape::Word && pieces.shape(last + 1) != Shape::Number;
        let before = number
            .first
            .checked_sub(1)
            .map_or("", |before| pieces.word(before));
        let is_inch = matches!(before, "ft" | "feet" | "foot" | "'") || pieces.is_note() && is_end;
        if !is_inch {
            return None;
        }
    }
    // "%2D" in an address
    if written == "%" && pieces.is_glued(last + 1) && pieces.shape(last + 1) == Shape::Number {
        return None;
    }
    let is_initial =
        pieces.word(last + 1) == "." && pieces.shape(last + 2) == Shape::Word && spaced;
    (!(is_short && spaced && (!is_plain || is_initial)) && !is_inch).then_some(found)
}

/// Does the mark at a piece close words in quotation marks, so that it is no sign of inches?
fn closes_quote(pieces: &Pieces<'_>, idx: usize) -> bool {
    let from = idx.saturating_sub(80);
    let marks = (from..idx)
        .rev()
        .take_while(|&before| pieces.shape(before) != Shape::Break)
        .filter(|&before| pieces.word(before) == "\"");
    marks.count() % 2 == 1
}

/// Do digits follow at once, as in "L-202"?
fn is_digit(pieces: &Pieces<'_>, idx: usize) -> bool {
    pieces.shape(idx) == Shape::Number && pieces.is_glued(idx)
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
    // "2 million barrels of oil a day"
    let is_of = pieces.is(found.last + 1, Class::Of) && pieces.shape(found.last + 2) == Shape::Word;
    let goods = is_of.then(|| rate(pieces, found.last + 3)).flatten();
    let goods = goods.map(|(_, code, name)| (found.last, code, name));
    match rate(pieces, found.last + 1).or(goods) {
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
    let is_slash = pieces.word(at) == "/";
    let is_per = is_slash || pieces.is(at, Class::Per);
    let is_article = pieces.is(at, Class::Each);
    if !is_per && !is_article {
        return None;
    }
    at += 1;
    at += usize::from(dash(at));
    let unit = pieces.language.units.words.at(pieces, at).or_else(|| {
        pieces
            .language
            .units
            .symbols
            .at(pieces, at)
            .filter(|_| is_per && !pieces.is_glued(at) || is_slash)
    });
    if let Some((last, row)) = unit {
        let Row {
            code,
            name,
            dimension,
            ..
        } = pieces.language.units.rows[row].clone();
        let fits = !matches!(
            dimension,
            Dimension::Share | Dimension::Points | Dimension::Money | Dimension::Index
        );
        // "$6bn a year earlier" is no rate.
        let after = last + 1;
        let is_open = is_article
            && (pieces.is(after, Class::Away)
                || matches!(pieces.lower(after).as_ref(), "before" | "after"));
        return (fits && !is_open).then(|| (last, code.to_owned(), name.to_owned()));
    }
    let word = pieces.lower(at);
    let is_thing = pieces.shape(at) == Shape::Word
        && (pieces.is(idx, Class::Per)
            || matches!(word.as_ref(), "share" | "head" | "person" | "piece" | "pop"));
    is_thing.then(|| (at, format!("{{{word}}}"), word.clone().into_owned()))
}
