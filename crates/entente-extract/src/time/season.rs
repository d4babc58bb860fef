//! Parts of a year: quarters, halves, seasons, and its end.

use super::date::{shifted, year_after, year_figures};
use super::lex::{Kind, Text};
use super::meaning::{Meaning, Reading, YearRef};
use super::number::ordinal;
use super::word::{Grain, Shift};

/// "year-end", "year's end", "the year-earlier quarter", "a year ago" is elsewhere.
pub fn year_edge(text: &Text<'_>, at: usize) -> Option<Reading> {
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
pub fn part_of_year(text: &Text<'_>, at: usize) -> Option<Reading> {
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
pub fn season(text: &Text<'_>, at: usize) -> Option<Reading> {
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
