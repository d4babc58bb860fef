//! Times by their place beside others: "last week", "the third quarter of 2024", "this summer", named days.

use super::date::{shifted, year_after};
use super::grammar::longest;
use super::lex::{Kind, Text};
use super::meaning::{Base, Meaning, Reading, YearRef};
use super::number::ordinal;
use super::word::{Grain, Shift};
use super::{named, season};

/// Reads a time by its place beside others.
pub fn read(text: &Text<'_>, at: usize) -> Option<Reading> {
    longest([
        day_word(text, at),
        week_of(text, at),
        week_number(text, at),
        after_next(text, at),
        edge_of(text, at),
        unit(text, at),
        season::year_edge(text, at),
        season::part_of_year(text, at),
        season::season(text, at),
        named::holiday(text, at),
        named::vague(text, at),
    ])
}

/// "yesterday", "today".
fn day_word(text: &Text<'_>, at: usize) -> Option<Reading> {
    let day = text.word(at)?.day?;
    let is_name = text.get(at)?.capital && text.is(at.wrapping_sub(1), "usa")
        || text.get(at)?.capital
            && !text.begins(at)
            && text
                .get(at + 1)
                .is_some_and(|next| next.capital && next.kind == Kind::Word);
    (!is_name).then(|| Reading::new(at, at + 1, Meaning::Day(day), "time/day_word"))
}

/// "the week of March 6".
fn week_of(text: &Text<'_>, at: usize) -> Option<Reading> {
    let start = if text.is(at, "the") { at + 1 } else { at };
    let opens = text.is_any(start + 1, &["of", "beginning", "commencing", "starting"]);
    let day_at = (opens && text.is(start, "week")).then_some(start + 2)?;
    let day_at = day_at + usize::from(text.is(day_at, "on"));
    let day = super::date::read(text, day_at)?;
    matches!(
        day.meaning,
        Meaning::Date { day: Some(_), .. } | Meaning::DayOfMonth(..)
    )
    .then(|| {
        let meaning = Meaning::WeekOf(Box::new(day.meaning));
        Reading::new(at, day.to, meaning, "time/week_of")
    })
}

/// "week 27", "week 3 of 2027": in notes; in a report it may be one of a season or a war.
fn week_number(text: &Text<'_>, at: usize) -> Option<Reading> {
    if !text.is_note() {
        return None;
    }
    let (number, _) = text.digits(at + 1).filter(|(_, places)| *places <= 2)?;
    let is_week = text.is(at, "week");
    let (end, year) = year_after(text, at + 2)
        .filter(|_| text.is(at + 2, "of"))
        .unwrap_or((at + 2, YearRef::Free));
    let meaning = Meaning::WeekNumber(i8::try_from(number).ok()?, year);
    is_week.then(|| Reading::new(at, end, meaning, "time/week"))
}

/// "the week after next".
fn after_next(text: &Text<'_>, at: usize) -> Option<Reading> {
    let grain = text
        .word(at + 1)?
        .unit
        .filter(|grain| *grain >= Grain::Week)?;
    let end = text
        .phrase(at + 2, &["after", "next"])
        .or_else(|| text.phrase(at + 2, &["after", "the", "next"]))
        .filter(|end| text.word(*end).is_none_or(|word| word.unit.is_none()))?;
    let meaning = Meaning::Away(super::number::Amount::exact(2.0), grain, true, Base::Now);
    text.is(at, "the")
        .then(|| Reading::new(at, end, meaning, "time/unit"))
}

/// "the first week of June", "the last days of 1862", "the last day of October": a side of a month or year.
fn edge_of(text: &Text<'_>, at: usize) -> Option<Reading> {
    let start = if text.is(at, "the") { at + 1 } else { at };
    let (end, nth) = ordinal(text, start)
        .filter(|(end, nth)| (1..=5).contains(nth) || *nth <= 31 && text.is(*end, "day"))
        .or_else(|| {
            text.is_any(start, &["last", "final", "closing"])
                .then_some((start + 1, 99))
        })
        .or_else(|| text.is(start, "opening").then_some((start + 1, 1)))?;
    let end = if text.is(end, "few") { end + 1 } else { end };
    let word = text.word(end)?;
    let grain = word
        .unit
        .filter(|grain| *grain >= Grain::Day && *grain != Grain::Quarter)?;
    let whole_at = text.is(end + 1, "of").then_some(end + 2)?;
    let whole = super::date::read(text, whole_at)?;
    let (modifier, meaning) = match whole.meaning {
        Meaning::Date { day: Some(_), .. } => return None,
        Meaning::Date { month, .. } if grain == Grain::Day && !word.is_plural => {
            let day = if nth == 99 {
                last_day(month)
            } else {
                nth as i8
            };
            (None, with_day(whole.meaning, day))
        }
        Meaning::Date { .. } | Meaning::Year(_) if grain < Grain::Year => {
            let modifier = match nth {
                1 => "START",
                99 => "END",
                _ => "MID",
            };
            (Some(modifier), whole.meaning)
        }
        _ => return None,
    };
    Some(Reading {
        modifier,
        ..Reading::new(at, whole.to, meaning, "time/edge_of")
    })
}

