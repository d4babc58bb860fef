//! Runs the cases of attributions: a text in, who said what out. `UPDATE_CASES=1` renews them.

mod common;

use std::fmt::Write as _;

use entente_extract::{actor, quote, time};
use entente_types::{Document, Quote, Span};

use common::parse;

#[test]
fn cases() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/cases");
    entente_cases::run(folder, "attribution", |case| {
        show(&parse(&case.blocks[0].1))
    });
}

/// One line each: speaker, what kind of attribution, to whom and when, content; a `?` where it is faint.
fn show(document: &Document) -> String {
    let found = quote::find_dated(document, &actor::find(document), &time::find(document));
    let words = |span: Span| span.of(document.text()).replace('\n', " ");
    let mut shown = String::new();
    for quote in found.iter().map(|found| &found.value) {
        let speaker = quote.speaker.as_ref().map(|who| words(who.span));
        let content: Vec<String> = quote.content.iter().map(|span| words(*span)).collect();
        let faint = if quote.confidence < 0.5 { "? " } else { "" };
        let (speaker, kind) = (speaker.unwrap_or("nobody".to_owned()), kind(quote));
        write!(shown, "{faint}{speaker} · {kind}").expect("a string takes text");
        if let Some(to) = &quote.addressee {
            write!(shown, " to {}", words(to.span)).expect("a string takes text");
        }
        if let Some(day) = quote.period.and_then(|period| period.from) {
            write!(shown, " on {day}").expect("a string takes text");
        }
        writeln!(shown, " · {}", content.join(" … ")).expect("a string takes text");
    }
    shown
}

fn kind(quote: &Quote) -> String {
    quote
        .cue_kind
        .map_or("none".to_owned(), |kind| format!("{kind:?}"))
}
