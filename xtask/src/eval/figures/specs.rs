//! Runs the cases of Recognizers-Text and Duckling, which judge numbers and units without a parse.
//!
//! Only conventions are mapped here: which kinds a group asks for, whether a hedge belongs to the words of a
//! figure, how units are called, and in which unit a value is told.

use std::path::Path;

use anyhow::Result;
use entente_extract::figure::{self, Numeral};
use entente_types::{Figure, Span};
use serde_json::{Value, json};

use crate::eval::{offsets, specs};

mod duckling;
mod recognizers;

/// Runs every file of cases in `folder`.
pub fn run(folder: &Path) -> Result<()> {
    specs::run(folder, |row, group| {
        let text = row["text"].as_str().unwrap_or_default();
        json!({ "id": row["id"], "expect": expected(text, group) })
    })
}

/// What a group would find in a text.
fn expected(text: &str, group: &str) -> Vec<Value> {
    let (maker, kind) = group.split_once('_').unwrap_or((group, ""));
    match (maker, kind) {
        (_, "number" | "numeral") => numbers(text, |numeral| !numeral.is_ordinal),
        (_, "ordinal") => numbers(text, |numeral| numeral.is_ordinal),
        ("duckling", _) => {
            let figures = figure::scan_note(text, "en");
            let rows = figures.iter();
            rows.filter_map(|found| duckling::row(text, &found.value, kind))
                .collect()
        }
        _ => recognizers::rows(text, kind),
    }
}

fn numbers(text: &str, which: impl Fn(&Numeral) -> bool) -> Vec<Value> {
    let found = figure::numerals(text, "en").into_iter().filter(which);
    found
        .map(|numeral| {
            let span = if numeral.is_fraction {
                numeral.span
            } else {
                with_of(text, numeral.span)
            };
            let [start, end] = offsets(text, span);
            json!({ "start": start, "end": end, "value": numeral.value })
        })
        .collect()
}

/// "a dozen of": the last word of a text belongs to the number.
fn with_of(text: &str, span: Span) -> Span {
    let is_of = &text[span.end as usize..] == " of";
    if is_of {
        Span::new(span.start as usize, text.len())
    } else {
        span
    }
}

/// `span` with the word "between" or "from" that stands before its range.
fn with_lead(text: &str, span: Span) -> Span {
    let before = text[..span.start as usize].trim_end();
    let lead = ["between", "from"]
        .into_iter()
        .find(|lead| before.to_lowercase().ends_with(lead));
    lead.map_or(span, |lead| {
        Span::new(before.len() - lead.len(), span.end as usize)
    })
}

/// Is the figure one of degrees?
fn is_degree(figure: &Figure) -> bool {
    matches!(figure.unit.code.as_str(), "Cel" | "[degF]" | "K" | "deg")
}
