//! Finds the time expressions of a text: which words, and what they say.

use std::sync::LazyLock;

use super::lex::{Atom, Kind, Text};
use super::meaning::{Meaning, Reading};
use super::word::{Grain, Phrases, Shift};
use super::{clock, date, length, note, range, relative};
use crate::table;

/// Reads all time expressions of a text, in order, without overlap.
pub fn read(text: &Text<'_>) -> Vec<Reading> {
    let mut readings = Vec::new();
    let mut at = 0;
    let mut core = 0;
    while at < text.atoms.len() {
        core = next_core(text, core.max(at));
        if core - at > REACH || !may_start(text, at) {
            at += 1;
            continue;
        }
        if let Some(end) = length::age(text, at) {
            at = end;
            continue;
        }
        if let Some(days) = range::days_before_month(text, at) {
            at = days[1].to;
            readings.extend(days);
            continue;
        }
        if let Some(hours) = note::hours(text, at) {
            at = hours[1].to;
            let hours = note::on_day(text, &mut readings, hours);
            readings.extend(hours);
            continue;
        }
        let Some(reading) = expression(text, at) else {
            at += 1;
            continue;
        };
        let second = range::second_half(text, &reading);
        at = second.as_ref().map_or(reading.to, |second| second.to);
        readings.push(reading);
        readings.extend(second);
    }
    range::mark_links(text, &mut readings);
    range::share_years(&mut readings);
    readings
}

/// The reading that takes in the most words; of equals the first.
pub fn longest<const N: usize>(readings: [Option<Reading>; N]) -> Option<Reading> {
    readings
        .into_iter()
        .flatten()
        .reduce(|best, next| if next.to > best.to { next } else { best })
}

/// How many atoms may lie between the first word of an expression and the one that makes it one.
const REACH: usize = 9;

/// The next atom, from a place on, without which no expression stands.
fn next_core(text: &Text<'_>, at: usize) -> usize {
    let is_core = |atom: &Atom| match atom.kind {
        Kind::Word => atom
            .word
            .is_some_and(|word| word.core || text.is_note() && word.cardinal.is_some()),
        Kind::Number => true,
        _ => false,
    };
    let rest = text.atoms.get(at..).unwrap_or_default();
    at + rest.iter().position(is_core).unwrap_or(rest.len() + REACH)
}

fn may_start(text: &Text<'_>, at: usize) -> bool {
    text.get(at).is_some_and(|atom| match atom.kind {
        Kind::Word if text.is_note() && text.is_any(at, &["all", "any"]) => true,
        Kind::Word => atom
            .word
            .is_some_and(|word| word.begins || word.article && may_follow(text, at + 1)),
        Kind::Number => true,
        Kind::Mark => text.is_any(at, &["'", "’", "‘"]) && text.digits(at + 1).is_some(),
        Kind::Break => false,
    })
}

/// May this stand behind the article of an expression?
fn may_follow(text: &Text<'_>, at: usize) -> bool {
    text.get(at).is_some_and(|atom| match atom.kind {
        Kind::Word => atom.word.is_some_and(|word| word.follows),
        Kind::Number | Kind::Mark => true,
        Kind::Break => false,
    })
}

static HEDGES: LazyLock<Phrases> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../data/time_hedges.tsv"));
    Phrases::new(rows.filter_map(|row| Some((*row.first()?, *row.get(1)?))))
});

fn expression(text: &Text<'_>, at: usize) -> Option<Reading> {
    if let Some((start, modifier)) = hedge(text, at)
        && let Some(reading) =
            edged(text, start).filter(|reading| takes_hedge(text, start, &reading.meaning))
        && reading.modifier.is_none()
    {
        return Some(Reading {
            from: at,
            modifier: Some(modifier),
            ..reading
        });
    }
    edged(text, at)
}

fn hedge(text: &Text<'_>, at: usize) -> Option<(usize, &'static str)> {
    let word = text.at(at);
    if word.len() > 14 || !text.word(at).is_some_and(|word| word.hedge) {
        return None;
    }
    let mut buffer = [0_u8; 14];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let phrases = HEDGES.starting(std::str::from_utf8(lower).ok()?);
    let phrase = phrases
        .iter()
        .find(|phrase| text.phrase(at, &phrase.words).is_some())?;
    Some((at + phrase.words.len(), phrase.value))
}

fn takes_hedge(text: &Text<'_>, at: usize, meaning: &Meaning) -> bool {
    match meaning {
        // "over the last two weeks" says during, not longer than.
        Meaning::Length(parts) => {
            !text.is_any(at, &["the", "its", "these", "those"])
                && parts.iter().all(|(amount, _)| !amount.vague)
        }
        Meaning::Away(..) | Meaning::Clock(..) | Meaning::Date { .. } | Meaning::Year(_) => true,
        _ => false,
    }
}

