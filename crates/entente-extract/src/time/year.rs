//! Years, decades and centuries, and how the words around four digits show that they are a year.

use super::date::{full_year, year_figures};
use super::lex::{Kind, Text};
use super::meaning::{Meaning, Reading};
use super::number::{self, ordinal};

/// "the 1990s", "the '80s", "the nineties", "the 20th century".
pub fn era(text: &Text<'_>, at: usize) -> Option<Reading> {
    let start = if text.is(at, "the") { at + 1 } else { at };
    if let Some((end, number)) = ordinal(text, start)
        && text.is(text.joint(end), "century")
        && (1..=30).contains(&number)
    {
        let end = text.joint(end) + 1;
        let (end, is_before) = era_name(text, end).unwrap_or((end, false));
        let number = number as i16;
        let meaning = Meaning::Century(if is_before { -number } else { number });
        return Some(Reading::new(at, end, meaning, "time/century"));
    }
    let has_mark = text.is_any(start, &["'", "’", "‘"]);
    let figures = if has_mark { start + 1 } else { start };
    if let Some((value, places)) = text.digits(figures) {
        let mut end = figures + 1;
        if text.is_any(end, &["'", "’"]) && text.glued(end) {
            end += 1;
        }
        let is_plural = text.is(end, "s") && (text.glued(end) || text.is_note());
        let is_second =
            text.is_any(at.wrapping_sub(1), &["and", "or"]) && text.is(at.wrapping_sub(2), "s");
        let led = has_mark
            || is_second
            || at < start && value >= 20
            || text.is_note()
            || text
                .word(at.wrapping_sub(1))
                .is_some_and(|word| word.edge.is_some());
        let first = match places {
            4 if value % 10 == 0 && (1000..2100).contains(&value) => value as i16,
            2 if value % 10 == 0 && led => full_year(value as i16),
            _ => return None,
        };
        return is_plural.then(|| Reading::new(at, end + 1, Meaning::Decade(first), "time/decade"));
    }
    let tens = text.word(start)?.tens?;
    let is_led = start > at
        || text.is_note()
        || at > 0
            && text
                .word(at.wrapping_sub(1))
                .is_some_and(|word| word.edge.is_some());
    is_led.then(|| {
        Reading::new(
            at,
            start + 1,
            Meaning::Decade(1900 + tens as i16),
            "time/decade",
        )
    })
}

/// A year that stands alone, where the words around say that it is one.
pub fn bare(text: &Text<'_>, at: usize) -> Option<Reading> {
    if let Some((end, year)) = number::year(text, at) {
        let first = text.word(at)?.cardinal?;
        let is_led = at > 0
            && text
                .word(at.wrapping_sub(1))
                .is_some_and(|word| word.before_year);
        return (first < 20 || is_led && text.word(end).is_none_or(|word| !word.counts))
            .then(|| Reading::new(at, end, Meaning::Year(year), "time/year"))
            .filter(|_| first < 20 || text.is(at.wrapping_sub(1), "year"));
    }
    let year = year_figures(text, at).filter(|year| (1000..=2100).contains(year))?;
    let end = at + 1;
    let before = at.wrapping_sub(1);
    let before_word = text.word(before);
    let is_counted = text.word(end).is_some_and(|word| word.counts);
    let in_number = text.glued(at)
        && text.is_any(before, &["$", "€", "£", "#", ".", ",", "/", "+", "¥", ":"])
        || text.glued(end) && text.is_any(end, &["/", ":", "+", "°", "$", "€"])
        || text.is_any(
            before,
            &[
                "$", "€", "£", "#", "no", "room", "page", "section", "article", "flight", "number",
            ],
        )
        || text.glued(end)
            && text
                .get(end)
                .is_some_and(|next| next.kind == Kind::Word && !text.is(end, "s"))
        || text.glued(end)
            && text.is(end, "-")
            && text.glued(end + 1)
            && text
                .get(end + 1)
                .is_some_and(|next| next.kind == Kind::Word);
    let is_hyphen_after = text.glued(end)
        && text.is(end, "-")
        && text.glued(end + 1)
        && text
            .get(end + 1)
            .is_some_and(|next| next.kind == Kind::Word); // "138-2010-2015" is a telephone number, "2000 pieces" a count.
    let in_row = text.glued(at)
        && text.is_any(before, &["-", "–"])
        && text
            .digits(before.wrapping_sub(1))
            .is_some_and(|(_, places)| {
                places != 4
                    || text.is(before.wrapping_sub(2), "-") && text.glued(before.wrapping_sub(1))
            });
    let is_round_count = year % 100 == 0
        && text.at(end).ends_with('s')
        && !text.is_any(before, &["in", "the", "since", "by"]);
    if in_row || is_round_count || is_counted || in_number && !is_hyphen_after {
        return None;
    }
    let is_range = text.is_any(before, &["-", "–", "/"])
        && text.glued(at)
        && year_figures(text, at.wrapping_sub(2)).is_some();
    let is_led = before_word.is_some_and(|word| {
        word.before_year || word.month.is_some() || word.season.is_some() || word.edge.is_some()
    }) || text.is_any(
        before,
        &[
            "(", "the", "a", "its", "his", "her", "their", "our", "that", "what",
        ],
    ) || text.possessive(before.wrapping_sub(1)) == Some(at)
        || is_range;
    let is_recent = (1900..=2100).contains(&year);
    let next = text.get(end);
    let noun_follows = next.is_some_and(|next| next.kind == Kind::Word && !next.glued);
    let ends = next.is_none_or(|next| matches!(next.kind, Kind::Mark | Kind::Break));
    let after_name = text
        .get(before)
        .is_some_and(|last| last.capital && last.kind == Kind::Word)
        && before_word.is_none();
    let is_year = is_led && is_recent
        || is_recent && !after_name && (noun_follows || ends) && (1950..2050).contains(&year)
        || !is_recent && is_old_year(text, at, year);
    is_year.then(|| Reading::new(at, end, Meaning::Year(year), "time/year"))
}