/// The last day of a month, in most years.
fn last_day(month: i8) -> i8 {
    match month {
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn with_day(meaning: Meaning, of_month: i8) -> Meaning {
    match meaning {
        Meaning::Date {
            year,
            month,
            weekday,
            shift,
            ..
        } => Meaning::Date {
            year,
            month,
            day: Some(of_month),
            weekday,
            shift,
        },
        other => other,
    }
}

/// "last week", "the current quarter", "this year", "the weekend", "that day".
pub fn unit(text: &Text<'_>, at: usize) -> Option<Reading> {
    let (mut next, mut shift) = shifted(text, at);
    let article = text.is(at, "the");
    if shift.is_none() && article {
        next = at + 1;
    }
    if text.is(next, "fiscal")
        || text.is(next, "full")
        || text.is(next, "whole")
        || text.is(next, "entire")
    {
        next += 1;
        shift = shift.or(Some(if article { Shift::The } else { Shift::This }));
    }
    if shift == Some(Shift::That) && text.is_any(next, &["corresponding", "comparable", "same"]) {
        next += 1;
    }
    let is_period = text.is(next, "period");
    let grain = text
        .word(next)
        .filter(|word| !word.is_plural)
        .and_then(|word| word.unit)
        .or(is_period.then_some(Grain::Quarter))?;
    let end = next + 1;
    let shift = match shift {
        Some(Shift::Next) if article => Shift::After,
        Some(Shift::Past) if grain >= Grain::Decade => return None,
        Some(Shift::Past) => Shift::Last,
        Some(shift) if grain >= Grain::Day => shift,
        None if article && is_alone(text, at, end, grain) => match grain {
            Grain::Weekend | Grain::Quarter => Shift::That,
            _ => Shift::The,
        },
        _ => return None,
    };
    if is_period
        && !(text.is(next.wrapping_sub(1), "latest") || text.is(next.wrapping_sub(1), "same"))
    {
        return None;
    }
    if is_period && let Some((end, YearRef::Shift(Shift::Last))) = year_after(text, end) {
        let meaning = Meaning::Unit(Grain::Quarter, Shift::Before);
        return Some(Reading::new(at, end, meaning, "time/unit"));
    }
    if text.is_any(end, &["ended", "ending", "to", "through"])
        && grain == Grain::Year
        && matches!(shift, Shift::This | Shift::The)
        && !text.is(next.wrapping_sub(1), "this")
    {
        let year = vec![(super::number::Amount::exact(1.0), Grain::Year)];
        return Some(Reading::new(at, end, Meaning::Length(year), "time/length"));
    }
    // "the last week of the war" is not the one before this.
    let is_definite = article || text.is(at.wrapping_sub(1), "the");
    if is_definite && shift == Shift::Last && text.is(end, "of") {
        return None;
    }
    // "This Week" is a programme.
    if text.get(next)?.capital && text.get(next.wrapping_sub(1))?.capital && next > at {
        return None;
    }
    let is_old = text.is_any(text.joint(end), &["old", "olds", "long"]) && text.joint(end) > end;
    (!is_old).then(|| Reading::new(at, end, Meaning::Unit(grain, shift), "time/unit"))
}

/// Is "the week", "the quarter" a time of its own, not one half of "the week of talks", "the year 2000"?
fn is_alone(text: &Text<'_>, at: usize, end: usize, grain: Grain) -> bool {
    // "the week's events" are those of this week, "the day's" of any.
    let is_owner = text.possessive(end).is_some();
    if is_owner && matches!(grain, Grain::Week | Grain::Month) {
        return true;
    }
    let joins = text.joint(end) > end || is_owner;
    let goes_on = text.is_any(
        end,
        &[
            "of", "after", "before", "when", "that", "since", "until", "ago", "to",
        ],
    );
    let is_led = at > 0
        && text.is_any(
            at.wrapping_sub(1),
            &[
                "in",
                "for",
                "during",
                "over",
                "of",
                "this",
                "at",
                "on",
                "through",
                "throughout",
                "within",
                "until",
                "by",
                "from",
            ],
        );
    match grain {
        Grain::Weekend | Grain::Quarter => !joins && !goes_on,
        Grain::Week | Grain::Month | Grain::Year => !joins && !goes_on && is_led,
        _ => false,
    }
}
