//! Times that go by a name or a phrase: "Christmas", "the near future".

use std::sync::LazyLock;

use super::date::{shifted, year_after};
use super::lex::{Kind, Text};
use super::meaning::{Meaning, Reading, YearRef};
use super::word::Phrases;
use crate::table;

static HOLIDAYS: LazyLock<Phrases> = LazyLock::new(|| {
    let rows = super::holiday::rows()
        .iter()
        .flat_map(|row| row.names.split(',').map(|name| (row.rule, name.trim())));
    Phrases::new(rows)
});

/// "Christmas", "last Thanksgiving", "Victory Day 2025".
pub fn holiday(text: &Text<'_>, at: usize) -> Option<Reading> {
    let (start, shift) = shifted(text, at);
    let first = text.get(start)?;
    if !first.word?.holiday {
        return None;
    }
    let is_named = first.capital || shift.is_some() || text.is_note();
    if !is_named && !text.is(at, "easter") {
        return None;
    }
    let mut buffer = text.at(start).to_ascii_lowercase();
    buffer.truncate(32);
    let phrase = HOLIDAYS
        .starting(&buffer)
        .iter()
        .find(|phrase| text.phrase(start, &phrase.words).is_some())?;
    let end = start + phrase.words.len();
    let idx = super::holiday::rows()
        .iter()
        .position(|row| row.rule == phrase.value)?;
    let (end, year) = year_after(text, end).unwrap_or((end, YearRef::Free));
    Some(Reading::new(
        at,
        end,
        Meaning::Holiday(idx, year, shift),
        "time/holiday",
    ))
}

static VAGUE: LazyLock<Phrases> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../data/time_phrases.tsv"));
    Phrases::new(rows.filter_map(|row| Some((*row.first()?, *row.get(1)?))))
});

/// "now", "recently", "the near future".
pub fn vague(text: &Text<'_>, at: usize) -> Option<Reading> {
    let known = text.word(at)?;
    let word = text.at(at);
    if known.phrase
        && let Some(phrase) = VAGUE
            .starting(&word.to_ascii_lowercase())
            .iter()
            .find(|phrase| text.phrase(at, &phrase.words).is_some())
    {
        let end = at + phrase.words.len();
        let goes_on = text
            .word(end)
            .is_some_and(|word| word.unit.is_some() || word.cardinal.is_some())
            || matches!(phrase.words.last(), Some(&("past" | "future"))) && counts(text, end);
        if !goes_on {
            return Some(Reading::new(
                at,
                end,
                Meaning::Vague(phrase.value),
                "time/vague",
            ));
        }
    }
    let value = known.vague?;
    let is_other = text.is(at, "now") && text.is_any(at + 1, &["that", ","]) && text.begins(at)
        || text.is(at, "soon") && text.is_any(at.wrapping_sub(1), &["as", "too"])
        || text.is(at, "soon") && text.is_any(at + 1, &["after", "as"])
        || text.joint(at + 1) > at + 1;
    (!is_other).then(|| Reading::new(at, at + 1, Meaning::Vague(value), "time/vague"))
}

/// Does a noun follow, to which "past" or "future" belongs?
fn counts(text: &Text<'_>, at: usize) -> bool {
    text.get(at).is_some_and(|next| {
        let is_closed = next.word.is_some_and(|word| word.closes || word.modal);
        next.kind == Kind::Word && !is_closed
    })
}
