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
mod genre;
mod grammar;
mod holiday;
mod language;
mod length;
mod lex;
mod meaning;
mod memory;
mod named;
mod note;
mod number;
mod range;
mod relative;
mod resolve;
mod season;
mod tense;
mod value;
mod word;
mod year;

use entente_types::{Anchor, Document, Span, TimeExpression, TimeKind};

use jiff::civil::Date;

use lex::{Register, Text};
use meaning::Reading;
use memory::{Memory, Parse};
use resolve::Placed;
use value::When;

/// Finds the time expressions of a document, in order of the text.
///
/// A document without tokens is read from its text alone; so is one in a language that has a table of
/// patterns instead of a grammar.
#[must_use]
pub fn find(document: &Document) -> Vec<TimeExpression> {
    let language = document.article.language.as_ref();
    let language = language.map_or("en", |stated| stated.value.as_str());
    let is_parsed = !document.tokens.is_empty();
    let text = Text::new(document.text(), Register::Report);
    read(&text, language, document.article.day(), |span| {
        if is_parsed {
            Parse::Of(document, span)
        } else {
            Parse::None
        }
    })
}

/// Finds the time expressions of a text in a language, in order, against the day on which it was published.
///
/// `language` is a tag of BCP 47. English is read by a grammar; German, French, Spanish and Russian by
/// tables of patterns; in some eighty others dates with the names of their months are found.
///
/// ```
/// # use entente_extract::time;
/// let published = "2025-05-08".parse().ok();
/// let found = time::scan("Der Vertrag wurde vor drei Tagen unterzeichnet.", "de", published);
/// assert_eq!(found[0].value, "2025-05-05");
/// ```
#[must_use]
pub fn scan(text: &str, language: &str, published: Option<Date>) -> Vec<TimeExpression> {
    let text = Text::new(text, Register::Report);
    read(&text, language, published, |_| Parse::None)
}

/// Finds the time expressions of a terse note or command in English, as [`scan`] does of a report.
///
/// It also takes what in a report could be a score, a share or another word: "Monday 11-4", "at 4", "22/04", "in may".
///
/// ```
/// # use entente_extract::time;
/// let today = "2025-05-08".parse().ok();
/// let found = time::scan_note("dentist friday 16/5 at 4", today);
/// assert_eq!(found[0].value, "2025-05-16T04:00");
/// ```
#[must_use]
pub fn scan_note(text: &str, today: Option<Date>) -> Vec<TimeExpression> {
    read(&Text::new(text, Register::Note), "en", today, |_| {
        Parse::None
    })
}

fn read<'a>(
    text: &Text<'_>,
    language: &str,
    published: Option<Date>,
    parse: impl Fn(Span) -> Parse<'a>,
) -> Vec<TimeExpression> {
    let language = language.split(['-', '_']).next().unwrap_or(language);
    let readings = if language::is_known(language) {
        language::read(text, language)
    } else {
        grammar::read(text)
    };
    let mut memory = Memory::new(text, published, &readings);
    let expressions = readings.iter().map(|reading| {
        let span = text.span(reading.from, reading.to);
        expression(reading, span, memory.place(text, reading, &parse(span)))
    });
    expressions.collect()
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
