//! When: time expressions and what they name.
//!
//! ```text
//! text ─lex─► atoms ─grammar─► readings (what the words say) ─resolve─► expressions (what they name)
//! ```
//!
//! The words are found from the text alone; the parse only tells the tense. Every value names its anchor,
//! and without one it stays open, with an `X` for every figure that is not known.

mod clock;
mod date;
mod grammar;
mod holiday;
mod length;
mod lex;
mod meaning;
mod number;
mod range;
mod relative;
mod resolve;
mod tense;
mod value;
mod word;

use entente_types::{Anchor, Document, Span, TimeExpression, TimeKind};
use jiff::civil::Date;

use lex::Text;
use meaning::{Meaning, Reading, YearRef};
use resolve::{Frame, Placed};
use tense::Direction;
use value::When;
use word::Grain;

/// Finds the time expressions of a document, in order of the text.
#[must_use]
pub fn find(document: &Document) -> Vec<TimeExpression> {
    let text = Text::new(document.text());
    let readings = grammar::read(&text);
    let mut memory = Memory::new(document, &readings);
    let mut found: Vec<TimeExpression> = Vec::with_capacity(readings.len());
    for (idx, reading) in readings.iter().enumerate() {
        let span = text.span(reading.from, reading.to);
        let before = idx.checked_sub(1).map(|before| &readings[before]);
        let placed = memory.place(document, &text, reading, before, span);
        found.push(expression(reading, span, placed));
    }
    found
}

/// What earlier expressions of the text leave for later ones.
struct Memory {
    published: Option<Date>,
    is_narrative: bool,
    last: Option<When>,
    quarter: Option<(When, usize)>,
    weekday: Option<(Date, usize)>,
}

/// A quarter stays the one that is spoken of for this many sentences.
const QUARTER_SENTENCES: usize = 6;

/// A text tells a story if it holds this many full dates for each word like "Friday" or "today".
const FULL_DATES_PER_DEICTIC: usize = 4;

/// A text tells of the past if this share of its full dates lies farther off than [`NEAR_YEARS`].
const FAR_SHARE: (usize, usize) = (3, 4);

/// Years around publication that are news, and not a story of the past.
const NEAR_YEARS: i16 = 2;

/// No text tells a story with fewer full dates.
const MIN_FULL_DATES: usize = 3;

impl Memory {
    fn new(document: &Document, readings: &[Reading]) -> Self {
        let published = document.article.day();
        Self {
            published,
            is_narrative: is_narrative(published, readings),
            last: None,
            quarter: None,
            weekday: None,
        }
    }

    fn place(
        &mut self,
        document: &Document,
        text: &Text<'_>,
        reading: &Reading,
        before: Option<&Reading>,
        span: Span,
    ) -> Placed {
        let sentence = document
            .tokens_in(span)
            .next()
            .map_or(usize::MAX, |idx| document.sentence_of(idx));
        let direction = if !needs_tense(&reading.meaning) {
            Direction::Unknown
        } else if tense::is_led_ahead(text, reading.from) {
            Direction::Future
        } else if document.tokens.is_empty() {
            tense::unparsed(text, reading.from)
        } else {
            tense::direction(document, span)
        };
        let frame = Frame {
            published: self.published,
            is_narrative: self.is_narrative,
            last: self.last.clone(),
            quarter: self
                .quarter
                .as_ref()
                .filter(|(_, at)| sentence.saturating_sub(*at) <= QUARTER_SENTENCES)
                .map(|(when, _)| when.clone()),
            weekday: self
                .weekday
                .filter(|(_, at)| *at == sentence)
                .map(|(day, _)| {
                    (
                        day,
                        before.is_some_and(|before| is_range(text, before, reading)),
                    )
                }),
            direction,
        };
        let placed = frame.place(&reading.meaning);
        self.remember(&reading.meaning, &placed, sentence);
        placed
    }

    fn remember(&mut self, meaning: &Meaning, placed: &Placed, sentence: usize) {
        let Some(when) = placed
            .when
            .clone()
            .filter(|when| !matches!(when, When::Open(_)))
        else {
            return;
        };
        if let When::Quarter(..) = when
            && matches!(meaning, Meaning::Quarter(..))
        {
            self.quarter = Some((when.clone(), sentence));
        }
        if let (Meaning::Weekday(..), When::Day(day)) = (meaning, &when) {
            self.weekday = Some((*day, sentence));
        }
        let is_comparison = matches!(
            meaning,
            Meaning::Away(_, Grain::Year, false, _) | Meaning::SameQuarter(_)
        );
        if !is_comparison || self.is_narrative {
            self.last = Some(when);
        }
    }
}

/// Is this a text of full dates, far from its publication, in which no "Friday" or "today" is news?
fn is_narrative(published: Option<Date>, readings: &[Reading]) -> bool {
    let years: Vec<i16> = readings
        .iter()
        .filter_map(|reading| match reading.meaning {
            Meaning::Year(year)
            | Meaning::Date {
                year: YearRef::Of(year),
                ..
            } => Some(year),
            _ => None,
        })
        .collect();
    let is_deictic = |meaning: &Meaning| {
        matches!(
            meaning,
            Meaning::Day(_) | Meaning::Weekday(..) | Meaning::Unit(..)
        )
    };
    let is_full = |reading: &&Reading| {
        matches!(
            reading.meaning,
            Meaning::Date {
                year: YearRef::Of(_),
                ..
            }
        )
    };
    let n_full = readings.iter().filter(is_full).count();
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
    n_full >= MIN_FULL_DATES
        && years.len() >= FULL_DATES_PER_DEICTIC * n_deictic
        && n_far * FAR_SHARE.1 >= years.len() * FAR_SHARE.0
}

fn needs_tense(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Clock(_, day) | Meaning::Part(_, day) => day.as_deref().is_some_and(needs_tense),
        Meaning::Length(_)
        | Meaning::Set(_)
        | Meaning::Vague(_)
        | Meaning::Year(_)
        | Meaning::Day(_) => false,
        _ => true,
    }
}

/// Does a word of range stand between two expressions: "Wednesday through Saturday"?
fn is_range(text: &Text<'_>, first: &Reading, second: &Reading) -> bool {
    let gap = first.to..second.from;
    gap.len() == 1
        && text.is_any(
            gap.start,
            &[
                "to", "through", "until", "till", "and", "-", "–", "—", "or", "thru",
            ],
        )
}

fn expression(reading: &Reading, span: Span, placed: Placed) -> TimeExpression {
    let period = placed.when.as_ref().and_then(When::period);
    let period = match reading.modifier {
        Some(modifier) if placed.kind == TimeKind::Date => {
            period.map(|period| value::narrow(period, modifier))
        }
        _ => period,
    };
    TimeExpression {
        span,
        kind: placed.kind,
        value: placed.value,
        modifier: reading.modifier.map(str::to_owned),
        period,
        days: placed.days,
        anchor: if placed.kind == TimeKind::Duration {
            Anchor::Absolute
        } else {
            placed.anchor
        },
        rule: reading.rule.to_owned(),
    }
}