/// A time with "early", "mid-", "the end of" before it, or without.
fn edged(text: &Text<'_>, at: usize) -> Option<Reading> {
    if let Some((start, modifier)) = edge(text, at)
        && let Some(reading) = core(text, start).filter(|reading| takes_edge(text, at, reading))
    {
        return Some(Reading {
            from: at,
            modifier: Some(modifier),
            ..reading
        });
    }
    core(text, at)
}

/// The place after "early", "the end of", "mid-", "later in", and the part of the time that it names.
fn edge(text: &Text<'_>, at: usize) -> Option<(usize, &'static str)> {
    let start = if text.is_any(at, &["the", "very"]) {
        at + 1
    } else {
        at
    };
    let modifier = text.word(start)?.edge?;
    let next = start + 1;
    let needs_of = text.is_any(
        start,
        &["beginning", "start", "onset", "middle", "end", "close"],
    );
    if needs_of {
        return text.is(next, "of").then_some((next + 1, modifier));
    }
    let next = text.joint(next);
    let next = if text.is(next, "in") || text.is(next, "on") {
        next + 1
    } else {
        next
    };
    Some((next, modifier))
}

fn takes_edge(text: &Text<'_>, at: usize, reading: &Reading) -> bool {
    let comparative = text.is_any(at, &["earlier", "later"]);
    match &reading.meaning {
        Meaning::Date { shift, .. } => !comparative || shift.is_some(),
        Meaning::Year(_)
        | Meaning::Decade(_)
        | Meaning::Century(_)
        | Meaning::Quarter(..)
        | Meaning::Season(..) => !comparative,
        Meaning::Weekday(..) | Meaning::Day(_) => true,
        Meaning::Unit(grain, shift) => {
            *grain >= Grain::Week || text.is_note() || comparative && *shift != Shift::Last
        }
        Meaning::Part(..) => true,
        Meaning::Clock(_, day) => day.is_some() && !comparative,
        _ => false,
    }
}

fn core(text: &Text<'_>, at: usize) -> Option<Reading> {
    let found = longest([
        date::read(text, at),
        clock::read(text, at),
        relative::read(text, at),
        length::read(text, at),
        anaphoric_edge(text, at),
    ])?;
    Some(with_time(text, found))
}

/// "the end of the month", "earlier in the day", whose inner words stand for nothing alone.
fn anaphoric_edge(text: &Text<'_>, at: usize) -> Option<Reading> {
    let is_edged = at >= 2
        && (text.is(at.wrapping_sub(1), "of") || text.is_any(at.wrapping_sub(1), &["in", "on"]))
        && text
            .word(at.wrapping_sub(2))
            .is_some_and(|word| word.edge.is_some());
    if text.is_note()
        && let Some(grain) = text
            .word(at)
            .filter(|word| !word.is_plural)
            .and_then(|word| word.unit)
        && text.is_note()
        && text.is(at.wrapping_sub(1), "of")
        && is_edged
        && grain >= Grain::Day
    {
        let meaning = Meaning::Unit(grain, Shift::This);
        return Some(Reading::new(at, at + 1, meaning, "time/unit"));
    }
    let grain = text.word(at + 1).filter(|word| !word.is_plural)?.unit?;
    let is_long = grain >= Grain::Week
        || text.is_any(
            at.wrapping_sub(2),
            &["earlier", "later", "start", "beginning"],
        ) && grain == Grain::Day
        || text.is_note() && grain == Grain::Day;
    (is_edged && text.is(at, "the") && is_long).then(|| {
        let shift = if grain == Grain::Day || grain == Grain::Quarter {
            Shift::That
        } else {
            Shift::The
        };
        Reading::new(at, at + 2, Meaning::Unit(grain, shift), "time/unit")
    })
}

/// A day followed by its time: "Friday at 5 p.m.".
fn with_time(text: &Text<'_>, reading: Reading) -> Reading {
    let is_day = matches!(
        reading.meaning,
        Meaning::Weekday(..)
            | Meaning::WeekdayOf(..)
            | Meaning::DayOfMonth(..)
            | Meaning::Day(_)
            | Meaning::Date { day: Some(_), .. }
    );
    if let Meaning::Part(part, Some(day)) = &reading.meaning
        && let Some((to, mut clock)) =
            clock::time_after(text, reading.to).filter(|_| text.is_note())
    {
        note::into_part(&mut clock, part);
        return Reading {
            to,
            meaning: Meaning::Clock(clock, Some(day.clone())),
            rule: "time/clock",
            ..reading
        };
    }
    match clock::time_after(text, reading.to).filter(|_| is_day) {
        Some((to, clock)) => Reading {
            to,
            meaning: Meaning::Clock(clock, Some(Box::new(reading.meaning))),
            rule: "time/clock",
            ..reading
        },
        None => reading,
    }
}
