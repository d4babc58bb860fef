//! What kind of text it is for its times: a history that goes by its own dates, or a report that names its day.

use jiff::civil::Date;

use super::lex::{Kind, Text};
use super::meaning::{Base, Meaning, Reading, YearRef};
use super::word::{Grain, Shift};

/// A text tells a story if it holds this many full dates for each word like "Friday" or "today".
const FULL_DATES_PER_DEICTIC: usize = 4;

/// A text tells of the past if this share of its full dates lies farther off than [`NEAR_YEARS`].
const FAR_SHARE: (usize, usize) = (3, 4);

/// Years around publication that are news, and not a story of the past.
const NEAR_YEARS: i16 = 2;

/// No text tells a story with fewer full dates.
const MIN_FULL_DATES: usize = 3;

/// With so many full dates a text is a chronicle, even of the last years.
const MANY_FULL_DATES: usize = 6;

/// Is this a text of full dates in which no "Friday" or "yesterday" is news: a history or a chronicle?
pub fn is_narrative(published: Option<Date>, readings: &[Reading]) -> bool {
    let years: Vec<i16> = readings
        .iter()
        .filter_map(|reading| year_named(&reading.meaning))
        .collect();
    let n_full = readings
        .iter()
        .filter(|reading| is_full(&reading.meaning))
        .count();
    let n_deictic = readings
        .iter()
        .filter(|reading| is_deictic(&reading.meaning))
        .count();
    let is_far = |year: &&i16| {
        published.is_none_or(|day| {
            (i32::from(day.year()) - i32::from(**year)).abs() > i32::from(NEAR_YEARS)
        })
    };
    let n_far = years.iter().filter(is_far).count();
    let is_history = n_far * FAR_SHARE.1 >= years.len() * FAR_SHARE.0;
    let is_chronicle = n_full >= MANY_FULL_DATES && n_full >= FULL_DATES_PER_DEICTIC * n_deictic;
    (n_full >= MIN_FULL_DATES || years.len() >= MANY_FULL_DATES)
        && years.len() >= FULL_DATES_PER_DEICTIC * n_deictic
        && (is_history || is_chronicle)
}

/// The year that the words name in figures.
fn year_named(meaning: &Meaning) -> Option<i16> {
    match meaning {
        Meaning::Year(year)
        | Meaning::Date {
            year: YearRef::Of(year),
            ..
        }
        | Meaning::Season(_, YearRef::Of(year), _) => Some(*year),
        Meaning::Clock(_, day) | Meaning::Part(_, day) => year_named(day.as_deref()?),
        _ => None,
    }
}

/// Does it say month and year?
fn is_full(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Clock(_, day) | Meaning::Part(_, day) => day.as_deref().is_some_and(is_full),
        Meaning::Date { year, .. } => matches!(year, YearRef::Of(_)),
        _ => false,
    }
}

/// Is it counted from the day on which the text was written?
fn is_deictic(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Clock(_, day) | Meaning::Part(_, day) => day.as_deref().is_some_and(is_deictic),
        Meaning::Day(_) | Meaning::Weekday(..) => true,
        Meaning::Unit(grain, shift) => {
            matches!(shift, Shift::Last | Shift::Past | Shift::This)
                || *shift == Shift::Next && *grain > Grain::Day
        }
        Meaning::Away(_, _, _, base) => *base == Base::Now,
        _ => false,
    }
}

/// So many atoms into a text its dateline may end: "NEW YORK, May 9, 2025 (AP) —".
const LONGEST_DATELINE: usize = 12;

/// The day that a text without a known publication names as its own: in its dateline or in its first line.
pub fn own_day(text: &Text<'_>, readings: &[Reading]) -> Option<Date> {
    let first = readings
        .first()
        .filter(|first| first.from <= LONGEST_DATELINE)?;
    let Meaning::Date {
        year: YearRef::Of(year),
        month,
        day: Some(day),
        ..
    } = first.meaning
    else {
        return None;
    };
    let opens = first.from == 0
        || text.is(first.from - 1, ",")
        || text.get(first.from - 1)?.kind == Kind::Break;
    let closes = text
        .get(first.to)
        .is_none_or(|next| next.kind == Kind::Break)
        || text.is_any(first.to, &["(", "-", "–", "—", ":"]) && !text.glued(first.to);
    (opens && closes)
        .then(|| Date::new(year, month, day).ok())
        .flatten()
}
