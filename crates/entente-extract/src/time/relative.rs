//! Times by their place beside others: "last week", "the third quarter of 2024", "this summer", named days.

use std::sync::LazyLock;

use super::date::{shifted, year_after, year_figures};
use super::grammar::longest;
use super::lex::{Kind, Text};
use super::meaning::{Meaning, Reading, YearRef};
use super::number::ordinal;
use super::word::{Grain, Phrases, Shift};
use crate::table;

/// Reads a time by its place beside others.
pub fn read(text: &Text<'_>, at: usize) -> Option<Reading> {
    longest([
        day_word(text, at),
        week_of(text, at),
        edge_of(text, at),
        unit(text, at),
        year_edge(text, at),
        part_of_year(text, at),
        season(text, at),
        holiday(text, at),
        vague(text, at),
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
    let day_at = text.phrase(start, &["week", "of"])?;
    let day = super::date::read(text, day_at)?;
    matches!(day.meaning, Meaning::Date { day: Some(_), .. }).then(|| {
        let meaning = Meaning::WeekOf(Box::new(day.meaning));
        Reading::new(at, day.to, meaning, "time/week_of")
    })
}

/// "the first week of June", "the last days of 1862", "the last day of October": a side of a month or year.
fn edge_of(text: &Text<'_>, at: usize) -> Option<Reading> {
    let start = if text.is(at, "the") { at + 1 } else { at };
    let (end, nth) = ordinal(text, start)
        .filter(|(_, nth)| (1..=5).contains(nth))
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

/// "year-end", "year's end", "the year-earlier quarter", "a year ago" is elsewhere.
fn year_edge(text: &Text<'_>, at: usize) -> Option<Reading> {
    let start = if text.is(at, "the") { at + 1 } else { at };
    let start = if text.is_any(start, &["comparable", "corresponding"]) {
        start + 1
    } else {
        start
    };
    if !text.is(start, "year") {
        return None;
    }
    let after = text.possessive(start + 1).unwrap_or(text.joint(start + 1));
    if text.is(after, "end") {
        let reading = Reading::new(
            start,
            after + 1,
            Meaning::Unit(Grain::Year, Shift::This),
            "time/year_end",
        );
        return Some(Reading {
            modifier: Some("END"),
            ..reading
        });
    }
    let is_joined = after > start + 1;
    if !(is_joined && text.is_any(after, &["earlier", "ago"])) {
        return None;
    }
    if let Some((end, number)) =
        ordinal(text, after + 1).filter(|(end, _)| text.is(*end, "quarter"))
    {
        let meaning = Meaning::Quarter(number as i8, YearRef::Shift(Shift::Last));
        return Some(Reading::new(at, end + 1, meaning, "time/quarter"));
    }
    let has_noun = text.is_any(after + 1, &["quarter", "period"]);
    let from = if has_noun { at } else { start };
    let meaning = Meaning::Away(
        super::number::Amount::exact(1.0),
        Grain::Year,
        false,
        super::meaning::Base::Text,
    );
    Some(Reading::new(
        from,
        after + 1 + usize::from(has_noun),
        meaning,
        "time/year_earlier",
    ))
}

/// "the third quarter of 2024", "Q3", "next year's first half", "fiscal 2024".
fn part_of_year(text: &Text<'_>, at: usize) -> Option<Reading> {
    if let Some(end) = text.phrase(at, &["the", "year"])
        && let Some((end, year)) = year_figures(text, end)
            .map(|year| (end + 1, year))
            .or_else(|| super::number::year(text, end))
    {
        return Some(Reading::new(at, end, Meaning::Year(year), "time/year"));
    }
    if text.is(at, "fiscal") || text.phrase(at, &["fiscal", "year"]).is_some() {
        let year_at = if text.is(at + 1, "year") {
            at + 2
        } else {
            at + 1
        };
        if let Some(year) = year_figures(text, year_at) {
            return Some(Reading::new(
                at,
                year_at + 1,
                Meaning::Year(year),
                "time/fiscal",
            ));
        }
    }
    if let Some(found) = short_quarter(text, at) {
        return Some(found);
    }
    let (start, led) = leading_year(text, at);
    if led != YearRef::Free && text.is_any(start, &["period", "quarter"]) {
        return Some(Reading::new(
            at,
            start + 1,
            Meaning::SameQuarter(led),
            "time/quarter",
        ));
    }
    let from = at;
    let start = if text.is(start, "fiscal") {
        text.joint(start + 1)
    } else {
        start
    };
    let (end, number) =
        ordinal(text, start).or_else(|| text.is(start, "last").then_some((start + 1, 99)))?;
    let end = if text.is(text.joint(end), "fiscal") {
        text.joint(end) + 1
    } else {
        end
    };
    let noun = text.joint(end);
    let hyphened = noun > end && text.is(from, "the") && start == from + 1;
    if text.is(noun, "quarter") && (1..=4).contains(&number) {
        let end = noun + 1;
        let (end, year) = year_after(text, end)
            .filter(|_| led == YearRef::Free)
            .unwrap_or((end, led));
        let from = if hyphened && led == YearRef::Free {
            start
        } else {
            from
        };
        let meaning = Meaning::Quarter(number as i8, year);
        return Some(Reading::new(from, end, meaning, "time/quarter"));
    }
    if text.is(noun, "half") {
        let number = if number == 99 { 2 } else { number };
        let (end, year) = year_after(text, noun + 1)
            .filter(|_| text.is(noun + 1, "of"))
            .or((led != YearRef::Free).then_some((noun + 1, led)))?;
        return (number <= 2)
            .then(|| Reading::new(at, end, Meaning::Half(number as i8, year), "time/half"));
    }
    None
}

fn short_quarter(text: &Text<'_>, at: usize) -> Option<Reading> {
    let (start, led) = leading_year(text, at);
    let start = if led == YearRef::Free {
        start
    } else {
        text.joint(start)
    };
    let number = match text.at(start) {
        "Q" | "q" if text.glued(start + 1) => text.digits(start + 1)?.0,
        _ => return None,
    };
    let (end, year) = year_after(text, start + 2)
        .filter(|_| led == YearRef::Free)
        .unwrap_or((start + 2, led));
    (1..=4).contains(&number).then(|| {
        Reading::new(
            at,
            end,
            Meaning::Quarter(number as i8, year),
            "time/quarter",
        )
    })
}

/// The article or year before "third quarter": "the", "the 1988", "last year's", "2024's".
fn leading_year(text: &Text<'_>, at: usize) -> (usize, YearRef) {
    let start = if text.is(at, "the") { at + 1 } else { at };
    if let Some(year) = year_figures(text, start).filter(|year| (1900..2150).contains(year)) {
        let end = text.possessive(start + 1).unwrap_or(start + 1);
        return (end, YearRef::Of(year));
    }
    let shift = text.word(start).and_then(|word| word.shift);
    if let Some(shift) = shift.filter(|_| text.is(start + 1, "year"))
        && let Some(end) = text.possessive(start + 2)
    {
        return (end, YearRef::Shift(shift));
    }
    (start, YearRef::Free)
}

/// "last summer", "the winter of 1994", "summer 2024", "in spring".
fn season(text: &Text<'_>, at: usize) -> Option<Reading> {
    let (next, shift) = shifted(text, at);
    let (start, led) = if shift.is_some() {
        (next, YearRef::Free)
    } else {
        leading_year(text, at)
    };
    let code = text.word(start)?.season?;
    let end = start + 1;
    let (end, year) = year_after(text, end)
        .filter(|_| led == YearRef::Free)
        .unwrap_or((end, led));
    let end = winter_end(text, end, year).unwrap_or(end);
    let is_led = at > 0
        && (text.is_any(
            at.wrapping_sub(1),
            &[
                "in",
                "since",
                "by",
                "during",
                "until",
                "of",
                "through",
                "before",
                "over",
                "into",
                "throughout",
                "after",
            ],
        ) || text
            .word(at.wrapping_sub(1))
            .is_some_and(|word| word.edge.is_some()));
    let is_weak = text.is_any(start, &["spring", "fall"]);
    let has_article = start > at;
    let is_time = shift.is_some() || year != YearRef::Free || is_led && (has_article || !is_weak);
    let is_name = text.get(start)?.capital
        && text
            .get(end)
            .is_some_and(|next| next.capital && next.kind == Kind::Word);
    (is_time && !is_name)
        .then(|| Reading::new(at, end, Meaning::Season(code, year, shift), "time/season"))
}

/// The end of "1941–42" behind "the winter of".
fn winter_end(text: &Text<'_>, at: usize, year: YearRef) -> Option<usize> {
    let YearRef::Of(first) = year else {
        return None;
    };
    let last = super::year::range_end(text, at, first)?;
    matches!(last.meaning, Meaning::Year(last) if last == first + 1).then_some(last.to)
}

static HOLIDAYS: LazyLock<Phrases> = LazyLock::new(|| {
    let rows = super::holiday::rows()
        .iter()
        .flat_map(|row| row.names.split(',').map(|name| (row.rule, name.trim())));
    Phrases::new(rows)
});

/// "Christmas", "last Thanksgiving", "Victory Day 2025".
fn holiday(text: &Text<'_>, at: usize) -> Option<Reading> {
    let (start, shift) = shifted(text, at);
    let first = text.get(start)?;
    if !first.word?.holiday {
        return None;
    }
    if !first.capital && shift.is_none() && !text.is(at, "easter") {
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
fn vague(text: &Text<'_>, at: usize) -> Option<Reading> {
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
