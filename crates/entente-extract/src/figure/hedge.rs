//! Reads how exactly a number is meant, and the numbers that its wording allows.

use entente_types::{Hedge, Interval, Measure};

use super::language::Class;
use super::lex::{Pieces, Shape};
use super::number::{Kind, Number};
use super::phrase::Phrases;

/// A hedge beside a number.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// First piece of its words.
    pub first: usize,
    /// Last piece of its words.
    pub last: usize,
    /// What it says.
    pub hedge: Hedge,
    /// "less than", "under": the bound itself does not belong to it.
    pub is_open: bool,
}

/// The hedges of a language.
pub struct Hedges {
    hedges: Vec<(Hedge, bool)>,
    before: Phrases,
    after: Phrases,
}

impl Hedges {
    /// Hedges from rows of words, hedge and side.
    #[must_use]
    pub fn new(rows: &[(&'static str, &'static str, &'static str)]) -> Self {
        let mut hedges = Vec::new();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for (words, hedge, side) in rows {
            let side = if *side == "before" {
                &mut before
            } else {
                &mut after
            };
            side.push((*words, hedges.len()));
            hedges.push(hedge_of(hedge));
        }
        Self {
            hedges,
            before: Phrases::any_case(before.into_iter()),
            after: Phrases::any_case(after.into_iter()),
        }
    }
}

fn hedge_of(name: &str) -> (Hedge, bool) {
    match name {
        "about" => (Hedge::About, false),
        "under" => (Hedge::Under, true),
        "over" => (Hedge::Over, true),
        "at_least" => (Hedge::AtLeast, false),
        "at_most" => (Hedge::AtMost, false),
        "below" => (Hedge::AtMost, true),
        _ => (Hedge::Exact, false),
    }
}

/// Does a hedge end at piece `idx`: is "moins" the one of "au moins"?
#[must_use]
pub fn ends_at(pieces: &Pieces<'_>, idx: usize) -> bool {
    let found = pieces.language.hedges.before.ending_at(pieces, idx);
    found.is_some_and(|(first, _)| first < idx)
}

/// The last piece of an "about" that starts at piece `idx`.
#[must_use]
pub fn starting_at(pieces: &Pieces<'_>, idx: usize) -> Option<usize> {
    let tables = &pieces.language.hedges;
    let (last, row) = tables.before.at(pieces, idx)?;
    matches!(tables.hedges[row].0, Hedge::About | Hedge::Exact).then_some(last)
}

/// The hedge of the words `first..=last` of a number with its unit.
#[must_use]
pub fn find(pieces: &Pieces<'_>, first: usize, last: usize) -> Option<Found> {
    let tables = &pieces.language.hedges;
    let found = |(first, last, idx): (usize, usize, usize)| {
        let (hedge, is_open) = tables.hedges[idx];
        Found {
            first,
            last,
            hedge,
            is_open,
        }
    };
    let mut start = first;
    let mut passed = 0;
    let mut seen: Option<Found> = None;
    while let Some(end) = pieces.before(start) {
        if let Some((begin, idx)) = tables.before.ending_at(pieces, end) {
            // "a quarrel over a $130,000 payment" tells why, and not how much.
            let is_preposition = start < first
                && begin == end
                && matches!(&*pieces.lower(begin), "over" | "under")
                && pieces.shape(first) != Shape::Word;
            if is_preposition {
                break;
            }
            let here = found((begin, end, idx));
            if here.hedge != Hedge::Exact {
                // "about 500 or more": the bound tells more than "about".
                let bound = tables
                    .after
                    .at(pieces, last + 1)
                    .map(|(end, idx)| (last + 1, end, idx));
                let bound = bound
                    .map(found)
                    .filter(|bound| here.hedge == Hedge::About && bound.hedge != Hedge::About);
                return bound.or(Some(Found {
                    last: seen.map_or(here.last, |inner| inner.last.max(here.last)),
                    ..here
                }));
            }
            seen = Some(here);
            start = begin;
        } else if pieces.is(end, Class::Article)
            || pieces.is(end, Class::The) && pieces.language.code != "en"
        {
            start = end;
        } else {
            break;
        }
        passed += 1;
        if passed > 2 {
            break;
        }
    }
    let (end, idx) = tables.after.at(pieces, last + 1)?;
    // "500 or more than 600"
    if pieces.lower(end + 1) == "than" {
        return None;
    }
    Some(found((last + 1, end, idx)))
}

/// What is said of a number of some kind: its hedge, or that it is rough by itself.
#[must_use]
pub fn said(found: Option<Found>, kind: Kind) -> Hedge {
    match found {
        Some(found) => found.hedge,
        None if matches!(kind, Kind::Vague | Kind::Few) => Hedge::Vague,
        None => Hedge::Exact,
    }
}

/// The numbers that the wording of a number allows.
///
/// # Source
///
/// The rule of intervals that comparison relies on: a number means ± half a unit of its last written place,
/// unless it counts; a hedge widens it to one or both sides.
#[must_use]
pub fn interval(
    number: &Number,
    high: Option<f64>,
    found: Option<Found>,
    measure: Measure,
) -> Interval {
    let hedge = found.map_or(Hedge::Exact, |found| found.hedge);
    let is_open = found.is_some_and(|found| found.is_open);
    let (low, top) = written(number, high, measure);
    match hedge {
        Hedge::Exact | Hedge::Vague => closed(low, top),
        Hedge::About => about(number, high, low, top),
        Hedge::Under => {
            let (from, to) = (number.value * 0.85, number.value);
            Interval {
                low: Some(from.min(to)),
                high: Some(from.max(to)),
                low_closed: to >= 0.0,
                high_closed: to < 0.0,
            }
        }
        Hedge::Over => bound(Some(rough_low(number, low, true)), None, true),
        Hedge::AtLeast => bound(Some(rough_low(number, low, false)), None, false),
        Hedge::AtMost => bound(None, Some(high.unwrap_or(number.value)), is_open),
    }
}

/// What the number means without a hedge.
fn written(number: &Number, high: Option<f64>, measure: Measure) -> (f64, f64) {
    if number.kind == Kind::Vague {
        return vague(number.value);
    }
    if number.kind == Kind::Few {
        let below = if number.value > 3.0 {
            number.place / 2.0
        } else {
            0.0
        };
        return (number.value - below, number.value - below + number.place);
    }
    let top = high.unwrap_or(number.value);
    let counts = matches!(
        measure,
        Measure::Count | Measure::Ordinal | Measure::Duration | Measure::Age | Measure::Bare
    );
    let is_exact =
        counts && number.scale <= 1.0 && number.kind == Kind::Cardinal && (number.place >= 1.0)
            || measure == Measure::Ordinal
            || high.is_some();
    let half = if is_exact { 0.0 } else { number.place / 2.0 };
    (number.value - half, top + half)
}

/// "dozens", "scores", "hundreds", "thousands" …
fn vague(value: f64) -> (f64, f64) {
    match value {
        12.0 => (24.0, 99.0),
        20.0 => (40.0, 120.0),
        _ => (2.0 * value, 10.0 * value - value / 100.0),
    }
}

/// "about 12,000": wider, the fewer digits are written.
fn about(number: &Number, high: Option<f64>, low: f64, top: f64) -> Interval {
    let share = match significant(number.value, number.place) {
        _ if number.kind == Kind::Vague => 0.0,
        0 | 1 => 0.15,
        2 => 0.075,
        _ => 0.03,
    };
    let slack = share * number.value.abs();
    let slack_high = share * high.unwrap_or(number.value).abs();
    closed(
        low.min(number.value - slack),
        top.max(high.unwrap_or(number.value) + slack_high),
    )
}

/// Digits that a number states: 12,000 has two, 2.50 has three.
fn significant(value: f64, place: f64) -> usize {
    let mut digits = (value.abs() / place).round();
    if !digits.is_finite() || digits < 1.0 {
        return 1;
    }
    let is_whole = place >= 1.0;
    while is_whole && digits >= 10.0 && digits % 10.0 == 0.0 {
        digits /= 10.0;
    }
    digits.log10().floor() as usize + 1
}

/// "at least two dozen" starts where two dozen starts; "more than 25" at 25.
fn rough_low(number: &Number, low: f64, is_over: bool) -> f64 {
    match number.kind {
        Kind::Vague => low,
        Kind::Dozen if !is_over => low,
        _ => number.value,
    }
}

fn closed(low: f64, high: f64) -> Interval {
    Interval {
        low: Some(low),
        high: Some(high),
        low_closed: true,
        high_closed: true,
    }
}

fn bound(low: Option<f64>, high: Option<f64>, is_open: bool) -> Interval {
    Interval {
        low,
        high,
        low_closed: low.is_some() && !is_open,
        high_closed: high.is_some() && !is_open,
    }
}