/// No year before this is read unless "in" or the like stands before it: "from 1200 to 1500 men" counts.
const FIRST_SURE: i16 = 1500;

/// Is a number before 1900 a year? Something must lead to it, and it must count nothing.
fn is_old_year(text: &Text<'_>, at: usize, year: i16) -> bool {
    let (before, end) = (at.wrapping_sub(1), at + 1);
    let noun = |at: usize| {
        text.get(at).is_some_and(|next| {
            let is_noun = next.word.is_none_or(|word| !word.closes);
            next.kind == Kind::Word && !next.glued && !next.capital && is_noun
        })
    };
    // "1500 men", "from 1500 to 2000 men"
    let is_joined = text.is_any(end, &["to", "or", "and", "-", "–"]);
    let counts = noun(end) || is_joined && text.digits(end + 1).is_some() && noun(end + 2);
    let is_word = text.is_any(
        before,
        &["in", "since", "until", "till", "year", "by", "circa"],
    );
    let is_dash = text.is_any(before, &["-", "–"]) && text.glued(at);
    let goes_on = is_dash || text.is_any(before, &["to", "and", "or", ",", "until", "through"]);
    let first = year_figures(text, at.wrapping_sub(2)).filter(|first| *first < year);
    let ends_range = goes_on && first.is_some();
    let in_brackets = text.is(before, "(")
        && (text.is(end, ")") || text.is_any(end, &["-", "–"]) && text.digits(end + 1).is_some());
    let is_led = text.is_any(
        before,
        &[
            "of", "from", "between", "during", "before", "after", "around",
        ],
    ) || text
        .word(before)
        .is_some_and(|word| word.edge.is_some() || word.season.is_some())
        || text.is(before, "-")
            && text
                .word(at.wrapping_sub(2))
                .is_some_and(|word| word.edge.is_some());
    !counts && (is_word || year >= FIRST_SURE && (ends_range || in_brackets || is_led))
}

/// The years after a dash in "1995-96" and "2014–2018".
pub fn range_end(text: &Text<'_>, at: usize, first: i16) -> Option<Reading> {
    let is_dash = text.is_any(at, &["-", "–", "/"]) && text.glued(at) && text.glued(at + 1);
    let (value, places) = text.digits(at + 1).filter(|_| is_dash)?;
    let year = match places {
        2 => first / 100 * 100 + value as i16,
        4 => i16::try_from(value).ok()?,
        _ => return None,
    };
    let ends = text
        .get(at + 2)
        .is_none_or(|next| !next.glued || next.kind == Kind::Mark && !text.is(at + 2, "-"));
    (year > first && year - first < 150 && ends)
        .then(|| Reading::new(at + 1, at + 2, Meaning::Year(year), "time/year"))
}

/// "BC", "B.C.", "AD", "CE" at a place: where it ends, and whether it counts backwards.
fn era_name(text: &Text<'_>, at: usize) -> Option<(usize, bool)> {
    match text.at(at) {
        "BC" | "BCE" => return Some((at + 1, true)),
        "AD" | "CE" => return Some((at + 1, false)),
        "B" | "A" => {}
        _ => return None,
    }
    let is_stopped =
        text.is(at + 1, ".") && text.is(at + 3, ".") && (at + 1..at + 4).all(|at| text.glued(at));
    let is_before = match text.at(at + 2) {
        "C" => true,
        "D" => false,
        _ => return None,
    };
    is_stopped.then_some((at + 4, is_before))
}

/// A year with its era, "218 BC" or "AD 70": where it ends, and the year. 1 BC is the year 0.
pub fn with_era(text: &Text<'_>, at: usize) -> Option<(usize, i16)> {
    let year = |at: usize| {
        let (value, places) = text.digits(at)?;
        (places <= 4 && value > 0)
            .then(|| i16::try_from(value).ok())
            .flatten()
    };
    if text.at(at) == "AD" {
        return year(at + 1).map(|year| (at + 2, year));
    }
    let number = year(at)?;
    let (end, is_before) = era_name(text, at + 1)?;
    Some((end, if is_before { 1 - number } else { number }))
}

/// "218 BC", or the first half of "264–241 BC".
pub fn of_era(text: &Text<'_>, at: usize) -> Option<Reading> {
    let read = |end, year| Some(Reading::new(at, end, Meaning::Year(year), "time/year"));
    if let Some((end, year)) = with_era(text, at) {
        return read(end, year);
    }
    let (first, places) = text.digits(at).filter(|(_, places)| *places <= 4)?;
    let is_joined = text.is_any(at + 1, &["–", "-", "to", "and"]);
    let (end, last) = with_era(text, at + 2).filter(|_| is_joined)?;
    let is_stopped = end > at + 3 && places > 0;
    let first = i16::try_from(first).ok()?;
    let year = if last <= 0 { 1 - first } else { first };
    (is_stopped && year < last)
        .then(|| read(at + 1, year))
        .flatten()
}
