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
mod memory;
mod number;
mod range;
mod relative;
mod resolve;
mod tense;
mod value;
mod word;
mod year;

use entente_types::{Anchor, Document, Span, TimeExpression, TimeKind};

use lex::Text;
use meaning::Reading;
use memory::Memory;
use resolve::Placed;
use value::When;

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
