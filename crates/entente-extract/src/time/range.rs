//! Dates that share words: "May 9-11", "3 to 5 March 2024", "from May to July 2020", "1995-96".

use super::date;
use super::lex::{Kind, Text};
use super::meaning::{Link, Meaning, Reading, YearRef};

/// The second half of "May 9-11, 2025" or "April 24 and 25", after the first was read.
pub fn second_half(text: &Text<'_>, first: &Reading) -> Option<Reading> {
    match first.meaning {
        Meaning::Year(year) => super::year::range_end(text, first.to, year),
        Meaning::Date {
            year: YearRef::Free,
            month,
            day: Some(day),
            shift: None,
            ..
        } => second_day(text, first.to, month, day),
        _ => None,
    }
}

fn second_day(text: &Text<'_>, at: usize, month: i8, first: i8) -> Option<Reading> {
    let is_till = text.is_note() && text.is(at, "till");
    let second_at = joined(text, at).or_else(|| is_till.then_some(at + 1))?;
    let second_at = second_at + usize::from(text.is_note() && text.is(second_at, "the"));
    let (end, day) = date::day_number(text, second_at)?;
    let (to, year) = date::year_after(text, end).unwrap_or((end, YearRef::Free));
    (day > first && (to > end || ends(text, to))).then(|| {
        let meaning = date(year, month, day);
        Reading::new(at + 1, to, meaning, "time/day")
    })
}

/// "3-5 March 2024", "3 to 5 March": two days before one month.
pub fn days_before_month(text: &Text<'_>, at: usize) -> Option<[Reading; 2]> {
    if text.is_note()
        && let Some(days) = noted_days(text, at)
    {
        return Some(days);
    }
    let (first, places) = text
        .digits(at)
        .filter(|(value, _)| (1..31).contains(value))?;
    let second_at = joined(text, at + 1).filter(|_| places <= 2)?;
    text.digits(second_at)?;
    let second = date::read(text, second_at)?;
    match second.meaning {
        Meaning::Date {
            year,
            month,
            day: Some(day),
            ..
        } if i8::try_from(first).is_ok_and(|first| first < day)
            && text.digits(second_at + 1).is_none() =>
        {
            let meaning = date(year, month, i8::try_from(first).ok()?);
            Some([Reading::new(at, at + 1, meaning, "time/day"), second])
        }
        _ => None,
    }
}

/// "the ninth and the seventeenth of april", "4-23 next month": as notes name two days of one month.
fn noted_days(text: &Text<'_>, at: usize) -> Option<[Reading; 2]> {
    let start = at + usize::from(text.is(at, "the"));
    let (end, first) = date::day_number(text, start).or_else(|| {
        let (value, _) = text.digits(start).filter(|(_, places)| *places <= 2)?;
        Some((start + 1, i8::try_from(value).ok()?))
    })?;
    let is_till = text.is(end, "till");
    let second_at = joined(text, end).or_else(|| is_till.then_some(end + 1))?;
    let second = date::read(text, second_at)?;
    let first_of = |month: &Meaning| match month {
        Meaning::Date {
            year,
            month,
            day: Some(last),
            weekday: None,
            shift: None,
        } => {
            let month = if first < *last {
                *month
            } else {
                (*month + 10) % 12 + 1
            };
            Some(date(*year, month, first))
        }
        Meaning::DayOf(_, unit) => Some(Meaning::DayOf(first, unit.clone())),
        _ => None,
    };
    // "5/1-5/7" is read elsewhere.
    let is_plain =
        !text.is(second_at + 1, "/") && !text.is(second_at + 1, "-") && !text.is(start + 1, ":");
    let meaning = first_of(&second.meaning).filter(|_| is_plain && (1..=31).contains(&first))?;
    Some([Reading::new(at, end, meaning, "time/day"), second])
}

/// Gives the first of "from May to July 2020" the year of the second.
pub fn share_years(readings: &mut [Reading]) {
    for idx in 1..readings.len() {
        let (before, after) = readings.split_at_mut(idx);
        let (Some(first), Some(second)) = (before.last_mut(), after.first()) else {
            continue;
        };
        let is_range = second.from == first.to || second.link != Link::None;
        if let (
            true,
            Meaning::Date {
                year: year @ YearRef::Free,
                month,
                shift: None,
                ..
            },
            &Meaning::Date {
                year: YearRef::Of(shared),
                month: last,
                ..
            },
        ) = (is_range, &mut first.meaning, &second.meaning)
        {
            *year = YearRef::Of(if *month <= last { shared } else { shared - 1 });
        }
    }
}

fn date(year: YearRef, month: i8, day: i8) -> Meaning {
    Meaning::Date {
        year,
        month,
        day: Some(day),
        weekday: None,
        shift: None,
    }
}

/// The place after a dash or word that joins two days.
fn joined(text: &Text<'_>, at: usize) -> Option<usize> {
    let is_dash = text.is_any(at, &["-", "–", "/"]) && text.glued(at) && text.glued(at + 1);
    (is_dash || text.is_any(at, &["to", "through", "and", "or", "until"])).then_some(at + 1)
}

/// May a date end here, and not a number that counts the noun after it?
fn ends(text: &Text<'_>, at: usize) -> bool {
    text.get(at).is_none_or(|next| next.kind != Kind::Word)
        || text.is_any(
            at,
            &[
                "in", "at", "for", "with", "when", "by", "on", "and", "during", "as", "but",
                "after",
            ],
        )
}

/// Marks the readings that a word of range or list joins to the one before: "Wednesday through Saturday".
pub fn mark_links(text: &Text<'_>, readings: &mut [Reading]) {
    for idx in 1..readings.len() {
        let (first, before) = (readings[idx - 1].from, readings[idx - 1].to);
        let is_between = text.is(first.wrapping_sub(1), "between");
        let is_range = text.is_any(
            before,
            &["to", "through", "until", "till", "-", "–", "—", "thru"],
        );
        readings[idx].link = if readings[idx].from != before + 1 {
            Link::None
        } else if is_range || is_between && text.is(before, "and") {
            Link::Range
        } else if text.is_any(before, &["and", "or"]) {
            Link::List
        } else {
            Link::None
        };
    }
}
